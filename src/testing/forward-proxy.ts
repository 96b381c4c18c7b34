import { createServer, type IncomingMessage, request, type Server, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { closeCodes } from '../wire/close-codes.ts'

export interface ForwardProxy {
  /** On the loopback interface. */
  port: number
  close: () => void
}

/**
 * An HTTP proxy for one browser, which finds every server under its own address by it. In what a gateway says to it the
 * ports of its media are replaced, so that media pass where the rest does; what the browser says of its own is left out,
 * as the gateway learns that from the first packet (brtc-protocol 6.2).
 */
export async function startForwardProxy(
  portTo: (target: number) => Promise<number>,
): Promise<ForwardProxy> {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = '' } = incoming
    const onward = request(new URL(url), { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      outgoing.flushHeaders()
      answer.pipe(outgoing)
    })
    onward.on('error', () => incoming.socket.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  // A browser asks for a tunnel where it is to be a WebSocket: it ends here, and is dialled anew.
  server.on('connect', (_: IncomingMessage, tunnel: Duplex) => {
    tunnel.write('HTTP/1.1 200 Connection established\r\n\r\n')
    server.emit('connection', tunnel)
  })
  server.on('upgrade', (incoming: IncomingMessage, tunnel: Duplex, head: Buffer) => {
    tunnel.on('error', () => tunnel.destroy())
    const { url, headers } = incoming
    const { host, origin } = headers
    const gateway = new WebSocket(`ws://${host}${url}`, { ...(origin && { origin }) })
    gateway.on('unexpected-response', (_, { statusCode = 502 }) => {
      tunnel.end(`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\nConnection: close\r\n\r\n`)
    })
    gateway.on('error', () => tunnel.destroy())
    gateway.on('open', () =>
      sockets.handleUpgrade(incoming, tunnel, head, (browser) => {
        lead(gateway, browser, (text) => withPorts(text, portTo))
        lead(browser, gateway, async (text) => text.replaceAll(/a=candidate:.*?\\r\\n/g, ''))
      }),
    )
  })
  return { port: await listen(server), close: () => close(server, sockets) }
}

/** Frames keep their order, and the close comes after the last of them. */
function lead(from: WebSocket, to: WebSocket, change: (text: string) => Promise<string>): void {
  let last: Promise<unknown> = Promise.resolve()
  const then = (act: () => unknown) => {
    last = last.then(act, act)
  }
  from.on('message', (data: Buffer) =>
    then(async () => {
      const text = await change(data.toString('utf8'))
      if (to.readyState === WebSocket.OPEN) to.send(text)
    }),
  )
  from.on('close', (code, reason) =>
    then(() => (code === closeCodes.noCloseFrame ? to.terminate() : closeWith(to, code, reason))),
  )
}

/** 1005 stands for a close frame without a code, and is never sent. */
function closeWith(socket: WebSocket, code: number, reason: Buffer): void {
  if (code === 1005) socket.close()
  else socket.close(code, reason)
}

async function withPorts(
  text: string,
  portTo: (target: number) => Promise<number>,
): Promise<string> {
  const candidate = /(candidate:\S+ \d udp \d+ \S+ )(\d+)/gi
  const ports = [...text.matchAll(candidate)].map(([, , port]) => Number(port))
  const doors = new Map(
    await Promise.all(ports.map(async (port) => [port, await portTo(port)] as const)),
  )
  return text.replaceAll(candidate, (_, words: string, port: string) => {
    return `${words}${doors.get(Number(port))}`
  })
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function close(server: Server, sockets: WebSocketServer): void {
  for (const socket of sockets.clients) socket.terminate()
  server.close()
  server.closeAllConnections()
}
