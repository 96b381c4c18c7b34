import { WebSocket } from 'ws'
import { openRawUrl, type RawSocket } from './raw-socket.ts'

/** A raw socket over a network. */
export interface DialedSocket extends RawSocket {
  webSocket: WebSocket
  /** The close as this end saw it: 1006 where no close frame came. */
  closed: Promise<{ code: number; reason: string }>
}

/** An upgrade that was answered with something else than 101. */
export class UpgradeRefused extends Error {
  override readonly name = 'UpgradeRefused'
  readonly status: number

  constructor(status: number) {
    super(`the upgrade was answered with ${status}`)
    this.status = status
  }
}

const usual = { client: 'raw', sdkVersion: '0', uniqueId: 'u-1' }

/**
 * Dials a gateway as a device does.
 * @param base the gateway's address without a query
 * @throws UpgradeRefused
 */
export function dial(base: string, query: Record<string, string>): Promise<DialedSocket> {
  return dialUrl(`${base}?${new URLSearchParams({ ...usual, ...query }).toString()}`)
}

/** @throws UpgradeRefused */
export async function dialUrl(url: string): Promise<DialedSocket> {
  const webSocket = new WebSocket(url)
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    webSocket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  const raw = openRawUrl(
    {
      connect: (_url, socket) => {
        // The gateway speaks text only.
        webSocket.on('message', (data) => socket.send((data as Buffer).toString()))
        webSocket.on('close', (code, reason) => socket.close(code, reason.toString()))
        return {
          message: (text) => webSocket.send(text),
          closed: () => webSocket.terminate(),
        }
      },
    },
    url,
  )
  await new Promise<void>((resolve, reject) => {
    webSocket.once('open', resolve)
    webSocket.on('error', reject)
    webSocket.once('unexpected-response', (request, response) => {
      reject(new UpgradeRefused(response.statusCode ?? 0))
      request.destroy()
    })
  })
  return { ...raw, webSocket, closed }
}
