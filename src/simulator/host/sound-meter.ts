import { sampleRate } from './voice-codec.ts'

/** What was heard last, and how loud and how high it was. */
export interface SoundMeter {
  add: (frame: Int16Array) => void
  /** Peak amplitude 0–1 and the strongest frequency in hertz, 0 for silence. */
  measure: () => { level: number; hertz: number }
}

/** Half a second of samples: frequencies to 2 Hz. A power of two. */
const span = 4_096

export function createSoundMeter(): SoundMeter {
  const samples = new Float64Array(span)
  let next = 0

  return {
    add: (frame) => {
      for (const sample of frame) {
        samples[next] = sample / 32_768
        next = (next + 1) % span
      }
    },
    measure: () => {
      const level = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
      // The oldest sample first, so that the ring's seam makes no click.
      const inOrder = Float64Array.from(samples, (_, index) => samples[(next + index) % span] ?? 0)
      return { level, hertz: level === 0 ? 0 : strongest(inOrder) }
    },
  }
}

/** The mean is no tone. */
function strongest(samples: Float64Array): number {
  const power = powerSpectrum(samples)
  const loudest = power.reduce((best, value, bin) => (value > (power[best] ?? 0) ? bin : best), 1)
  return (loudest * sampleRate) / samples.length
}

/** By a fast Fourier transform of the samples under a Hann window. Bin 0 is left at 0. */
function powerSpectrum(samples: Float64Array): Float64Array {
  const size = samples.length
  const bits = Math.log2(size)
  const real = new Float64Array(size)
  const imaginary = new Float64Array(size)
  for (const [index, sample] of samples.entries()) {
    let reversed = 0
    for (let bit = 0; bit < bits; bit++) reversed |= ((index >> bit) & 1) << (bits - 1 - bit)
    real[reversed] = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size))
  }
  for (let half = 1; half < size; half *= 2) {
    for (let offset = 0; offset < half; offset++) {
      const angle = (-Math.PI * offset) / half
      const cos = Math.cos(angle)
      const sin = Math.sin(angle)
      for (let even = offset; even < size; even += 2 * half) {
        const odd = even + half
        const re = at(real, odd) * cos - at(imaginary, odd) * sin
        const im = at(real, odd) * sin + at(imaginary, odd) * cos
        real[odd] = at(real, even) - re
        imaginary[odd] = at(imaginary, even) - im
        real[even] = at(real, even) + re
        imaginary[even] = at(imaginary, even) + im
      }
    }
  }
  return Float64Array.from({ length: size / 2 }, (_, bin) =>
    bin === 0 ? 0 : at(real, bin) ** 2 + at(imaginary, bin) ** 2,
  )
}

const at = (values: Float64Array, index: number): number => values[index] ?? 0
