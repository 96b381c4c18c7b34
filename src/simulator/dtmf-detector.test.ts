import { describe, expect, it } from 'vitest'
import { createDtmfDetector, digitIn } from './dtmf-detector.ts'

const sampleRate = 44_100
const window = Math.round(sampleRate * 0.02)

function tones(hertz: number[], amplitude = 0.2, length = window): Float32Array {
  return Float32Array.from({ length }, (_, index) =>
    hertz.reduce(
      (sum, each) => sum + amplitude * Math.sin((2 * Math.PI * each * index) / sampleRate),
      0,
    ),
  )
}

const pairs = [697, 770, 852, 941].flatMap((row, y) =>
  [1209, 1336, 1477, 1633].map((column, x) => ({
    digit: ['123A', '456B', '789C', '*0#D'][y]?.[x],
    tones: [row, column],
  })),
)

describe('the DTMF detector', () => {
  it.each(pairs)('hears $digit', (pair) => {
    expect(digitIn(tones(pair.tones), sampleRate)).toBe(pair.digit)
    expect(digitIn(tones(pair.tones, 0.01), sampleRate)).toBe(pair.digit)
  })

  it.each([
    ['silence', tones([])],
    ['one tone alone', tones([697])],
    ['a musical third', tones([440, 550])],
    ['noise', Float32Array.from({ length: window }, (_, i) => Math.sin(i * i * 12.9898) * 0.3)],
  ])('takes %s for no digit', (_, samples) => {
    expect(digitIn(samples, sampleRate)).toBeUndefined()
  })

  /** What is heard of a sound that comes in pieces of any size. */
  function digitsIn(sounds: Float32Array[], pieceLength: number): string[] {
    const digits: string[] = []
    const detector = createDtmfDetector({ sampleRate, onDigit: (digit) => digits.push(digit) })
    const sound = Float32Array.from(sounds.flatMap((each) => [...each]))
    for (let start = 0; start < sound.length; start += pieceLength) {
      detector.hear(sound.subarray(start, start + pieceLength))
    }
    return digits
  }
  const key = (hertz: number[], seconds: number) => tones(hertz, 0.2, seconds * sampleRate)

  it.each([128, 1_000, 44_100])(
    'reports each key press once, in pieces of %i samples',
    (length) => {
      const [five, hash] = [
        [770, 1336],
        [941, 1477],
      ]
      const sounds = [key(five, 0.1), key([], 0.07), key(five, 2), key([], 0.03), key(hash, 0.04)]
      expect(digitsIn(sounds, length)).toEqual(['5', '5', '#'])
    },
  )

  it('goes from one key straight to the next', () => {
    expect(digitsIn([key([697, 1209], 0.1), key([697, 1336], 0.1)], 1_000)).toEqual(['1', '2'])
  })

  it('hears a key in the middle of another sound', () => {
    const hum = key([600], 0.3)
    expect(digitsIn([hum, key([852, 1209], 0.05), hum], 1_000)).toEqual(['7'])
  })

  it('takes no notice of 10 ms', () => {
    expect(digitsIn([key([], 0.1), key([852, 1209], 0.01), key([], 0.1)], 1_000)).toEqual([])
  })
})
