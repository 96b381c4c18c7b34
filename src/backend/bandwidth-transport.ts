import type { CreateCallRequest, UpdateCallRequest } from '../wire/calls-api.ts'
import type { CreateEndpointRequest } from '../wire/endpoints-api.ts'

/** The operations of Bandwidth's REST APIs that the application uses (bandwidth-backend 3 and 5). */
export type BandwidthRequest =
  | { operation: 'createEndpoint'; body: CreateEndpointRequest }
  | { operation: 'deleteEndpoint'; endpointId: string }
  | {
      operation: 'listEndpoints'
      status?: 'CONNECTED' | 'DISCONNECTED'
      afterCursor?: string
      limit: number
    }
  | { operation: 'createCall'; body: CreateCallRequest }
  | { operation: 'updateCall'; callId: string; body: UpdateCallRequest }
  | { operation: 'getCall'; callId: string }

/** An answer of any status; `body` is undefined or text where it was not JSON. */
export type TransportAnswer = { status: number; retryAfter?: string; body: unknown }

/**
 * Carries one request and brings back its answer, whatever its status. Follows no redirect, for the request bears
 * credentials, and never sends anything twice. Rejects with a BandwidthApiError of type `timeout` or `unreachable` where
 * there is no answer, and with nothing else.
 */
export interface BandwidthTransport {
  /** An access token for the account's client credentials. */
  requestToken: () => Promise<TransportAnswer>
  send: (request: BandwidthRequest, accessToken: string) => Promise<TransportAnswer>
}

export type TransportOptions = {
  accountId: string
  /** OAuth client credentials; the API user's name and password are gone in December 2026 [D-CRED]. */
  clientId: string
  clientSecret: string
  /** Milliseconds for one request, from looking up the name to the end of the body. */
  timeout?: number
  tokenUrl?: string
  /** Up to and without `/accounts`, as is `callsUrl`. */
  endpointsUrl?: string
  callsUrl?: string
}

/** [SPEC: servers, securitySchemes] */
export const productionUrls = {
  tokenUrl: 'https://api.bandwidth.com/api/v1/oauth2/token',
  endpointsUrl: 'https://api.bandwidth.com/v2',
  callsUrl: 'https://voice.bandwidth.com/api/v2',
} as const

export const defaultTimeoutMs = 10_000
