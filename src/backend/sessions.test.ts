import { Hono } from 'hono'
import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { ApplicationError } from '../wire/phone-api.ts'
import { type Authenticator, AuthenticatorUnavailable } from './authenticator.ts'
import { identify, type IdentifyOptions, type OwnerEnvironment } from './sessions.ts'

function createTest(who: Authenticator['identify'], options: Partial<IdentifyOptions> = {}) {
  const app = new Hono<OwnerEnvironment>()
  app.use(identify({ authenticator: { identify: who }, secure: true, ...options }))
  app.all('*', (c) => c.json(c.var.owner))
  const ask = async (method: string, cookie?: string) => {
    const headers = cookie === undefined ? {} : { Cookie: cookie }
    const response = await app.request('https://phone.test/api/endpoints', { method, headers })
    const body: unknown = await response.json()
    return { response, body, setCookie: response.headers.get('set-cookie') }
  }
  return { ask }
}

const ada: Authenticator['identify'] = async () => ({ userId: 'ada' })
const session = 'ab'.repeat(24)

describe('a request of nobody', () => {
  it('is told to sign in, and gets no session', async () => {
    const { ask } = createTest(async () => undefined)
    const { response, body, setCookie } = await ask('POST')
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(v.parse(ApplicationError, body).code).toBe('unauthenticated')
    expect(setCookie).toBeNull()
  })

  it('is told to wait where nobody can tell who it is, and the operator reads why', async () => {
    const log = vi.fn<NonNullable<IdentifyOptions['log']>>()
    const cause = new AuthenticatorUnavailable('No keys')
    const { ask } = createTest(() => Promise.reject(cause), { log })
    const { response, body } = await ask('POST')
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(v.parse(ApplicationError, body)).toMatchObject({
      code: 'upstream-unavailable',
      retryAfter: 5,
    })
    expect(log).toHaveBeenCalledWith(expect.objectContaining({ level: 'warn', cause }))
  })
})

it('an authenticator that breaks is the application’s fault, not the agent’s', async () => {
  const app = new Hono<OwnerEnvironment>()
  const broken: Authenticator = { identify: () => Promise.reject(new Error('Broken')) }
  app.use(identify({ authenticator: broken, secure: true }))
  app.onError((error, c) => c.text(error.message, 500))
  const response = await app.request('https://phone.test/api/endpoints')
  expect([response.status, await response.text()]).toEqual([500, 'Broken'])
})

describe('a session', () => {
  it('is the identity provider’s where there is one', async () => {
    const { ask } = createTest(async () => ({ userId: 'ada', sessionId: 's-1' }))
    const { body, setCookie } = await ask('POST', `__Host-offhook-session=${session}`)
    expect(body).toEqual({ userId: 'ada', sessionId: 's-1' })
    expect(setCookie).toBeNull()
  })

  it('begins with a cookie that no script, no other site and no other host can touch', async () => {
    const { ask } = createTest(ada, { randomSession: () => session })
    const { body, setCookie } = await ask('POST')
    expect(body).toEqual({ userId: 'ada', sessionId: session })
    expect(setCookie).toBe(
      `__Host-offhook-session=${session}; Path=/; HttpOnly; Secure; SameSite=Strict`,
    )
  })

  it('goes on with the cookie, and is the user’s alone', async () => {
    const cookie = `a=1; __Host-offhook-session=${session}`
    const { body, setCookie } = await createTest(ada).ask('POST', cookie)
    expect(body).toEqual({ userId: 'ada', sessionId: session })
    expect(setCookie).toBeNull()
    const bob = createTest(async () => ({ userId: 'bob' }))
    expect((await bob.ask('GET', cookie)).body).toEqual({ userId: 'bob', sessionId: session })
  })

  it('has a plain cookie where the phone comes by http', async () => {
    const { ask } = createTest(ada, { secure: false, randomSession: () => session })
    const { setCookie } = await ask('POST')
    expect(setCookie).toBe(`offhook-session=${session}; Path=/; HttpOnly; SameSite=Strict`)
    const { body } = await ask('GET', `offhook-session=${'cd'.repeat(24)}`)
    expect(body).toEqual({ userId: 'ada', sessionId: 'cd'.repeat(24) })
  })

  it.each([
    '__Host-offhook-session=',
    '__Host-offhook-session=x',
    `__Host-offhook-session=${session}0`,
    `__Host-offhook-session=${session.toUpperCase()}`,
    `offhook-session=${session}`,
    `;;=;__Host-offhook-session`,
  ])('begins anew with the cookie %j', async (cookie) => {
    const { body, setCookie } = await createTest(ada).ask('POST', cookie)
    const { sessionId } = v.parse(v.object({ sessionId: v.string() }), body)
    expect(sessionId).toMatch(/^[0-9a-f]{48}$/)
    expect(sessionId).not.toBe(session)
    expect(setCookie).toContain(`__Host-offhook-session=${sessionId};`)
  })

  it('is never the same twice, and does not begin with a look around', async () => {
    const { ask } = createTest(ada)
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('GET')))
    const ids = answers.map(({ body }) => v.parse(v.object({ sessionId: v.string() }), body))
    expect(new Set(ids.map(({ sessionId }) => sessionId)).size).toBe(20)
    expect(answers.map(({ setCookie }) => setCookie)).toEqual(Array(20).fill(null))
  })
})
