import type { CreateSocket, SocketListener } from '../brtc/browser-socket.ts'

/** What the gateway says to a call; undefined leaves it unanswered. */
export type ScriptedReply =
  | { result: unknown }
  | { error: { code: number; message: string } }
  | undefined
export type Script = Record<string, (params: Record<string, unknown>) => ScriptedReply>

/** A frame of the device's, as it arrived. */
export type DeviceFrame = { id?: number; method: string; params?: Record<string, unknown> }

const agreeable: Script = {
  setMediaPreferences: () => ({
    result: {
      endpointId: 'e-1',
      deviceId: 'd-1',
      publishSdpOffer: { peerType: 'publish', sdpOffer: 'publish offer' },
      subscribeSdpOffer: { peerType: 'subscribe', sdpOffer: 'subscribe offer' },
    },
  }),
  requestOutboundConnection: () => ({ result: { accepted: true } }),
}

/**
 * The gateway's socket without media: plain JSON, an answer for every call, `delay` ms each way on the global
 * timers, so that a test can move them; without a delay, in the next microtask.
 */
export function createScriptedGateway(script: Script = {}, delay = 0) {
  const replies: Script = { ...agreeable, ...script }
  const received: DeviceFrame[] = []
  const urls: string[] = []
  const closedWith: number[] = []
  let listener: SocketListener | undefined

  const push = (text: string) => listener?.onText(text)
  const receive = (text: string) => {
    const frame = JSON.parse(text) as DeviceFrame
    received.push(frame)
    if (frame.id === undefined) return
    const reply = (replies[frame.method] ?? (() => ({ result: null })))(frame.params ?? {})
    if (!reply) return
    const answer = JSON.stringify({ jsonrpc: '2.0', id: frame.id, ...reply })
    after(delay, () => push(answer))
  }

  const createSocket: CreateSocket = (url, socketListener) => {
    urls.push(url)
    listener = socketListener
    after(2 * delay, () => listener?.onOpen())
    return {
      send: (text) => {
        after(delay, () => receive(text))
      },
      close: (code) => {
        closedWith.push(code)
      },
    }
  }

  return {
    createSocket,
    urls,
    /** Everything that the device sent, oldest first. */
    received,
    methods: () => received.map(({ method }) => method),
    paramsOf: (method: string) =>
      received.filter((frame) => frame.method === method).map(({ params }) => params),
    /** How the device closed the socket. */
    closedWith,
    push,
    notify: (method: string, params?: unknown) =>
      push(JSON.stringify({ jsonrpc: '2.0', method, params })),
    close: (code: number, reason = '') => listener?.onClose(code, reason),
  }
}

function after(delay: number, run: () => void): void {
  if (delay === 0) queueMicrotask(run)
  else setTimeout(run, delay)
}
