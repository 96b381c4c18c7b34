import { Hono } from 'hono'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { ApplicationError } from '../wire/phone-api.ts'
import { sameOrigin } from './same-origin.ts'

const app = new Hono()
app.use('/api/*', sameOrigin(['https://phone.test/base', 'http://127.0.0.1:8080']))
app.all('*', (c) => c.body(null, 204))

const ask = (headers: Record<string, string>, method = 'POST') =>
  app.request('https://phone.test/api/endpoints', { method, headers })

describe('a request of another site', () => {
  it.each([
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.phone.test' },
    { 'Sec-Fetch-Site': 'something new' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://phone.test' },
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://rebound.test' },
    { Origin: 'https://evil.test' },
    { Origin: 'http://phone.test' },
    { Origin: 'https://phone.test:8443' },
    { Origin: 'http://127.0.0.1:9090' },
    { Origin: 'null' },
  ])('is forbidden: %j', async (headers) => {
    for (const method of ['GET', 'POST', 'DELETE', 'PUT']) {
      const response = await ask(headers, method)
      expect(response.status).toBe(403)
      expect(v.parse(ApplicationError, await response.json()).code).toBe('forbidden')
    }
  })

  it('is given no leave to read or to ask first', async () => {
    const preflight = {
      Origin: 'https://evil.test',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'x-offhook-user',
    }
    const response = await ask(preflight, 'OPTIONS')
    expect(response.ok).toBe(false)
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-'))).toEqual([])
  })
})

describe('a request that is our own', () => {
  it.each([
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://phone.test' },
    { 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'none' },
    { Origin: 'https://phone.test' },
    { Origin: 'http://127.0.0.1:8080' },
    {},
  ])('is let through: %j', async (headers) => {
    expect((await ask(headers)).status).toBe(204)
  })
})

it('an own origin that is no URL is refused at the start', () => {
  expect(() => sameOrigin(['phone.test'])).toThrow(TypeError)
})
