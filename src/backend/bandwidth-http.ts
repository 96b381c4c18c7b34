import * as v from 'valibot'
import { CreateCallResponse, VoiceApiError } from '../wire/calls-api.ts'
import { BrtcErrorResponse, CreateEndpointResponse, OAuthToken } from '../wire/endpoints-api.ts'
import { type BandwidthApi, BandwidthApiError } from './bandwidth-api.ts'
import { createAccessToken } from './oauth-token.ts'

export type BandwidthHttpOptions = {
  accountId: string
  /** OAuth client credentials; the API user's name and password are gone in December 2026 [D-CRED]. */
  clientId: string
  clientSecret: string
  fetch?: (request: Request) => Promise<Response>
  now?: () => number
  /** Milliseconds for one request, body included. */
  timeout?: number
  tokenUrl?: string
  endpointsUrl?: string
  callsUrl?: string
}

type Call = { method: string; url: string; body?: unknown }
type Answer = { status: number; body: unknown }

/** Bandwidth's REST APIs over `fetch` (bandwidth-backend 2, 3, 5). Tokens stay in here: no error names one. */
export function createBandwidthHttp(options: BandwidthHttpOptions): BandwidthApi {
  const { accountId, clientId, clientSecret, now = Date.now, timeout = 10_000 } = options
  const { fetch = (request) => globalThis.fetch(request) } = options
  const { tokenUrl = 'https://api.bandwidth.com/api/v1/oauth2/token' } = options
  const { endpointsUrl = 'https://api.bandwidth.com/v2' } = options
  const { callsUrl = 'https://voice.bandwidth.com/api/v2' } = options
  const endpoints = `${endpointsUrl}/accounts/${encodeURIComponent(accountId)}/endpoints`
  const calls = `${callsUrl}/accounts/${encodeURIComponent(accountId)}/calls`

  /** @throws BandwidthApiError for every status but 2xx, and where there is none */
  const send = async (url: string, init: RequestInit): Promise<Answer> => {
    try {
      const signal = AbortSignal.timeout(timeout)
      const response = await fetch(new Request(url, { ...init, signal }))
      const body = parseJson(await response.text())
      if (!response.ok) throw errorOf(response, body, now())
      return { status: response.status, body }
    } catch (error) {
      throw error instanceof BandwidthApiError ? error : noAnswer(error)
    }
  }

  const accessToken = createAccessToken(async () => {
    const headers = {
      Authorization: `Basic ${base64(`${clientId}:${clientSecret}`)}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    }
    const body = 'grant_type=client_credentials'
    return parse(OAuthToken, await send(tokenUrl, { method: 'POST', headers, body }))
  }, now)

  const attempt = (token: string, { method, url, body }: Call) =>
    send(url, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  /** Once more with a new token after a 401: the old one may have been revoked before its time. */
  const call = async (request: Call) => {
    const token = await accessToken.get()
    try {
      return await attempt(token, request)
    } catch (error) {
      if (statusOf(error) !== 401) throw error
      accessToken.drop(token)
      return await attempt(await accessToken.get(), request)
    }
  }

  return {
    createEndpoint: async (body) => {
      const answer = await call({ method: 'POST', url: endpoints, body })
      return parse(CreateEndpointResponse, answer).data
    },
    deleteEndpoint: async (endpointId) => {
      const url = `${endpoints}/${encodeURIComponent(endpointId)}`
      await call({ method: 'DELETE', url }).catch(unless(404))
    },
    createCall: async (body) => {
      const answer = await call({ method: 'POST', url: calls, body })
      return { callId: parse(CreateCallResponse, answer).callId }
    },
    updateCall: async (callId, body) => {
      const url = `${calls}/${encodeURIComponent(callId)}`
      await call({ method: 'POST', url, body }).catch(unless(404, 409))
    },
  }
}

/** Takes those statuses for what was wanted. */
function unless(...statuses: number[]): (error: unknown) => void {
  return (error) => {
    if (!statuses.includes(statusOf(error) ?? 0)) throw error
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof BandwidthApiError ? error.status : undefined
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  { status, body }: Answer,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new BandwidthApiError(`Unexpected answer from Bandwidth: ${issue.message}`, {
    status,
    type: 'invalid-response',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The Endpoints API wraps its errors in an envelope [SPEC brtcErrorResponse], the Calls API does not [SPEC voiceApiError]. */
function errorOf(response: Response, body: unknown, now: number): BandwidthApiError {
  const { status } = response
  const enveloped = v.safeParse(BrtcErrorResponse, body)
  const bare = v.safeParse(VoiceApiError, body)
  const error = enveloped.success
    ? enveloped.output.errors[0]
    : bare.success
      ? bare.output
      : undefined
  const retryAfter = secondsOf(response.headers.get('retry-after'), now)
  return new BandwidthApiError(error?.description ?? `Bandwidth answered ${status}`, {
    status,
    type: error?.type ?? 'unknown',
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

/** Retry-After is a number of seconds or a date (RFC 9110, 10.2.3). */
function secondsOf(retryAfter: string | null, now: number): number | undefined {
  if (retryAfter === null) return undefined
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - now) / 1_000
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}

/** `timeout`: the request may well have been carried out. `unreachable`: it most likely was not. */
function noAnswer(cause: unknown): BandwidthApiError {
  const isTimeout = cause instanceof DOMException && cause.name === 'TimeoutError'
  return isTimeout
    ? new BandwidthApiError('Bandwidth did not answer in time', { type: 'timeout', cause })
    : new BandwidthApiError('Bandwidth cannot be reached', { type: 'unreachable', cause })
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
