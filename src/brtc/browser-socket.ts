import { gatewayQuery } from '../wire/gateway.ts'
import { BrtcError } from './errors.ts'

/** An open, or opening, socket to the gateway. Text frames only. */
export interface GatewaySocket {
  send: (text: string) => void
  close: (code: number) => void
}

export type SocketListener = {
  onOpen: () => void
  onText: (text: string) => void
  /** Exactly once, whether the socket had opened or not. */
  onClose: (code: number, reason: string) => void
}

export type CreateSocket = (url: string, listener: SocketListener) => GatewaySocket

/** The browser's WebSocket; a binary frame is read as UTF-8 (brtc-protocol 3). */
export const createBrowserSocket: CreateSocket = (url, listener) => {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', listener.onOpen)
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    listener.onText(typeof data === 'string' ? data : new TextDecoder().decode(data))
  })
  socket.addEventListener('close', ({ code, reason }) => listener.onClose(code, reason))
  return {
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
  }
}

export type GatewayAddress = { gatewayUrl: string; endpointToken: string; uniqueId: string }

/**
 * The gateway's URL with its query (2.1). It holds the token: it goes to the socket and nowhere else.
 * @throws BrtcError `bad-token` for what is no three-part JWT, `handshake-failed` for what is no URL
 */
export function gatewayUrlWithQuery({
  gatewayUrl,
  endpointToken,
  uniqueId,
}: GatewayAddress): string {
  if (!/^[^.\s]+\.[^.\s]+\.[^.\s]+$/.test(endpointToken)) {
    throw new BrtcError('bad-token', 'A device token has three parts with dots between them')
  }
  if (!URL.canParse(gatewayUrl)) {
    throw new BrtcError('handshake-failed', 'The address of the gateway is not a URL')
  }
  const url = new URL(gatewayUrl)
  // What the official JavaScript SDK sends, in browsers too.
  url.searchParams.set(gatewayQuery.client, 'node')
  url.searchParams.set(gatewayQuery.sdkVersion, '0.1.0')
  url.searchParams.set(gatewayQuery.uniqueId, uniqueId)
  url.searchParams.set(gatewayQuery.endpointToken, endpointToken)
  return url.href
}
