import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createDatagrams } from './datagrams.ts'
import { startForwardProxy } from './forward-proxy.ts'

/**
 * How a network is gone. `silent`: nothing passes any more and nobody is told, as behind a router that has lost its line; what
 * was sent over TCP arrives when the network is back. `reset`: connections break, and new ones are refused.
 */
export type Cut = 'silent' | 'reset'

/** What connects one browser with everything: pages, the application, the gateway's socket and the media. */
export interface Cable {
  /** The proxy that a browser is to use, `http://127.0.0.1:12345`. */
  address: string
  cut: (how: Cut) => void
  mend: () => void
  close: () => void
}

type Connection = { browser: Socket; server: Socket; since: number; isLed: boolean }

const loopback = '127.0.0.1'

/**
 * The cut is one of packets: browsers know of no `offline`, and their own emulation of it reaches neither open sockets nor
 * media. A connection that is asked for while nothing passes is there when its SYN is sent again, as TCP does it.
 */
export async function layCable(): Promise<Cable> {
  let state: Cut | 'whole' = 'whole'
  const datagrams = createDatagrams(() => state !== 'whole')
  const proxy = await startForwardProxy(datagrams.portTo)
  const connections = new Set<Connection>()

  const server = createServer((browser) => {
    if (state === 'reset') return void browser.on('error', () => {}).resetAndDestroy()
    const onward = connect(proxy.port, loopback)
    const connection = { browser, server: onward, since: Date.now(), isLed: state === 'whole' }
    connections.add(connection)
    for (const socket of [browser, onward]) {
      socket.on('error', () => {})
      socket.on('close', () => {
        connections.delete(connection)
        if (state !== 'silent') for (const end of [browser, onward]) end.destroy()
      })
    }
    if (state === 'whole') lead(connection)
  })
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve))

  return {
    address: `http://${loopback}:${(server.address() as AddressInfo).port}`,
    cut: (how) => {
      state = how
      for (const { browser, server: onward } of connections) {
        for (const end of [browser, onward]) {
          if (how === 'reset') end.resetAndDestroy()
          else end.unpipe().pause()
        }
      }
    },
    mend: () => {
      state = 'whole'
      for (const connection of connections) {
        if (connection.isLed) lead(connection)
        else setTimeout(() => lead(connection), untilNextSyn(connection.since))
      }
    },
    close: () => {
      server.close()
      for (const { browser, server: onward } of connections) {
        browser.destroy()
        onward.destroy()
      }
      proxy.close()
      datagrams.close()
    },
  }
}

function lead(connection: Connection): void {
  connection.isLed = true
  connection.browser.pipe(connection.server)
  connection.server.pipe(connection.browser)
}

/** Milliseconds. A SYN goes out again after 1 s, and each time twice as long after the last. */
function untilNextSyn(since: number): number {
  const passed = Date.now() - since
  let next = 1_000
  while (next < passed) next = next * 2 + 1_000
  return next - passed
}
