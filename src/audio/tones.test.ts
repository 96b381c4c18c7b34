import { describe, expect, it } from 'vitest'
import { ringtones } from '../phone/preferences.ts'
import { amplitudeAt, dominantFrequency, peak, rms, slice } from '../testing/spectrum.ts'
import type { Sound } from '../testing/spectrum.ts'
import { keyTone, loopTone, ringTone, whisperTone } from './tones.ts'
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

  it.each(ringtones)('the ringtone %s is loud enough and no louder, and rests', (name) => {
    const sound = played(ringTone(name), sampleRate)

    expect(sound.samples.length / sampleRate).toBeCloseTo(3, 4)
    expect(peak(sound)).toBeGreaterThan(0.4)
    expect(peak(sound)).toBeLessThan(0.7)
    expect(peak(slice(sound, 2, 3))).toBe(0)
  })

  it('classic is two bells at once', () => {
    const sound = slice(played(ringTone('classic'), sampleRate), 0.2, 1.2)
    expect(amplitudeAt(sound, 880)).toBeGreaterThan(0.1)
    expect(amplitudeAt(sound, 1110)).toBeGreaterThan(0.1)
  })

  it('soft is two notes, and neither begins with a blow', () => {
    const sound = played(ringTone('soft'), sampleRate)
    expect(pitchOf(sound, 0.3, 0.7)).toBe(587)
    expect(pitchOf(sound, 1.2, 1.7)).toBe(440)
    expect(peak(slice(sound, 0, 0.1))).toBeLessThan(0.06)
  })

  it('marimba climbs a chord of C, twice', () => {
    const sound = played(ringTone('marimba'), sampleRate)
    const notes = [0, 1, 2, 3, 4, 5, 6, 7].map((turn) =>
      nearest([523, 659, 784, 1047], pitchOf(sound, turn * 0.17, turn * 0.17 + 0.16)),
    )
    expect(notes).toEqual([523, 659, 784, 1047, 523, 659, 784, 1047])
  })

  it('pulse is four short pulses of one pitch, twice', () => {
    const sound = played(ringTone('pulse'), sampleRate)
    expect(nearest([1175], pitchOf(sound, 0, 0.07))).toBe(1175)
    expect(peak(slice(sound, 0.075, 0.135))).toBe(0)
    expect(peak(slice(sound, 0.5, 0.85))).toBe(0)
    expect(peak(slice(sound, 0.86, 0.93))).toBeGreaterThan(0.4)
  })

  it('the whisper tone is two short tones of 1400 Hz', () => {
    const sound = played(whisperTone, sampleRate)
    expect(pitchOf(sound, 0, 0.13)).toBe(1400)
    expect(peak(slice(sound, 0.14, 0.19))).toBe(0)
    expect(pitchOf(sound, 0.2, 0.33)).toBe(1400)
    expect(peak(sound)).toBeLessThan(0.3)
  })

  const endless: [string, Tone][] = [
    ['ringback', loopTone('ringback')],
    ['busy', loopTone('busy')],
    ...ringtones.map((name): [string, Tone] => [name, ringTone(name)]),
  ]
  it.each(endless)('%s clicks nowhere, nor at its seam', (_name, tone) => {
    const { samples } = played(tone, sampleRate)
    const seamless = [...samples, ...samples.slice(0, sampleRate / 10)]
    const steepest = seamless.reduce(
      (steepest, sample, index) =>
        Math.max(steepest, Math.abs(sample - (seamless[index - 1] ?? 0))),
      0,
    )
    // A sine of 1 kHz at 0.7 rises by 0.1 per sample at 44.1 kHz.
    expect(steepest).toBeLessThan(0.1)
  })
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

function pitchOf(sound: Sound, from: number, to: number): number {
  return dominantFrequency(slice(sound, from, to), { from: 350, to: 1800 })
}

/** Which of these it is, give or take a percent: a note of 170 ms that dies away has no sharper pitch. */
function nearest(notes: readonly number[], frequency: number): number | undefined {
  return notes.find((note) => Math.abs(note - frequency) < note / 100)
}

function partsOf(sound: Sound): number[] {
  return [350, 440, 480, 620].filter((frequency) => amplitudeAt(sound, frequency) > 0.1)
}
