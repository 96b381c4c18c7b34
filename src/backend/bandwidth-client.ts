import * as v from 'valibot'
import { CallState, CreateCallResponse, VoiceApiError } from '../wire/calls-api.ts'
import {
  BrtcErrorResponse,
  CreateEndpointResponse,
  type Endpoint,
  ListEndpointsResponse,
  OAuthToken,
} from '../wire/endpoints-api.ts'
import { type BandwidthApi, BandwidthApiError } from './bandwidth-api.ts'
import type {
  BandwidthRequest,
  BandwidthTransport,
  TransportAnswer,
} from './bandwidth-transport.ts'
import { createAccessToken } from './oauth-token.ts'

export type BandwidthClientOptions = {
  transport: BandwidthTransport
  /** Milliseconds since the epoch. */
  now?: () => number
}

type ListRequest = BandwidthRequest & { operation: 'listEndpoints' }

/** Endpoints on one page: the most that Bandwidth gives [SPEC]. */
const pageLimit = 1_000

/** No more than is needed: an oddity in the rest must not lose a call that was placed. */
const PlacedCall = v.pick(CreateCallResponse, ['callId'])
const KnownCall = v.pick(CallState, ['state', 'disconnectCause'])

/** A proxy in front of Bandwidth had no answer for us: as with `timeout`, Bandwidth may have done what was asked. */
const proxyFailures: readonly number[] = [502, 504]

/** RFC 6749, 5.2: how the token's address refuses. */
const OAuthError = v.object({ error: v.string(), error_description: v.optional(v.string()) })

/**
 * Bandwidth's REST APIs (bandwidth-backend 2, 3, 5) over whatever carries the requests. A request is sent once: again only
 * after a 401, which did nothing, and then with a new token. Tokens stay in here: no error names one.
 */
export function createBandwidthClient(options: BandwidthClientOptions): BandwidthApi {
  const { transport, now = Date.now } = options

  const fetchToken = async () =>
    parse(OAuthToken, successful(await transport.requestToken(), now()))
  const accessToken = createAccessToken(() => fetchToken().catch(beforeTheRequest), now)

  /** The answer of any status. */
  const ask = async (request: BandwidthRequest): Promise<TransportAnswer> => {
    const token = await accessToken.get()
    const answer = await transport.send(request, token)
    if (answer.status !== 401) return answer
    // The token may have been revoked before its time.
    accessToken.drop(token)
    return transport.send(request, await accessToken.get())
  }

  return {
    createEndpoint: async (body) => {
      const answer = await ask({ operation: 'createEndpoint', body })
      return parse(CreateEndpointResponse, successful(answer, now())).data
    },
    deleteEndpoint: async (endpointId) => {
      const answer = await ask({ operation: 'deleteEndpoint', endpointId })
      if (answer.status !== 404) successful(answer, now())
    },
    listEndpoints: async (status) => {
      const first: ListRequest = {
        operation: 'listEndpoints',
        limit: pageLimit,
        ...(status && { status }),
      }
      return readPages(first, async (request) =>
        parse(ListEndpointsResponse, successful(await ask(request), now())),
      )
    },
    createCall: async (body) => {
      const answer = await ask({ operation: 'createCall', body })
      return { callId: parse(PlacedCall, successful(answer, now())).callId }
    },
    updateCall: async (callId, body) => {
      const answer = await ask({ operation: 'updateCall', callId, body })
      if (answer.status === 404 || answer.status === 409) return false
      successful(answer, now())
      return true
    },
    getCall: async (callId) => {
      const answer = await ask({ operation: 'getCall', callId })
      if (answer.status === 404) return undefined
      const { state, disconnectCause } = parse(KnownCall, successful(answer, now()))
      return { state, ...(disconnectCause && { cause: disconnectCause }) }
    },
  }
}

/** Without a token the request itself was not sent, so there is no doubt that nothing came of it. */
function beforeTheRequest(error: unknown): never {
  if (!(error instanceof BandwidthApiError) || error.type !== 'timeout') throw error
  const { status, cause } = error
  throw new BandwidthApiError('Bandwidth gave no access token in time', {
    type: 'unreachable',
    cause,
    ...(status !== undefined && { status }),
  })
}

async function readPages(
  first: ListRequest,
  read: (request: ListRequest) => Promise<v.InferOutput<typeof ListEndpointsResponse>>,
): Promise<Endpoint[]> {
  const endpoints: Endpoint[] = []
  const cursors = new Set<string>()
  let request = first
  for (;;) {
    const { data, links } = await read(request)
    endpoints.push(...data)
    const afterCursor = nextCursor(links)
    if (afterCursor === undefined) return endpoints
    if (cursors.has(afterCursor)) throw unexpected('The list of endpoints repeats itself', 200)
    cursors.add(afterCursor)
    request = { ...first, afterCursor }
  }
}

/** The cursor alone: requests go to the configured address, wherever a link points. */
function nextCursor(links: readonly { href: string; rel: string }[]): string | undefined {
  const next = links.find(({ rel }) => rel === 'next')
  if (!next) return undefined
  const query = /\?([^#]*)/.exec(next.href)?.[1]
  return new URLSearchParams(query).get('afterCursor') ?? undefined
}

/** @throws BandwidthApiError for every status but 2xx */
function successful(answer: TransportAnswer, now: number): TransportAnswer {
  const { status } = answer
  if (status >= 200 && status < 300) return answer
  if (status < 400) throw unexpected('Bandwidth answered with a redirect', status)
  const { type = proxyFailures.includes(status) ? 'timeout' : 'unknown', description } = readError(
    answer.body,
  )
  const retryAfter = secondsOf(answer.retryAfter, now)
  throw new BandwidthApiError(description ?? `Bandwidth answered ${status}`, {
    status,
    type,
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

/** The Endpoints API wraps its errors in an envelope [SPEC brtcErrorResponse], the Calls API does not [SPEC voiceApiError]. */
function readError(body: unknown): { type?: string; description?: string | undefined } {
  const enveloped = v.safeParse(BrtcErrorResponse, body)
  const [first] = enveloped.success ? enveloped.output.errors : []
  if (first) return first
  const bare = v.safeParse(VoiceApiError, body)
  if (bare.success) return bare.output
  const oauth = v.safeParse(OAuthError, body)
  if (oauth.success)
    return { type: oauth.output.error, description: oauth.output.error_description }
  return {}
}

/** Retry-After is a number of seconds or a date (RFC 9110, 10.2.3). */
function secondsOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - now) / 1_000
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  { status, body }: TransportAnswer,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  // Not what was received: that may be a token.
  const where = v.getDotPath(issue) ?? 'the body'
  throw unexpected(`Unexpected answer from Bandwidth: ${where} is not ${issue.expected}`, status)
}

function unexpected(message: string, status: number): BandwidthApiError {
  return new BandwidthApiError(message, { status, type: 'invalid-response' })
}
