import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Gateway, GatewaySocket, Refusal } from '../gateway.ts'
import type { DeviceSocket } from '../gateway-connection.ts'

/** Bytes in a frame; an SDP of fifty calls is a tenth of that. */
const maxPayload = 1_048_576

/**
 * Opens the gateway's WebSocket on a server of HTTP: a device that is not let in gets the status over HTTP (brtc-protocol 2.3).
 * @param path where devices dial; those of the older platform add `/v3/` to it
 * @param isKnownHost whether a request for that host name is one for this server
 * @returns ends every socket without a close frame
 */
export function serveGateway(options: {
  server: Server
  gateway: Gateway
  path: string
  isKnownHost: (hostname: string) => boolean
}): () => void {
  const { server, gateway, path, isKnownHost } = options
  const upgrades = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false })

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that resets the connection before it is a WebSocket is gone, and that is all.
    socket.on('error', () => socket.destroy())
    const url = readUrl(request)
    if (!url || !isKnownHost(url.hostname)) return refuse(socket, 421)
    if (url.pathname !== path && url.pathname !== `${path}/v3/`) return refuse(socket, 404)
    const line = createLine(socket)
    const session = gateway.connect(url.href, line.device)
    if ('refused' in session) return refuse(socket, session.refused, session.reason)
    upgrades.handleUpgrade(request, socket, head, (webSocket) => line.open(webSocket, session))
    // A handshake that is none has been answered with 400 by now.
    if (!line.isOpen()) session.closed()
  }

  server.on('upgrade', upgrade)
  return () => {
    server.off('upgrade', upgrade)
    for (const webSocket of upgrades.clients) webSocket.terminate()
    upgrades.close()
  }
}

function readUrl({ url = '/', headers }: IncomingMessage): URL | undefined {
  const whole = `ws://${headers.host ?? ''}${url}`
  return URL.canParse(whole) ? new URL(whole) : undefined
}

function refuse(socket: Duplex, status: 421 | Refusal['refused'], reason = ''): void {
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(reason)}`,
      '',
      reason,
    ].join('\r\n'),
  )
}

/** The gateway may speak, and hang up, before the handshake is through: that comes after it. */
function createLine(socket: Duplex) {
  let webSocket: WebSocket | undefined
  const early: ((webSocket: WebSocket) => void)[] = []
  const act = (what: (webSocket: WebSocket) => void) => {
    if (webSocket) what(webSocket)
    else early.push(what)
  }
  const device: DeviceSocket = {
    send: (text) => act((open) => open.send(text)),
    close: (code, reason) => act((open) => open.close(code, reason)),
    cut: () => socket.destroy(),
  }
  return {
    device,
    isOpen: () => webSocket !== undefined,
    open: (opened: WebSocket, session: GatewaySocket) => {
      webSocket = opened
      // Bytes that are UTF-8 are read as the text that they are: a device's SDK sends its frames so.
      opened.on('message', (data) => session.message(textOf(data)))
      opened.on('close', session.closed)
      // What is no WebSocket frame, or too long, is answered with a close code by the library.
      opened.on('error', () => {})
      for (const what of early.splice(0)) what(opened)
    },
  }
}

function textOf(data: RawData): string {
  const chunks = Array.isArray(data) ? data : [Buffer.from(data as ArrayBuffer)]
  return Buffer.concat(chunks).toString('utf8')
}
