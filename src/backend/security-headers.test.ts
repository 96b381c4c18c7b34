import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import index from '../../index.html?raw'
import { securityHeaders } from './security-headers.ts'

const gatewayUrls = ['wss://gateway.test/prod/v1/endpoints', 'wss://device.test:8443']

function createApp(publicUrl = 'https://phone.test') {
  const app = new Hono()
  app.use(securityHeaders({ publicUrl, gatewayUrls }))
  app.get('/api/kept', (c) => c.body('x', 200, { 'Cache-Control': 'public, max-age=60' }))
  app.get('/asset', (c) => c.body('x', 200, { 'Cache-Control': 'public, max-age=60' }))
  app.get('/silent', (c) => c.body('x'))
  app.get('/broken', () => {
    throw new Error('Broken')
  })
  app.onError((_, c) => c.body('x', 500))
  return app
}

const directives = async (): Promise<Map<string, string[]>> => {
  const { headers } = await createApp().request('/silent')
  const policy = headers.get('content-security-policy') ?? ''
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values]
    }),
  )
}

describe('the page', () => {
  it('may run its own code and go to the gateways, and nothing else', async () => {
    const policy = await directives()
    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('script-src')).toEqual(["'self'"])
    expect(policy.get('style-src')).toEqual(["'self'"])
    expect(policy.get('connect-src')).toEqual([
      "'self'",
      'wss://gateway.test',
      'wss://device.test:8443',
    ])
    expect([...policy.values()].flat().join(' ')).not.toMatch(/unsafe|\*|data:|blob:/)
  })

  it('cannot be framed, and cannot be made to send a form or load from elsewhere', async () => {
    const policy = await directives()
    for (const name of ['frame-ancestors', 'base-uri', 'form-action']) {
      expect(policy.get(name)).toEqual(["'none'"])
    }
    expect(policy.get('require-trusted-types-for')).toEqual(["'script'"])
  })

  it('holds nothing inline, which the policy would block', () => {
    expect(index).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i)
  })

  it('may use the microphone and no camera', async () => {
    const { headers } = await createApp().request('/silent')
    const policy = headers.get('permissions-policy')?.split(', ')
    expect(policy).toContain('microphone=(self)')
    expect(policy).toContain('speaker-selection=(self)')
    expect(policy).toContain('screen-wake-lock=(self)')
    expect(policy).toContain('camera=()')
  })
})

describe('every answer', () => {
  it.each(['/silent', '/asset', '/missing', '/broken', '/api/kept'])(
    'has the headers: %s',
    async (path) => {
      const { headers } = await createApp().request(path)
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      })
    },
  )

  it('is kept by nobody, unless it is a file that says so', async () => {
    const kept = async (path: string) =>
      (await createApp().request(path)).headers.get('cache-control')
    expect(await kept('/asset')).toBe('public, max-age=60')
    expect(await kept('/silent')).toBe('no-store')
    expect(await kept('/missing')).toBe('no-store')
    expect(await kept('/api/kept')).toBe('no-store')
  })

  it('does not ask for https where the phone comes by http', async () => {
    const { headers } = await createApp('http://127.0.0.1:8080').request('/silent')
    expect(headers.has('strict-transport-security')).toBe(false)
  })
})

it('a gateway that is no URL is refused at the start', () => {
  expect(() => securityHeaders({ publicUrl: 'https://phone.test', gatewayUrls: ['x'] })).toThrow()
})
