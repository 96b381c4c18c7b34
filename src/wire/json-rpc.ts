import * as v from 'valibot'

/** JSON-RPC 2.0 over text frames, one object per frame (brtc-protocol 3). */

/** JavaScript devices count in integers, the mobile SDKs in decimal strings; the gateway echoes the type. */
const RpcId = v.union([v.number(), v.string()])
export type RpcId = v.InferOutput<typeof RpcId>

const Version = v.literal('2.0')
const Params = v.optional(v.unknown())

/** Order matters: a reply has no method, a notification no id. */
const Frame = v.union([
  v.object({ jsonrpc: Version, id: RpcId, method: v.string(), params: Params }),
  v.object({ jsonrpc: Version, method: v.string(), params: Params }),
  v.object({
    jsonrpc: Version,
    id: v.nullable(RpcId),
    error: v.object({ code: v.number(), message: v.string(), data: v.optional(v.unknown()) }),
  }),
  v.object({ jsonrpc: Version, id: RpcId, result: v.unknown() }),
  // The dialect of rpc-websockets: seen in the JS SDK's local test server only. Understood, never sent.
  v.pipe(
    v.object({ notification: v.string(), params: Params }),
    v.transform(({ notification, params }) => ({
      jsonrpc: '2.0' as const,
      method: notification,
      params,
    })),
  ),
])

export type RpcError = { code: number; message: string; data?: unknown }
export type RpcRequest = { type: 'request'; id: RpcId; method: string; params: unknown }
export type RpcNotification = { type: 'notification'; method: string; params: unknown }
export type RpcResult = { type: 'result'; id: RpcId; result: unknown }
export type RpcFailure = { type: 'failure'; id: RpcId | null; error: RpcError }
export type RpcInvalid = { type: 'invalid'; reason: 'not-json' | 'not-json-rpc' }
export type RpcFrame = RpcRequest | RpcNotification | RpcResult | RpcFailure | RpcInvalid

/** Reads one text frame. Never throws: what cannot be read is an `invalid` frame with the reason. */
export function parseFrame(text: string): RpcFrame {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { type: 'invalid', reason: 'not-json' }
  }
  const parsed = v.safeParse(Frame, json)
  if (!parsed.success) return { type: 'invalid', reason: 'not-json-rpc' }
  const frame = parsed.output
  if ('error' in frame) return { type: 'failure', id: frame.id, error: frame.error }
  if ('method' in frame) {
    return 'id' in frame
      ? { type: 'request', id: frame.id, method: frame.method, params: frame.params }
      : { type: 'notification', method: frame.method, params: frame.params }
  }
  return { type: 'result', id: frame.id, result: frame.result }
}

/** An absent `params` leaves the member out: the JS SDK sends `leave` that way. */
export const requestFrame = (id: RpcId, method: string, params?: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params })

export const notificationFrame = (method: string, params?: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', method, params })

/** A void result is sent as `null`: rpc-websockets rejects a reply with neither result nor error. */
export const resultFrame = (id: RpcId, result: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, result: result ?? null })

export const failureFrame = (id: RpcId | null, error: RpcError): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error })

/** JSON-RPC 2.0, section 5.1. The gateway is described as a jrpc2 server [JS-rpc-test]. */
export const rpcErrorCodes = {
  parse: -32700,
  invalidRequest: -32600,
  unknownMethod: -32601,
  invalidParams: -32602,
  internal: -32603,
} as const
