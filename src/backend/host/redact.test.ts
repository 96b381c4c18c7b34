import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedact } from './redact.ts'

const redact = createRedact(['s3cret-path-segment-0001', 'p@ss word/with+signs', ''])

describe('a text on its way into the log', () => {
  it.each([
    ['+19195550100 called', '…0100 called'],
    ['to 19195550100', 'to …0100'],
    ['tel:+1 (919) 555-0100', 'tel:…0100'],
    ['919-555-0100', '…0100'],
    ['(919) 555 0100', '…0100'],
    ['a5550100b', 'a…0100b'],
    ['sip:+19195550100@carrier.example;user=phone', 'sip:…0100;user=phone'],
    ['sip:alice@example.com', 'sip:…'],
  ])('keeps four digits of a number at most: %s', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })

  it.each([
    ['Authorization: Bearer abc.def', 'Authorization: Bearer …'],
    ['basic dXNlcjpwYXNzd29yZA==', 'basic …'],
    ['got eyJhbGciOi.eyJzdWIi.c2ln here', 'got … here'],
    ['wss://gateway/x?endpointToken=abcdef&client=x', 'wss://gateway/x?endpointToken=…&client=x'],
    ['"access_token":"abcdef"', '"access_token":"…"'],
    ['https://user:word@host/x', 'https://…@host/x'],
  ])('holds no credentials: %s', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })

  it.each([
    [
      'POST https://phone.example/hooks/brtc/abc 404',
      'POST https://phone.example/hooks/brtc/… 404',
    ],
    ['/hooks/voice/connect-status/abc?x=1', '/hooks/voice/connect-status/…'],
    ['it was s3cret-path-segment-0001!', 'it was …!'],
    ['p@ss word/with+signs, p%40ss%20word%2Fwith%2Bsigns', '…, …'],
  ])('holds no secret of ours: %s', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })

  it.each([
    'c-95ac8d6e-1a31c52e-b38f-4198-93c1-51633ec68f8d ended',
    'e-12345678-1234-1234-1234-123456789012 is eligible',
    'The answer took 1234 ms and 200, on 2026-11-22T05:00:00.000Z at 127.0.0.1:8787',
  ])('keeps what helps to follow a call: %s', (text) => {
    expect(redact(text)).toBe(text)
  })

  it('holds no number and no secret, whatever stands around them', () => {
    const secret = fc.stringMatching(/^[\w-]{22,40}$/)
    const number = fc.stringMatching(/^[1-9]\d{6,14}$/)
    fc.assert(
      fc.property(secret, number, fc.string(), fc.string(), (secret, number, before, after) => {
        const text = createRedact([secret])(`${before}${secret}${after}+${number}${before}`)
        expect(text).not.toContain(secret)
        expect(text).not.toContain(number)
      }),
    )
  })
})
