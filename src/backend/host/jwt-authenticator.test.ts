import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { AuthenticatorUnavailable } from '../authenticator.ts'
import { createJwtAuthenticator, type JwtAuthenticatorOptions } from './jwt-authenticator.ts'

type Key = Awaited<ReturnType<typeof generateKeyPair>> & { kid: string }

const issuer = 'https://login.test/'
const audience = 'offhook'

/** What the identity provider answers with. */
let published: JWK[] | number
let provider: Server
let jwksUrl: string
let first: Key
let second: Key

const createKey = async (kid: string): Promise<Key> => ({
  kid,
  ...(await generateKeyPair('ES256', { extractable: true })),
})
const jwk = async ({ kid, publicKey }: Key): Promise<JWK> => ({
  ...(await exportJWK(publicKey)),
  kid,
  alg: 'ES256',
})

beforeAll(async () => {
  provider = createServer((_request, response) => {
    if (typeof published === 'number') response.writeHead(published).end('Out of order')
    else response.end(JSON.stringify({ keys: published }))
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  jwksUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`
  ;[first, second] = await Promise.all([createKey('first'), createKey('second')])
})
beforeEach(async () => {
  published = [await jwk(first)]
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => {
  provider.close()
  provider.closeAllConnections()
})

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
const claims = (): JWTPayload => ({ iss: issuer, aud: audience, sub: 'ada', exp: inSeconds(60) })
const sign = (payload: JWTPayload, key: Key = first) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key.privateKey)
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function createTest(options: Partial<JwtAuthenticatorOptions> = {}) {
  const log = vi.fn<NonNullable<JwtAuthenticatorOptions['log']>>()
  const authenticator = createJwtAuthenticator({ jwksUrl, issuer, audience, log, ...options })
  const identify = (headers: Record<string, string>) =>
    authenticator.identify(new Request('https://phone.test/api/endpoints', { headers }))
  return { identify, log }
}

describe('a token', () => {
  it('names the user, and the session where it holds one', async () => {
    const { identify } = createTest()
    expect(await identify(bearer(await sign(claims())))).toEqual({ userId: 'ada' })
    const withSession = await sign({ ...claims(), sid: 's-1' })
    expect(await identify(bearer(withSession))).toEqual({ userId: 'ada', sessionId: 's-1' })
  })

  it('may name the user in another claim, and be for several audiences', async () => {
    const { identify } = createTest({ userClaim: 'oid', audience: ['other', 'offhook'] })
    expect(await identify(bearer(await sign({ ...claims(), oid: 'o-1' })))).toEqual({
      userId: 'o-1',
    })
    expect(await identify(bearer(await sign(claims())))).toBeUndefined()
  })

  it('is found in the header or the cookie that was named, and nowhere else', async () => {
    const token = await sign(claims())
    const inHeader = createTest({ tokenSource: { type: 'header', name: 'X-Assertion' } })
    const inCookie = createTest({ tokenSource: { type: 'cookie', name: 'auth' } })
    expect(await inHeader.identify({ 'X-Assertion': token })).toEqual({ userId: 'ada' })
    expect(await inHeader.identify({ 'X-Assertion': `Bearer ${token}` })).toEqual({ userId: 'ada' })
    expect(await inHeader.identify(bearer(token))).toBeUndefined()
    const cookie = `other=1; auth=${token}; xauth=2`
    expect(await inCookie.identify({ Cookie: cookie })).toEqual({ userId: 'ada' })
    expect(await inCookie.identify({ Cookie: `xauth=${token}` })).toBeUndefined()
    expect(await inCookie.identify(bearer(token))).toBeUndefined()
  })

  it.each<[string, Record<string, unknown>]>([
    ['has expired', { exp: inSeconds(-60) }],
    ['is not valid yet', { nbf: inSeconds(60) }],
    ['never expires', { exp: undefined }],
    ['is from elsewhere', { iss: 'https://evil.test/' }],
    ['is for something else', { aud: 'billing' }],
    ['names no issuer', { iss: undefined }],
    ['names no audience', { aud: undefined }],
    ['names nobody', { sub: undefined }],
    ['names an empty user', { sub: '' }],
    ['names an overlong user', { sub: 'a'.repeat(201) }],
    ['names a user that is no text', { sub: 7 }],
    ['names a user with a line break', { sub: 'ada\nbob' }],
  ])('that %s is nobody’s', async (_, change) => {
    const { identify } = createTest()
    expect(await identify(bearer(await sign({ ...claims(), ...change })))).toBeUndefined()
  })

  it('that expired within the tolerance is taken', async () => {
    const { identify } = createTest({ clockTolerance: 30 })
    const token = await sign({ ...claims(), exp: inSeconds(-10) })
    expect(await identify(bearer(token))).toEqual({ userId: 'ada' })
  })
})

describe('a forged token', () => {
  it('without a signature is nobody’s', async () => {
    const { identify } = createTest()
    const unsigned = [{ alg: 'none' }, { alg: 'none', kid: 'first' }].map(
      (header) => `${base64url(header)}.${base64url(claims())}.`,
    )
    for (const token of unsigned) expect(await identify(bearer(token))).toBeUndefined()
  })

  it('signed with the public key as a shared secret is nobody’s', async () => {
    const { identify } = createTest()
    const spki = new TextEncoder().encode(await exportSPKI(first.publicKey))
    const forged = new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'first' })
    expect(await identify(bearer(await forged.sign(spki)))).toBeUndefined()
  })

  it('signed with a shared secret among the published keys is nobody’s', async () => {
    const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef')
    const { identify } = createTest()
    published = [
      { kty: 'oct', kid: 'shared', alg: 'HS256', k: Buffer.from(secret).toString('base64url') },
    ]
    const forged = new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'shared' })
    expect(await identify(bearer(await forged.sign(secret)))).toBeUndefined()
  })

  it('that was changed, or is signed by somebody else, is nobody’s', async () => {
    const { identify } = createTest()
    const [header, , signature] = (await sign(claims())).split('.')
    const changed = `${header}.${base64url({ ...claims(), sub: 'root' })}.${signature}`
    expect(await identify(bearer(changed))).toBeUndefined()
    const impostor = await sign(claims(), { ...second, kid: 'first' })
    expect(await identify(bearer(impostor))).toBeUndefined()
  })

  it('that brings its own key is nobody’s', async () => {
    const { identify } = createTest()
    const header = { alg: 'ES256', jwk: await exportJWK(second.publicKey) }
    const token = await new SignJWT(claims()).setProtectedHeader(header).sign(second.privateKey)
    expect(await identify(bearer(token))).toBeUndefined()
  })

  it('of an algorithm that is not allowed is nobody’s', async () => {
    const { identify } = createTest({ algorithms: ['RS256'] })
    expect(await identify(bearer(await sign(claims())))).toBeUndefined()
  })

  it('that is no token is nobody’s, and is not in the log', async () => {
    const { identify, log } = createTest()
    const nonsense = ['x', '..', 'a.b.c', 'hunter2.hunter2.hunter2', '%%%.%%%.%%%', 'é.é.é']
    for (const token of nonsense) expect(await identify(bearer(token))).toBeUndefined()
    expect(await identify({})).toBeUndefined()
    expect(await identify({ Authorization: 'Basic YTpi' })).toBeUndefined()
    expect(log).toHaveBeenCalled()
    expect(JSON.stringify(log.mock.calls)).not.toContain('hunter2')
  })
})

describe('the identity provider’s keys', () => {
  it('may change: a token of the new one is taken, one of the withdrawn is not', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { identify } = createTest()
    expect(await identify(bearer(await sign(claims())))).toEqual({ userId: 'ada' })

    published = [await jwk(second)]
    vi.setSystemTime(Date.now() + 31_000)
    expect(await identify(bearer(await sign(claims(), second)))).toEqual({ userId: 'ada' })
    expect(await identify(bearer(await sign(claims())))).toBeUndefined()
  })

  it.each([500, 404, 302])('answered with %i: nobody can tell who it is', async (status) => {
    published = status
    const { identify } = createTest()
    await expect(identify(bearer(await sign(claims())))).rejects.toThrow(AuthenticatorUnavailable)
    published = [await jwk(first)]
    expect(await identify(bearer(await sign(claims())))).toEqual({ userId: 'ada' })
  })

  it('from a closed port: nobody can tell who it is', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    await once(closed, 'close')
    const { identify } = createTest({ jwksUrl: `http://127.0.0.1:${port}/jwks` })
    await expect(identify(bearer(await sign(claims())))).rejects.toThrow(AuthenticatorUnavailable)
    expect(await identify({})).toBeUndefined()
  })

  it('are good for an hour while the identity provider is down', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { identify } = createTest()
    await identify(bearer(await sign(claims())))
    published = 503
    vi.setSystemTime(Date.now() + 59 * 60_000)
    expect(await identify(bearer(await sign(claims())))).toEqual({ userId: 'ada' })
    vi.setSystemTime(Date.now() + 2 * 60_000)
    await expect(identify(bearer(await sign(claims())))).rejects.toThrow(AuthenticatorUnavailable)
  })

  it('must come by https', () => {
    expect(() => createTest({ jwksUrl: 'http://login.test/jwks' })).toThrow(/https/)
    expect(() => createTest({ jwksUrl: 'login.test' })).toThrow()
  })
})
