import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createApplicationClient } from './application-client.ts'

const grant = {
  endpointId: 'ep-1',
  token: 'a.b.c',
  gatewayUrl: 'wss://gateway.test/endpoints',
  expiresAt: '2030-01-02T00:00:00.000Z',
  platform: 'webrtc',
}

/** A server that gives the same answer to everything. */
function answering(answer: () => Promise<Response>) {
  const fetch = vi.fn<typeof globalThis.fetch>(answer)
  return { fetch, client: createApplicationClient({ baseUrl: 'https://app.test', fetch }) }
}

const response = (status: number, body?: unknown) => async () =>
  new Response(body === undefined ? null : JSON.stringify(body), { status })

describe('requests to the application', () => {
  it('ask for an endpoint', async () => {
    const { client, fetch } = answering(response(200, grant))
    await expect(client.createEndpoint()).resolves.toEqual(grant)
    expect(fetch.mock.calls[0]?.[0]).toBe('https://app.test/api/endpoints')
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', keepalive: false })
  })

  it('reach each route, with ids escaped, and survive the page', async () => {
    const { client, fetch } = answering(response(204))
    await client.deleteEndpoint('ep/1')
    await client.accepted('c-1')
    await client.declined('c-2')
    await client.hangUp('c-3')
    expect(fetch.mock.calls.map(([url, init]) => [init?.method, url, init?.keepalive])).toEqual([
      ['DELETE', 'https://app.test/api/endpoints/ep%2F1', true],
      ['POST', 'https://app.test/api/calls/c-1/accepted', true],
      ['POST', 'https://app.test/api/calls/c-2/declined', true],
      ['POST', 'https://app.test/api/calls/c-3/hangup', true],
    ])
  })

  it('take a grant that names no platform for one of BRTC', async () => {
    const { platform: _, ...older } = grant
    const { client } = answering(response(200, older))
    await expect(client.createEndpoint()).resolves.toMatchObject({ platform: 'brtc' })
  })

  it('ask for an outbound call, which must not outlive the page', async () => {
    const { client, fetch } = answering(response(202))
    await expect(client.requestOutbound('ep/1', '+19195550101')).resolves.toEqual({
      accepted: true,
    })
    expect(fetch.mock.calls[0]?.[0]).toBe('https://app.test/api/endpoints/ep%2F1/calls')
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"to":"+19195550101"}',
      keepalive: false,
    })
  })

  it.each([400, 404, 409])('take an answer of %i for a call that is not placed', async (status) => {
    const { client } = answering(response(status, { code: 'bad-request', message: 'no' }))
    await expect(client.requestOutbound('ep-1', '+1')).resolves.toEqual({ accepted: false })
  })

  it('reject an outbound call after an answer of 502: it may have been placed', async () => {
    const { client } = answering(response(502, { code: 'upstream-unavailable', message: 'later' }))
    await expect(client.requestOutbound('ep-1', '+1')).rejects.toMatchObject({ code: 'refused' })
  })

  it.each([
    [429, { code: 'too-many-endpoints', message: 'full', retryAfter: 30 }, 'too-many-endpoints'],
    [503, { code: 'upstream-unavailable', message: 'later', retryAfter: 30 }, 'refused'],
    [401, { code: 'unauthenticated', message: 'who?' }, 'unauthenticated'],
    [401, undefined, 'unauthenticated'],
    [429, { code: 'rate-limited', message: 'slower', retryAfter: 5 }, 'rate-limited'],
    [429, undefined, 'rate-limited'],
    [503, { code: 'stopping', message: 'bye' }, 'stopping'],
    [403, { code: 'forbidden', message: 'no' }, 'refused'],
    [502, { nonsense: true }, 'refused'],
    [500, undefined, 'refused'],
  ])('reject an answer of %i as %s', async (status, body, code) => {
    const { client } = answering(response(status, body))
    await expect(client.createEndpoint()).rejects.toMatchObject({
      name: 'ApplicationClientError',
      code,
    })
  })

  it.each([
    [401, 'unauthenticated'],
    [429, 'rate-limited'],
    [503, 'stopping'],
  ] as const)('reject an outbound call after an answer of %i, as %s', async (status, code) => {
    const { client } = answering(response(status, { code, message: 'not now' }))
    await expect(client.requestOutbound('ep-1', '+1')).rejects.toMatchObject({ code })
  })

  it('say when to try again, be it a proxy that asks for the wait', async () => {
    const { client } = answering(
      async () => new Response('slow down', { status: 429, headers: { 'Retry-After': '12' } }),
    )
    await expect(client.createEndpoint()).rejects.toMatchObject({ retryAfter: 12 })
  })

  it('say when to try again', async () => {
    const body = { code: 'upstream-unavailable', message: 'later', retryAfter: 30 }
    const { client } = answering(response(503, body))
    await expect(client.createEndpoint()).rejects.toMatchObject({ retryAfter: 30 })
  })

  it.each([
    ['another object', response(200, { endpointId: 'ep-1' })],
    ['a web page', async () => new Response('<!doctype html>')],
  ])('reject %s in place of an endpoint', async (_what, answer) => {
    const { client } = answering(answer)
    await expect(client.createEndpoint()).rejects.toMatchObject({ code: 'protocol' })
  })

  it('reject when nobody is there', async () => {
    const { client } = answering(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(client.hangUp('c-1')).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('give up on an application that does not answer', async () => {
    const fetch = (_url: unknown, init?: RequestInit) =>
      new Promise<Response>((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      })
    const client = createApplicationClient({ fetch, timeoutMs: 1 })
    await expect(client.createEndpoint()).rejects.toMatchObject({ code: 'unreachable' })
  })
})

describe('the event stream', () => {
  function open() {
    const sources: (EventTarget & { url: string; readyState: number })[] = []
    function FakeEventSource(url: string) {
      const source = Object.assign(new EventTarget(), {
        url,
        readyState: 1,
        close: () => {
          source.readyState = 2
        },
      })
      sources.push(source)
      return source
    }
    const client = createApplicationClient({
      baseUrl: 'https://app.test',
      EventSource: FakeEventSource as unknown as new (url: string) => EventSource,
    })
    const listener = { onEvent: vi.fn(), onOpen: vi.fn(), onLost: vi.fn(), onFault: vi.fn() }
    const close = client.subscribe('ep 1', listener)
    const source = sources[0]
    if (!source) throw new Error('No event source was made.')
    const send = (data: unknown) => source.dispatchEvent(new MessageEvent('message', { data }))
    return { source, sources, send, listener, close }
  }

  it('is the endpoint’s own, and closes', () => {
    const { source, close } = open()
    expect(source.url).toBe('https://app.test/api/events?endpoint=ep%201')
    close()
    expect(source.readyState).toBe(2)
  })

  it('hands on what the application says', () => {
    const { send, listener } = open()
    const event = { type: 'call.offered', callId: 'c-1', from: '+19195550100', to: '+19195550199' }
    send(JSON.stringify(event))
    expect(listener.onEvent.mock.calls).toEqual([[event]])
  })

  it('tells when it opens and when it is lost', () => {
    const { source, listener } = open()
    source.dispatchEvent(new Event('open'))
    expect(listener.onOpen).toHaveBeenCalledTimes(1)
    expect(listener.onLost).not.toHaveBeenCalled()
    source.dispatchEvent(new Event('error'))
    expect(listener.onLost).toHaveBeenCalledTimes(1)
  })

  function fail(source: { readyState: number; dispatchEvent: (event: Event) => void } | undefined) {
    if (!source) throw new Error('There is no event source.')
    source.readyState = 2
    source.dispatchEvent(new Event('error'))
  }

  it('is opened again where the browser has given up, unless it was closed', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { source, sources, close } = open()
    source.dispatchEvent(new Event('error'))
    vi.advanceTimersByTime(3_000)
    expect(sources).toHaveLength(1)
    fail(source)
    vi.advanceTimersByTime(3_000)
    expect(sources).toHaveLength(2)
    fail(sources.at(-1))
    close()
    vi.advanceTimersByTime(3_000)
    expect(sources).toHaveLength(2)
  })

  it.each(['not json', '{"type":"call.offered"}', '{"type":"unheard.of"}', 'null', undefined])(
    'goes on after an event that cannot be read: %s',
    (data) => {
      const { send, listener } = open()
      send(data)
      expect(listener.onFault).toHaveBeenCalledTimes(1)
      expect(listener.onEvent).not.toHaveBeenCalled()
      send('{"type":"endpoint.state","endpointId":"ep-1","connected":true,"eligible":true}')
      expect(listener.onEvent).toHaveBeenCalledTimes(1)
    },
  )
})
