import { describe, expect, it } from 'vitest'
import { amplitudeAt, dominantFrequency, peak, rms, slice } from './spectrum.ts'
import type { Sound } from './spectrum.ts'

const sampleRate = 44_100

function sines(frequencies: readonly number[], amplitude: number, seconds = 0.2): Sound {
  const samples = Float32Array.from({ length: seconds * sampleRate }, (_, index) =>
    frequencies.reduce(
      (sum, frequency) =>
        sum + amplitude * Math.sin((2 * Math.PI * frequency * index) / sampleRate),
      0,
    ),
  )
  return { samples, sampleRate }
}

describe('spectrum', () => {
  it('finds the frequency of a sine to one hertz', () => {
    expect(dominantFrequency(sines([697], 0.3))).toBe(697)
    expect(dominantFrequency(sines([1_633], 0.01))).toBe(1_633)
  })

  it('finds the louder of two sines', () => {
    const { samples } = sines([440], 0.1)
    const louder = sines([1_000], 0.3).samples
    const both = samples.map((sample, index) => sample + (louder[index] ?? 0))
    expect(dominantFrequency({ samples: both, sampleRate })).toBe(1_000)
  })

  it('hears no frequency in silence', () => {
    expect(dominantFrequency(sines([440], 0))).toBe(0)
  })

  it('tells the amplitude at a frequency, and none beside it', () => {
    const ringback = sines([440, 480], 0.2)
    expect(amplitudeAt(ringback, 440)).toBeCloseTo(0.2, 2)
    expect(amplitudeAt(ringback, 480)).toBeCloseTo(0.2, 2)
    expect(amplitudeAt(ringback, 620)).toBeLessThan(0.005)
  })

  it('measures level', () => {
    expect(rms(sines([440], 1))).toBeCloseTo(Math.SQRT1_2, 3)
    expect(peak(sines([440], 0.5))).toBeCloseTo(0.5, 3)
  })

  it('cuts by seconds', () => {
    expect(slice(sines([440], 1), 0.05, 0.15).samples).toHaveLength(4_410)
  })
})
