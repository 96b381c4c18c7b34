import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What the relay does with a request: `open` passes it on. `closed` cuts the connection, as where nobody listens. `refusing`
 * answers 503 without passing it on; `losing` passes it on and answers 503 in place of the answer, so that it was handled
 * and will be sent again; `garbling` passes it on and answers with BXML that breaks off.
 */
export type RelayManner = 'open' | 'closed' | 'refusing' | 'losing' | 'garbling'

/** A reverse proxy in front of a program that may end and come back on another port: the address stays. */
export interface Relay {
  /** `http://127.0.0.1:12345` */
  address: string
  /** Where requests go from now on; undefined: nobody is there. */
  leadTo: (address: string | undefined) => void
  /**
   * From now on, for requests whose path contains `path`, for all where none is given. The latest that concerns a request
   * counts; `open` without a path forgets them all.
   */
  be: (manner: RelayManner, path?: string) => void
  close: () => Promise<void>
}

/** On a free port of the loopback interface. */
export async function createRelay(): Promise<Relay> {
  let target: string | undefined
  let manners: { manner: RelayManner; path: string }[] = []

  const pass = (incoming: IncomingMessage, outgoing: ServerResponse, manner: RelayManner) => {
    const cut = () => incoming.socket.destroy()
    const { method, headers, url } = incoming
    // A connection for each request: none that the program before a restart had is used for the one after it.
    const onward = request(
      new URL(url ?? '/', target),
      { method, headers: { ...headers, connection: 'close' }, agent: false },
      (answer) => {
        answer.on('error', cut)
        if (manner === 'losing') {
          answer.resume().on('end', () => outgoing.writeHead(503).end())
          return
        }
        if (manner === 'garbling') {
          const headers = { 'Content-Type': 'application/xml' }
          answer.resume().on('end', () => outgoing.writeHead(200, headers).end('<Response><Conn'))
          return
        }
        const { connection: _, 'keep-alive': __, ...kept } = answer.headers
        outgoing.writeHead(answer.statusCode ?? 502, kept)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', cut)
    incoming.pipe(onward)
  }

  const server = createServer((incoming, outgoing) => {
    const { url = '' } = incoming
    const manner = manners.findLast(({ path }) => url.includes(path))?.manner ?? 'open'
    if (manner === 'closed' || target === undefined) incoming.socket.destroy()
    else if (manner === 'refusing') incoming.resume().on('end', () => outgoing.writeHead(503).end())
    else pass(incoming, outgoing, manner)
  })
  // No connection is closed at the moment at which the peer uses it again.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    address: `http://127.0.0.1:${port}`,
    leadTo: (address) => {
      target = address
    },
    be: (manner, path = '') => {
      manners = manner === 'open' && path === '' ? [] : [...manners, { manner, path }]
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
