import { describe, expect, it } from 'vitest'
import { createTelephoneEventReader } from './telephone-events.ts'

function digitsOf(events: [code: number, rtpTimestamp: number][]): string {
  let heard = ''
  const read = createTelephoneEventReader((digit) => {
    heard += digit
  })
  for (const [code, rtpTimestamp] of events) {
    read({ payload: Uint8Array.of(code, 0x8a, 3, 192), rtpTimestamp })
  }
  return heard
}

describe('telephone events', () => {
  it('are all sixteen keys', () => {
    const events = Array.from({ length: 16 }, (_, code): [number, number] => [code, code * 960])
    expect(digitsOf(events)).toBe('0123456789*#ABCD')
  })

  it('are one key press for as long as the timestamp stays', () => {
    expect(digitsOf([5, 5, 5].map((code) => [code, 960]))).toBe('5')
  })

  it('are two key presses of the same key under two timestamps', () => {
    expect(
      digitsOf([
        [5, 960],
        [5, 960],
        [5, 1920],
      ]),
    ).toBe('55')
  })

  it('other than keys are no digits, nor is an empty packet', () => {
    expect(digitsOf([[16, 960]])).toBe('')
    const heard: string[] = []
    const read = createTelephoneEventReader((digit) => heard.push(digit))
    read({ payload: new Uint8Array(), rtpTimestamp: 0 })
    expect(heard).toEqual([])
  })
})
