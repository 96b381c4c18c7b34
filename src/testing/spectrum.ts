/** A piece of one channel of sound. */
export type Sound = { samples: Float32Array; sampleRate: number }

/** What a test hears of a live stream. */
export interface Ear {
  /** The last 190 ms or so, as they are now: poll it. */
  hear: () => Sound
  close: () => Promise<void>
}

/**
 * Listens to a stream, remote or local. A remote stream also gets a muted element: without a sink Chromium
 * lets no audio out of a peer connection.
 * A page is silent until somebody clicks in it: `allowSound` first.
 */
export async function listenTo(stream: MediaStream): Promise<Ear> {
  const element = new Audio()
  element.muted = true
  element.srcObject = stream
  void element.play().catch(() => {})

  const context = new AudioContext()
  const source = context.createMediaStreamSource(stream)
  const analyser = context.createAnalyser()
  analyser.fftSize = 8192
  source.connect(analyser)
  await context.resume()

  return {
    hear: () => {
      const samples = new Float32Array(analyser.fftSize)
      analyser.getFloatTimeDomainData(samples)
      return { samples, sampleRate: context.sampleRate }
    },
    close: async () => {
      source.disconnect()
      element.srcObject = null
      await context.close()
    },
  }
}

/** The part of a buffer's first channel between two times, in seconds. */
export function soundOf(buffer: AudioBuffer, from = 0, to = buffer.duration): Sound {
  const { sampleRate } = buffer
  return slice({ samples: buffer.getChannelData(0), sampleRate }, from, to)
}

/** The part of a sound between two times, in seconds. */
export function slice({ samples, sampleRate }: Sound, from: number, to: number): Sound {
  return { samples: samples.slice(from * sampleRate, to * sampleRate), sampleRate }
}

/** Root mean square, 0 to 1. A sine of amplitude 1 has 0.707. */
export function rms({ samples }: Sound): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}

/** The largest excursion, 0 to 1. */
export function peak({ samples }: Sound): number {
  return samples.reduce((largest, sample) => Math.max(largest, Math.abs(sample)), 0)
}

/**
 * The amplitude of the sine at a frequency in hertz, 0 to 1. It tells frequencies apart that differ by more
 * than four periods of the sound's length: 20 Hz in 200 ms.
 */
export function amplitudeAt(sound: Sound, frequency: number): number {
  return goertzel(windowed(sound), frequency)
}

/**
 * The frequency in hertz with most energy, to 1 Hz; 0 for silence.
 * @param range what to look at; the default is what a telephone carries and a little more.
 */
export function dominantFrequency(sound: Sound, range = { from: 80, to: 4000 }): number {
  if (peak(sound) < 1e-4) return 0
  const smooth = windowed(sound)
  const binWidth = sound.sampleRate / sound.samples.length
  const coarse = loudest(smooth, range.from, range.to, Math.max(1, binWidth))
  return loudest(smooth, Math.round(coarse - binWidth), Math.round(coarse + binWidth), 1)
}

function loudest(sound: Sound, from: number, to: number, step: number): number {
  let best = { frequency: from, amplitude: 0 }
  for (let frequency = from; frequency <= to; frequency += step) {
    const amplitude = goertzel(sound, frequency)
    if (amplitude > best.amplitude) best = { frequency, amplitude }
  }
  return best.frequency
}

/** A Hann window of mean 1: keeps amplitudes, and keeps a sine out of its neighbours' bins. */
function windowed({ samples, sampleRate }: Sound): Sound {
  const turn = (2 * Math.PI) / (samples.length - 1)
  return {
    samples: samples.map((sample, index) => sample * (1 - Math.cos(turn * index))),
    sampleRate,
  }
}

function goertzel({ samples, sampleRate }: Sound, frequency: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate)
  let last = 0
  let beforeLast = 0
  samples.forEach((sample) => {
    const next = sample + turn * last - beforeLast
    beforeLast = last
    last = next
  })
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length
}
