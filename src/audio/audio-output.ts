import type { AudioOutput } from '../phone/ports.ts'
import { lazyAudioContext } from './audio-context.ts'
import type { AudioContextSource } from './audio-context.ts'
import { createLevelMeter } from './level-meter.ts'
import { amplitudeOf, createOutlet, setElementDevice, startElement } from './outlet.ts'
import { createRinger } from './ringer.ts'
import { createSoundWatch } from './sound-watch.ts'
import { keyTone, loopTone, whisperTone } from './tones.ts'

export type AudioOutputOptions = {
  audioContext?: AudioContextSource
  /** Three are made: the far end, the tones of the speaker, the ringer. */
  createElement?: () => HTMLAudioElement
}

/** The browser's speaker and ringer. */
export function createAudioOutput({
  audioContext = lazyAudioContext(),
  createElement = () => new Audio(),
}: AudioOutputOptions = {}): AudioOutput {
  // Straight from the stream to an element: Chromium lets no audio out of a peer connection otherwise, and
  // the element keeps the lowest delay.
  const remote = createElement()
  const speaker = createOutlet(audioContext, createElement())
  const ringOutlet = createOutlet(audioContext, createElement())
  const ringer = createRinger(ringOutlet)
  const meter = createLevelMeter()
  const sound = createSoundWatch(audioContext)
  let stopLoop = () => {}
  let stopKey = () => {}

  return {
    remoteLevel: meter,

    loop: (sound) => {
      stopLoop()
      stopLoop = () => {}
      if (sound === null) return
      stopLoop =
        sound === 'ringtone' ? ringer.ring() : speaker.play(loopTone(sound), { loop: true })
    },

    playKey: (key) => {
      const tone = keyTone(key)
      if (!tone) return
      stopKey()
      stopKey = speaker.play(tone, { loop: false })
    },

    playRemote: (stream) => {
      remote.srcObject = stream
      if (stream) startElement(remote)
      meter.measure(stream)
    },

    setSpeaker: async (deviceId) => {
      await Promise.all([setElementDevice(remote, deviceId), speaker.setDevice(deviceId)])
    },
    setRinger: ringOutlet.setDevice,
    setRingtone: ringer.setRingtone,
    setRingVolume: ringOutlet.setVolume,
    setCallVolume: (volume) => {
      remote.volume = amplitudeOf(volume)
    },
    testRing: ringer.test,
    playWhisper: () =>
      new Promise((resolve) => speaker.play(whisperTone, { loop: false, onEnded: resolve })),

    sound,
    unlock: () => {
      const starts = [speaker.unlock(), ringOutlet.unlock()]
      if (remote.srcObject) starts.push(remote.play())
      return sound.check(starts)
    },
  }
}
