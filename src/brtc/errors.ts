/**
 * Why the BRTC client failed. The screen has words for each code; `message` is for developers.
 *
 * - `bad-token`: the device token is not a three-part JWT, so nothing was sent.
 * - `handshake-failed`: the socket closed before it opened. A browser hides whether the gateway said 403
 *   (token), 409 (another device holds the endpoint) or nothing (network).
 * - `timeout`: a wait passed its limit; the message names the wait and the limit.
 * - `closed`: the socket closed while something was under way.
 * - `rejected`: the gateway answered a call with a JSON-RPC error; `rpcCode` is its code.
 * - `protocol`: the gateway sent what this client cannot use.
 * - `media`: a peer connection failed, or its description could not be applied.
 * - `not-connected`: called before `connect` resolved or after the session ended, or for a stream that is gone.
 * - `dtmf-unavailable`: the far side negotiated no telephone-event, or nothing is published.
 */
export type BrtcErrorCode =
  | 'bad-token'
  | 'handshake-failed'
  | 'timeout'
  | 'closed'
  | 'rejected'
  | 'protocol'
  | 'media'
  | 'not-connected'
  | 'dtmf-unavailable'

export class BrtcError extends Error {
  override readonly name = 'BrtcError'
  readonly code: BrtcErrorCode
  readonly rpcCode: number | undefined

  constructor(
    code: BrtcErrorCode,
    message: string,
    options: { cause?: unknown; rpcCode?: number } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.rpcCode = options.rpcCode
  }
}
