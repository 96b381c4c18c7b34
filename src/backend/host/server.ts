import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono, type MiddlewareHandler } from 'hono'
import type { Application } from '../app.ts'
import { holdMusic } from '../hold-music.ts'
import type { HostLog } from './log.ts'
import type { PeerAddresses } from './peer-addresses.ts'
import { routePattern } from './route-pattern.ts'

/** In milliseconds, each. */
export type ServerTimeouts = {
  /** From the first byte of a request to the end of its headers: who is slower holds a connection and wants nothing. */
  headers: number
  /** To the end of its body. */
  request: number
  /** Longer than the minute for which proxies keep theirs, so that it is never we who close a connection in use. */
  keepAlive: number
  /** How often the first two are looked after. */
  check: number
}

export const defaultTimeouts: ServerTimeouts = {
  headers: 10_000,
  request: 30_000,
  keepAlive: 75_000,
  check: 5_000,
}

/** Bytes of all headers of a request. */
const maxHeaderSize = 16 * 1024
/** Each phone holds one for its events: enough for thousands, and an end to what a flood of them costs. */
const maxConnections = 10_000

/** The process's one port: the application, the phone, the hold music, and health. */
export interface HostServer {
  /** @throws where the address cannot be had */
  listen: (address: { host: string; port: number }) => Promise<AddressInfo>
  /**
   * Takes no more connections, and resolves when the requests that are there are answered.
   * @param limit milliseconds, after which they are cut off
   */
  close: (limit: number) => Promise<void>
}

export type ServerOptions = {
  application: Pick<Application, 'fetch'>
  health: Hono
  securityHeaders: MiddlewareHandler
  phone: MiddlewareHandler
  /** Is told where each request comes from. */
  peerAddresses: PeerAddresses
  log: HostLog
  timeouts?: ServerTimeouts
  /** Milliseconds, for measuring. */
  now?: () => number
}

export function createHostServer(options: ServerOptions): HostServer {
  const { peerAddresses, timeouts = defaultTimeouts } = options
  const app = createRoutes(options)
  const listener = getRequestListener(
    (request, env) => {
      // Only HTTP/1.1 is served here.
      const incoming = env.incoming as IncomingMessage
      peerAddresses.note(request, incoming.socket.remoteAddress)
      return app.fetch(request)
    },
    { overrideGlobalObjects: false },
  )
  const server = createServer(
    {
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.check,
      maxHeaderSize,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  )
  server.maxConnections = maxConnections

  return {
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          resolve(server.address() as AddressInfo)
        })
      }),
    close: (limit) =>
      new Promise((resolve) => {
        // A connection becomes idle when its last answer is through, which nothing tells.
        const idle = setInterval(() => server.closeIdleConnections(), idleCheckInterval)
        const cut = setTimeout(() => server.closeAllConnections(), limit)
        server.close(() => {
          clearInterval(idle)
          clearTimeout(cut)
          resolve()
        })
      }),
  }
}

/** Milliseconds. */
const idleCheckInterval = 20

function createRoutes(options: ServerOptions): Hono {
  const { application, health, securityHeaders, phone, log } = options
  const routes = new Hono()
  routes.use(logRequests(options))
  routes.use(securityHeaders)
  routes.route('/', health)
  routes.get('/media/hold.wav', (c) =>
    c.body(holdMusic(), 200, {
      'Content-Type': 'audio/wav',
      'Cache-Control': 'public, max-age=86400',
    }),
  )
  for (const path of ['/api/*', '/hooks/*']) {
    routes.all(path, (c) => application.fetch(c.req.raw))
  }
  routes.use(phone)
  routes.notFound((c) => c.text('There is nothing here.', 404))
  routes.onError((error, c) => {
    const route = routePattern(c.req.path)
    log.log({ level: 'error', message: `${c.req.method} ${route} failed`, cause: error })
    return c.text('Something went wrong.', 500)
  })
  return routes
}

/** The id is in the answer too, so that what somebody saw can be found in the log. */
function logRequests({ log, now = () => performance.now() }: ServerOptions): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = now()
    const requestId = crypto.randomUUID()
    await next()
    c.header('X-Request-Id', requestId)
    log.request({
      requestId,
      method: c.req.method,
      route: routePattern(c.req.path),
      status: c.res.status,
      ms: Math.round(now() - startedAt),
    })
  }
}
