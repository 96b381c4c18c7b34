import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { CallsApi, Configuration, EndpointsApi } from 'bandwidth-sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApiFault } from '../../simulator/faults.ts'
import { createCloud, defaultAccount } from '../../simulator/cloud.ts'
import type { BandwidthApi } from '../bandwidth-api.ts'
import { createBandwidthClient } from '../bandwidth-client.ts'
import type { BandwidthTransport } from '../bandwidth-transport.ts'
import { createBandwidthSdk } from './bandwidth-sdk.ts'

const { accountId, credentials, numbers } = defaultAccount
const endpoint = { type: 'WEBRTC', direction: 'BIDIRECTIONAL', tag: 'agent-17' } as const
const from: string = numbers[0]
const applicationId: string = defaultAccount.applicationId
const call = {
  to: '+19195550103',
  from,
  applicationId,
  answerUrl: 'https://app.invalid/answer',
  tag: 'o1:e-1:7f3c',
}

/** Where Bandwidth has asked the application for BXML. */
const asked: string[] = []
const cloud = createCloud({
  fetch: async ({ url }) => {
    asked.push(url)
    const bxml =
      '<Response><SpeakSentence>Please hold the line</SpeakSentence><Pause duration="600"/></Response>'
    return new Response(bxml, { headers: { 'Content-Type': 'application/xml' } })
  },
})
let server: Server
let transport: BandwidthTransport
let client: BandwidthApi
/** The SDK itself, as any customer would use it. */
let endpoints: EndpointsApi
let calls: CallsApi
let configure: (path: string, accessToken?: string) => Configuration

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    const options = { fetch: cloud.rest.fetch, hostname: '127.0.0.1', port: 0 }
    server = serve(options, () => resolve()) as Server
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  transport = createBandwidthSdk({
    accountId,
    ...credentials,
    tokenUrl: `${origin}/api/v1/oauth2/token`,
    endpointsUrl: `${origin}/v2`,
    callsUrl: `${origin}/api/v2`,
  })
  const { body } = await transport.requestToken()
  const { access_token } = body as { access_token: string }
  configure = (path, accessToken = access_token) =>
    new Configuration({
      basePath: `${origin}${path}`,
      accessToken,
      baseOptions: { proxy: false },
    })
})

beforeEach(() => {
  cloud.reset()
  asked.length = 0
  endpoints = new EndpointsApi(configure('/v2'))
  calls = new CallsApi(configure('/api/v2'))
  client = createBandwidthClient({ transport })
})

afterAll(async () => {
  cloud.close()
  server.closeAllConnections()
  await new Promise((resolve) => {
    server.close(resolve)
  })
})

/** What the SDK's axios throws, as far as Bandwidth wrote it. */
async function failureOf(request: Promise<unknown>) {
  const error: unknown = await request.then(
    () => new Error('the request succeeded'),
    (thrown: unknown) => thrown,
  )
  const { response } = error as {
    response?: { status: number; data: unknown; headers: Record<string, string> }
  }
  if (!response) throw error
  return {
    status: response.status,
    data: response.data,
    retryAfter: response.headers['retry-after'],
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[[\]]/g, '\\$&')}$`)
}

const order = (operation: ApiFault['operation'], status: number) =>
  cloud.faults.addApi({ type: 'status', operation, status, times: 1 } as ApiFault)

describe('the SDK, on endpoints of the simulator,', () => {
  it('creates, gets, lists and deletes one', async () => {
    const created = await endpoints.createEndpoint(accountId, endpoint)
    expect(created.status).toBe(201)
    const { data, links, errors } = created.data
    expect(data).toEqual({
      endpointId: expect.stringMatching(/^e-/),
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      type: 'WEBRTC',
      status: 'DISCONNECTED',
      creationTimestamp: expect.any(String),
      expirationTimestamp: expect.any(String),
      devices: [],
      tag: 'agent-17',
    })
    const { creationTimestamp, expirationTimestamp, endpointId } = data
    expect(Date.parse(expirationTimestamp) - Date.parse(creationTimestamp)).toBe(24 * 3_600_000)
    expect(links).toMatchObject([{ href: expect.stringContaining(endpointId), rel: 'endpoint' }])
    expect(errors).toEqual([])

    const { token: _, ...known } = data as typeof data & { devices?: unknown }
    expect((await endpoints.getEndpoint(accountId, endpointId)).data.data).toEqual(known)
    const { devices: __, ...listed } = known
    const list = await endpoints.listEndpoints(accountId, 'WEBRTC', 'DISCONNECTED')
    expect(list.data).toMatchObject({ data: [listed], errors: [], page: { pageSize: 1 } })
    expect(list.data.data[0]).toEqual(listed)
    expect((await endpoints.listEndpoints(accountId, 'WEBRTC', 'CONNECTED')).data.data).toEqual([])

    expect(await endpoints.deleteEndpoint(accountId, endpointId)).toMatchObject({
      status: 204,
      data: '',
    })
    const gone = await failureOf(endpoints.getEndpoint(accountId, endpointId))
    expect(gone.status).toBe(404)
  })

  it('lists page after page', async () => {
    for (let count = 0; count < 3; count++) await endpoints.createEndpoint(accountId, endpoint)
    const list = (cursor?: string) =>
      endpoints.listEndpoints(accountId, undefined, undefined, cursor, 2)
    const first = (await list()).data
    const next = first.links.find(({ rel }) => rel === 'next')
    const cursor = new URL(next?.href ?? '').searchParams.get('afterCursor') ?? undefined
    const second = (await list(cursor)).data
    expect([first.data.length, second.data.length]).toEqual([2, 1])
    const ids = [...first.data, ...second.data].map(({ endpointId }) => endpointId)
    expect(new Set(ids).size).toBe(3)
    expect(second.links.map(({ rel }) => rel)).toEqual(['self'])
  })

  const rows: [number, string, () => Promise<unknown>][] = [
    [
      400,
      'invalid_parameter',
      () => endpoints.createEndpoint(accountId, { ...endpoint, tag: 'x'.repeat(1_025) }),
    ],
    [
      400,
      'invalid_parameter',
      () => endpoints.listEndpoints(accountId, undefined, undefined, undefined, 1_001),
    ],
    [
      401,
      'unauthorized',
      () => new EndpointsApi(configure('/v2', 'stale')).createEndpoint(accountId, endpoint),
    ],
    [403, 'forbidden', () => endpoints.createEndpoint('9900001', endpoint)],
    [404, 'resource_not_found', () => endpoints.createEndpoint('not-a-number', endpoint)],
    [404, 'resource_not_found', () => endpoints.getEndpoint(accountId, 'e-none')],
    [404, 'resource_not_found', () => endpoints.deleteEndpoint(accountId, 'e-none')],
    [404, 'resource_not_found', () => endpoints.updateEndpointBxml(accountId, 'e-1', '<Bxml/>')],
    [
      405,
      'method_not_allowed',
      () => endpoints.deleteEndpoint(accountId, 'e-1', { method: 'PATCH' }),
    ],
    [
      415,
      'unsupported_media_type',
      () =>
        endpoints.createEndpoint(accountId, endpoint, {
          headers: { 'Content-Type': 'text/plain' },
        }),
    ],
    [
      429,
      'too_many_endpoints',
      () => {
        cloud.switches.endpointCeiling = 0
        return endpoints.createEndpoint(accountId, endpoint)
      },
    ],
    [
      500,
      'service_unavailable',
      () => {
        order('createEndpoint', 500)
        return endpoints.createEndpoint(accountId, endpoint)
      },
    ],
  ]
  it.each(rows)('reads the error %i %s', async (status, type, request) => {
    const failure = await failureOf(request())
    expect(failure).toEqual({
      status,
      data: {
        links: [],
        data: null,
        errors: [expect.objectContaining({ type, description: expect.any(String) })],
      },
      retryAfter: status === 429 ? '900' : undefined,
    })
  })
})

describe('the SDK, on calls of the simulator,', () => {
  it('creates, gets and updates one', async () => {
    const created = await calls.createCall(accountId, call)
    expect(created.status).toBe(201)
    const { callId, callUrl } = created.data
    expect(callId).toMatch(/^c-/)
    expect(callId).toHaveLength(47)
    expect(created.headers.location).toBe(callUrl)
    expect(created.data).toMatchObject({
      ...call,
      accountId,
      answerMethod: 'POST',
      disconnectMethod: 'POST',
      callTimeout: 30,
      callbackTimeout: 15,
      priority: 5,
    })

    const state = await calls.getCallState(accountId, callId)
    const { to } = call
    expect(state.data).toMatchObject({ callId, to, from, applicationId, direction: 'outbound' })
    expect(['queued', 'initiated']).toContain(state.data.state)

    const updated = await calls.updateCall(accountId, callId, { state: 'completed' })
    expect(updated).toMatchObject({ status: 200, data: '' })
    await expect
      .poll(async () => (await calls.getCallState(accountId, callId)).data)
      .toMatchObject({ state: 'disconnected', disconnectCause: 'cancel' })
  })

  it('redirects one that is answered', async () => {
    cloud.configureApplication({ callInitiatedUrl: 'https://app.invalid/initiate' })
    const callId = cloud.telephones.placeCall({ from: '+19195550199' }) ?? ''
    await expect
      .poll(async () => (await calls.getCallState(accountId, callId)).data)
      .toMatchObject({ direction: 'inbound', state: 'answered' })
    const redirectUrl = 'https://app.invalid/next'
    expect(await calls.updateCall(accountId, callId, { redirectUrl })).toMatchObject({
      status: 200,
      data: '',
    })
    await expect.poll(() => asked).toEqual(['https://app.invalid/initiate', redirectUrl])
  })

  const create = (changes: Partial<typeof call> & { answerMethod?: 'PUT' }) =>
    calls.createCall(accountId, { ...call, ...changes } as typeof call)
  const createWithFault = (status: number) => {
    order('createCall', status)
    return calls.createCall(accountId, call)
  }
  const rows: [number, string, string | RegExp, () => Promise<unknown>][] = [
    [400, 'validation', 'Invalid to: must be an E164 telephone number', () => create({ to: '12' })],
    [400, 'validation', /^Invalid from: /, () => create({ from: '+19195550199' })],
    [
      400,
      'validation',
      'Missing at least one required field. Required fields are [from, to, answerUrl, applicationId]',
      () => calls.createCall(accountId, { to: call.to } as typeof call),
    ],
    [
      400,
      'validation',
      'Invalid answerUrl: only http and https are allowed',
      () => create({ answerUrl: 'ftp://app.invalid' }),
    ],
    [
      400,
      'validation',
      'Invalid answerUrl method. Supported methods: [POST, GET]',
      () => create({ answerMethod: 'PUT' }),
    ],
    [
      400,
      'validation',
      'redirectUrl is required when state is active',
      () => calls.updateCall(accountId, 'c-none', { state: 'active' }),
    ],
    [
      400,
      'validation',
      'redirectUrl and tag are not allowed when state is completed',
      () => calls.updateCall(accountId, 'c-none', { state: 'completed', tag: 'o1' }),
    ],
    [
      400,
      'validation',
      'Could not create call: Application id app-2 not found',
      () => create({ applicationId: 'app-2' }),
    ],
    [
      401,
      'authentication-error',
      'The credentials provided were invalid',
      () => new CallsApi(configure('/api/v2', 'stale')).createCall(accountId, call),
    ],
    [402, 'error', /./, () => createWithFault(402)],
    [403, 'authorization-error', 'Access is denied', () => calls.createCall('9900001', call)],
    [404, 'validation', 'Call [c-none] not found', () => calls.getCallState(accountId, 'c-none')],
    [
      404,
      'validation',
      'Call [c-none] not found',
      () => calls.updateCall(accountId, 'c-none', { state: 'completed' }),
    ],
    [
      405,
      'validation',
      'Method Not Allowed',
      () =>
        calls.getCallState(accountId, 'c-none', {
          method: 'PATCH',
          data: '{}',
          headers: { 'Content-Type': 'application/json' },
        }),
    ],
    [
      409,
      'validation',
      /^Call \[c-[\w-]+\] cannot be modified in its current state$/,
      async () => {
        const { callId } = (await create({})).data
        const redirectUrl = 'https://app.invalid/next'
        return calls.updateCall(accountId, callId, { state: 'active', redirectUrl })
      },
    ],
    [
      415,
      'validation',
      /^Content type 'text\/plain.*' not supported$/,
      () => calls.createCall(accountId, call, { headers: { 'Content-Type': 'text/plain' } }),
    ],
    [429, 'error', 'Account call creation rate limit exceeded', () => createWithFault(429)],
    [
      429,
      'error',
      'Account concurrent call limit exceeded',
      async () => {
        await Promise.all(Array.from({ length: 100 }, () => create({})))
        return create({})
      },
    ],
    [
      500,
      'internal-error',
      'An unknown internal error occurred',
      () => create({ to: '+19195550108' }),
    ],
    [503, 'system-overloaded', 'Managing too many concurrent calls', () => createWithFault(503)],
  ]
  it.each(rows)('reads the error %i %s: %s', async (status, type, description, request) => {
    const pattern = typeof description === 'string' ? exactly(description) : description
    const { retryAfter, ...failure } = await failureOf(request())
    expect(failure).toEqual({
      status,
      data: { type, description: expect.stringMatching(pattern), id: expect.any(String) },
    })
    expect(retryAfter).toBe(status === 429 || status === 503 ? '1' : undefined)
  })
})

describe('the application, through the SDK, on the simulator', () => {
  it('creates, lists and deletes endpoints', async () => {
    const { endpointId } = await client.createEndpoint(endpoint)
    expect(await client.listEndpoints()).toMatchObject([{ endpointId, tag: 'agent-17' }])
    expect(await client.listEndpoints('CONNECTED')).toEqual([])
    await client.deleteEndpoint(endpointId)
    await client.deleteEndpoint(endpointId)
    expect(await client.listEndpoints()).toEqual([])
  })

  it('lists more endpoints than a page has', async () => {
    const { requestToken } = transport
    const send: BandwidthTransport['send'] = (request, token) =>
      transport.send('limit' in request ? { ...request, limit: 2 } : request, token)
    const bySmallPages = createBandwidthClient({ transport: { requestToken, send } })
    const created = await Promise.all([1, 2, 3, 4, 5].map(() => client.createEndpoint(endpoint)))
    const listed = await bySmallPages.listEndpoints('DISCONNECTED')
    const ids = (list: readonly { endpointId: string }[]) =>
      list.map(({ endpointId }) => endpointId).toSorted()
    expect(ids(listed)).toEqual(ids(created))
  })

  it('places a call, ends it, and finds out how it ended', async () => {
    const { callId } = await client.createCall(call)
    const redirectUrl = 'https://app.invalid/next'
    expect(await client.updateCall(callId, { state: 'active', redirectUrl })).toBe(false)
    expect(await client.updateCall(callId, { state: 'completed' })).toBe(true)
    await expect
      .poll(() => client.getCall(callId))
      .toEqual({ state: 'disconnected', cause: 'cancel' })
    expect(await client.updateCall(callId, { state: 'completed' })).toBe(false)
    expect(await client.updateCall('c-none', { state: 'completed' })).toBe(false)
    expect(await client.getCall('c-none')).toBeUndefined()
  })

  it('goes on with a new token when Bandwidth has revoked the old one', async () => {
    await client.listEndpoints()
    cloud.revokeTokens()
    const created = await Promise.all([1, 2, 3].map(() => client.createEndpoint(endpoint)))
    expect(await client.listEndpoints()).toHaveLength(created.length)
    const tokens = cloud.journal
      .entries()
      .filter(({ summary }) => summary.startsWith('POST /api/v1/oauth2/token'))
    expect(tokens).toHaveLength(2)
  })

  it.each([
    [400, 'invalid_parameter', undefined],
    [403, 'forbidden', undefined],
    [429, 'too_many_endpoints', 1],
    [500, 'service_unavailable', undefined],
    [503, 'service_unavailable', 1],
  ])('is told of %i %s on an endpoint', async (status, type, retryAfter) => {
    order('createEndpoint', status)
    await expect(client.createEndpoint(endpoint)).rejects.toMatchObject({
      name: 'BandwidthApiError',
      status,
      type,
      retryAfter,
    })
    expect(await client.listEndpoints()).toEqual([])
  })

  it.each([
    [400, 'validation', undefined],
    [402, 'error', undefined],
    [403, 'authorization-error', undefined],
    [429, 'error', 1],
    [500, 'internal-error', undefined],
    [503, 'system-overloaded', 1],
  ])('is told of %i %s on a call, which is not placed', async (status, type, retryAfter) => {
    order('createCall', status)
    await expect(client.createCall(call)).rejects.toMatchObject({
      name: 'BandwidthApiError',
      status,
      type,
      retryAfter,
    })
    expect(cloud.telephones.liveCalls()).toEqual([])
  })

  it.each([
    [401, 'invalid_client'],
    [503, 'temporarily_unavailable'],
  ])('is told of %i %s instead of a token', async (status, type) => {
    order('token', status)
    await expect(client.createCall(call)).rejects.toMatchObject({ status, type })
    expect(cloud.telephones.liveCalls()).toEqual([])
  })

  it('does not place a call again whose outcome it does not know', async () => {
    cloud.faults.addApi({ type: 'unanswered', operation: 'createCall', times: 1 })
    const outcome = expect(client.createCall(call)).rejects.toMatchObject({ type: 'timeout' })
    await expect.poll(() => cloud.telephones.liveCalls()).toHaveLength(1)
    server.closeAllConnections()
    await outcome
    expect(cloud.telephones.liveCalls()).toHaveLength(1)
  })
})
