import type { TelephoneVoice } from './device-link.ts'
import type { Heard } from './media-plane.ts'

/** The sound of a telephone, made with Web Audio. The context is the caller's, its sample rate whatever it is. */
export interface TelephoneAudio {
  /** What the telephone hears just now. */
  heard: () => Heard
  /** The device pressed a key. */
  press: (digit: string) => void
  close: () => void
}

/** Peak amplitude of a telephone's tones: -12 dBFS. */
const loudness = 0.25
/** Seconds over which a tone swells and fades, so that it does not click. */
const ramp = 0.01
const beep = { hertz: 880, seconds: 0.08, gap: 0.12 }
/** Seconds between the digit and the first beep, and between two answers. */
const pause = 0.3

/** Puts a telephone on the line: it hears `ear` and speaks into `mouth`. */
export function createTelephoneAudio(options: {
  context: AudioContext
  voice: TelephoneVoice
  ear: AudioNode
  mouth: AudioNode
  onDigit: (digit: string) => void
}): TelephoneAudio {
  const { context, voice, ear, mouth } = options
  const voiced = speak(context, voice, ear, mouth)
  const meter = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
  ear.connect(meter)

  return {
    heard: () => measure(meter),
    press: (digit) => {
      options.onDigit(digit)
      voiced.answer(digit)
    },
    close: () => {
      ear.disconnect(meter)
      voiced.stop()
    },
  }
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
function playMelody(
  context: AudioContext,
  notes: readonly { hertz: number; seconds: number }[],
  mouth: AudioNode,
): () => void {
  const source = new AudioBufferSourceNode(context, { buffer: render(context, notes), loop: true })
  source.connect(mouth)
  source.start()
  return () => {
    source.stop()
    source.disconnect()
  }
}

/** Answers a digit with that many beeps: 0 is ten, * eleven, # twelve, A to D none. */
function createBeeper(context: AudioContext, mouth: AudioNode): Speech {
  const note = [
    { hertz: beep.hertz, seconds: beep.seconds },
    { hertz: 0, seconds: beep.gap },
  ]
  const buffer = render(context, note)
  const sounding = new Set<AudioBufferSourceNode>()
  let free = 0
  return {
    answer: (digit) => {
      const beeps = '1234567890*#'.indexOf(digit) + 1
      if (beeps === 0) return
      const start = Math.max(context.currentTime, free) + pause
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

/** Notes as samples, each with its swell and fade; 0 Hz is a rest. */
function render(
  context: AudioContext,
  notes: readonly { hertz: number; seconds: number }[],
): AudioBuffer {
  const { sampleRate } = context
  const samples = notes.flatMap(({ hertz, seconds }) =>
    Array.from({ length: Math.max(1, Math.round(seconds * sampleRate)) }, (_, index) => {
      const time = index / sampleRate
      const envelope = Math.min(1, time / ramp, Math.max(0, seconds - time) / ramp)
      return loudness * envelope * Math.sin(2 * Math.PI * hertz * time)
    }),
  )
  const buffer = new AudioBuffer({ length: Math.max(1, samples.length), sampleRate })
  buffer.copyToChannel(Float32Array.from(samples), 0)
  return buffer
}

function measure(meter: AnalyserNode): Heard {
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
