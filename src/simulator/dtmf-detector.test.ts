import { describe, expect, it } from 'vitest'
import { createDtmfDetector, digitIn } from './dtmf-detector.ts'

const sampleRate = 44_100
const window = Math.round(sampleRate * 0.032)

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

  it('reports a key once for as long as it is held, and again after a gap', () => {
    const digits: string[] = []
    const detector = createDtmfDetector({ sampleRate, onDigit: (digit) => digits.push(digit) })
    const five = tones([770, 1336])
    const nothing = tones([])
    for (const samples of [five, five, five, nothing, five, five, tones([941, 1477]), nothing]) {
      detector.hear(samples)
    }
    expect(digits).toEqual(['5', '5'])
  })

  it('goes from one key straight to the next', () => {
    const digits: string[] = []
    const detector = createDtmfDetector({ sampleRate, onDigit: (digit) => digits.push(digit) })
    const [one, two] = [tones([697, 1209]), tones([697, 1336])]
    for (const samples of [one, one, two, two]) detector.hear(samples)
    expect(digits).toEqual(['1', '2'])
  })
})
