import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const call = () => screen.getByRole('region', { name: 'Current call' })
const inCall = () => within(call())

async function renderOnline() {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  return { ...test, user: userEvent.setup() }
}

async function renderCall() {
  const test = await renderOnline()
  await act(() => test.phone.dial('+19195550101'))
  act(() => test.answer())
  return test
}

const ofTheCall = {
  type: 'call.state',
  callId: 'call-1',
  direction: 'outbound',
  number: '+19195550101',
} as const

afterEach(() => {
  vi.useRealTimers()
})

describe('a live call', () => {
  it('goes from Requesting over Ringing to In call', async () => {
    const { phone, client, answer, application } = await renderOnline()
    let approve = (_result: { accepted: boolean }) => {}
    client().requestOutboundConnection.mockReturnValueOnce(
      new Promise((resolve) => (approve = resolve)),
    )
    await act(async () => void phone.dial('+19195550101'))
    expect(call()).toHaveTextContent('Requesting')
    await act(async () => approve({ accepted: true }))
    act(() => application.emit({ ...ofTheCall, state: 'ringing' }))
    expect(call()).toHaveTextContent('Ringing')
    act(() => answer())
    expect(call()).toHaveTextContent('In call')
    expect(call()).toHaveTextContent('(919) 555-0101')
  })

  it('counts from the answer without rendering', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    await renderCall()
    act(() => void vi.advanceTimersByTime(65_000))
    expect(inCall().getByRole('timer', { name: 'Call duration' })).toHaveTextContent(/^1:05$/)
  })

  it('is muted by a switch that keeps its name', async () => {
    const { user, client } = await renderCall()
    const mute = inCall().getByRole('switch', { name: 'Mute' })
    expect(mute).not.toBeChecked()
    await user.click(mute)
    expect(mute).toBeChecked()
    expect(mute).toHaveAccessibleName('Mute')
    expect(call()).toHaveTextContent('You, muted')
    expect(client().setMicEnabled).toHaveBeenLastCalledWith(false)
  })

  it('opens and closes the keypad of a small screen', async () => {
    const { user } = await renderCall()
    const show = inCall().getByRole('button', { name: 'Show keypad' })
    await user.click(show)
    expect(show).toHaveAccessibleName('Hide keypad')
    expect(show).toHaveAttribute('aria-expanded', 'true')
  })

  it.each(['requesting', 'connected'])('is ended by Hang up while %s', async (state) => {
    const { user, phone, answer } = await renderOnline()
    await act(() => phone.dial('+19195550101'))
    if (state === 'connected') act(() => answer())
    await user.click(inCall().getByRole('button', { name: 'Hang up' }))
    expect(call()).toHaveTextContent('Ended')
  })
})

describe('an ended call', () => {
  it('says how it ended in words, without an alert where nothing failed', async () => {
    const { phone, application } = await renderOnline()
    await act(() => phone.dial('+19195550101'))
    act(() => application.emit({ ...ofTheCall, state: 'dialing' }))
    act(() => application.emit({ ...ofTheCall, state: 'ended', cause: 'busy' }))
    expect(call()).toHaveTextContent('Ended · Busy')
    expect(call()).toHaveTextContent('The line is busy. Try again in a few minutes.')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is an alert with its code and the words of the application where something failed', async () => {
    const { phone, application } = await renderOnline()
    await act(() => phone.dial('+19195550101'))
    act(() => application.emit({ ...ofTheCall, state: 'dialing' }))
    const message = 'The account has no credit. Tell your administrator.'
    act(() => application.emit({ ...ofTheCall, state: 'ended', cause: 'failed', message }))
    expect(call()).toHaveTextContent('Ended · Call failed')
    // What to do is the application's to say: beside its advice there is none of ours.
    expect(inCall().getByRole('alert')).toHaveTextContent(
      `The phone network could not place the call. ${message} failed`,
    )
  })

  it('can be called again or put away', async () => {
    const { user, client } = await renderCall()
    await user.click(inCall().getByRole('button', { name: 'Hang up' }))
    await user.click(inCall().getByRole('button', { name: 'Call again' }))
    expect(client().requestOutboundConnection).toHaveBeenCalledTimes(2)
    await user.click(await inCall().findByRole('button', { name: 'Hang up' }))
    await user.click(inCall().getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('region', { name: 'Current call' })).toBeNull()
  })
})
