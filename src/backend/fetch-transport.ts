import {
  type BandwidthRequest,
  type BandwidthTransport,
  defaultTimeoutMs,
  productionUrls,
  type TransportAnswer,
  type TransportOptions,
} from './bandwidth-transport.ts'
import { noAnswer } from './no-answer.ts'

export type FetchTransportOptions = TransportOptions & {
  fetch?: (request: Request) => Promise<Response>
}

type HttpRequest = { method: 'GET' | 'POST' | 'DELETE'; url: string; body?: unknown }

/** Bandwidth's REST APIs over `fetch`: what a page can do, and Node as well. */
export function createFetchTransport(options: FetchTransportOptions): BandwidthTransport {
  const { accountId, clientId, clientSecret, timeout = defaultTimeoutMs } = options
  const { fetch = (request) => globalThis.fetch(request) } = options
  const { tokenUrl, endpointsUrl, callsUrl } = { ...productionUrls, ...options }
  const account = `/accounts/${encodeURIComponent(accountId)}`
  const endpoints = `${endpointsUrl}${account}/endpoints`
  const calls = `${callsUrl}${account}/calls`

  const ask = async (url: string, init: RequestInit): Promise<TransportAnswer> => {
    try {
      const signal = AbortSignal.timeout(timeout)
      const response = await fetch(new Request(url, { ...init, redirect: 'manual', signal }))
      const retryAfter = response.headers.get('retry-after')
      const body = parseJson(await response.text())
      return { status: response.status, body, ...(retryAfter !== null && { retryAfter }) }
    } catch (error) {
      throw noAnswer(error)
    }
  }

  return {
    requestToken: () =>
      ask(tokenUrl, {
        method: 'POST',
        headers: {
          Authorization: `Basic ${base64(`${clientId}:${clientSecret}`)}`,
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        body: 'grant_type=client_credentials',
      }),
    send: (request, accessToken) => {
      const { method, url, body } = toHttp(request, endpoints, calls)
      const headers = { Authorization: `Bearer ${accessToken}` }
      return body === undefined
        ? ask(url, { method, headers })
        : ask(url, {
            method,
            headers: { ...headers, 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
          })
    },
  }
}

function toHttp(request: BandwidthRequest, endpoints: string, calls: string): HttpRequest {
  switch (request.operation) {
    case 'createEndpoint':
      return { method: 'POST', url: endpoints, body: request.body }
    case 'deleteEndpoint':
      return { method: 'DELETE', url: `${endpoints}/${encodeURIComponent(request.endpointId)}` }
    case 'listEndpoints':
      return { method: 'GET', url: `${endpoints}?${listQuery(request).toString()}` }
    case 'createCall':
      return { method: 'POST', url: calls, body: request.body }
    case 'updateCall':
      return {
        method: 'POST',
        url: `${calls}/${encodeURIComponent(request.callId)}`,
        body: request.body,
      }
    case 'getCall':
      return { method: 'GET', url: `${calls}/${encodeURIComponent(request.callId)}` }
  }
}

function listQuery(request: BandwidthRequest & { operation: 'listEndpoints' }): URLSearchParams {
  const { status, afterCursor, limit } = request
  return new URLSearchParams({
    ...(status && { status }),
    ...(afterCursor !== undefined && { afterCursor }),
    limit: String(limit),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
