import * as v from 'valibot'
import { deviceNotifications } from '../wire/gateway.ts'
import {
  failureFrame,
  parseFrame,
  resultFrame,
  rpcErrorCodes,
  type RpcError,
  type RpcRequest,
} from '../wire/json-rpc.ts'
import type { OutgoingFrame } from './frame-faults.ts'
import type { CallMethod } from './method-table.ts'
import { RpcFault } from './rpc-fault.ts'

export type GatewayRpcOptions = {
  /** Performs a method, or rejects with an RpcFault. */
  call: CallMethod
  /** Puts a frame on the wire. A reply to what is no request has no method. */
  send: (frame: OutgoingFrame) => void
  /** A frame came in. `isPrivate`: what it holds must not be kept. */
  received: (frame: string, summary: string, isPrivate: boolean) => void
  /** The device takes its leave. */
  left: () => void
}

export interface GatewayRpc {
  message: (frame: string) => void
}

/** JSON-RPC 2.0 as the gateway speaks it (brtc-protocol 3). Frames are served side by side: replies may overtake each other. */
export function createGatewayRpc({ call, send, received, left }: GatewayRpcOptions): GatewayRpc {
  function message(text: string): void {
    const frame = parseFrame(text)
    switch (frame.type) {
      case 'invalid': {
        const [code, message] =
          frame.reason === 'not-json'
            ? [rpcErrorCodes.parse, 'not JSON']
            : [rpcErrorCodes.invalidRequest, 'not a JSON-RPC 2.0 request']
        received(text, message, false)
        return send({
          method: '',
          text: failureFrame(null, { code, message }),
          summary: `error ${code} ${message}`,
        })
      }
      case 'request':
        if (frame.method !== 'ping')
          received(text, describeMessage(frame.method, frame.params), false)
        void serve(frame)
        return
      case 'notification':
        return observe(text, frame.method, frame.params)
      case 'result':
      case 'failure':
        // The gateway asks the device nothing, so there is nothing to match it with.
        return received(text, 'reply to nothing', false)
    }
  }

  function observe(text: string, method: string, params: unknown): void {
    if (method !== 'ping') {
      // The official SDK's diagnostics hold its whole log, the token's URL included.
      received(text, describeMessage(method, params), method === 'deviceDiagnostics')
    }
    if (method === 'leave' && v.is(deviceNotifications.leave, params)) left()
  }

  async function serve({ id, method, params }: RpcRequest): Promise<void> {
    try {
      const result = await call(method, params)
      const summary = method === 'ping' ? undefined : `reply ${method}`
      send({ method, text: resultFrame(id, result), summary })
    } catch (cause) {
      const error = asRpcError(cause)
      const summary = `error ${method} ${error.code} ${error.message}`
      send({ method, text: failureFrame(id, error), summary })
    }
  }

  return { message }
}

function asRpcError(cause: unknown): RpcError {
  if (cause instanceof RpcFault) return { code: cause.code, message: cause.message }
  return { code: rpcErrorCodes.internal, message: String(cause) }
}

/** The members worth a reader's first glance. */
const Glance = v.object({
  peerType: v.optional(v.string()),
  sdpRevision: v.optional(v.number()),
  id: v.optional(v.string()),
  endpoint: v.optional(v.string()),
  callId: v.optional(v.string()),
})

/** `sdpOffer subscribe rev 3`, `requestOutboundConnection +19195550101`, `acceptStream`. */
export function describeMessage(method: string, params: unknown): string {
  const glance = v.safeParse(Glance, params)
  if (!glance.success) return method
  const { peerType, sdpRevision, id, endpoint, callId } = glance.output
  const peer = peerType ?? (method === 'sdpOffer' ? 'subscribe' : undefined)
  const revision = sdpRevision === undefined ? undefined : `rev ${sdpRevision}`
  return [method, peer, revision, id, endpoint, callId]
    .filter((part) => part !== undefined)
    .join(' ')
}
