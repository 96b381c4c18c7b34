import type { AudioOutput } from '../phone/ports.ts'
import { lazyAudioContext } from './audio-context.ts'
import type { AudioContextSource } from './audio-context.ts'
import { createLevelMeter } from './level-meter.ts'
import { createOutlet, setElementDevice, startElement } from './outlet.ts'
import { keyTone, loopTone } from './tones.ts'

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
  const ringer = createOutlet(audioContext, createElement())
  const meter = createLevelMeter(audioContext)
  let stopLoop = () => {}
  let stopKey = () => {}

  return {
    remoteLevel: meter,

    loop: (sound) => {
      stopLoop()
      stopLoop = () => {}
      if (sound === null) return
      const outlet = sound === 'ringtone' ? ringer : speaker
      stopLoop = outlet.play(loopTone(sound), { loop: true })
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
    setRinger: ringer.setDevice,

    unlock: async () => {
      speaker.unlock()
      ringer.unlock()
      if (remote.srcObject) startElement(remote)
    },
  }
}
