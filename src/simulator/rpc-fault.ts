import type { RpcError } from '../wire/json-rpc.ts'

/** Code for "not now": JSON-RPC leaves -32000 to -32099 to the server, and the gateway's own codes are UNVERIFIED. */
const notNow = -32000

/** What a device did wrong, as it is told. `code` is a JSON-RPC error code. */
export class RpcFault extends Error {
  readonly code: number

  constructor(error: RpcError, options?: ErrorOptions) {
    super(error.message, options)
    this.name = 'RpcFault'
    this.code = error.code
  }
}

/** A method that exists, called at a moment when it cannot be. */
export const wrongMoment = (message: string): RpcFault => new RpcFault({ code: notNow, message })
