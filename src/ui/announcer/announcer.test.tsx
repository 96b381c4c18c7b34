import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { BrtcError } from '../../brtc/errors.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const regions = (live: string) => document.querySelectorAll(`[aria-live=${live}]`)
const linesOf = (live: string) =>
  [...(regions(live)[0]?.children ?? [])].map((line) => line.textContent)
const said = () => linesOf('polite')
const urgent = () => linesOf('assertive')

async function renderOnline() {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  await act(test.goOnline)
  return { ...test, user: userEvent.setup() }
}

const endedByBusy = {
  type: 'call.state',
  callId: 'call-1',
  direction: 'outbound',
  number: '+19195550101',
  state: 'ended',
  cause: 'busy',
} as const

it('is one polite region, and the status is read by it alone', async () => {
  await renderOnline()
  expect(regions('polite')).toHaveLength(1)
  expect(regions('assertive')).toHaveLength(1)
  expect(screen.getByRole('status', { name: 'Phone status' })).toHaveAttribute('aria-live', 'off')
})

it('says at once who is calling, and once', async () => {
  const { ring } = await renderOnline()
  act(() => ring('+13035550142'))
  expect(urgent()).toEqual(['Incoming call from (303) 555-0142, United States.'])
  expect(said()).toEqual([])
})

it('tells an outbound call from the dialling to the end, and never the time', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  const { phone, answer } = await renderOnline()
  await act(() => phone.dial('+19195550101'))
  act(() => answer())
  act(() => void vi.advanceTimersByTime(9_000))
  act(() => phone.hangUp())
  expect(said().at(0)).toBe('Calling (919) 555-0101, United States.')
  expect(said().slice(-2)).toEqual(['Answered.', 'Call over: Hung up.'])
  expect(said().join(' ')).not.toMatch(/\d:\d\d/)
  vi.useRealTimers()
})

it('says what a shortcut did', async () => {
  const { user, ring, phone } = await renderOnline()
  act(() => ring())
  await act(async () => phone.accept())
  await user.keyboard('mm')
  expect(said().slice(-2)).toEqual(['Muted.', 'Unmuted.'])
})

it('leaves the switch that has the focus to speak for itself', async () => {
  const { user, ring, phone } = await renderOnline()
  act(() => ring())
  await act(async () => phone.accept())
  await user.click(screen.getByRole('switch', { name: 'Mute' }))
  expect(said()).not.toContain('Muted.')
})

it('says why a call ended', async () => {
  const { phone, application } = await renderOnline()
  await act(() => phone.dial('+19195550101'))
  act(() => application.emit({ ...endedByBusy, state: 'dialing', cause: undefined }))
  act(() => application.emit(endedByBusy))
  expect(said().at(-1)).toBe('Call over: Busy.')
})

it('says whether calls ring here once, when that has settled', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  await renderOnline()
  act(() => void vi.advanceTimersByTime(1_000))
  expect(said()).toEqual([expect.stringMatching(/^Eligible\. Calls ring here\./)])
  act(() => void vi.advanceTimersByTime(10_000))
  expect(said()).toEqual([])
  vi.useRealTimers()
})

it('leaves what went wrong to the alert', async () => {
  const { client } = await renderOnline()
  await act(async () =>
    client().emit({
      type: 'disconnected',
      error: new BrtcError('closed', 'The socket closed.'),
      closeCode: 4409,
    }),
  )
  expect(screen.getByRole('alert')).toHaveTextContent('superseded')
  expect(said()).toEqual([])
})
