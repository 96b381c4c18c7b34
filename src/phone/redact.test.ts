import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsNumber, jwt, opaqueToken, tokenPlaces, writtenNumber } from '../testing/secrets.ts'
import { redactJson } from './redact-json.ts'
import { redact } from './redact.ts'

/** What may stand beside a secret without being a part of it. */
const words = fc.constantFrom(
  '',
  'dialled ',
  ' in vain',
  '"',
  ' → ',
  '<PhoneNumber>',
  '</Phone',
  '\r\n',
)
const runs = { numRuns: 2_000 }

describe('a text after redaction', () => {
  it('holds no telephone number, however it was written', () => {
    fc.assert(
      fc.property(words, writtenNumber, words, (before, { text, digits }, after) => {
        expect(holdsNumber(redact(before + text + after), digits)).toBe(false)
      }),
      runs,
    )
  })

  it('holds no device token, whole or cut off', () => {
    fc.assert(
      fc.property(words, jwt, words, (before, token, after) => {
        const rest = redact(before + token + after)
        expect(rest).not.toContain(token.slice(0, 12))
        expect(rest).not.toContain(token.slice(-12))
      }),
    )
  })

  it('holds no other token where its place gives it away', () => {
    fc.assert(
      fc.property(opaqueToken, fc.constantFrom(...tokenPlaces), (token, place) => {
        expect(redact(place(token))).not.toContain(token)
      }),
    )
  })

  it('does not change when it is redacted again', () => {
    fc.assert(
      fc.property(words, writtenNumber, jwt, (before, { text }, token) => {
        const once = redact(`${before}${text} ${token}`)
        expect(redact(once)).toBe(once)
      }),
    )
  })

  it.each([
    ['session: online (eligible)'],
    ['answerSdp was not answered within 10000 ms'],
    ['bad-token: BrtcError (bad-token): The device token is not a three-part JWT'],
    ['e-15ac89de-8ab5-4f8e-9d62-3526e772aab0 at 2026-11-27T01:47:12.123Z'],
    ['c-95ac8d6e-1a28c56f-8b1d-4d5e-9c4f-1d2c7c0f4a11'],
    ['POST /api/endpoints → 201'],
    ['POST /api/v2/accounts/9900000/calls'],
  ])('still says %j', (text) => {
    expect(redact(text)).toBe(text)
  })

  it('keeps the JSON around an SDP', () => {
    const frame = JSON.stringify({ params: { sdpOffer: 'v=0\r\no=- 1 2 IN', peerType: 'publish' } })
    expect(JSON.parse(redact(frame))).toEqual({
      params: { sdpOffer: '[sdp]', peerType: 'publish' },
    })
  })
})

describe('a value after redaction', () => {
  const anywhere = fc.func(fc.jsonValue({ maxDepth: 2 }))

  it('holds no number and no token in any text, name or number, and is of the same shape', () => {
    fc.assert(
      fc.property(writtenNumber, jwt, anywhere, ({ text, digits }, token, other) => {
        const value = {
          list: [text, { [text]: Number(digits) }, [[`${token} ${text}`]]],
          token,
          [token]: null,
          other: other(0),
        }
        const rest = JSON.stringify(redactJson(value))
        expect(holdsNumber(rest, digits)).toBe(false)
        expect(rest).not.toContain(token.slice(0, 12))
        expect(redactJson(value)).toMatchObject({
          list: [{}, {}, [[]]].map(() => expect.anything()),
        })
      }),
    )
  })

  it('keeps what is no secret', () => {
    const value = { revision: 3, ratio: 0.25, isOn: true, none: null, words: ['publish'] }
    expect(redactJson(value)).toEqual(value)
  })
})
