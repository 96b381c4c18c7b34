import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function autoAnsweringPhone() {
  const test = createTestPhone()
  test.phone.changePreferences({ autoAnswer: true })
  await test.goOnline()
  return test
}

it('answers by itself after a whisper tone and a second', async () => {
  const { ring, state, audioOutput } = await autoAnsweringPhone()
  ring()
  expect(audioOutput.playWhisper).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(990)
  expect(state().call?.status).toBe('offered')
  await vi.advanceTimersByTimeAsync(20)
  expect(state().call?.status).toBe('connected')
})

it('waits for Accept unless the agent has asked for it', async () => {
  const { ring, state, audioOutput, goOnline } = createTestPhone()
  await goOnline()
  ring()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state().call?.status).toBe('offered')
  expect(audioOutput.playWhisper).not.toHaveBeenCalled()
})

it('can be declined before', async () => {
  const { phone, ring, state, client } = await autoAnsweringPhone()
  ring()
  await vi.advanceTimersByTimeAsync(500)
  phone.decline()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(state().call).toMatchObject({ status: 'ended', cause: 'declined' })
  expect(client().acceptStream).not.toHaveBeenCalled()
})

it('goes on ringing where the whisper tone cannot be heard', async () => {
  const { phone, ring, state, audioOutput } = await autoAnsweringPhone()
  audioOutput.playWhisper.mockRejectedValueOnce(new Error('no sound'))
  ring()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state().call?.status).toBe('offered')
  expect(phone.log().map(({ message }) => message)).toContainEqual(
    expect.stringContaining('no whisper tone'),
  )
})

it('does not answer an agent who is away', async () => {
  const { phone, ring, state, audioOutput } = await autoAnsweringPhone()
  phone.setPresence('away')
  await vi.advanceTimersByTimeAsync(0)
  ring()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state().call?.status).toBe('offered')
  expect(audioOutput.playWhisper).not.toHaveBeenCalled()
})

it('does not answer once the agent has changed the mind', async () => {
  const { phone, ring, state } = await autoAnsweringPhone()
  ring()
  phone.changePreferences({ autoAnswer: false })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state().call?.status).toBe('offered')
})

it('does not answer a call that rang before it was asked to', async () => {
  const { phone, ring, state, goOnline } = createTestPhone()
  await goOnline()
  ring()
  phone.changePreferences({ autoAnswer: true })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state().call?.status).toBe('offered')
})

it('answers no second call, and not the next one for the first', async () => {
  const { phone, ring, state, client, audioOutput } = await autoAnsweringPhone()
  ring()
  await vi.advanceTimersByTimeAsync(1_100)
  ring('+13035550142', 'stream-2', 'call-2')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(audioOutput.playWhisper).toHaveBeenCalledTimes(1)
  expect(client().acceptStream.mock.calls).toEqual([['stream-1']])

  phone.hangUp()
  ring('+13035550142', 'stream-3', 'call-3')
  await vi.advanceTimersByTimeAsync(500)
  client().emit({ type: 'streamUnavailable', streamId: 'stream-3' })
  ring('+13035550143', 'stream-4', 'call-4')
  await vi.advanceTimersByTimeAsync(700)
  expect(state().call).toMatchObject({ status: 'offered', number: '+13035550143' })
})
