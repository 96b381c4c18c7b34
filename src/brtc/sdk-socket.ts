import * as v from 'valibot'
import {
  failureFrame,
  notificationFrame,
  parseFrame,
  requestFrame,
  resultFrame,
  rpcErrorCodes,
  type RpcFailure,
  type RpcId,
  type RpcRequest,
  type RpcResult,
} from '../wire/json-rpc.ts'
import type { CreateSocket, GatewaySocket } from './browser-socket.ts'
import { BrtcError } from './errors.ts'
import type { Limits } from './limits.ts'
import type { SeenFrame } from './rpc-channel.ts'
import type { Waits } from './waits.ts'

export type SdkSocketOptions = {
  createSocket: CreateSocket
  waits: Waits
  limits: Pick<Limits, 'reply' | 'negotiation' | 'probe'>
  onFrame: (frame: SeenFrame) => void
  /** Something could not be used; the session goes on. */
  onFault: (error: BrtcError) => void
  /** The session cannot go on. */
  onLost: (error: BrtcError) => void
}

/**
 * Stands between `@bandwidth/webrtc-browser` and the gateway's socket. The package takes `substitute` for the browser's
 * `WebSocket` and is told only what it can bear: never that the socket was lost, because it would open another every
 * second for ever, each with the token in its URL; never an error that it would leave unhandled.
 */
export interface SdkSocket {
  /** In the place of `WebSocket`: opens nothing, and remembers the URL. */
  substitute: new (url: string) => EventTarget
  /** Where the package wants to be connected, with our own id of the device. It holds the token. */
  url: (uniqueId: string) => string
  /** The real socket, whose texts go to the package. */
  createSocket: CreateSocket
  /** Tells the package that the socket is open. */
  opened: () => void
  /**
   * Pings beside the package: without a reply within `limit`, or `limits.probe`, the session is lost. Resolves when that is
   * known.
   */
  checkAlive: (limit?: number) => Promise<void>
  /** Cuts the package off: nothing that it sends goes out any more, and it stops its ping. */
  close: () => void
}

/** 9.3. The package cannot do without `streamMetadata`, even where it is empty. */
const SdpOffer = v.looseObject({
  sdpOffer: v.string(),
  sdpRevision: v.optional(v.number()),
  streamMetadata: v.optional(v.record(v.string(), v.unknown()), {}),
})

/**
 * `deviceDiagnostics` is the package's whole log, with the token and every SDP; `leave` is said by the session itself,
 * once.
 */
const notSent = ['deviceDiagnostics', 'leave']

/** Calls whose refusal the package leaves unhandled, so it does not hear of one. */
const notRefused = ['setMediaPreferences', 'ping']

export function createSdkSocket(options: SdkSocketOptions): SdkSocket {
  const { waits, limits, onFrame, onFault, onLost } = options
  const pending = new Map<RpcId, { method: string; cancel: () => void }>()
  const unansweredOffers: (() => void)[] = []
  let lastRevision = 0
  let asked = ''
  let real: GatewaySocket | undefined
  let isClosed = false

  const send = (text: string) => {
    const frame = parseFrame(text)
    if (isClosed || !('method' in frame) || notSent.includes(frame.method)) return
    onFrame({ direction: 'sent', method: frame.method, text })
    if (frame.method === 'answerSdp') unansweredOffers.shift()?.()
    if (frame.type === 'request') expectReply(frame)
    real?.send(text)
  }

  const facade = Object.assign(new EventTarget(), { send, close: () => {} })

  const tell = (data: string) => {
    if (!isClosed) facade.dispatchEvent(new MessageEvent('message', { data }))
  }

  const expectReply = ({ id, method }: RpcRequest) => {
    const isLimited = method === 'answerSdp'
    const cancel = isLimited ? waits.after(limits.reply, () => onSilence(id, method)) : () => {}
    pending.set(id, { method, cancel })
  }

  /** Connecting and publishing have limits of their own. */
  const onSilence = (id: RpcId, method: string) => {
    pending.delete(id)
    const message = `The reply to ${method} took more than ${limits.reply} ms`
    const error = new BrtcError('timeout', message)
    onFault(error)
    // The package would wait for ever, and take no other offer until then.
    tell(failureFrame(id, { code: rpcErrorCodes.internal, message }))
  }

  let probes = 0
  const probing = new Map<RpcId, () => void>()
  const checkAlive = async (limit = limits.probe) => {
    // No number: those are the package's.
    const id = `alive ${++probes}`
    const ask = () =>
      new Promise<void>((resolve) => {
        probing.set(id, resolve)
        const text = requestFrame(id, 'ping', {})
        onFrame({ direction: 'sent', method: 'ping', text })
        real?.send(text)
      })
    try {
      await waits.within(limit, 'The reply to ping', ask)
    } catch (error) {
      if (error instanceof BrtcError && error.code === 'timeout') onLost(error)
    }
    probing.delete(id)
  }

  const asks = (id: RpcId) => (probing.has(id) ? 'ping' : pending.get(id)?.method)

  const onReply = (frame: RpcResult | RpcFailure) => {
    if (frame.id === null) return
    probing.get(frame.id)?.()
    const call = pending.get(frame.id)
    // The late reply to a call that timed out, or one to a probe.
    if (!call) return
    pending.delete(frame.id)
    call.cancel()
    if (frame.type === 'result') return tell(resultFrame(frame.id, frame.result))
    if (!notRefused.includes(call.method)) return tell(failureFrame(frame.id, frame.error))
    // Any reply to a ping is a sign of life.
    if (call.method !== 'ping') onLost(refused(call.method, frame))
  }

  const onNotification = (method: string, params: unknown) => {
    // The package listens to nothing else.
    if (method !== 'sdpOffer') return
    const offer = v.safeParse(SdpOffer, params)
    if (!offer.success) return onFault(new BrtcError('protocol', 'sdpOffer has another shape'))
    const { sdpRevision = lastRevision + 1 } = offer.output
    if (sdpRevision > lastRevision) expectAnswer(sdpRevision)
    else onFault(new BrtcError('protocol', 'An sdpOffer with an old revision is ignored'))
    tell(notificationFrame(method, offer.output))
  }

  /** The package keeps to itself that it could not apply an offer. */
  const expectAnswer = (revision: number) => {
    lastRevision = revision
    const cancel = waits.after(limits.negotiation, () => {
      unansweredOffers.splice(unansweredOffers.indexOf(cancel), 1)
      onFault(new BrtcError('media', `Offer ${revision} could not be answered (subscribe peer)`))
    })
    unansweredOffers.push(cancel)
  }

  const receive = (text: string) => {
    if (isClosed) return
    const frame = parseFrame(text)
    const replyTo = 'id' in frame && frame.id !== null ? asks(frame.id) : undefined
    onFrame({
      direction: 'received',
      text,
      ...('method' in frame
        ? { method: frame.method }
        : { method: 'reply', ...(replyTo !== undefined && { replyTo }) }),
    })
    switch (frame.type) {
      case 'result':
      case 'failure':
        return onReply(frame)
      case 'request':
      case 'notification':
        return onNotification(frame.method, frame.params)
      case 'invalid':
        return onFault(
          new BrtcError('protocol', `The gateway sent a frame that is ${frame.reason}`),
        )
    }
  }

  return {
    // `new` of a function that returns an object is that object.
    substitute: function (url: string) {
      asked = url
      return facade
    } as unknown as SdkSocket['substitute'],
    url: (uniqueId) => {
      const url = new URL(asked)
      // The package makes up another one for each session.
      url.searchParams.set('uniqueId', uniqueId)
      return url.href
    },
    createSocket: (url, listener) => {
      real = options.createSocket(url, { ...listener, onText: receive })
      return real
    },
    checkAlive,
    opened: () => facade.dispatchEvent(new Event('open')),
    close: () => {
      if (isClosed) return
      isClosed = true
      // The one code after which the package opens no other socket. Its own `disconnect` needs an open one, and throws.
      facade.dispatchEvent(new CloseEvent('close', { code: 1000 }))
    },
  }
}

const refused = (method: string, { error }: RpcFailure) =>
  new BrtcError('rejected', `${method} was refused: ${error.message}`, { rpcCode: error.code })
