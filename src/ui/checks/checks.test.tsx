import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import type { PhoneOptions, VoiceRecorder } from '../../phone/ports.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { microphoneError } from '../../testing/fake-audio.ts'
import { createFakeClient } from '../../testing/fake-client.ts'
import { reportOf } from '../../testing/fake-statistics.ts'
import { App } from '../app.tsx'

/** Statistics of a path; online at once. */
function createReadyPhone(candidateType = 'host') {
  const client = createFakeClient()
  client.getStats.mockResolvedValue({
    publish: reportOf(
      { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
      {
        id: 'P',
        type: 'candidate-pair',
        localCandidateId: 'L',
        totalRoundTripTime: 0.08,
        responsesReceived: 4,
      },
      { id: 'L', type: 'local-candidate', candidateType, protocol: 'udp' },
    ),
    subscribe: reportOf(),
  })
  const createClient: PhoneOptions['createClient'] = async (_platform, onEvent) => {
    client.tell(onEvent)
    return client
  }
  return { ...createTestPhone({ createClient }), client }
}

const patience = { timeout: 5_000 }

const openCheck = async (name: 'Check audio' | 'Check network') => {
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name }))
  const dialog = within(await screen.findByRole('dialog', { name }, patience))
  return { user, dialog }
}

it('finds the phone ready, step by step, and leaves nothing behind', async () => {
  const { phone, application, client } = createReadyPhone()
  render(<App phone={phone} />)
  const { dialog } = await openCheck('Check network')
  expect(await dialog.findByText('Ready.')).toBeVisible()
  expect(dialog.getByText('straight, UDP, round trip 20 ms')).toBeVisible()
  const steps = dialog.getAllByRole('listitem').slice(0, 7)
  expect(steps.map((step) => step.getAttribute('data-state'))).toEqual(Array(7).fill('passed'))
  expect(application.deleteEndpoint).toHaveBeenCalledWith('ep-1')
  expect(client.disconnect).toHaveBeenCalled()
})

it('says what could be better', async () => {
  render(<App phone={createReadyPhone('relay').phone} />)
  const { dialog } = await openCheck('Check network')
  expect(await dialog.findByText(/^Ready, but not at its best/)).toBeVisible()
  expect(dialog.getByRole('list', { name: 'Reasons' })).toHaveTextContent(/relay.*relayed$/)
})

it('says what blocks the phone, and tries again on request', async () => {
  const { phone, audioInput, application } = createTestPhone()
  audioInput.open.mockRejectedValueOnce(microphoneError('blocked'))
  render(<App phone={phone} />)
  const { dialog, user } = await openCheck('Check network')
  expect(await dialog.findByText(/^Blocked/)).toBeVisible()
  expect(dialog.getByText(/does not let this page use the microphone/)).toBeVisible()
  expect(dialog.getByText('microphone-blocked')).toBeVisible()
  expect(application.deleteEndpoint).toHaveBeenCalledTimes(1)
  await user.click(dialog.getByRole('button', { name: 'Check again' }))
  expect(await dialog.findByText(/^Ready/)).toBeVisible()
})

it('says what it waits for, and can be cancelled', async () => {
  const { phone, application } = createTestPhone()
  let grant = () => {}
  const granted = await application.createEndpoint()
  application.createEndpoint.mockReturnValueOnce(
    new Promise((resolve) => (grant = () => resolve(granted))),
  )
  render(<App phone={phone} />)
  const { dialog, user } = await openCheck('Check network')
  expect(await dialog.findByText('waiting for its answer')).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Cancel' }))
  expect(dialog.getByText(/^Cancelled/)).toBeVisible()
  grant()
  await waitFor(() => expect(application.deleteEndpoint).toHaveBeenCalledWith('ep-1'))
})

it('is cancelled by closing it, and gives the focus back', async () => {
  const { phone, application } = createTestPhone()
  application.createEndpoint.mockReturnValueOnce(new Promise(() => {}))
  render(<App phone={phone} />)
  const { dialog, user } = await openCheck('Check network')
  await user.click(dialog.getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('dialog', { name: 'Check network' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Check network' })).toHaveFocus()
})

it('makes no second phone where this one is online', async () => {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  const { dialog } = await openCheck('Check network')
  expect(await dialog.findByText(/^Ready/)).toBeVisible()
  expect(test.application.createEndpoint).toHaveBeenCalledTimes(1)
  expect(test.application.deleteEndpoint).not.toHaveBeenCalled()
})

it('cannot be opened in a call, and makes way for one', async () => {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  await openCheck('Check network')
  act(() => test.ring())
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Check network' })).toBeNull())
  expect(screen.getByRole('button', { name: 'Check audio' })).toBeDisabled()
})

function createFakeRecorder() {
  let settle = () => {}
  const play = vi.fn<() => Promise<void>>(() => new Promise((resolve) => (settle = resolve)))
  const close = vi.fn<() => void>()
  const recorder: VoiceRecorder = { start: () => ({ stop: async () => ({ play }) }), close }
  return { play, close, recorder, played: () => settle() }
}

it.each([
  [[0.1, 0.3], /Your voice is fine/],
  [[0.001], /Nothing was heard/],
  [[0.01], /too quiet/],
  [[1, 1, 0.9], /too loud/],
])('judges a voice of the levels %o, and plays it', async (levels, verdict) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  const fake = createFakeRecorder()
  const { phone, audioInput } = createTestPhone({ loadVoiceRecorder: async () => fake.recorder })
  render(<App phone={phone} />)
  const { dialog, user } = await openCheck('Check audio')
  expect(await dialog.findByText(/^Say a sentence/)).toBeVisible()
  for (const level of levels) audioInput.level.emit(level)
  await act(() => vi.advanceTimersByTimeAsync(3000))
  expect(await dialog.findByText(verdict)).toBeVisible()
  expect(dialog.getByText(/^Listen/)).toBeVisible()
  expect(audioInput.opened.every(({ closed }) => closed)).toBe(true)
  await act(async () => fake.played())
  await user.click(dialog.getByRole('button', { name: 'Play again' }))
  expect(fake.play).toHaveBeenCalledTimes(2)
  await user.click(dialog.getByRole('button', { name: 'Close' }))
  expect(fake.close).toHaveBeenCalled()
  vi.useRealTimers()
})

it('says why the voice could not be recorded', async () => {
  const { phone, audioInput } = createTestPhone()
  audioInput.open.mockRejectedValueOnce(microphoneError('missing'))
  render(<App phone={phone} />)
  const { dialog, user } = await openCheck('Check audio')
  expect(await dialog.findByText('microphone-missing')).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Check again' }))
  expect(await dialog.findByText('not-recorded')).toBeVisible()
  expect(audioInput.opened.every(({ closed }) => closed)).toBe(true)
})
