import { once } from 'node:events'
import { connect } from 'node:net'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { holdMusic } from '../hold-music.ts'
import type { HostLog, ServedRequest } from './log.ts'
import { createPeerAddresses } from './peer-addresses.ts'
import {
  createHostServer,
  defaultTimeouts,
  type HostServer,
  type ServerTimeouts,
} from './server.ts'

const loopback = { host: '127.0.0.1', port: 0 }
const servers: HostServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close(0)))
})

/** A server in front of an application that is only `fetch`. */
async function start(
  fetch: (request: Request) => Response | Promise<Response>,
  timeouts: ServerTimeouts = defaultTimeouts,
) {
  const requests: ServedRequest[] = []
  const faults: unknown[] = []
  const log: HostLog = {
    log: ({ cause }) => void faults.push(cause),
    request: (served) => void requests.push(served),
    debug: () => {},
    fatal: () => {},
  }
  const peerAddresses = createPeerAddresses()
  const server = createHostServer({
    application: { fetch },
    health: new Hono().get('/healthz', (c) => c.text('ok')),
    securityHeaders: async (c, next) => {
      await next()
      c.header('X-Secure', 'yes')
    },
    phone: async (c, next) => (c.req.path === '/' ? c.html('<title>Offhook</title>') : next()),
    peerAddresses,
    log,
    timeouts,
  })
  servers.push(server)
  const { port } = await server.listen(loopback)
  return { server, port, url: `http://127.0.0.1:${port}`, requests, faults, peerAddresses }
}

describe('the server', () => {
  it('gives /api and /hooks to the application, and everything else to the phone', async () => {
    const { url } = await start((request) => new Response(new URL(request.url).pathname))
    const text = async (path: string) => (await fetch(`${url}${path}`)).text()
    expect(await text('/api/endpoints')).toBe('/api/endpoints')
    expect(await text('/hooks/voice/answer')).toBe('/hooks/voice/answer')
    expect(await text('/')).toContain('Offhook')
    expect(await text('/healthz')).toBe('ok')
    expect((await fetch(`${url}/unknown`)).status).toBe(404)
  })

  it('hands the body on and tells where the request came from', async () => {
    const { url, peerAddresses } = await start(async (request) => {
      const address = peerAddresses.of(request)
      return Response.json({ address, method: request.method, body: await request.text() })
    })
    const response = await fetch(`${url}/api/x`, {
      method: 'PUT',
      body: 'a body',
      headers: { 'X-Forwarded-For': '10.0.0.1' },
    })
    expect(await response.json()).toEqual({ address: '127.0.0.1', method: 'PUT', body: 'a body' })
  })

  it('plays the hold music', async () => {
    const { url } = await start(() => new Response())
    const response = await fetch(`${url}/media/hold.wav`)
    expect(response.headers.get('content-type')).toBe('audio/wav')
    expect((await response.arrayBuffer()).byteLength).toBe(holdMusic().length)
  })

  it('sends the security headers with every answer, those of the application too', async () => {
    const { url } = await start(() => new Response(null, { status: 418 }))
    for (const path of ['/', '/api/x', '/healthz', '/unknown']) {
      expect((await fetch(`${url}${path}`)).headers.get('x-secure')).toBe('yes')
    }
  })

  it('logs the route of a request and never its path, under the id that the answer has', async () => {
    const { url, requests } = await start(() => new Response(null, { status: 404 }))
    const response = await fetch(`${url}/hooks/brtc/very-secret?also=secret`, { method: 'POST' })
    expect(requests).toEqual([
      {
        requestId: response.headers.get('x-request-id'),
        method: 'POST',
        route: '/hooks/brtc/:id',
        status: 404,
        ms: expect.any(Number),
      },
    ])
  })

  it('answers where the application throws, and logs why', async () => {
    const fault = new Error('broken')
    const { url, faults, requests } = await start(() => {
      throw fault
    })
    const response = await fetch(`${url}/api/x`)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('broken')
    expect(faults).toEqual([fault])
    expect(requests).toMatchObject([{ status: 500 }])
  })

  it('says where it cannot listen', async () => {
    const { port } = await start(() => new Response())
    const { server } = await start(() => new Response())
    await server.close(0)
    await expect(server.listen({ host: '127.0.0.1', port })).rejects.toThrow(/EADDRINUSE/)
  })
})

describe('a client that is slow or large', () => {
  const short = { headers: 50, request: 100, keepAlive: 5_000, check: 20 }

  it.each([
    ['its headers', 'GET /api/x HTTP/1.1\r\nHost: a\r\nX-Slow: '],
    ['its body', 'POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow'],
  ])('is cut off in %s', async (_what, beginning) => {
    const { port } = await start(async (request) => new Response(await request.text()), short)
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.resume().write(beginning)
    await once(socket, 'close')
    expect(socket.bytesWritten).toBe(beginning.length)
  })

  it('is refused with more headers than anybody needs', async () => {
    const { url } = await start(() => new Response())
    const headers = { 'X-Large': 'x'.repeat(20_000) }
    expect((await fetch(`${url}/api/x`, { headers })).status).toBe(431)
  })
})

describe('closing', () => {
  it('lets the requests finish that are under way, and takes no new ones', async () => {
    const held = holdRequest()
    const { server, url } = await start(held.fetch)
    const underWay = fetch(`${url}/api/x`)
    await held.arrived
    const closed = server.close(60_000)
    await expect(fetch(`${url}/api/y`)).rejects.toThrow()
    held.answer(new Response('late but whole'))
    expect(await (await underWay).text()).toBe('late but whole')
    await closed
  })

  it('does not wait for ever for those that do not finish', async () => {
    const held = holdRequest()
    const { server, url } = await start(held.fetch)
    const underWay = fetch(`${url}/api/x`).catch(() => 'cut off')
    await held.arrived
    await server.close(50)
    expect(await underWay).toBe('cut off')
  })
})

/** An application whose answer comes when the test says so. */
function holdRequest() {
  let arrive: () => void = () => {}
  let answer: (response: Response) => void = () => {}
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const answered = new Promise<Response>((resolve) => {
    answer = resolve
  })
  const fetch = () => {
    arrive()
    return answered
  }
  return { fetch, arrived, answer }
}
