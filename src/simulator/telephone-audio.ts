import type { Keys, TelephoneVoice } from './device-link.ts'
import type { Heard } from './media-plane.ts'
import { beep, beepPause, beepsFor, renderKeys, renderNotes, type Note } from './notes.ts'

/** The sound of a telephone, made with Web Audio. The context is the caller's, its sample rate whatever it is. */
export interface TelephoneAudio {
  /** What the telephone hears just now. */
  heard: () => Heard
  /** The device pressed a key. */
  press: (digit: string) => void
  close: () => void
}

/** How often a sound broke off, and how many of its packets never came. */
export type Troubles = Pick<Heard, 'gaps' | 'lost'>

/** Puts a telephone on the line: it hears `ear` and speaks into `mouth`. */
export function createTelephoneAudio(options: {
  context: AudioContext
  voice: TelephoneVoice
  keys?: Keys
  ear: AudioNode
  mouth: AudioNode
  /** What has befallen the sound at `ear` so far. */
  troubles: () => Troubles
  onDigit: (digit: string) => void
}): TelephoneAudio {
  const { context, ear, mouth, troubles } = options
  const earlier = troubles()
  let digits = ''
  const voice = new GainNode(context)
  voice.connect(mouth)
  const voiced = speak(context, options.voice, ear, voice)
  const stopKeys = options.keys?.((pressed) => soundKeys(context, pressed, voice, mouth))
  const meter = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
  ear.connect(meter)

  return {
    heard: () => {
      const { gaps, lost } = troubles()
      const since = { gaps: gaps - earlier.gaps, lost: lost - earlier.lost }
      return { ...measure(meter), digits, ...since }
    },
    press: (digit) => {
      digits += digit
      options.onDigit(digit)
      voiced.answer(digit)
    },
    close: () => {
      ear.disconnect(meter)
      voiced.stop()
      stopKeys?.()
      voice.disconnect()
    },
  }
}

/** The keys in place of the voice. */
function soundKeys(context: AudioContext, digits: string, voice: GainNode, mouth: AudioNode): void {
  const buffer = toBuffer(context, renderKeys(digits, context.sampleRate))
  const source = new AudioBufferSourceNode(context, { buffer })
  source.connect(mouth)
  source.start()
  voice.gain.setValueAtTime(0, context.currentTime)
  voice.gain.setValueAtTime(1, context.currentTime + buffer.duration)
  source.addEventListener('ended', () => source.disconnect())
}

type Speech = { answer: (digit: string) => void; stop: () => void }

function speak(
  context: AudioContext,
  voice: TelephoneVoice,
  ear: AudioNode,
  mouth: AudioNode,
): Speech {
  const mute: Speech = { answer: () => {}, stop: () => {} }
  switch (voice.type) {
    case 'silence':
      return mute
    case 'melody':
      return { ...mute, stop: playMelody(context, voice.notes, mouth) }
    case 'echo': {
      const delay = new DelayNode(context, {
        delayTime: voice.delay,
        maxDelayTime: voice.delay + 1,
      })
      ear.connect(delay).connect(mouth)
      const stop = () => {
        ear.disconnect(delay)
        delay.disconnect()
      }
      return { ...mute, stop }
    }
    case 'menu':
      return createBeeper(context, mouth)
    default:
      return voice satisfies never
  }
}

/** A looped buffer instead of a sequence of oscillators: no timer has to keep it going. */
function playMelody(context: AudioContext, notes: readonly Note[], mouth: AudioNode): () => void {
  const source = new AudioBufferSourceNode(context, { buffer: render(context, notes), loop: true })
  source.connect(mouth)
  source.start()
  return () => {
    source.stop()
    source.disconnect()
  }
}

/** Answers a digit with its beeps. */
function createBeeper(context: AudioContext, mouth: AudioNode): Speech {
  const buffer = render(context, beep)
  const sounding = new Set<AudioBufferSourceNode>()
  let free = 0
  return {
    answer: (digit) => {
      const beeps = beepsFor(digit)
      if (beeps === 0) return
      const start = Math.max(context.currentTime, free) + beepPause
      const source = new AudioBufferSourceNode(context, { buffer, loop: true })
      source.connect(mouth)
      source.addEventListener('ended', () => {
        source.disconnect()
        sounding.delete(source)
      })
      free = start + beeps * buffer.duration
      source.start(start)
      source.stop(free)
      sounding.add(source)
    },
    stop: () => {
      for (const source of sounding) {
        source.stop()
        source.disconnect()
      }
    },
  }
}

function render(context: AudioContext, notes: readonly Note[]): AudioBuffer {
  return toBuffer(context, renderNotes(notes, context.sampleRate))
}

function toBuffer(context: AudioContext, samples: Float32Array<ArrayBuffer>): AudioBuffer {
  const buffer = new AudioBuffer({ length: samples.length || 1, sampleRate: context.sampleRate })
  buffer.copyToChannel(samples, 0)
  return buffer
}

function measure(meter: AnalyserNode): Pick<Heard, 'level' | 'hertz'> {
  const samples = new Float32Array(meter.fftSize)
  meter.getFloatTimeDomainData(samples)
  const level = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
  const decibels = new Float32Array(meter.frequencyBinCount)
  meter.getFloatFrequencyData(decibels)
  // The lowest bin is the mean, not a tone.
  const loudest = decibels.reduce(
    (best, value, bin) => (bin > 0 && value > (decibels[best] ?? -Infinity) ? bin : best),
    1,
  )
  const hertz = level === 0 ? 0 : (loudest * meter.context.sampleRate) / meter.fftSize
  return { level, hertz }
}
