import type { CreateCallRequest, UpdateCallRequest } from '../wire/calls-api.ts'
import type { CreatedEndpoint, CreateEndpointRequest, Endpoint } from '../wire/endpoints-api.ts'

/**
 * All that the application asks of Bandwidth. In Node it is Bandwidth's REST API through `bandwidth-sdk`, in the page the
 * simulator's. Every method rejects with BandwidthApiError and nothing else.
 */
export interface BandwidthApi {
  createEndpoint: (request: CreateEndpointRequest) => Promise<CreatedEndpoint>
  /** An endpoint that is gone already is a success. */
  deleteEndpoint: (endpointId: string) => Promise<void>
  /** All of the account's endpoints, page after page; those with that status where one is given. */
  listEndpoints: (status?: 'CONNECTED' | 'DISCONNECTED') => Promise<readonly Endpoint[]>
  createCall: (request: CreateCallRequest) => Promise<{ callId: string }>
  /** A call that is over already (404, 409) is a success. @returns false for such a one */
  updateCall: (callId: string, request: UpdateCallRequest) => Promise<boolean>
  /**
   * May lag behind by minutes [SPEC]: for finding out what became of a call of which nothing was heard. Undefined where
   * Bandwidth knows no such call. `disconnected` has a `cause`.
   */
  getCall: (callId: string) => Promise<{ state: string; cause?: string } | undefined>
}

/**
 * `status` is the HTTP status, undefined where there was no answer; `type` Bandwidth's word for the error, or ours:
 * `timeout` (the request may well have been carried out), `unreachable` (it was not), `invalid-response`.
 */
export class BandwidthApiError extends Error {
  override readonly name = 'BandwidthApiError'
  readonly status: number | undefined
  readonly type: string
  /** Seconds. */
  readonly retryAfter: number | undefined

  constructor(
    message: string,
    details: { status?: number; type: string; retryAfter?: number; cause?: unknown },
  ) {
    super(message, { cause: details.cause })
    this.status = details.status
    this.type = details.type
    this.retryAfter = details.retryAfter
  }
}
