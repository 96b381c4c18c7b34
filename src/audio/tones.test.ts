import { describe, expect, it } from 'vitest'
import { amplitudeAt, dominantFrequency, peak, rms, slice } from '../testing/spectrum.ts'
import type { Sound } from '../testing/spectrum.ts'
import { keyTone, loopTone } from './tones.ts'
import type { Tone } from './tones.ts'

const keys: [string, number, number][] = [
  ['1', 697, 1209],
  ['2', 697, 1336],
  ['3', 697, 1477],
  ['4', 770, 1209],
  ['5', 770, 1336],
  ['6', 770, 1477],
  ['7', 852, 1209],
  ['8', 852, 1336],
  ['9', 852, 1477],
  ['*', 941, 1209],
  ['0', 941, 1336],
  ['#', 941, 1477],
]

describe.each([44_100, 48_000])('tones at %i Hz', (sampleRate) => {
  it.each(keys)('the key %s sounds %i and %i Hz for 120 ms', (key, row, column) => {
    const sound = played(keyTone(key), sampleRate)

    expect(sound.samples.length / sampleRate).toBeCloseTo(0.12, 4)
    expect(dominantFrequency(sound, { from: 600, to: 1000 })).toBe(row)
    expect(dominantFrequency(sound, { from: 1100, to: 1700 })).toBe(column)
    expect(amplitudeAt(sound, row)).toBeCloseTo(amplitudeAt(sound, column), 2)
    expect(peak(sound)).toBeLessThan(0.3)
  })

  it('ringback is 440 and 480 Hz for 2 s, then 4 s of silence', () => {
    const sound = played(loopTone('ringback'), sampleRate)

    expect(sound.samples.length / sampleRate).toBeCloseTo(6, 4)
    expect(partsOf(slice(sound, 0.5, 1))).toEqual([440, 480])
    expect(rms(slice(sound, 1.9, 1.98))).toBeGreaterThan(0.1)
    expect(peak(slice(sound, 2, 6))).toBe(0)
  })

  it('busy is 480 and 620 Hz for half a second, then as much silence', () => {
    const sound = played(loopTone('busy'), sampleRate)

    expect(sound.samples.length / sampleRate).toBeCloseTo(1, 4)
    expect(partsOf(slice(sound, 0.05, 0.45))).toEqual([480, 620])
    expect(peak(slice(sound, 0.5, 1))).toBe(0)
  })

  it('the ringtone alternates between two notes, loud enough and no louder, and rests', () => {
    const sound = played(loopTone('ringtone'), sampleRate)
    const notes = [0, 1, 2, 3, 4, 5, 6, 7].map((turn) => {
      const note = slice(sound, turn * 0.18, turn * 0.18 + 0.17)
      return nearest([659, 880], dominantFrequency(note, { from: 400, to: 1800 }))
    })

    expect(notes).toEqual([659, 880, 659, 880, 659, 880, 659, 880])
    expect(peak(sound)).toBeGreaterThan(0.4)
    expect(peak(sound)).toBeLessThan(0.7)
    expect(peak(slice(sound, 2, 3.5))).toBe(0)
  })

  it.each(['ringtone', 'ringback', 'busy'] as const)(
    '%s clicks nowhere, nor at its seam',
    (name) => {
      const { samples } = played(loopTone(name), sampleRate)
      const seamless = [...samples, ...samples.slice(0, sampleRate / 10)]
      const steepest = seamless.reduce(
        (steepest, sample, index) =>
          Math.max(steepest, Math.abs(sample - (seamless[index - 1] ?? 0))),
        0,
      )
      // A sine of 1 kHz at 0.7 rises by 0.1 per sample at 44.1 kHz.
      expect(steepest).toBeLessThan(0.1)
    },
  )
})

it('what is no key has no tone', () => {
  expect(keyTone('A')).toBeUndefined()
  expect(keyTone('12')).toBeUndefined()
  expect(keyTone('')).toBeUndefined()
})

function played(tone: Tone | undefined, sampleRate: number): Sound {
  if (!tone) throw new Error('There is no such tone.')
  return { samples: tone(sampleRate), sampleRate }
}

/** Which of these it is, give or take a percent: a note of 170 ms that dies away has no sharper pitch. */
function nearest(notes: readonly number[], frequency: number): number | undefined {
  return notes.find((note) => Math.abs(note - frequency) < note / 100)
}

function partsOf(sound: Sound): number[] {
  return [350, 440, 480, 620].filter((frequency) => amplitudeAt(sound, frequency) > 0.1)
}
