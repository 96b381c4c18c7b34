import { describe, expect, it } from 'vitest'
import { createDevelopmentAuthenticator } from './development-authenticator.ts'

const { identify } = createDevelopmentAuthenticator({ listenAddress: '127.0.0.1' })

const request = (headers: Record<string, string>, url = 'http://127.0.0.1:8080/api/endpoints') =>
  new Request(url, { headers })

describe('without sign-in', () => {
  it('everybody on this computer is the developer', async () => {
    const names = ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'localhost']
    for (const host of names) {
      expect(await identify(request({ host }))).toEqual({ userId: 'developer' })
    }
  })

  it('another agent can be tried by name', async () => {
    const named = (name: string) => identify(request({ 'X-Offhook-User': name }))
    expect(await named('ada')).toEqual({ userId: 'ada' })
    expect(await named('')).toBeUndefined()
    expect(await named('a'.repeat(201))).toBeUndefined()
  })

  it('a page that reaches this computer under a name of its own is nobody', async () => {
    for (const host of ['evil.example', 'evil.example:8080', 'localhost.evil.example', '::', '']) {
      expect(await identify(request({ host }))).toBeUndefined()
    }
    expect(await identify(request({}, 'http://evil.example/api/endpoints'))).toBeUndefined()
  })

  it.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Via'])(
    'what comes through a tunnel, which adds %s, is nobody’s',
    async (name) => {
      const headers = { host: 'localhost:8080', [name]: '203.0.113.1' }
      expect(await identify(request(headers))).toBeUndefined()
    },
  )

  it.each(['0.0.0.0', '::', '', '192.168.1.4', 'phone.example'])(
    'a server that listens on %j does not start',
    (listenAddress) => {
      expect(() => createDevelopmentAuthenticator({ listenAddress })).toThrow(/without sign-in/)
    },
  )
})
