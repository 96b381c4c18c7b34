// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import { type BandwidthHttpOptions, createBandwidthHttp } from './bandwidth-http.ts'

const endpointsUrl = 'https://api.bandwidth.com/v2/accounts/9900000/endpoints'
const callsUrl = 'https://voice.bandwidth.com/api/v2/accounts/9900000/calls'
const tokenUrl = 'https://api.bandwidth.com/api/v1/oauth2/token'

const created = {
  endpointId: 'e-1',
  token: 'header.claims.signature',
  type: 'WEBRTC',
  status: 'DISCONNECTED',
  creationTimestamp: '2030-01-01T00:00:00Z',
  expirationTimestamp: '2030-01-02T00:00:00Z',
}
const endpoint = { type: 'WEBRTC', direction: 'BIDIRECTIONAL' } as const
const call = {
  to: '+19195550101',
  from: '+19195550100',
  applicationId: 'app-1',
  answerUrl: 'https://phone.test/answer',
}
const placed = {
  ...call,
  accountId: '9900000',
  callId: 'c-1',
  callUrl: `${callsUrl}/c-1`,
  answerMethod: 'POST',
  disconnectMethod: 'POST',
}

type Reply = () => Response | Promise<Response>
const reply =
  (status: number, body?: unknown, headers = {}): Reply =>
  () =>
    new Response(body === undefined ? null : JSON.stringify(body), { status, headers })
const enveloped = (type: string) => ({
  links: [],
  data: null,
  errors: [{ type, description: `${type}, said Bandwidth` }],
})

/** Bandwidth as a list of replies; tokens are `token-1`, `token-2`, … and live 100 s. */
function setUp(replies: Reply[], options: Partial<BandwidthHttpOptions> = {}) {
  const requests: { method: string; url: string; authorization: string | null; body: string }[] = []
  const waiting = [...replies]
  let time = 0
  let tokens = 0
  const api = createBandwidthHttp({
    accountId: '9900000',
    clientId: 'client',
    clientSecret: 'secrét',
    now: () => time,
    fetch: async (request) => {
      const { method, url, headers } = request
      const authorization = headers.get('authorization')
      requests.push({ method, url, authorization, body: await request.text() })
      if (url === tokenUrl) {
        const access_token = `token-${++tokens}`
        return Response.json({ access_token, expires_in: 100, token_type: 'bearer' })
      }
      const next = waiting.shift()
      if (!next) throw new TypeError('fetch failed')
      return next()
    },
    ...options,
  })
  return {
    api,
    requests,
    urls: () => requests.map(({ method, url }) => `${method} ${url}`),
    setTime: (milliseconds: number) => {
      time = milliseconds
    },
  }
}

describe('Bandwidth over HTTP', () => {
  it('creates and deletes endpoints, with a token of the client credentials', async () => {
    const { api, requests } = setUp([
      reply(201, { links: [], data: created, errors: [] }),
      reply(204),
    ])
    expect(await api.createEndpoint(endpoint)).toEqual(created)
    await api.deleteEndpoint('e-1')
    const basic = btoa(String.fromCharCode(...new TextEncoder().encode('client:secrét')))
    expect(requests).toEqual([
      {
        method: 'POST',
        url: tokenUrl,
        authorization: `Basic ${basic}`,
        body: 'grant_type=client_credentials',
      },
      {
        method: 'POST',
        url: endpointsUrl,
        authorization: 'Bearer token-1',
        body: JSON.stringify(endpoint),
      },
      {
        method: 'DELETE',
        url: `${endpointsUrl}/e-1`,
        authorization: 'Bearer token-1',
        body: '',
      },
    ])
  })

  it('creates and updates calls', async () => {
    const { api, requests } = setUp([reply(201, placed), reply(200)])
    expect(await api.createCall(call)).toEqual({ callId: 'c-1' })
    await api.updateCall('c-1', { state: 'completed' })
    expect(requests.slice(1)).toMatchObject([
      { method: 'POST', url: callsUrl, body: JSON.stringify(call) },
      { method: 'POST', url: `${callsUrl}/c-1`, body: '{"state":"completed"}' },
    ])
  })

  it('takes other addresses', async () => {
    const { api, urls } = setUp([reply(201, placed), reply(204)], {
      callsUrl: 'https://sim.test/voice',
      endpointsUrl: 'https://sim.test/v2',
    })
    await api.createCall(call)
    await api.deleteEndpoint('../e')
    expect(urls().slice(1)).toEqual([
      'POST https://sim.test/voice/accounts/9900000/calls',
      'DELETE https://sim.test/v2/accounts/9900000/endpoints/..%2Fe',
    ])
  })

  it('takes what is gone already for deleted, and what is over already for ended', async () => {
    const { api } = setUp([reply(404, enveloped('resource_not_found')), reply(404), reply(409)])
    await expect(api.deleteEndpoint('e-1')).resolves.toBeUndefined()
    await expect(api.updateCall('c-1', { state: 'completed' })).resolves.toBeUndefined()
    await expect(api.updateCall('c-1', { state: 'completed' })).resolves.toBeUndefined()
  })
})

describe('the access token', () => {
  it('is fetched once by callers who come together, and kept until a minute before its end', async () => {
    const { api, requests, setTime } = setUp([1, 2, 3, 4].map(() => reply(204)))
    const tokens = () => requests.filter(({ url }) => url === tokenUrl).length
    await Promise.all([api.deleteEndpoint('e-1'), api.deleteEndpoint('e-2')])
    setTime(39_999)
    await api.deleteEndpoint('e-3')
    expect(tokens()).toBe(1)
    setTime(40_000)
    await api.deleteEndpoint('e-4')
    expect(tokens()).toBe(2)
  })

  it('is replaced once after a 401', async () => {
    const { api, requests } = setUp([reply(401), reply(201, placed)])
    expect(await api.createCall(call)).toEqual({ callId: 'c-1' })
    expect(requests.map(({ authorization }) => authorization).slice(1)).toEqual([
      'Bearer token-1',
      expect.stringMatching(/^Basic /),
      'Bearer token-2',
    ])
    const refused = setUp([
      reply(401, enveloped('unauthorized')),
      reply(401, enveloped('unauthorized')),
    ])
    await expect(refused.api.createCall(call)).rejects.toMatchObject({ status: 401 })
    expect(refused.requests).toHaveLength(4)
  })

  it('that cannot be fetched is tried again by the next request', async () => {
    const fetch = vi.fn<NonNullable<BandwidthHttpOptions['fetch']>>(async () => reply(401)())
    const { api } = setUp([], { fetch })
    const refusal = { name: 'BandwidthApiError', status: 401 }
    await expect(api.deleteEndpoint('e-1')).rejects.toMatchObject(refusal)
    await expect(api.deleteEndpoint('e-1')).rejects.toMatchObject(refusal)
    expect(fetch).toHaveBeenCalledTimes(2)
  })
})

describe('an error of Bandwidth', () => {
  it.each([
    [429, enveloped('too_many_endpoints'), 'too_many_endpoints'],
    [400, { type: 'validation', description: 'Invalid to' }, 'validation'],
    [500, 'a page of a proxy', 'unknown'],
    [503, undefined, 'unknown'],
  ])('with %i is typed', async (status, body, type) => {
    const { api } = setUp([reply(status, body, { 'Retry-After': '900' })])
    await expect(api.createCall(call)).rejects.toMatchObject({
      name: 'BandwidthApiError',
      status,
      type,
      retryAfter: 900,
    })
  })

  it.each([
    ['Thu, 01 Jan 1970 00:00:30 GMT', 30],
    ['Wed, 31 Dec 1969 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('may name the time %s to come back', async (header, retryAfter) => {
    const { api } = setUp([reply(503, undefined, { 'Retry-After': header })])
    await expect(api.createCall(call)).rejects.toMatchObject({ retryAfter })
  })

  it('is an answer that makes no sense', async () => {
    const { api } = setUp([reply(201, { callId: 7 }), reply(201, 'no envelope')])
    const invalid = { name: 'BandwidthApiError', status: 201, type: 'invalid-response' }
    await expect(api.createCall(call)).rejects.toMatchObject(invalid)
    await expect(api.createEndpoint(endpoint)).rejects.toMatchObject(invalid)
  })

  it('is no answer at all, or one that comes too late', async () => {
    const { api } = setUp([])
    const none = { name: 'BandwidthApiError', type: 'unreachable', status: undefined }
    await expect(api.createCall(call)).rejects.toMatchObject(none)
    const slow = setUp([], {
      timeout: 1,
      fetch: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    })
    const late = { name: 'BandwidthApiError', type: 'timeout', status: undefined }
    await expect(slow.api.createCall(call)).rejects.toMatchObject(late)
  })

  it('never names a token or the secret', async () => {
    const { api } = setUp([reply(500, { type: 'x', description: 'y' })])
    const error: unknown = await api.createCall(call).catch((error: unknown) => error)
    const words = JSON.stringify(error, Object.getOwnPropertyNames(error))
    expect(words).not.toMatch(/token-1|secr|Bearer/)
  })
})
