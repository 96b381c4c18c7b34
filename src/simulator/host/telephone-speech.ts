import type { TelephoneVoice } from '../device-link.ts'
import { beep, beepPause, beepsFor, renderKeys, renderNotes, type Note } from '../notes.ts'
import { frameLength, sampleRate } from './voice-codec.ts'

/** What a telephone says, packet by packet. */
export interface TelephoneSpeech {
  /** @param heard what it hears meanwhile, as long as a packet */
  next: (heard: Int16Array) => Int16Array
  /** The device pressed a key. */
  press: (digit: string) => void
  /** Presses keys itself: their tones in place of what it says. */
  dial: (digits: string) => void
}

export function createSpeech(voice: TelephoneVoice): TelephoneSpeech {
  const { next, press } = createVoice(voice)
  let keys: Int16Array[] = []
  return {
    next: (heard) => {
      const said = next(heard)
      return keys.shift() ?? said
    },
    press,
    dial: (digits) => {
      keys = [...keys, ...toFrames(toSamples(renderKeys(digits, sampleRate)))]
    },
  }
}

type Voice = Omit<TelephoneSpeech, 'dial'>

function createVoice(voice: TelephoneVoice): Voice {
  switch (voice.type) {
    case 'silence':
      return { next: () => silentFrame, press: () => {} }
    case 'melody':
      return { next: playForever(render(voice.notes)), press: () => {} }
    case 'echo':
      return { next: delayBy(voice.delay), press: () => {} }
    case 'menu':
      return createMenu()
    default:
      return voice satisfies never
  }
}

export const silentFrame = new Int16Array(frameLength)

function render(notes: readonly Note[]): Int16Array {
  return toSamples(renderNotes(notes, sampleRate))
}

function toSamples(sound: Float32Array): Int16Array {
  return Int16Array.from(sound, (sample) => sample * 32_767)
}

function playForever(tune: Int16Array): () => Int16Array {
  let position = 0
  return () => {
    if (tune.length === 0) return silentFrame
    const frame = Int16Array.from(
      silentFrame,
      (_, index) => tune[(position + index) % tune.length] ?? 0,
    )
    position = (position + frameLength) % tune.length
    return frame
  }
}

function delayBy(seconds: number): (heard: Int16Array) => Int16Array {
  const frames = Math.max(1, Math.round((seconds * sampleRate) / frameLength))
  const line = Array.from({ length: frames }, (): Int16Array => silentFrame)
  return (heard) => {
    line.push(heard)
    return line.shift() ?? silentFrame
  }
}

function createMenu(): Voice {
  const pause = new Int16Array(sampleRate * beepPause)
  const sound = render(beep)
  let waiting: Int16Array[] = []
  return {
    next: () => waiting.shift() ?? silentFrame,
    press: (digit) => {
      const beeps = beepsFor(digit)
      if (beeps === 0) return
      const answer = [pause, ...Array.from({ length: beeps }, () => sound)]
      waiting = [...waiting, ...answer.flatMap(toFrames)]
    },
  }
}

/** Pause, beep and keys are whole numbers of packets long. */
function toFrames(samples: Int16Array): Int16Array[] {
  return Array.from({ length: samples.length / frameLength }, (_, index) =>
    samples.subarray(index * frameLength, (index + 1) * frameLength),
  )
}
