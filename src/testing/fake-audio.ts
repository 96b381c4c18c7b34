import { vi } from 'vitest'
import type {
  AudioInput,
  AudioOutput,
  LevelSource,
  Microphone,
  MicrophoneErrorCode,
  Sound,
  SoundSource,
} from '../phone/ports.ts'

type DeviceList = Awaited<ReturnType<AudioInput['listDevices']>>

export type FakeMicrophone = Microphone & { closed: boolean }
export type FakeAudioInput = ReturnType<typeof createFakeAudioInput>
export type FakeAudioOutput = ReturnType<typeof createFakeAudioOutput>

/** Two microphones and two outputs, `headset` and `built-in`; every microphone can be opened. */
export function createFakeAudioInput() {
  const level = createFakeLevel()
  const opened: FakeMicrophone[] = []
  const listeners = new Set<() => void>()
  let devices: DeviceList = {
    microphones: [
      { id: 'headset', label: 'Headset microphone' },
      { id: 'built-in', label: 'Built-in microphone' },
    ],
    outputs: [
      { id: 'headset', label: 'Headset earphone' },
      { id: 'built-in', label: 'Built-in speakers' },
    ],
    canChooseOutput: true,
    systemMicrophone: null,
  }

  const labelOf = (id: string) =>
    devices.microphones.find((device) => device.id === id)?.label ?? 'Microphone'

  return {
    open: vi.fn<AudioInput['open']>(async (deviceId) => {
      const track = createFakeTrack()
      const microphone: FakeMicrophone = {
        track,
        deviceId: deviceId || 'built-in',
        label: labelOf(deviceId || 'built-in'),
        closed: false,
        close: () => {
          microphone.closed = true
        },
      }
      opened.push(microphone)
      return microphone
    }),
    level,
    listDevices: vi.fn<AudioInput['listDevices']>(async () => devices),
    onDevicesChanged: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    /** Every microphone that was opened, oldest first. */
    opened,
    /** Plugs and unplugs. */
    setDevices: (next: Partial<DeviceList>) => {
      devices = { ...devices, ...next }
      for (const listener of listeners) listener()
    },
  } satisfies AudioInput & Record<string, unknown>
}

/** Is heard from the first unlock on. */
export function createFakeAudioOutput() {
  const sound = createFakeSound()
  const sources = new Set<'loop' | 'remote'>()
  const follow = (source: 'loop' | 'remote', what: unknown) => {
    if (what === null) sources.delete(source)
    else sources.add(source)
  }
  return {
    sound,
    loop: vi.fn<AudioOutput['loop']>((what) => follow('loop', what)),
    playKey: vi.fn<AudioOutput['playKey']>(),
    playRemote: vi.fn<AudioOutput['playRemote']>((stream) => follow('remote', stream)),
    /** What holds audio nodes at the moment, of what sounds until it is told to stop. */
    sources: (): readonly string[] => [...sources],
    remoteLevel: createFakeLevel(),
    setSpeaker: vi.fn<AudioOutput['setSpeaker']>(async () => {}),
    setRinger: vi.fn<AudioOutput['setRinger']>(async () => {}),
    setRingtone: vi.fn<AudioOutput['setRingtone']>(),
    setRingVolume: vi.fn<AudioOutput['setRingVolume']>(),
    setCallVolume: vi.fn<AudioOutput['setCallVolume']>(),
    testRing: vi.fn<AudioOutput['testRing']>(() => () => {}),
    playWhisper: vi.fn<AudioOutput['playWhisper']>(async () => {}),
    unlock: vi.fn<AudioOutput['unlock']>(async () => sound.set('audible')),
  } satisfies AudioOutput & Record<string, unknown>
}

/** What AudioInput.open rejects with. */
export function microphoneError(code: MicrophoneErrorCode): Error {
  return Object.assign(new Error(`The microphone is ${code}.`), { name: 'MicrophoneError', code })
}

/** jsdom has no media: an event target with the members that the phone uses. */
export function createFakeTrack(): MediaStreamTrack {
  const track = Object.assign(new EventTarget(), {
    kind: 'audio',
    enabled: true,
    readyState: 'live',
    stop: () => {
      track.readyState = 'ended'
    },
  })
  return track as unknown as MediaStreamTrack
}

/** The device went away: the browser ends the track and says so. */
export function endTrack(track: MediaStreamTrack): void {
  track.stop()
  track.dispatchEvent(new Event('ended'))
}

export function createFakeStream(id = 'stream'): MediaStream {
  return { id } as unknown as MediaStream
}

function createFakeSound(): SoundSource & { set: (sound: Sound) => void } {
  const listeners = new Set<() => void>()
  let sound: Sound = 'unknown'
  return {
    get: () => sound,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** As the browser, or the system, decides. */
    set: (next) => {
      sound = next
      for (const listener of listeners) listener()
    },
  }
}

function createFakeLevel(): LevelSource & {
  emit: (level: number) => void
  /** As many audio nodes measure it. */
  listeners: () => number
} {
  const listeners = new Set<(level: number) => void>()
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    emit: (level) => {
      for (const listener of listeners) listener(level)
    },
    listeners: () => listeners.size,
  }
}
