import {
  CallsApi,
  Configuration,
  type CreateCall,
  type CreateWebRtcConnectionRequest,
  EndpointsApi,
  type UpdateCall,
} from 'bandwidth-sdk'
import {
  type BandwidthRequest,
  type BandwidthTransport,
  defaultTimeoutMs,
  productionUrls,
  type TransportOptions,
} from '../bandwidth-transport.ts'
import { createFetchTransport } from '../fetch-transport.ts'
import { noAnswer } from '../no-answer.ts'

/** As much of an axios answer as is read here. */
type SdkAnswer = { status: number; headers: Record<string, unknown>; data: unknown }

const sdkOptions = {
  maxRedirects: 0,
  // As `fetch` in Node: the token and the requests that bear it go the same way.
  proxy: false,
  // Every status is an answer; what remains to be thrown is that there is none.
  validateStatus: () => true,
}

/**
 * Bandwidth's REST APIs through `bandwidth-sdk`. Its own token handling stays unused: the address is fixed in it, and callers
 * who come together fetch a token each (bandwidth-backend 2).
 */
export function createBandwidthSdk(options: TransportOptions): BandwidthTransport {
  const { accountId, timeout = defaultTimeoutMs } = options
  const { endpointsUrl, callsUrl } = { ...productionUrls, ...options }
  const configure = (basePath: string, accessToken: string) =>
    new Configuration({ basePath, accessToken, baseOptions: sdkOptions })

  const perform = (request: BandwidthRequest, accessToken: string): Promise<SdkAnswer> => {
    // The SDK's own time limit is on silence, and a body that trickles in never ends it.
    const limit = { signal: AbortSignal.timeout(timeout) }
    const endpoints = new EndpointsApi(configure(endpointsUrl, accessToken))
    const calls = new CallsApi(configure(callsUrl, accessToken))
    // The bodies differ from the SDK's types only in that its optional properties are not declared to be undefined.
    switch (request.operation) {
      case 'createEndpoint': {
        const body = request.body as CreateWebRtcConnectionRequest
        return endpoints.createEndpoint(accountId, body, limit)
      }
      case 'deleteEndpoint':
        return endpoints.deleteEndpoint(accountId, request.endpointId, limit)
      case 'listEndpoints': {
        const { status, afterCursor, limit: size } = request
        return endpoints.listEndpoints(accountId, undefined, status, afterCursor, size, limit)
      }
      case 'createCall':
        return calls.createCall(accountId, request.body as CreateCall, limit)
      case 'updateCall':
        return calls.updateCall(accountId, request.callId, request.body as UpdateCall, limit)
      case 'getCall':
        return calls.getCallState(accountId, request.callId, limit)
    }
  }

  return {
    requestToken: createFetchTransport(options).requestToken,
    send: async (request, accessToken) => {
      try {
        const { status, headers, data } = await perform(request, accessToken)
        const retryAfter = headers['retry-after']
        return { status, body: data, ...(typeof retryAfter === 'string' && { retryAfter }) }
      } catch (error) {
        throw noAnswer(error)
      }
    },
  }
}
