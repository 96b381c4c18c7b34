// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { collect, createTestApplication } from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'
import { BandwidthApiError } from './bandwidth-api.ts'

describe('POST /api/endpoints', () => {
  it('makes an endpoint whose events come to the secret path, and grants its token', async () => {
    const test = createTestApplication()
    const response = await test.send('POST', '/api/endpoints', {})
    expect(response.status).toBe(201)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      endpointId: 'e-1',
      token: 'header.claims.signature',
      gatewayUrl: 'wss://gateway.test/endpoints',
      platform: 'brtc',
      expiresAt: '2030-01-02T00:00:00.000Z',
    })
    expect(test.bandwidth.createEndpoint).toHaveBeenCalledExactlyOnceWith({
      type: 'WEBRTC',
      direction: 'BIDIRECTIONAL',
      tag: 'offhook:endpoint-1',
      eventCallbackUrl: 'https://phone.test/hooks/brtc/secret-segment',
    })
  })

  it.each([
    [{ status: 429, type: 'too_many_endpoints', retryAfter: 900 }, 429, 'too-many-endpoints'],
    [{ status: 500, type: 'service_unavailable' }, 502, 'upstream-unavailable'],
    [{ type: 'unreachable' }, 502, 'upstream-unavailable'],
    [{ type: 'timeout' }, 504, 'upstream-unavailable'],
    [{ status: 401, type: 'unauthorized' }, 502, 'upstream-refused'],
    [{ status: 403, type: 'forbidden' }, 502, 'upstream-refused'],
  ])('answers a failure %o with %i %s', async (details, status, code) => {
    const test = createTestApplication()
    const error = new BandwidthApiError('account 9900000 says no', details)
    test.bandwidth.createEndpoint.mockRejectedValue(error)
    const response = await test.send('POST', '/api/endpoints')
    expect(response.status).toBe(status)
    const body = await response.json()
    expect(body).toMatchObject({ code })
    expect(JSON.stringify(body)).not.toContain('9900000')
    if (status === 429) {
      expect(body).toMatchObject({ retryAfter: 900 })
      expect(response.headers.get('retry-after')).toBe('900')
    }
  })

  it('deletes what the session has left behind', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.goOnline()
    await test.lifecycle('endpointDisconnected', endpointId)
    expect((await test.send('POST', '/api/endpoints')).status).toBe(201)
    expect(test.bandwidth.deleteEndpoint).toHaveBeenCalledExactlyOnceWith('e-1')
  })

  it('deletes what nobody can use and tries again where the account has too many', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.lifecycle('endpointDisconnected', endpointId)
    const lost = (endpointId: string, tag: string) => ({
      endpointId,
      tag,
      type: 'WEBRTC',
      status: 'DISCONNECTED' as const,
      creationTimestamp: '2030-01-01T00:00:00.000Z',
      expirationTimestamp: '2030-01-02T00:00:00.000Z',
    })
    test.bandwidth.listEndpoints.mockResolvedValue([
      lost('e-of-others', 'something else'),
      lost('e-lost', 'offhook:1'),
    ])
    const error = new BandwidthApiError('Full', { status: 429, type: 'too_many_endpoints' })
    test.bandwidth.createEndpoint.mockRejectedValueOnce(error)
    const colleague = { 'x-test-owner': 'colleague/session' }
    expect((await test.send('POST', '/api/endpoints', {}, colleague)).status).toBe(201)
    const deleted = test.bandwidth.deleteEndpoint.mock.calls.flat()
    expect(deleted).toEqual(['e-1', 'e-lost'])
  })

  it('ends at so many endpoints of one user, and so many a minute', async () => {
    const test = createTestApplication()
    for (const _ of Array(5).keys()) await test.goOnline()
    const full = await test.send('POST', '/api/endpoints')
    expect(full.status).toBe(429)
    expect(await full.json()).toMatchObject({ code: 'too-many-endpoints' })
    for (const _ of Array(6).keys()) await test.send('POST', '/api/endpoints')
    const tooFast = await test.send('POST', '/api/endpoints')
    expect(tooFast.status).toBe(429)
    expect(await tooFast.json()).toMatchObject({ code: 'rate-limited', retryAfter: 60 })
    const colleague = { 'x-test-owner': 'colleague/session' }
    expect((await test.send('POST', '/api/endpoints', {}, colleague)).status).toBe(201)
  })

  it('answers what nobody foresaw with a typed 500', async () => {
    const test = createTestApplication()
    test.bandwidth.createEndpoint.mockRejectedValue(new Error('a detail'))
    const response = await test.send('POST', '/api/endpoints')
    expect(response.status).toBe(500)
    const body = await response.text()
    expect(JSON.parse(body)).toMatchObject({ code: 'internal' })
    expect(body).not.toContain('a detail')
  })
})

describe('DELETE /api/endpoints/:id', () => {
  it('deletes the endpoint, forgets it, and can be repeated', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    for (const _ of [1, 2]) {
      expect((await test.send('DELETE', `/api/endpoints/${endpointId}`)).status).toBe(204)
    }
    expect(test.bandwidth.deleteEndpoint).toHaveBeenCalledExactlyOnceWith(endpointId)
    expect((await test.send('GET', `/api/events?endpoint=${endpointId}`)).status).toBe(404)
  })

  it('leaves alone what this application has not made', async () => {
    const test = createTestApplication()
    expect((await test.send('DELETE', '/api/endpoints/e-of-others')).status).toBe(204)
    expect(test.bandwidth.deleteEndpoint).not.toHaveBeenCalled()
  })

  it('cancels the call that is being dialled', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, '+19195550101')
    await waitFor(() => expect(events.at(-1)).toMatchObject({ state: 'ringing' }))
    await test.send('DELETE', `/api/endpoints/${endpointId}`)
    expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('c-1', { state: 'completed' })
  })

  it('that failed takes the agent out of the routing, and can be repeated', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const error = new BandwidthApiError('Down', { status: 500, type: 'service_unavailable' })
    test.bandwidth.deleteEndpoint.mockRejectedValueOnce(error)
    expect((await test.send('DELETE', `/api/endpoints/${endpointId}`)).status).toBe(502)
    expect(await test.initiate('c-1')).not.toContain('Connect')
    expect((await test.send('DELETE', `/api/endpoints/${endpointId}`)).status).toBe(204)
  })
})

describe('GET /api/events', () => {
  it('begins with the state of the endpoint and tells every change of it', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    const state = {
      type: 'endpoint.state',
      endpointId,
      connected: true,
      eligible: true,
      presence: 'available',
    }
    await test.lifecycle('endpointIneligible', endpointId)
    await test.lifecycle('endpointIneligible', endpointId)
    await test.lifecycle('endpointDisconnected', endpointId)
    await waitFor(() =>
      expect(events).toEqual([
        state,
        { ...state, eligible: false },
        { ...state, connected: false, eligible: false },
      ]),
    )
  })

  it('also begins with the current call', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.initiate('c-1')
    const offered = await test.send('GET', `/api/events?endpoint=${endpointId}`)
    const events = collect(offered)
    await waitFor(() => expect(events).toHaveLength(2))
    expect(events[1]).toMatchObject({ type: 'call.offered', callId: 'call-1' })
  })

  it('continues where a phone that comes back has stopped', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const url = `/api/events?endpoint=${endpointId}`
    const opening = await test.send('GET', url)
    const text = await opening.body?.pipeThrough(new TextDecoderStream()).getReader().read()
    const id = /^id: (\d+)$/m.exec(text?.value ?? '')?.[1]
    await test.initiate('c-1')
    await test.disconnect('c-1', 'cancel')
    const events = collect(await test.send('GET', url, undefined, { 'Last-Event-ID': id }))
    await waitFor(() => expect(events).toHaveLength(3))
    expect(events.slice(1)).toMatchObject([
      { type: 'call.offered' },
      { type: 'call.state', state: 'ended', cause: 'cancelled' },
    ])
  })

  it('takes an id that it has not given for none', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.initiate('c-1')
    for (const id of ['999', 'x']) {
      const events = collect(
        await test.send('GET', `/api/events?endpoint=${endpointId}`, undefined, {
          'Last-Event-ID': id,
        }),
      )
      await waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'call.offered' }))
    }
  })

  it('beats every 15 seconds until the reader leaves', async () => {
    const test = createTestApplication()
    await test.send('POST', '/api/endpoints')
    const response = await test.send('GET', '/api/events?endpoint=e-1')
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    await reader?.read()
    test.advance(15_000)
    expect((await reader?.read())?.value).toBe(': heartbeat\n\n')
    await reader?.cancel()
    await waitFor(() => expect(test.timers()).toBe(0))
  })

  it('ends where the request is aborted', async () => {
    const test = createTestApplication()
    await test.send('POST', '/api/endpoints')
    const abort = new AbortController()
    const url = 'https://phone.test/api/events?endpoint=e-1'
    await test.app.fetch(new Request(url, { signal: abort.signal }))
    expect(test.timers()).toBe(1)
    abort.abort()
    await waitFor(() => expect(test.timers()).toBe(0))
  })

  it('ends where nobody has read for a whole interval', async () => {
    const test = createTestApplication()
    await test.send('POST', '/api/endpoints')
    const unread = await test.send('GET', '/api/events?endpoint=e-1')
    for (let beats = 0; beats < 5; beats += 1) {
      test.advance(15_000)
      await Promise.resolve()
    }
    await waitFor(() => expect(test.timers()).toBe(0))
    expect(unread.status).toBe(200)
  })

  it('wants the name of an endpoint of ours', async () => {
    const test = createTestApplication()
    expect((await test.send('GET', '/api/events')).status).toBe(400)
    const unknown = await test.send('GET', '/api/events?endpoint=e-1')
    expect(unknown.status).toBe(404)
    expect(await unknown.json()).toMatchObject({ code: 'not-found' })
  })
})

describe('the routes of the phone', () => {
  it.each(['accepted', 'declined', 'hangup'])(
    'know no call to be %s by a wrong id',
    async (word) => {
      const test = createTestApplication()
      const response = await test.say('call-9', word)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'not-found' })
    },
  )

  it('answer an unknown address in JSON', async () => {
    const test = createTestApplication()
    const response = await test.send('GET', '/api/nothing')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not-found' })
  })

  it.each([
    ['{', 'application/json', 400],
    ['[]', 'application/json', 400],
    ['"text"', 'application/json; charset=utf-8', 400],
    ['null', 'application/json', 400],
    ['{}', 'text/plain', 415],
    [' '.repeat(64 * 1024 + 1), 'application/json', 413],
  ])('refuse a body %#', async (body, contentType, status) => {
    const test = createTestApplication()
    const headers = { 'Content-Type': contentType }
    const request = new Request('https://phone.test/api/endpoints', {
      method: 'POST',
      headers,
      body,
    })
    const response = await test.app.fetch(request)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code: 'bad-request' })
    expect(test.bandwidth.createEndpoint).not.toHaveBeenCalled()
  })
})
