import * as v from 'valibot'
import { deviceNotifications, gatewayMethods, type GatewayMethod } from '../wire/gateway.ts'
import {
  failureFrame,
  parseFrame,
  resultFrame,
  rpcErrorCodes,
  type RpcError,
  type RpcRequest,
} from '../wire/json-rpc.ts'
import { RpcFault } from './rpc-fault.ts'

/** What the gateway does for each method. A handler refuses by throwing an RpcFault. */
export type GatewayHandlers = {
  [M in GatewayMethod]: (
    params: v.InferOutput<(typeof gatewayMethods)[M]['params']>,
  ) => Promise<v.InferInput<(typeof gatewayMethods)[M]['result']>>
}

export type GatewayRpcOptions = {
  handlers: GatewayHandlers
  /** Puts a frame on the wire; `summary` is one line about it, undefined for keep-alive traffic. */
  send: (frame: string, summary: string | undefined) => void
  /** A frame came in. `isPrivate`: what it holds must not be kept. */
  received: (frame: string, summary: string, isPrivate: boolean) => void
  /** The device takes its leave. */
  left: () => void
}

export interface GatewayRpc {
  message: (frame: string) => void
}

/** JSON-RPC 2.0 as the gateway speaks it (brtc-protocol 3). Frames are served side by side: replies may overtake each other. */
export function createGatewayRpc({
  handlers,
  send,
  received,
  left,
}: GatewayRpcOptions): GatewayRpc {
  function message(text: string): void {
    const frame = parseFrame(text)
    switch (frame.type) {
      case 'invalid': {
        const [code, message] =
          frame.reason === 'not-json'
            ? [rpcErrorCodes.parse, 'not JSON']
            : [rpcErrorCodes.invalidRequest, 'not a JSON-RPC 2.0 request']
        received(text, message, false)
        return send(failureFrame(null, { code, message }), `error ${code} ${message}`)
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
      send(resultFrame(id, result), method === 'ping' ? undefined : `reply ${method}`)
    } catch (cause) {
      const error = asRpcError(cause)
      send(failureFrame(id, error), `error ${method} ${error.code} ${error.message}`)
    }
  }

  async function call(method: string, params: unknown): Promise<unknown> {
    if (!isGatewayMethod(method)) {
      throw new RpcFault({ code: rpcErrorCodes.unknownMethod, message: `no method ${method}` })
    }
    const parsed = v.safeParse(gatewayMethods[method].params, params)
    if (!parsed.success) {
      const message = `params of ${method}: ${v.summarize(parsed.issues)}`
      throw new RpcFault({ code: rpcErrorCodes.invalidParams, message })
    }
    // The schema and the handler have the same name, which the compiler cannot follow through a variable.
    const handler = handlers[method] as (params: unknown) => Promise<unknown>
    return await handler(parsed.output)
  }

  return { message }
}

function isGatewayMethod(method: string): method is GatewayMethod {
  return Object.hasOwn(gatewayMethods, method)
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
