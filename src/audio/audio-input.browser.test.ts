import { beforeEach, expect, it } from 'vitest'
import { allowSound } from '../testing/allow-sound.ts'
import { listenTo, peak } from '../testing/spectrum.ts'
import { createAudioInput } from './audio-input.ts'

/** Audio takes its time on a busy machine. */
const patience = { timeout: 15_000 }

beforeEach(async () => {
  await allowSound()
})

it('opens the system default, and tells which device that is', async () => {
  const microphone = await createAudioInput().open('')

  expect(microphone.track).toMatchObject({ kind: 'audio', readyState: 'live', enabled: true })
  expect(microphone.deviceId).toBe('')
  expect(microphone.label).not.toBe('')
  microphone.close()
})

it('opens the chosen device', async () => {
  const input = createAudioInput()
  const chosen = (await input.listDevices()).microphones.at(-1)

  const microphone = await input.open(chosen?.id ?? '')

  expect(chosen?.id).toBeTruthy()
  expect(microphone).toMatchObject({ deviceId: chosen?.id, label: chosen?.label })
  microphone.close()
})

it('says that a device which is not plugged in is missing', async () => {
  await expect(createAudioInput().open('unplugged')).rejects.toMatchObject({
    name: 'MicrophoneError',
    code: 'missing',
  })
})

it('lists the devices, each once', async () => {
  const { microphones, outputs, canChooseOutput } = await createAudioInput().listDevices()

  expect(microphones[0]).toEqual({ id: '', label: '' })
  expect(microphones.length).toBeGreaterThan(1)
  expect(outputs.length).toBeGreaterThan(1)
  expect(new Set(microphones.map(({ id }) => id)).size).toBe(microphones.length)
  expect(canChooseOutput).toBe(true)
})

it('hears the microphone while it is muted, and publishes silence', async () => {
  const input = createAudioInput()
  const levels: number[] = []
  input.level.subscribe((level) => levels.push(level))
  const microphone = await input.open('')
  const published = await listenTo(new MediaStream([microphone.track]))
  await expect.poll(() => peak(published.hear()), patience).toBeGreaterThan(0.01)

  microphone.track.enabled = false
  await expect.poll(() => peak(published.hear()), patience).toBe(0)
  levels.length = 0
  await expect.poll(() => Math.max(...levels), patience).toBeGreaterThan(0.01)
  expect(peak(published.hear())).toBe(0)

  await published.close()
  microphone.close()
})

it('has no level before a microphone is open and after it is closed', async () => {
  const input = createAudioInput()
  const levels: number[] = []
  input.level.subscribe((level) => levels.push(level))
  expect(levels).toEqual([0])

  const microphone = await input.open('')
  await expect.poll(() => Math.max(...levels), patience).toBeGreaterThan(0.01)
  microphone.close()

  expect(levels.at(-1)).toBe(0)
  expect(microphone.track.readyState).toBe('ended')
})

it('goes on hearing the new microphone when the old one is closed after a change', async () => {
  const input = createAudioInput()
  const levels: number[] = []
  input.level.subscribe((level) => levels.push(level))
  const old = await input.open('')
  const next = await input.open((await input.listDevices()).microphones.at(-1)?.id ?? '')

  old.close()
  levels.length = 0

  await expect.poll(() => Math.max(...levels), patience).toBeGreaterThan(0.01)
  expect(next.track.readyState).toBe('live')
  next.close()
})

it('releases the device: nothing of it is left live', async () => {
  const captures: MediaStream[] = []
  const devices = navigator.mediaDevices
  const input = createAudioInput({
    mediaDevices: {
      getUserMedia: async (constraints) => {
        const capture = await devices.getUserMedia(constraints)
        captures.push(capture)
        return capture
      },
      enumerateDevices: () => devices.enumerateDevices(),
      addEventListener: devices.addEventListener.bind(devices),
      removeEventListener: devices.removeEventListener.bind(devices),
    },
  })

  const microphone = await input.open('')
  microphone.close()
  microphone.close()

  const tracks = [microphone.track, ...captures.flatMap((capture) => capture.getTracks())]
  expect(tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended'])
})
