// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAudioInput } from './audio-input.ts'
import { MicrophoneError } from './microphone-error.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe('a microphone that does not open', () => {
  it.each([
    ['NotAllowedError', 'blocked'],
    ['SecurityError', 'blocked'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['SomethingNewError', 'busy'],
  ])('%s is %s', async (name, code) => {
    const cause = new DOMException('words of the browser', name)
    const input = createAudioInput({ mediaDevices: fakeMediaDevices({ failWith: cause }) })

    const error: unknown = await input.open('').catch((error: unknown) => error)

    expect(error).toBeInstanceOf(MicrophoneError)
    expect(error).toMatchObject({
      code,
      cause,
      message: `getUserMedia: ${name}: words of the browser`,
    })
  })

  it('is blocked in a page that is not secure, which has no mediaDevices', async () => {
    const input = createAudioInput({ mediaDevices: null })

    await expect(input.open('')).rejects.toMatchObject({ code: 'blocked' })
    expect(await input.listDevices()).toMatchObject({ microphones: [] })
  })

  it('survives a rejection that is no error', async () => {
    const input = createAudioInput({ mediaDevices: fakeMediaDevices({ failWith: null }) })

    await expect(input.open('')).rejects.toMatchObject({ code: 'busy' })
  })
})

it('asks for processed audio and no video, from the chosen device only', async () => {
  const mediaDevices = fakeMediaDevices({ failWith: new DOMException('', 'NotFoundError') })
  const input = createAudioInput({ mediaDevices })

  await input.open('').catch(() => {})
  await input.open('headset').catch(() => {})

  const processing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  expect(mediaDevices.getUserMedia.mock.calls).toEqual([
    [{ audio: processing }],
    [{ audio: { ...processing, deviceId: { exact: 'headset' } } }],
  ])
})

it('tells a change of devices once, when it has settled', () => {
  vi.useFakeTimers()
  const mediaDevices = fakeMediaDevices({ failWith: null })
  const listener = vi.fn<() => void>()
  createAudioInput({ mediaDevices }).onDevicesChanged(listener)

  mediaDevices.dispatchEvent(new Event('devicechange'))
  vi.advanceTimersByTime(200)
  mediaDevices.dispatchEvent(new Event('devicechange'))
  vi.advanceTimersByTime(200)
  expect(listener).not.toHaveBeenCalled()

  vi.advanceTimersByTime(100)
  expect(listener).toHaveBeenCalledOnce()
})

it('tells nothing after the listener has left, not even what was about to settle', () => {
  vi.useFakeTimers()
  const mediaDevices = fakeMediaDevices({ failWith: null })
  const listener = vi.fn<() => void>()
  const leave = createAudioInput({ mediaDevices }).onDevicesChanged(listener)

  mediaDevices.dispatchEvent(new Event('devicechange'))
  leave()
  mediaDevices.dispatchEvent(new Event('devicechange'))
  vi.advanceTimersByTime(1000)

  expect(listener).not.toHaveBeenCalled()
})

function fakeMediaDevices({ failWith }: { failWith: unknown }) {
  return Object.assign(new EventTarget(), {
    getUserMedia: vi.fn<MediaDevices['getUserMedia']>(() => Promise.reject(failWith)),
    enumerateDevices: async () => [],
  })
}
