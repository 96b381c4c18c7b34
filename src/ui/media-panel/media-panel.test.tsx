import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Profiler } from 'react'
import { expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const media = () => within(screen.getByRole('region', { name: 'Media' }))
const choice = (name: string) => media().getByRole('combobox', { name })
const labels = (name: string) =>
  within(choice(name))
    .getAllByRole('option')
    .map((option) => option.textContent)

async function renderOnline() {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().devices.outputs).not.toEqual([]))
  return { ...test, user: userEvent.setup() }
}

it('says nothing of the browser before the browser has told what it can', () => {
  render(<App phone={createTestPhone().phone} />)
  expect(labels('Speaker')).toEqual(['System default'])
  expect(media().queryByText(/system’s speaker/)).toBeNull()
})

it('offers the devices that there are, and the system’s default', async () => {
  await renderOnline()
  expect(labels('Microphone')).toEqual([
    'System default',
    'Headset microphone',
    'Built-in microphone',
  ])
  expect(labels('Ringer')).toEqual(['System default', 'Headset earphone', 'Built-in speakers'])
})

it('chooses a speaker and another ringer', async () => {
  const { user, audioOutput } = await renderOnline()
  await user.selectOptions(choice('Speaker'), 'Headset earphone')
  await user.selectOptions(choice('Ringer'), 'Built-in speakers')
  expect(audioOutput.setSpeaker).toHaveBeenLastCalledWith('headset')
  expect(audioOutput.setRinger).toHaveBeenLastCalledWith('built-in')
  expect(choice('Speaker')).toHaveDisplayValue('Headset earphone')
})

it('does not show a device in place of one that was unplugged', async () => {
  const { user, audioInput } = await renderOnline()
  await user.selectOptions(choice('Speaker'), 'Headset earphone')
  await act(async () => audioInput.setDevices({ outputs: [] }))
  expect(['Not plugged in', 'System default']).toContain(
    within(choice('Speaker')).getByRole<HTMLOptionElement>('option', { selected: true }).text,
  )
})

it('says so where the browser cannot choose an output', async () => {
  const { audioInput } = await renderOnline()
  await act(async () => audioInput.setDevices({ canChooseOutput: false }))
  expect(await media().findByText(/system’s speaker/)).toBeVisible()
  expect(media().queryByRole('combobox', { name: 'Speaker' })).toBeNull()
  expect(media().getByRole('meter', { name: 'Remote level' })).toBeVisible()
})

it('meters the microphone and the far end', async () => {
  const { audioInput, audioOutput } = await renderOnline()
  audioInput.level.emit(0.25)
  audioOutput.remoteLevel.emit(0.5)
  expect(media().getByRole('meter', { name: 'Microphone level' })).toHaveAttribute(
    'aria-valuenow',
    '0.250',
  )
  expect(media().getByRole('meter', { name: 'Remote level' })).toHaveAttribute(
    'aria-valuenow',
    '0.500',
  )
})

it('renders nothing for a level, however often it changes', async () => {
  const { phone, goOnline, audioInput, audioOutput } = createTestPhone()
  const onRender = vi.fn()
  render(
    <Profiler id="app" onRender={onRender}>
      <App phone={phone} />
    </Profiler>,
  )
  await act(goOnline)
  onRender.mockClear()
  act(() => {
    for (let level = 0; level < 1; level += 0.01) {
      audioInput.level.emit(level)
      audioOutput.remoteLevel.emit(level)
    }
  })
  expect(onRender).not.toHaveBeenCalled()
})
