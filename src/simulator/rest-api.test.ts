import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as v from 'valibot'
import {
  application,
  bxml,
  connectDevice,
  createEndpoint,
  stageCloud,
} from '../testing/stage-cloud.ts'
import { CallState, CreateCallResponse, VoiceApiError } from '../wire/calls-api.ts'
import {
  BrtcErrorResponse,
  CreateEndpointResponse,
  GetEndpointResponse,
  ListEndpointsResponse,
  OAuthToken,
} from '../wire/endpoints-api.ts'
import { defaultAccount } from './cloud.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T05:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

async function staged(options: Parameters<typeof stageCloud>[0] = {}) {
  const stage = stageCloud(options)
  await stage.authorize()
  return stage
}

describe('the OAuth API', () => {
  const url = 'https://api.bandwidth.com/api/v1/oauth2/token'
  const { clientId, clientSecret } = defaultAccount.credentials
  const basic = { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const grant = 'grant_type=client_credentials'

  it('mints a token that lives as long as it says', async () => {
    const { request, endpoints, authorize } = stageCloud({ switches: { oauthExpiresIn: 60 } })
    const response = await request('POST', url, grant, { ...basic, ...form })
    expect(v.parse(OAuthToken, await response.json())).toMatchObject({
      expires_in: 60,
      token_type: 'bearer',
    })
    await authorize()
    await pass(59)
    expect((await request('GET', endpoints())).status).toBe(200)
    await pass(1)
    expect((await request('GET', endpoints())).status).toBe(401)
  })

  it.each([
    [401, 'a wrong secret', 'POST', { ...form, Authorization: `Basic ${btoa('a:b')}` }, grant],
    [401, 'no credentials', 'POST', form, grant],
    [400, 'another grant', 'POST', { ...form, ...basic }, 'grant_type=password'],
    [415, 'JSON', 'POST', basic, '{}'],
    [405, 'a GET', 'GET', basic, undefined],
  ])('answers %i to %s', async (status, _, method, headers, body) => {
    const { request } = stageCloud()
    const response = await request(method, url, body, headers)
    expect(response.status).toBe(status)
  })
})

describe('the Endpoints API', () => {
  it('creates an endpoint, and shows its token never again', async () => {
    const { request, endpoints } = await staged()
    const created = await request('POST', endpoints(), {
      type: 'WEBRTC',
      direction: 'BIDIRECTIONAL',
      tag: 't',
    })
    expect(created.status).toBe(201)
    const { data, links } = v.parse(CreateEndpointResponse, await created.json())
    expect(data).toMatchObject({
      type: 'WEBRTC',
      status: 'DISCONNECTED',
      creationTimestamp: '2026-11-22T05:00:00.000Z',
      expirationTimestamp: '2026-11-23T05:00:00.000Z',
      devices: [],
      tag: 't',
    })
    expect(links[0]?.href).toBe(endpoints(`/${data.endpointId}`))
    const got = await (await request('GET', endpoints(`/${data.endpointId}`))).json()
    expect(v.parse(GetEndpointResponse, got).data.endpointId).toBe(data.endpointId)
    expect(JSON.stringify(got)).not.toContain(data.token)
  })

  it('shows the device that is connected', async () => {
    const stage = await staged()
    const { endpointId, deviceId } = await connectDevice(stage)
    const response = await stage.request('GET', stage.endpoints(`/${endpointId}`))
    const { data } = v.parse(GetEndpointResponse, await response.json())
    expect(data).toMatchObject({
      status: 'CONNECTED',
      devices: [{ deviceId, status: 'CONNECTED' }],
    })
  })

  it('lists page by page, and by status', async () => {
    const stage = await staged()
    const first = await connectDevice(stage)
    await createEndpoint(stage)
    await createEndpoint(stage)
    const list = async (url: string) =>
      v.parse(ListEndpointsResponse, await (await stage.request('GET', url)).json())
    const page = await list(stage.endpoints('?limit=2'))
    expect(page.data).toHaveLength(2)
    expect(page.page).toMatchObject({ pageSize: 2, totalElements: 3 })
    const next = page.links.find(({ rel }) => rel === 'next')
    const last = await list(next?.href ?? '')
    expect(last.data).toHaveLength(1)
    expect(last.links.map(({ rel }) => rel)).toEqual(['self'])
    expect((await list(stage.endpoints('?status=CONNECTED'))).data).toMatchObject([
      { endpointId: first.endpointId },
    ])
    expect(JSON.stringify(page)).not.toMatch(/token|devices/)
  })

  it('deletes an endpoint once', async () => {
    const stage = await staged()
    const { endpointId } = await createEndpoint(stage)
    const path = stage.endpoints(`/${endpointId}`)
    expect((await stage.request('DELETE', path)).status).toBe(204)
    expect((await stage.request('DELETE', path)).status).toBe(404)
    expect((await stage.request('GET', path)).status).toBe(404)
  })

  it('has a ceiling, under which deleting and waiting both bring an account', async () => {
    const stage = await staged({ switches: { endpointCeiling: 1, oauthExpiresIn: 1e6 } })
    const { endpointId } = await createEndpoint(stage)
    const body = { type: 'WEBRTC', direction: 'INBOUND' }
    const refused = await stage.request('POST', stage.endpoints(), body)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Retry-After')).toBe('900')
    expect(v.parse(BrtcErrorResponse, await refused.json()).errors[0]?.type).toBe(
      'too_many_endpoints',
    )
    await stage.request('DELETE', stage.endpoints(`/${endpointId}`))
    expect((await stage.request('POST', stage.endpoints(), body)).status).toBe(201)
    await pass(24 * 60 * 60)
    expect((await stage.request('POST', stage.endpoints(), body)).status).toBe(201)
  })

  const good = { type: 'WEBRTC', direction: 'INBOUND' }
  const other = 'https://api.bandwidth.com/v2/accounts'
  it.each([
    [400, 'invalid_parameter', 'POST', '', { type: 'SIP', direction: 'INBOUND' }, {}],
    [400, 'invalid_parameter', 'POST', '', { type: 'WEBRTC' }, {}],
    [400, 'invalid_parameter', 'POST', '', '{', {}],
    [400, 'invalid_parameter', 'POST', '', { ...good, tag: 'x'.repeat(1025) }, {}],
    [400, 'invalid_parameter', 'GET', '?limit=0', undefined, {}],
    [401, 'unauthorized', 'POST', '', good, { Authorization: 'Bearer nobody' }],
    [403, 'forbidden', 'GET', `${other}/1234567/endpoints`, undefined, {}],
    [404, 'resource_not_found', 'GET', `${other}/mine/endpoints`, undefined, {}],
    [404, 'resource_not_found', 'GET', '/e-0', undefined, {}],
    [404, 'resource_not_found', 'PUT', '/e-0/bxml', '<Response/>', {}],
    [405, 'method_not_allowed', 'PATCH', '', good, {}],
    [405, 'method_not_allowed', 'POST', '/e-0', good, {}],
    [415, 'unsupported_media_type', 'POST', '', 'x', { 'Content-Type': 'text/plain' }],
  ])('answers %i %s', async (status, type, method, path, body, headers) => {
    const { request, endpoints } = await staged()
    const url = path.startsWith('https') ? path : endpoints(path)
    const response = await request(method, url, body, headers)
    expect(response.status).toBe(status)
    expect(v.parse(BrtcErrorResponse, await response.json()).errors[0]?.type).toBe(type)
  })
})

const good = {
  from: '+19195550100',
  to: '+19191111111',
  applicationId: defaultAccount.applicationId,
  answerUrl: `${application}/hooks/voice/answer`,
  disconnectUrl: `${application}/hooks/voice/disconnect`,
}

describe('the Calls API', () => {
  const place = async (stage: ReturnType<typeof stageCloud>, to = good.to) => {
    const response = await stage.request('POST', stage.calls(), { ...good, to })
    return ((await response.json()) as { callId: string }).callId
  }

  it('creates a call, and tells of its life', async () => {
    const stage = await staged()
    stage.answer('/hooks/voice/answer', () => bxml('<Pause duration="5"/>'))
    const response = await stage.request('POST', stage.calls(), { ...good, tag: 't' })
    expect(response.status).toBe(201)
    const created = v.parse(CreateCallResponse, await response.json())
    expect(created).toMatchObject({ callTimeout: 30, callbackTimeout: 15, tag: 't' })
    expect(created.callId).toHaveLength(47)
    expect(response.headers.get('Location')).toBe(created.callUrl)
    const state = async () => {
      const got = await stage.request('GET', created.callUrl)
      return v.parse(CallState, await got.json())
    }
    expect((await state()).state).toBe('queued')
    const statistics = await stage.request('GET', created.callUrl.replace(/calls.*/, 'statistics'))
    await expect(statistics.json()).resolves.toMatchObject({ currentCallQueueSize: 1 })
    await pass(0.5)
    expect((await state()).state).toBe('initiated')
    await pass(0.5)
    expect(await state()).toMatchObject({ state: 'answered', disconnectCause: null })
    await pass(5)
    expect(await state()).toMatchObject({
      state: 'disconnected',
      disconnectCause: 'hangup',
      answerTime: '2026-11-22T05:00:01.000Z',
      endTime: '2026-11-22T05:00:06.000Z',
    })
    const list = await stage.request('GET', stage.calls())
    expect(v.parse(v.array(CallState), await list.json())).toHaveLength(1)
  })

  it('keeps passwords to itself', async () => {
    const stage = await staged()
    const response = await stage.request('POST', stage.calls(), {
      ...good,
      username: 'bw',
      password: 'hunter2',
    })
    expect(response.status).toBe(201)
    expect(await response.text()).not.toContain('hunter2')
  })

  it.each([
    [{ to: '9191111111' }, 'Invalid to: must be an E164 telephone number'],
    [{ from: 'me' }, 'Invalid from: must be an E164 telephone number'],
    [{ from: '+19195559999' }, 'Invalid from: +19195559999 is not a number of this account'],
    [
      { to: undefined },
      'Missing at least one required field. Required fields are [from, to, answerUrl, applicationId]',
    ],
    [{ answerUrl: 'ftp://x' }, 'Invalid answerUrl: only http and https are allowed'],
    [{ answerMethod: 'PUT' }, 'Invalid answerUrl method. Supported methods: [POST, GET]'],
    [{ applicationId: 'x' }, 'Could not create call: Application id x not found'],
    [
      { answerUrl: 'http://app.example/a', username: 'a', password: 'b' },
      'Invalid answerUrl: https is required where credentials are given',
    ],
  ])('refuses %o with 400', async (change, description) => {
    const { request, calls } = await staged()
    const response = await request('POST', calls(), { ...good, ...change })
    expect(response.status).toBe(400)
    expect(v.parse(VoiceApiError, await response.json())).toMatchObject({
      type: 'validation',
      description,
    })
  })

  it('refuses a call timeout out of range, and a body that is no object', async () => {
    const { request, calls } = await staged()
    for (const body of [{ ...good, callTimeout: 301 }, '[', '7']) {
      const response = await request('POST', calls(), body)
      expect(response.status).toBe(400)
    }
  })

  it.each([
    [401, 'authentication-error', 'POST', '', good, { Authorization: '' }],
    [404, 'validation', 'GET', '/c-0', undefined, {}],
    [404, 'validation', 'POST', '/c-0', { state: 'completed' }, {}],
    [405, 'validation', 'DELETE', '', undefined, {}],
    [415, 'validation', 'POST', '', 'x', { 'Content-Type': 'text/plain;charset=UTF-8' }],
  ])('answers %i %s', async (status, type, method, path, body, headers) => {
    const { request, calls } = await staged()
    const response = await request(method, calls(path), body, headers)
    expect(response.status).toBe(status)
    expect(v.parse(VoiceApiError, await response.json()).type).toBe(type)
  })

  it('answers 403 to another account', async () => {
    const { request } = await staged()
    const response = await request('GET', 'https://voice.bandwidth.com/api/v2/accounts/1/calls')
    expect(response.status).toBe(403)
    expect(v.parse(VoiceApiError, await response.json()).type).toBe('authorization-error')
  })

  it('takes no more than 100 calls at once', async () => {
    const stage = await staged()
    for (let count = 0; count < 100; count++) await place(stage, '+19195550103')
    const response = await stage.request('POST', stage.calls(), good)
    expect(response.status).toBe(429)
    expect(response.headers.get('Retry-After')).toBe('1')
    expect(v.parse(VoiceApiError, await response.json()).type).toBe('error')
  })

  it.each([
    ['queued', 0, 'cancel'],
    ['ringing', 0.5, 'cancel'],
    ['answered', 1, 'hangup'],
  ])('completes a call that is %s', async (_, seconds, cause) => {
    const stage = await staged()
    stage.answer('/hooks/voice/answer', () => bxml('<Pause duration="100"/>'))
    const callId = await place(stage)
    if (seconds > 0) await pass(seconds)
    const path = stage.calls(`/${callId}`)
    expect((await stage.request('POST', path, { state: 'completed' })).status).toBe(200)
    await pass(10)
    expect(stage.received.filter(({ name }) => name === 'disconnect')).toMatchObject([
      { body: { cause } },
    ])
    expect((await stage.request('POST', path, { state: 'completed' })).status).toBe(409)
    await pass(60)
    expect((await stage.request('POST', path, { state: 'completed' })).status).toBe(404)
  })

  it('rejects an unanswered inbound call that is completed', async () => {
    const stage = await staged()
    stage.answer('/hooks/voice/initiate', () => bxml('<Pause duration="100"/>'))
    const callId = stage.cloud.telephones.placeCall({ from: '+19195551234' })
    await pass(1)
    await stage.request('POST', stage.calls(`/${callId}`), { state: 'completed' })
    await pass(0)
    expect(stage.received.at(-1)?.body).toMatchObject({ cause: 'rejected' })
  })

  it('takes a call out of its connection when it is redirected', async () => {
    const stage = await staged()
    const device = await connectDevice(stage)
    stage.answer('/hooks/voice/initiate', () =>
      bxml(
        `<Connect eventCallbackUrl="/status"><Endpoint>${device.endpointId}</Endpoint></Connect>`,
        '<Redirect redirectUrl="/not-this"/>',
      ),
    )
    stage.answer('/elsewhere', () => bxml('<Pause duration="2"/>'))
    const callId = stage.cloud.telephones.placeCall({ from: '+19195551234' })
    await pass(0)
    device.offer().events.accepted()
    const response = await stage.request('POST', stage.calls(`/${callId}`), {
      state: 'active',
      redirectUrl: `${application}/elsewhere`,
      tag: 'moved',
    })
    expect(response.status).toBe(200)
    await pass(0)
    expect(device.offer().ended).toBe(true)
    expect(stage.names().slice(-3)).toEqual([
      'connectStatus COMPLETED',
      'endpointEligible',
      'redirect',
    ])
    expect(stage.received.at(-1)).toMatchObject({ path: '/elsewhere', body: { tag: 'moved' } })
    await pass(2)
    expect(stage.names().at(-1)).toBe('disconnect')
    expect(stage.received.map(({ path }) => path)).not.toContain('/not-this')
  })

  it('replaces the BXML of an answered call', async () => {
    const stage = await staged()
    stage.answer('/hooks/voice/answer', () => bxml('<Pause duration="100"/>'))
    const callId = await place(stage)
    const put = (body: string) =>
      stage.request('PUT', stage.calls(`/${callId}/bxml`), body, {
        'Content-Type': 'application/xml',
      })
    expect((await put('<Response/>')).status).toBe(409)
    await pass(1)
    expect((await put('<Response><Dance/></Response>')).status).toBe(400)
    expect((await put('<Response><Hangup/></Response>')).status).toBe(204)
    await pass(0)
    expect(stage.received.at(-1)?.body).toMatchObject({ cause: 'hangup' })
  })

  it.each([
    [400, { state: 'active' }],
    [400, { state: 'completed', redirectUrl: `${application}/x` }],
    [400, { state: 'paused' }],
    [409, { redirectUrl: `${application}/x` }],
  ])('answers %i to an update of a ringing call with %o', async (status, update) => {
    const stage = await staged()
    const callId = await place(stage, '+19195550103')
    await pass(0.1)
    const response = await stage.request('POST', stage.calls(`/${callId}`), update)
    expect(response.status).toBe(status)
  })
})

describe('the journal', () => {
  it('shows calls of the API, webhooks and BXML, and no secret', async () => {
    const stage = stageCloud()
    const accessToken = await stage.authorize()
    const { endpointId, token } = await connectDevice(stage)
    stage.answer('/hooks/voice/initiate', () =>
      bxml(
        `<Connect eventCallbackUrl="/hooks/voice/connect-status/s3cr3t"><Endpoint>${endpointId}</Endpoint></Connect>`,
        '<Redirect redirectUrl="/n" username="bw" password="hunter2"/>',
      ),
    )
    await stage.request('POST', stage.calls(), { ...good, username: 'bw', password: 'hunter2' })
    stage.cloud.telephones.placeCall({ from: '+19195551234' })
    await pass(3)
    const entries = stage.cloud.journal.entries()
    expect(entries).toContainEqual(
      expect.objectContaining({
        from: 'application',
        to: 'gateway',
        kind: 'bxml',
        summary: 'BXML Connect → Redirect',
      }),
    )
    expect(entries.find(({ summary }) => summary.includes('/hooks/brtc/'))).toMatchObject({
      from: 'gateway',
      to: 'application',
      kind: 'webhook',
      summary: expect.stringMatching(/^POST \/hooks\/brtc\/… endpointConnected → 204 \(\d+ ms\)$/),
    })
    expect(entries.find(({ kind }) => kind === 'api')).toMatchObject({
      from: 'application',
      to: 'gateway',
      summary: expect.stringMatching(/^POST \/api\/v1\/oauth2\/token → 200 \(\d+ ms\)$/),
    })
    const text = JSON.stringify(entries)
    for (const secret of [token, accessToken, 's3cr3t', 'secret-segment', 'hunter2']) {
      expect(text).not.toContain(secret)
    }
  })
})
