import type { CreateCallRequest, UpdateCallRequest } from '../wire/calls-api.ts'
import type { CreatedEndpoint, CreateEndpointRequest } from '../wire/endpoints-api.ts'

/**
 * All that the application asks of Bandwidth. In Node it is Bandwidth's REST API, in the page the simulator's.
 * Every method rejects with BandwidthApiError and nothing else.
 */
export interface BandwidthApi {
  createEndpoint: (request: CreateEndpointRequest) => Promise<CreatedEndpoint>
  /** An endpoint that is gone already is a success. */
  deleteEndpoint: (endpointId: string) => Promise<void>
  createCall: (request: CreateCallRequest) => Promise<{ callId: string }>
  /** A call that is over already (404, 409) is a success. */
  updateCall: (callId: string, request: UpdateCallRequest) => Promise<void>
}

/** `status` is the HTTP status, undefined where there was no answer; `type` Bandwidth's word for the error. */
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
