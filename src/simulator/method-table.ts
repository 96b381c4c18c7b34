import * as v from 'valibot'
import { rpcErrorCodes } from '../wire/json-rpc.ts'
import { RpcFault } from './rpc-fault.ts'

/** The methods that devices of one dialect may call, as `wire/` has them. */
type MethodTable = Readonly<Record<string, { params: v.GenericSchema; result: v.GenericSchema }>>

/** What the gateway does for each method. A handler refuses by throwing an RpcFault. */
export type MethodHandlers<T extends MethodTable> = {
  [M in keyof T]: (params: v.InferOutput<T[M]['params']>) => Promise<v.InferInput<T[M]['result']>>
}

/** Performs a method by its name. Rejects with an RpcFault where the name or the params are wrong. */
export type CallMethod = (method: string, params: unknown) => Promise<unknown>

export function serveMethods<T extends MethodTable>(
  methods: T,
  handlers: MethodHandlers<T>,
): CallMethod {
  return async (method, params) => {
    const schemas = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (!schemas) {
      throw new RpcFault({ code: rpcErrorCodes.unknownMethod, message: `no method ${method}` })
    }
    const parsed = v.safeParse(schemas.params, params)
    if (!parsed.success) {
      const message = `params of ${method}: ${v.summarize(parsed.issues)}`
      throw new RpcFault({ code: rpcErrorCodes.invalidParams, message })
    }
    // The schema and the handler have the same name, which the compiler cannot follow through a variable.
    const handler = handlers[method] as (params: unknown) => Promise<unknown>
    return await handler(parsed.output)
  }
}
