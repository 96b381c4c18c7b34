import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { endTrack, microphoneError } from '../../testing/fake-audio.ts'
import { waitFor } from '../../testing/wait-for.ts'
import { App } from '../app.tsx'

const microphones = {
  headset: { id: 'headset', label: 'Headset microphone' },
  builtIn: { id: 'built-in', label: 'Built-in microphone' },
}

async function renderInCall() {
  const load = () => ({ microphone: 'Headset microphone' })
  const test = createTestPhone({ preferenceStore: { load, save: () => {} } })
  render(<App phone={test.phone} />)
  await waitFor(() => expect(test.state().devices.microphone).toBe('headset'))
  await act(test.goOnline)
  act(() => test.ring())
  await act(async () => test.phone.accept())
  const unplug = () =>
    act(async () => {
      test.audioInput.setDevices({ microphones: [microphones.builtIn] })
      const track = test.audioInput.opened.at(-1)?.track
      if (track) endTrack(track)
    })
  return { ...test, unplug, user: userEvent.setup() }
}
const choice = () => screen.getByRole('combobox', { name: 'Microphone' })

it('names the microphone that went and the one that came, and offers it when it is back', async () => {
  const { unplug, audioInput, user } = await renderInCall()
  await unplug()
  const gone = await screen.findByText(/“Headset microphone” is gone, now “Built-in microphone”/)
  expect(gone).toBeVisible()
  await act(async () => audioInput.setDevices({ microphones: Object.values(microphones) }))
  expect(await screen.findByText(/“Headset microphone” is back/)).toBeVisible()
  expect(choice()).toHaveDisplayValue('System default')

  await user.click(screen.getByRole('button', { name: 'Use it' }))
  await waitFor(() => expect(choice()).toHaveDisplayValue('Headset microphone'))
  expect(screen.queryByRole('alert')).toBeNull()
})

it('a microphone that the browser took back can be asked for again', async () => {
  const { unplug, audioInput, user, state } = await renderInCall()
  const open = audioInput.open.getMockImplementation()
  audioInput.open.mockRejectedValue(microphoneError('blocked'))
  await unplug()
  expect(await screen.findByRole('alert')).toHaveTextContent('microphone-revoked')
  if (open) audioInput.open.mockImplementation(open)
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(state().notice).toBeNull())
  expect(screen.getByRole('region', { name: 'Current call' })).toHaveTextContent('In call')
})
