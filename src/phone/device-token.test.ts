import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeToken } from '../testing/device-token.ts'
import { checkGatewayAddress, readDeviceToken, trimDeviceToken } from './device-token.ts'

describe('a device token', () => {
  it('of Bandwidth WebRTC says its version, account, participant and times', () => {
    const claims = { v: 'V3', a: '5500001', p: 'p-1', tid: 't', iss: 'bandwidth', iat: 10, exp: 20 }
    expect(readDeviceToken(encodeToken(claims))).toEqual({
      status: 'readable',
      platform: 'webrtc',
      version: 'v3',
      account: '5500001',
      endpoint: 'p-1',
      issuedAt: 10_000,
      expiresAt: 20_000,
    })
    expect(readDeviceToken(encodeToken({ v: 'v2' }))).toEqual({
      status: 'readable',
      platform: 'webrtc',
      version: 'v2',
    })
  })

  it('of BRTC may name the same things at length, or nothing at all', () => {
    expect(readDeviceToken(encodeToken({ accountId: 9_900_001, endpointId: 'ep-1' }))).toEqual({
      status: 'readable',
      platform: 'brtc',
      account: '9900001',
      endpoint: 'ep-1',
    })
    expect(readDeviceToken(encodeToken({}))).toEqual({ status: 'readable', platform: 'brtc' })
    expect(readDeviceToken(encodeToken({ v: 'v1' }))).toMatchObject({ platform: 'brtc' })
  })

  it('is good for what can be read in it, whatever the rest is', () => {
    const odd = { v: 3, a: { id: 1 }, p: 'a b', iat: 'now', exp: 1e300 }
    expect(readDeviceToken(encodeToken(odd))).toEqual({ status: 'readable', platform: 'brtc' })
    expect(readDeviceToken(encodeToken({ a: 'Zürich', p: 'p-1' }))).toEqual({
      status: 'readable',
      platform: 'brtc',
      endpoint: 'p-1',
    })
  })

  it.each(['header.claims.signature', 'a.W10.c', 'a.bnVsbA.c', 'a.IkEi.c'])(
    'in which nothing can be read is taken for one of BRTC: %s',
    (token) => {
      expect(readDeviceToken(token)).toEqual({ status: 'opaque', platform: 'brtc' })
    },
  )

  it.each([
    ['', 'token-empty'],
    [' \n ', 'token-empty'],
    ['hello', 'token-not-three-parts'],
    ['a.b', 'token-not-three-parts'],
    ['a..c', 'token-not-three-parts'],
    ['a.b.c.d.e', 'token-not-three-parts'],
    ['https://example.com/a', 'token-wrong-characters'],
    ['{"token":"a.b.c"}', 'token-wrong-characters'],
  ])('is not what %j is: %s', (text, reason) => {
    expect(readDeviceToken(text)).toEqual({ status: 'invalid', reason })
  })

  it.each(['"a.b.c"', 'Bearer a.b.c', '  a.b\n  .c\n', "'a.b.c',", 'bearer  a.b.c;'])(
    'is found in %j',
    (text) => {
      expect(trimDeviceToken(text)).toBe('a.b.c')
    },
  )

  it('is never repeated, and reading it never fails', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), anyToken), (text) => {
        const said = JSON.stringify(readDeviceToken(text))
        const secrets = text.split('.').filter((part) => part.length > 40)
        return !secrets.some((part) => said.includes(part)) && said.startsWith('{"status":')
      }),
    )
  })

  it('says only what fits on a line and a clock', () => {
    fc.assert(
      fc.property(anyToken, (text) => {
        const token = readDeviceToken(text)
        if (token.status !== 'readable') return
        for (const name of [token.account, token.endpoint]) expect(name ?? '').toMatch(/^.{0,80}$/)
        for (const time of [token.issuedAt, token.expiresAt]) {
          expect(() => new Date(time ?? 0).toISOString()).not.toThrow()
        }
      }),
    )
  })
})

const anyToken = fc
  .dictionary(fc.constantFrom('v', 'a', 'p', 'exp', 'iat', 'tid', 'iss', 'x'), fc.jsonValue())
  .map((claims) => encodeToken(claims))

describe('a gateway address', () => {
  it.each([
    ['wss://gateway.example.com/v1/endpoints', 'wss://gateway.example.com/v1/endpoints'],
    ['  wss://gateway.example.com/a?region=us#top ', 'wss://gateway.example.com/a?region=us'],
    ['ws://localhost:8080/', 'ws://localhost:8080/'],
    ['ws://127.0.0.1/a', 'ws://127.0.0.1/a'],
    ['ws://[::1]:9/', 'ws://[::1]:9/'],
  ])('%j is used as %s', (text, url) => {
    expect(checkGatewayAddress(text, 'brtc')).toEqual({ status: 'valid', url })
  })

  it('of Bandwidth WebRTC ends where the package puts its path', () => {
    expect(checkGatewayAddress('wss://device.example.com/', 'webrtc')).toEqual({
      status: 'valid',
      url: 'wss://device.example.com',
    })
    expect(checkGatewayAddress('wss://device.example.com/?x=1', 'webrtc')).toEqual({
      status: 'invalid',
      reason: 'address-has-query',
    })
  })

  it.each([
    ['', 'address-empty'],
    ['gateway.example.com', 'address-not-a-url'],
    ['wss://', 'address-not-a-url'],
    ['https://gateway.example.com', 'address-not-websocket'],
    ['javascript:alert(1)', 'address-not-websocket'],
    ['ws://gateway.example.com', 'address-not-encrypted'],
    ['ws://localhost.example.com', 'address-not-encrypted'],
    ['ws://127.0.0.1.example.com', 'address-not-encrypted'],
    ['wss://user:password@gateway.example.com', 'address-has-secret'],
    ['wss://gateway.example.com/?endpointToken=a.b.c', 'address-has-secret'],
    [
      'wss://gateway.example.com/?x=eyJhbGciOiJub25lIn0.eyJ2IjoidjMiLCJhIjoiMSJ9.x',
      'address-has-secret',
    ],
  ])('%j is refused: %s', (text, reason) => {
    expect(checkGatewayAddress(text, 'brtc')).toEqual({ status: 'invalid', reason })
  })

  it('is never in the clear but on this machine, and checking one never fails', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl({ validSchemes: ['ws', 'wss', 'http'] })),
        fc.constantFrom('brtc', 'webrtc'),
        (text, platform) => {
          const address = checkGatewayAddress(text, platform)
          if (address.status === 'invalid') return
          expect(address.url).toMatch(
            /^(?:wss:|ws:\/\/(?:localhost|127\.|\[::1\]|[^/]+\.localhost))/,
          )
        },
      ),
    )
  })
})
