import { serve, type ServerType } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import type { Identity } from '../authenticator.ts'
import { createPeerAddresses } from './peer-addresses.ts'
import { createProxyAuthenticator, type ProxyAuthenticatorOptions } from './proxy-authenticator.ts'

const secret = { header: 'X-Proxy-Secret', value: '0123456789abcdef' }

function identifyFrom(
  address: string | undefined,
  headers: Record<string, string>,
  options: Partial<ProxyAuthenticatorOptions> = {},
): Promise<Identity | undefined> {
  const peers = createPeerAddresses()
  const request = new Request('http://phone.test/api/endpoints', { headers })
  peers.note(request, address)
  return createProxyAuthenticator({
    userHeader: 'X-Forwarded-User',
    trustedProxies: ['10.1.0.0/16', '192.0.2.7', 'fd00::/8'],
    peerAddress: peers.of,
    ...options,
  }).identify(request)
}

const ada = { 'X-Forwarded-User': 'ada' }

describe('the proxy’s word', () => {
  it.each(['10.1.2.3', '192.0.2.7', '::ffff:10.1.2.3', 'fd12::1', 'fd12::1%eth0'])(
    'is taken from %s',
    async (address) => {
      expect(await identifyFrom(address, ada)).toEqual({ userId: 'ada' })
    },
  )

  it.each(['10.2.0.1', '192.0.2.8', '127.0.0.1', '::1', '::ffff:10.2.0.1', 'nonsense', undefined])(
    'is not taken from %s, whatever the headers say',
    async (address) => {
      const headers = {
        ...ada,
        'X-Forwarded-For': '10.1.2.3',
        Forwarded: 'for=10.1.2.3',
        'X-Real-IP': '10.1.2.3',
      }
      expect(await identifyFrom(address, headers)).toBeUndefined()
    },
  )

  it('is nobody’s where it is missing, overlong or given twice', async () => {
    const values = ['', 'a'.repeat(201), 'mallory, ada']
    for (const value of values) {
      expect(await identifyFrom('10.1.2.3', { 'X-Forwarded-User': value })).toBeUndefined()
    }
    expect(await identifyFrom('10.1.2.3', {})).toBeUndefined()
  })

  it('is taken only with the secret where there is one', async () => {
    const identify = (given: Record<string, string>) =>
      identifyFrom('10.1.2.3', { ...ada, ...given }, { secret })
    expect(await identify({ 'X-Proxy-Secret': secret.value })).toEqual({ userId: 'ada' })
    for (const wrong of ['', '0123456789abcdeF', '0123456789abcde', '0123456789abcdef0']) {
      expect(await identify({ 'X-Proxy-Secret': wrong })).toBeUndefined()
    }
    expect(await identify({})).toBeUndefined()
  })
})

describe('a configuration that believes too many', () => {
  it.each([
    '',
    'proxy.example',
    '10.0.0.0/33',
    '10.0.0.0/0',
    'fd00::/129',
    '10.0.0.0/',
    '1.2.3.4/8/8',
  ])('with the proxy %j is refused', (entry) => {
    expect(() =>
      createProxyAuthenticator({
        userHeader: 'X-Forwarded-User',
        trustedProxies: [entry],
        peerAddress: () => undefined,
      }),
    ).toThrow(/trusted proxy/)
  })

  it('with an empty secret is refused', async () => {
    expect(() => identifyFrom('10.1.2.3', ada, { secret: { ...secret, value: '' } })).toThrow(
      /secret/,
    )
  })
})

describe('over a socket', () => {
  let server: ServerType | undefined
  afterEach(() => {
    server?.close()
  })

  it('the address is that of the connection', async () => {
    const peers = createPeerAddresses()
    const authenticator = createProxyAuthenticator({
      userHeader: 'X-Forwarded-User',
      trustedProxies: ['127.0.0.0/8'],
      peerAddress: peers.of,
    })
    server = serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: async (request, env) => {
        peers.note(request, env.incoming.socket.remoteAddress)
        const copy = new Request(request)
        return Response.json([
          (await authenticator.identify(request))?.userId,
          (await authenticator.identify(copy))?.userId,
        ])
      },
    })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: ada })
    expect(await response.json()).toEqual(['ada', null])
  })
})
