import * as v from 'valibot'
import {
  gatewayMethods,
  gatewayNotifications,
  type DeviceNotification,
  type GatewayMethod,
  type GatewayNotification,
  type MethodParams,
  type MethodResult,
  type NotificationParams,
} from '../wire/gateway.ts'
import {
  failureFrame,
  notificationFrame,
  parseFrame,
  requestFrame,
  resultFrame,
  rpcErrorCodes,
  type RpcError,
} from '../wire/json-rpc.ts'
import { BrtcError } from './errors.ts'
import type { Waits } from './waits.ts'

export type NotificationHandlers = {
  [N in GatewayNotification]?: (params: NotificationParams<N>) => void
}

/** One frame as it went by: replies have the method `reply`, and `replyTo` is what they answer, where that is known. */
export type SeenFrame = {
  direction: 'sent' | 'received'
  method: string
  replyTo?: string
  text: string
}

export type RpcChannelOptions = {
  send: (frame: string) => void
  handlers: NotificationHandlers
  /** What arrived and could not be used. */
  onFault: (error: BrtcError) => void
  onFrame: (frame: SeenFrame) => void
  waits: Waits
  /** Milliseconds for each reply. */
  replyLimit: number
}

export interface RpcChannel {
  /**
   * Calls the gateway and parses the result.
   * @throws BrtcError `rejected` with `rpcCode`, `timeout`, `protocol` for a result of another shape, or the
   * session's error
   */
  call: <M extends GatewayMethod>(
    method: M,
    params: MethodParams<M>,
    /** Milliseconds for the reply, where it is not `replyLimit`. */
    limit?: number,
  ) => Promise<MethodResult<M>>
  notify: (method: DeviceNotification) => void
  /** Takes one text frame from the gateway. Never throws for what is in it. */
  receive: (frame: string) => void
}

/** JSON-RPC 2.0 between the device and the gateway (brtc-protocol 3). */
export function createRpcChannel(options: RpcChannelOptions): RpcChannel {
  const { waits, onFrame, onFault, handlers } = options
  const pending = new Map<string, PendingCall>()
  let lastId = 0

  const send = (method: string, frame: string) => {
    onFrame({ direction: 'sent', method, text: frame })
    options.send(frame)
  }

  const call: RpcChannel['call'] = async (method, params, limit = options.replyLimit) => {
    const id = ++lastId
    const reply = waits.within(limit, `The reply to ${method}`, () => {
      // Known before it is sent: a reply can arrive before `send` returns.
      const result = new Promise<unknown>((resolve, reject) => {
        pending.set(String(id), {
          method,
          resolve,
          reject: (error) => reject(rejected(method, error)),
        })
      })
      send(method, requestFrame(id, method, params))
      return result
    })
    return parseResult(method, await reply.finally(() => pending.delete(String(id))))
  }

  const notification = (method: string, params: unknown): boolean => {
    if (!isGatewayNotification(method)) return false
    const parsed = v.safeParse(gatewayNotifications[method], params)
    if (parsed.success) {
      // The parser of that very method made them, which TypeScript cannot follow through the table.
      handlers[method]?.(parsed.output as never)
    } else
      onFault(new BrtcError('protocol', `${method} has another shape: ${issue(parsed.issues)}`))
    return true
  }

  const receive = (text: string) => {
    const frame = parseFrame(text)
    const replyTo = 'id' in frame ? pending.get(String(frame.id))?.method : undefined
    onFrame({
      direction: 'received',
      text,
      ...('method' in frame
        ? { method: frame.method }
        : { method: 'reply', ...(replyTo !== undefined && { replyTo }) }),
    })
    switch (frame.type) {
      case 'result':
        // An unknown id is the late reply to a call that timed out.
        pending.get(String(frame.id))?.resolve(frame.result)
        break
      case 'failure':
        if (frame.id === null) onFault(rejected('A frame of ours', frame.error))
        else pending.get(String(frame.id))?.reject(frame.error)
        break
      case 'notification':
        notification(frame.method, frame.params)
        break
      case 'request':
        // Never seen from a gateway; JSON-RPC wants it answered.
        send(
          'reply',
          notification(frame.method, frame.params)
            ? resultFrame(frame.id, null)
            : failureFrame(frame.id, {
                code: rpcErrorCodes.unknownMethod,
                message: 'method not found',
              }),
        )
        break
      case 'invalid':
        onFault(new BrtcError('protocol', `The gateway sent a frame that is ${frame.reason}`))
        break
    }
  }

  return { call, receive, notify: (method) => send(method, notificationFrame(method)) }
}

type PendingCall = {
  method: string
  resolve: (result: unknown) => void
  reject: (error: RpcError) => void
}

const rejected = (what: string, error: RpcError) =>
  new BrtcError('rejected', `${what} was refused: ${error.message}`, { rpcCode: error.code })

const isGatewayNotification = (method: string): method is GatewayNotification =>
  Object.hasOwn(gatewayNotifications, method)

function parseResult<M extends GatewayMethod>(method: M, result: unknown): MethodResult<M> {
  const parsed = v.safeParse(gatewayMethods[method].result, result)
  if (parsed.success) return parsed.output
  throw new BrtcError(
    'protocol',
    `The reply to ${method} has another shape: ${issue(parsed.issues)}`,
  )
}

const issue = (issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string =>
  `${v.getDotPath(issues[0]) ?? 'params'}, ${issues[0].expected ?? 'something else'} expected`
