import { describe, expect, it } from 'vitest'
import { dominantFrequency, peak, rms, slice, type Sound } from '../testing/spectrum.ts'
import { holdMusic } from './hold-music.ts'

/** Reads the file by its header, as a player does. */
function decode(file: Uint8Array<ArrayBuffer>): Sound & { channels: number } {
  const view = new DataView(file.buffer)
  const text = (offset: number) => new TextDecoder().decode(file.subarray(offset, offset + 4))
  expect([text(0), text(8), text(12), text(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data'])
  expect(view.getUint32(4, true)).toBe(file.length - 8)
  expect(view.getUint32(40, true)).toBe(file.length - 44)
  const [pcm, bits] = [view.getUint16(20, true), view.getUint16(34, true)]
  expect([pcm, bits]).toEqual([1, 16])
  const samples = new Float32Array((file.length - 44) / 2)
  samples.forEach((_sample, index) => {
    samples[index] = view.getInt16(44 + 2 * index, true) / 0x8000
  })
  return { samples, sampleRate: view.getUint32(24, true), channels: view.getUint16(22, true) }
}

const decibels = (level: number) => 20 * Math.log10(level)
/** How far a frequency is from the nearest note, in semitones. */
const outOfTune = (frequency: number) => {
  const note = 12 * Math.log2(frequency / 440)
  return Math.abs(note - Math.round(note))
}

describe('the music on hold', () => {
  const music = decode(holdMusic())

  it('is 20 seconds of telephone sound in a small file', () => {
    expect(music).toMatchObject({ sampleRate: 8_000, channels: 1 })
    expect(music.samples.length / music.sampleRate).toBe(20)
    expect(holdMusic().length).toBeLessThan(350_000)
  })

  it('is quiet, and never silent in between', () => {
    expect(decibels(peak(music))).toBeLessThan(-12)
    for (let second = 0; second < 19; second += 1) {
      expect(decibels(rms(slice(music, second, second + 1)))).toBeGreaterThan(-45)
    }
  })

  it('begins and ends in silence, so that it can be repeated without a click', () => {
    expect(peak(slice(music, 0, 0.001))).toBeLessThan(0.001)
    expect(peak(slice(music, 19.99, 20))).toBeLessThan(0.001)
  })

  it('plays notes of the scale, above what a telephone line cuts off', () => {
    const everySecond = Array.from({ length: 19 }, (_, second) =>
      slice(music, second, second + 0.4),
    )
    const heard = everySecond.map((sound) => dominantFrequency(sound, { from: 100, to: 2_000 }))
    for (const frequency of heard) {
      expect(outOfTune(frequency)).toBeLessThan(0.1)
      expect(frequency).toBeGreaterThan(300)
    }
    expect(new Set(heard.map(Math.round)).size).toBeGreaterThan(5)
  })

  it('is made once', () => {
    expect(holdMusic()).toBe(holdMusic())
  })
})
