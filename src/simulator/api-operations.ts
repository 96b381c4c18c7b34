import type { VoiceApiError } from '../wire/calls-api.ts'
import type { BrtcErrorResponse } from '../wire/endpoints-api.ts'
import type { ApiFault, ApiOperation } from './faults.ts'

export type FaultStatus = Extract<ApiFault, { type: 'status' }>['status']

const paths: readonly [operation: ApiOperation, method: string, path: RegExp][] = [
  ['token', 'POST', /^\/api\/v1\/oauth2\/token$/],
  ['createEndpoint', 'POST', /^\/v2\/accounts\/[^/]+\/endpoints$/],
  ['listEndpoints', 'GET', /^\/v2\/accounts\/[^/]+\/endpoints$/],
  ['getEndpoint', 'GET', /^\/v2\/accounts\/[^/]+\/endpoints\/[^/]+$/],
  ['deleteEndpoint', 'DELETE', /^\/v2\/accounts\/[^/]+\/endpoints\/[^/]+$/],
  ['createCall', 'POST', /^\/api\/v2\/accounts\/[^/]+\/calls$/],
  ['updateCall', 'POST', /^\/api\/v2\/accounts\/[^/]+\/calls\/[^/]+$/],
  ['getCall', 'GET', /^\/api\/v2\/accounts\/[^/]+\/calls\/[^/]+$/],
]

/** Which operation a request asks for; undefined for those that no fault knows. */
export function operationOf(request: { method: string; path: string }): ApiOperation | undefined {
  const row = paths.find(([, method, path]) => method === request.method && path.test(request.path))
  return row?.[0]
}

/** The body of an error as its API documents it: bandwidth-backend 3 and 5.2, and RFC 6749 5.2 for tokens. */
export function errorBody(operation: ApiOperation, status: FaultStatus): unknown {
  if (operation === 'token') return { error: oauthErrors[status] ?? 'server_error' }
  if (operation.endsWith('Call')) {
    const [type, description] = voiceErrors[status]
    return { type, description, id: 'fault' } satisfies VoiceApiError
  }
  const type = endpointErrors[status] ?? 'service_unavailable'
  const errors = [{ type, description: `A fault that was ordered: ${status}` }]
  return { links: [], data: null, errors } satisfies BrtcErrorResponse
}

const oauthErrors: Partial<Record<FaultStatus, string>> = {
  400: 'invalid_request',
  401: 'invalid_client',
  403: 'unauthorized_client',
  503: 'temporarily_unavailable',
}

const endpointErrors: Partial<Record<FaultStatus, string>> = {
  400: 'invalid_parameter',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'resource_not_found',
  405: 'method_not_allowed',
  415: 'unsupported_media_type',
  429: 'too_many_endpoints',
}

const voiceErrors: Record<FaultStatus, readonly [type: string, description: string]> = {
  400: ['validation', 'Invalid to: must be an E164 telephone number'],
  401: ['authentication-error', 'The credentials provided were invalid'],
  // The documentation has no type for it.
  402: ['error', 'The account is out of credits'],
  403: ['authorization-error', 'Access is denied'],
  404: ['validation', 'Call not found'],
  405: ['validation', 'Method Not Allowed'],
  409: ['validation', 'Call cannot be modified in its current state'],
  415: ['validation', "Content type 'text/plain;charset=UTF-8' not supported"],
  429: ['error', 'Account call creation rate limit exceeded'],
  500: ['internal-error', 'An unknown internal error occurred'],
  503: ['system-overloaded', 'Managing too many concurrent calls'],
}
