import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Profiler } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const inCall = () => within(screen.getByRole('region', { name: 'Current call' }))

async function renderCall(options: Parameters<typeof createTestPhone>[0] = {}) {
  const test = createTestPhone(options)
  const onRender = vi.fn()
  render(
    <Profiler id="phone" onRender={onRender}>
      <App phone={test.phone} />
    </Profiler>,
  )
  await act(test.goOnline)
  await act(() => test.phone.dial('+19195550101'))
  act(() => test.answer())
  const tone = (played: string) =>
    act(() => test.client().emit({ type: 'tonePlayed', tone: played }))
  return { ...test, tone, onRender, user: userEvent.setup() }
}

afterEach(() => {
  vi.useRealTimers()
})

it('renders nothing for a tick of the timer and for levels', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  const { audioInput, audioOutput, phone, onRender } = await renderCall()
  act(() => phone.setMuted(true))
  onRender.mockClear()
  for (let frame = 0; frame < 600; frame += 1) {
    act(() => {
      vi.advanceTimersByTime(16)
      audioInput.level.emit(0.02 * Math.random())
      audioOutput.remoteLevel.emit(Math.random())
    })
  }
  expect(inCall().getByRole('timer')).toHaveTextContent('0:09')
  expect(onRender).not.toHaveBeenCalled()
})

describe('talking while muted', () => {
  async function talking() {
    let now = 0
    const test = await renderCall({ now: () => now })
    const hear = (level: number, milliseconds: number) =>
      act(() => {
        for (let heard = 0; heard <= milliseconds; heard += 20) {
          test.audioInput.level.emit(level)
          now += 20
        }
      })
    act(() => test.phone.setMuted(true))
    hear(0.3, 400)
    return { ...test, hear }
  }

  it('is said, to the ear as well, and can be ended there', async () => {
    const { user, client } = await talking()
    expect(inCall().getByText('You are talking while muted.')).toBeVisible()
    expect(screen.getAllByText('You are talking while muted.')).toHaveLength(2)
    await user.click(inCall().getByRole('button', { name: 'Unmute' }))
    expect(client().setMicEnabled).toHaveBeenLastCalledWith(true)
    expect(inCall().queryByText('You are talking while muted.')).toBeNull()
    expect(inCall().getByRole('switch', { name: 'Mute' })).toHaveFocus()
  })

  it('is no longer said after three seconds of silence', async () => {
    const { hear } = await talking()
    hear(0, 3_200)
    expect(inCall().queryByText('You are talking while muted.')).toBeNull()
  })
})

describe('the keys of a call', () => {
  it('are those of the keyboard, wherever the focus is outside a field', async () => {
    const { user, client } = await renderCall()
    await user.click(inCall().getByRole('switch', { name: 'Mute' }))
    await user.keyboard('12#*')
    expect(client().sendDtmf.mock.calls).toEqual([['1'], ['2'], ['#'], ['*']])
  })

  it('are typed without a click by whoever called from the number field', async () => {
    const test = createTestPhone()
    render(<App phone={test.phone} />)
    await act(test.goOnline)
    const user = userEvent.setup()
    await user.type(screen.getByRole('textbox', { name: 'Phone number' }), '+19195550101{Enter}')
    await waitFor(() => expect(test.state().call).not.toBeNull())
    act(() => test.answer())
    await user.keyboard('42')
    expect(test.client().sendDtmf.mock.calls).toEqual([['4'], ['2']])
    act(() => test.phone.hangUp())
    expect(screen.getByRole('textbox', { name: 'Phone number' })).toHaveFocus()
  })

  it('are sent once from the keypad that has the focus', async () => {
    const { user, client } = await renderCall()
    screen.getByRole('button', { name: '5 JKL' }).focus()
    await user.keyboard('7')
    expect(client().sendDtmf.mock.calls).toEqual([['7']])
  })

  it('are not taken from a field, nor with Ctrl, nor where shortcuts are off', async () => {
    const { user, client, phone } = await renderCall()
    await user.type(screen.getByRole('textbox', { name: 'Phone number' }), '12')
    await user.click(inCall().getByRole('switch', { name: 'Mute' }))
    await user.keyboard('{Control>}1{/Control}')
    act(() => phone.changePreferences({ shortcuts: false }))
    await user.keyboard('1')
    expect(client().sendDtmf).not.toHaveBeenCalled()
  })

  it('are pasted, and shown as they go out', async () => {
    const { user, client, tone } = await renderCall()
    await user.click(inCall().getByRole('switch', { name: 'Mute' }))
    await user.paste('1234#')
    expect(client().sendDtmf.mock.calls).toEqual([['1234#']])
    tone('1')
    expect(inCall().getByText('Sending keys')).toHaveTextContent('Sending keys 1234#')
    expect(inCall().getByText('234#')).toBeVisible()
    for (const played of '234#') tone(played)
    expect(inCall().getByText('Keys sent')).toHaveTextContent('Keys sent 1234#')
  })

  it('are pasted onto the keypad, without what is no key, and the agent is told', async () => {
    const { user, client } = await renderCall()
    screen.getByRole('button', { name: '5 JKL' }).focus()
    await user.paste('PIN 12,3')
    expect(client().sendDtmf.mock.calls).toEqual([['12,3']])
    expect(screen.getByRole('alert')).toHaveTextContent('digits-left-out')
  })
})

it('has a volume for the far end that the next call begins with', async () => {
  const { audioOutput, state } = await renderCall()
  const slider = inCall().getByRole('slider', { name: 'Call volume' })
  fireEvent.change(slider, { target: { value: '40' } })
  expect(audioOutput.setCallVolume).toHaveBeenLastCalledWith(0.4)
  expect(slider).toHaveAttribute('aria-valuetext', '40 %')
  expect(state().preferences.callVolume).toBe(0.4)
})

describe('notes', () => {
  const field = () => screen.getByRole('textbox', { name: 'Notes' })

  it('are written beside the call, and their digits are no keys of the call', async () => {
    const { user, client } = await renderCall()
    await user.click(field())
    await user.keyboard('Order 4711, call back')
    expect(field()).toHaveValue('Order 4711, call back')
    expect(client().sendDtmf).not.toHaveBeenCalled()
  })

  it('are kept after a pause in writing', async () => {
    const { user, state } = await renderCall()
    await user.click(field())
    await user.keyboard('Order 4711')
    await waitFor(() => expect(state().call).toMatchObject({ note: 'Order 4711' }))
  })

  it('go on when the call ends in the middle of a word, and stay with the recent call', async () => {
    const { user, client, state } = await renderCall()
    await user.click(field())
    await user.keyboard('Order 47')
    act(() => client().emit({ type: 'streamUnavailable', streamId: 'stream-1' }))
    expect(field()).toHaveFocus()
    await user.keyboard('11')
    await user.click(inCall().getByRole('button', { name: 'Close' }))
    expect(state().recent[0]).toMatchObject({ note: 'Order 4711' })
    const recent = within(screen.getByRole('region', { name: 'Recent calls' }))
    expect(recent.getByRole('listitem')).toHaveTextContent('Order 4711')
  })

  it('are kept where the next call takes their place', async () => {
    const { user, phone, ring, state } = await renderCall()
    await user.click(field())
    act(() => phone.hangUp())
    await user.keyboard('late')
    act(() => ring('+19195550100', 'stream-2', 'call-2'))
    expect(state().recent[0]).toMatchObject({ note: 'late' })
  })
})
