import { describe, expect, it } from 'vitest'
import { BandwidthApiError } from './bandwidth-api.ts'
import { createBandwidthClient } from './bandwidth-client.ts'
import type { BandwidthRequest, TransportAnswer } from './bandwidth-transport.ts'

const created = {
  endpointId: 'e-1',
  token: 'header.claims.signature',
  type: 'WEBRTC',
  status: 'DISCONNECTED',
  creationTimestamp: '2030-01-01T00:00:00Z',
  expirationTimestamp: '2030-01-02T00:00:00Z',
}
const { token: _, ...listed } = created
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
  callUrl: 'https://voice.bandwidth.com/api/v2/accounts/9900000/calls/c-1',
  answerMethod: 'POST',
  disconnectMethod: 'POST',
}
const known = {
  callId: 'c-1',
  accountId: '9900000',
  applicationId: 'app-1',
  to: call.to,
  from: call.from,
  direction: 'outbound',
}
const enveloped = (type: string) => ({
  links: [],
  data: null,
  errors: [{ type, description: `${type}, said Bandwidth` }],
})
const page = (endpointIds: string[], next?: string): TransportAnswer => ({
  status: 200,
  body: {
    links: [
      { href: 'https://api.bandwidth.com/v2/accounts/9900000/endpoints', rel: 'self' },
      ...(next === undefined ? [] : [{ href: next, rel: 'next', method: 'GET' }]),
    ],
    data: endpointIds.map((endpointId) => ({ ...listed, endpointId })),
    errors: [],
    page: { pageSize: endpointIds.length },
  },
})

type Script = (TransportAnswer | Promise<TransportAnswer> | BandwidthApiError)[]

/** Bandwidth as two lists of answers. Where `tokens` has none left they are `token-1`, `token-2`, … and live 100 s. */
function setUp(answers: Script, tokens: Script = []) {
  const sent: (BandwidthRequest & { accessToken: string })[] = []
  let time = 0
  let tokenRequests = 0
  const settle = async (scripted: Script[number]) => {
    if (scripted instanceof BandwidthApiError) throw scripted
    return scripted
  }
  const api = createBandwidthClient({
    now: () => time,
    transport: {
      requestToken: () => {
        const access_token = `token-${++tokenRequests}`
        const body = { access_token, expires_in: 100, token_type: 'bearer' }
        return settle(tokens.shift() ?? { status: 200, body })
      },
      send: (request, accessToken) => {
        sent.push({ ...request, accessToken })
        return settle(answers.shift() ?? new BandwidthApiError('', { type: 'unreachable' }))
      },
    },
  })
  return {
    api,
    sent,
    tokenRequests: () => tokenRequests,
    setTime: (milliseconds: number) => {
      time = milliseconds
    },
  }
}

const gone = { status: 404, body: enveloped('resource_not_found') }
const done = { status: 204, body: '' }

describe('an endpoint', () => {
  it('is created with its token', async () => {
    const { api, sent } = setUp([{ status: 201, body: { links: [], data: created, errors: [] } }])
    expect(await api.createEndpoint(endpoint)).toEqual(created)
    expect(sent).toEqual([{ operation: 'createEndpoint', body: endpoint, accessToken: 'token-1' }])
  })

  it('that is gone already is deleted', async () => {
    const { api } = setUp([gone])
    await expect(api.deleteEndpoint('e-1')).resolves.toBeUndefined()
  })
})

describe('the list of endpoints', () => {
  const next = 'https://api.bandwidth.com/v2/accounts/9900000/endpoints?limit=1000&afterCursor='

  it('is read to its last page, by the cursor of the link alone', async () => {
    const { api, sent } = setUp([
      page(['e-1', 'e-2'], `${next}a%2Bb`),
      page(['e-3'], '?afterCursor=c'),
      page([]),
    ])
    const endpoints = await api.listEndpoints('CONNECTED')
    expect(endpoints.map(({ endpointId }) => endpointId)).toEqual(['e-1', 'e-2', 'e-3'])
    const first = { operation: 'listEndpoints', status: 'CONNECTED', limit: 1_000 }
    expect(sent).toEqual([
      { ...first, accessToken: 'token-1' },
      { ...first, afterCursor: 'a+b', accessToken: 'token-1' },
      { ...first, afterCursor: 'c', accessToken: 'token-1' },
    ])
  })

  it('that has no end is not read for ever', async () => {
    const { api, sent } = setUp([1, 2, 3, 4].map(() => page(['e-1'], `${next}same`)))
    await expect(api.listEndpoints()).rejects.toMatchObject({ type: 'invalid-response' })
    expect(sent).toHaveLength(2)
  })
})

describe('a call', () => {
  it('is created, and says its id', async () => {
    const { api, sent } = setUp([{ status: 201, body: placed }])
    expect(await api.createCall(call)).toEqual({ callId: 'c-1' })
    expect(sent).toMatchObject([{ operation: 'createCall', body: call }])
  })

  it.each([
    [200, true],
    [404, false],
    [409, false],
  ])('whose update is answered with %i was there to be updated: %s', async (status, expected) => {
    const { api } = setUp([{ status, body: undefined }])
    expect(await api.updateCall('c-1', { state: 'completed' })).toBe(expected)
  })

  it('is not lost for an oddity in the answer', async () => {
    const { api } = setUp([{ status: 201, body: { callId: 'c-1', answerMethod: 'PUT' } }])
    expect(await api.createCall(call)).toEqual({ callId: 'c-1' })
  })

  it.each([502, 504])('may have been created where a proxy answers %i', async (status) => {
    const { api, sent } = setUp([{ status, body: '<html>' }])
    await expect(api.createCall(call)).rejects.toMatchObject({ status, type: 'timeout' })
    expect(sent).toHaveLength(1)
  })

  it('is looked up, with the cause of its end', async () => {
    const { api } = setUp([
      { status: 200, body: { ...known, state: 'answered', disconnectCause: null } },
      { status: 200, body: { ...known, state: 'disconnected', disconnectCause: 'busy' } },
      gone,
    ])
    expect(await api.getCall('c-1')).toEqual({ state: 'answered' })
    expect(await api.getCall('c-1')).toEqual({ state: 'disconnected', cause: 'busy' })
    expect(await api.getCall('c-1')).toBeUndefined()
  })

  it.each(['timeout', 'unreachable'])('is not created twice after %s', async (type) => {
    const { api, sent } = setUp([new BandwidthApiError('', { type })])
    await expect(api.createCall(call)).rejects.toMatchObject({ type, status: undefined })
    expect(sent).toHaveLength(1)
  })

  it.each([400, 402, 403, 429, 500, 503])('is not created twice after %i', async (status) => {
    const { api, sent } = setUp([{ status, body: undefined, retryAfter: '1' }])
    await expect(api.createCall(call)).rejects.toMatchObject({ status })
    expect(sent).toHaveLength(1)
  })
})

describe('the access token', () => {
  it('is fetched once by callers who come together, and kept until a minute before its end', async () => {
    const { api, setTime, tokenRequests } = setUp([done, done, done, done])
    await Promise.all([api.deleteEndpoint('e-1'), api.deleteEndpoint('e-2')])
    setTime(39_999)
    await api.deleteEndpoint('e-3')
    expect(tokenRequests()).toBe(1)
    setTime(40_000)
    await api.deleteEndpoint('e-4')
    expect(tokenRequests()).toBe(2)
  })

  it('is replaced once after a 401', async () => {
    const { api, sent } = setUp([
      { status: 401, body: undefined },
      { status: 201, body: placed },
    ])
    expect(await api.createCall(call)).toEqual({ callId: 'c-1' })
    expect(sent.map(({ accessToken }) => accessToken)).toEqual(['token-1', 'token-2'])
    const refusal = { status: 401, body: enveloped('unauthorized') }
    const refused = setUp([refusal, refusal, refusal])
    const expected = { status: 401, type: 'unauthorized' }
    await expect(refused.api.createCall(call)).rejects.toMatchObject(expected)
    expect(refused.sent).toHaveLength(2)
  })

  it('is replaced once for all the callers whom a 401 told of its end', async () => {
    const refusal = { status: 401, body: undefined }
    const { api, sent, tokenRequests } = setUp([refusal, refusal, refusal, done, done, done])
    await Promise.all(['e-1', 'e-2', 'e-3'].map((id) => api.deleteEndpoint(id)))
    expect(sent).toHaveLength(6)
    expect(tokenRequests()).toBe(2)
  })

  it('is not thrown away for a late 401 to the one before', async () => {
    const refusal = { status: 401, body: undefined }
    let answerLate = (_answer: TransportAnswer) => {}
    const late = new Promise<TransportAnswer>((resolve) => {
      answerLate = resolve
    })
    const { api, sent, tokenRequests } = setUp([refusal, late, done, done])
    const deletions = ['e-1', 'e-2'].map((id) => api.deleteEndpoint(id))
    await deletions[0]
    answerLate(refusal)
    await deletions[1]
    expect(sent.map(({ accessToken }) => accessToken)).toEqual([
      'token-1',
      'token-1',
      'token-2',
      'token-2',
    ])
    expect(tokenRequests()).toBe(2)
  })

  it('that cannot be fetched is tried again by the next request', async () => {
    const invalid = { status: 401, body: { error: 'invalid_client' } }
    const { api, sent } = setUp([done], [invalid])
    const refusal = { name: 'BandwidthApiError', status: 401, type: 'invalid_client' }
    await expect(api.deleteEndpoint('e-1')).rejects.toMatchObject(refusal)
    expect(sent).toEqual([])
    await api.deleteEndpoint('e-1')
    expect(sent).toMatchObject([{ accessToken: 'token-2' }])
  })

  it('that does not come in time leaves no doubt that no call was placed', async () => {
    const tooLate = new BandwidthApiError('', { type: 'timeout' })
    const { api, sent } = setUp([], [tooLate, { status: 504, body: undefined }])
    const none = { name: 'BandwidthApiError', type: 'unreachable' }
    await expect(api.createCall(call)).rejects.toMatchObject({ ...none, status: undefined })
    await expect(api.createCall(call)).rejects.toMatchObject({ ...none, status: 504 })
    expect(sent).toEqual([])
  })

  it('whose address is wrong is not taken for a call that is over', async () => {
    const nowhere = { status: 404, body: undefined }
    const { api } = setUp([], [nowhere, nowhere, nowhere])
    await expect(api.updateCall('c-1', { state: 'completed' })).rejects.toMatchObject({
      status: 404,
    })
    await expect(api.deleteEndpoint('e-1')).rejects.toMatchObject({ status: 404 })
    await expect(api.getCall('c-1')).rejects.toMatchObject({ status: 404 })
  })
})

describe('an error of Bandwidth', () => {
  it.each([
    ['30', 30],
    ['Thu, 01 Jan 1970 00:00:30 GMT', 30],
    ['Wed, 31 Dec 1969 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('may name the time %s to come back', async (retryAfter, expected) => {
    const { api } = setUp([{ status: 503, body: undefined, retryAfter }])
    await expect(api.createCall(call)).rejects.toMatchObject({ retryAfter: expected })
  })

  it('without words is of an unknown type', async () => {
    const { api } = setUp([{ status: 503, body: '<html>' }])
    await expect(api.createCall(call)).rejects.toMatchObject({ status: 503, type: 'unknown' })
  })

  it.each([
    ['an answer without a call', { status: 201, body: { callId: 7 } }],
    ['a page of a proxy', { status: 200, body: '<html>' }],
    ['a redirect', { status: 307, body: undefined }],
  ])('is %s', async (_name, answer) => {
    const { api } = setUp([answer])
    await expect(api.createCall(call)).rejects.toMatchObject({
      name: 'BandwidthApiError',
      status: answer.status,
      type: 'invalid-response',
    })
  })

  it('does not repeat what was received where a token was expected', async () => {
    const { api } = setUp([], [{ status: 200, body: { access_token: ['s3cr3t'], expires_in: 1 } }])
    const error: unknown = await api.createCall(call).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: expect.stringContaining('access_token is not string') })
    expect(String(error)).not.toContain('s3cr3t')
  })
})
