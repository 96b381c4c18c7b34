import { createAdaptorServer } from '@hono/node-server'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ControlFailure, createControlClient } from './control-client.ts'
import { bxml } from '../testing/stage-cloud.ts'
import { waitFor } from '../testing/wait-for.ts'
import { serveSimulator, type ServedSimulator } from './host/serve-simulator.ts'

/** An application behind real sockets: BXML by path, 204 for the rest. */
const answers = new Map<string, () => Response>()
const received: Record<string, unknown>[] = []
const application = createAdaptorServer({
  fetch: async (request) => {
    received.push((await request.json()) as Record<string, unknown>)
    return answers.get(new URL(request.url).pathname)?.() ?? new Response(null, { status: 204 })
  },
})
let served: ServedSimulator
let base: string
let control: ReturnType<typeof createControlClient>

beforeAll(async () => {
  served = await serveSimulator({ port: 0 })
  await new Promise<void>((resolve) => {
    application.listen(0, '127.0.0.1', resolve)
  })
  base = `http://127.0.0.1:${(application.address() as AddressInfo).port}`
  control = createControlClient(served.addresses.control)
})
beforeEach(() =>
  control.configureApplication({
    callInitiatedUrl: `${base}/initiate`,
    callStatusUrl: `${base}/disconnect`,
    username: 'bandwidth',
    password: 'secret',
  }),
)
afterEach(async () => {
  await control.reset()
  answers.clear()
  received.length = 0
})
afterAll(async () => {
  await served.stop()
  await new Promise((resolve) => application.close(resolve))
})

/** With the very headers: `fetch` sets some of them itself. @returns the status */
function rawly(method: string, path: string, headers: Record<string, string>) {
  const { port } = new URL(served.addresses.control)
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

async function accessToken(): Promise<string> {
  const { oauth, clientId, clientSecret } = served.addresses
  const response = await fetch(oauth, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

async function createEndpoint() {
  const { api, accountId } = served.addresses
  const response = await fetch(`${api}/accounts/${accountId}/endpoints`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${await accessToken()}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      type: 'WEBRTC',
      direction: 'BIDIRECTIONAL',
      eventCallbackUrl: `${base}/events`,
    }),
  })
  const { data } = (await response.json()) as { data: { endpointId: string; token: string } }
  return data
}

async function publishingDevice(automatic: 'accept' | 'decline' | 'ignore' = 'ignore') {
  const { endpointId, token } = await createEndpoint()
  await control.connectDevice({ token, publishing: true, automatic })
  return endpointId
}

const connectTo = (...endpointIds: string[]) =>
  bxml(
    ...endpointIds.map((id) => `<Connect><Endpoint>${id}</Endpoint></Connect>`),
    '<Redirect redirectUrl="/next"/>',
  )
const events = () => received.map((body) => body.eventType ?? body.event)
const offers = async (endpointId: string) =>
  (await control.device(endpointId)).offers.map(({ callId, state }) => [callId, state])

describe('a call, by the control API', () => {
  it('is accepted by a device and hung up by the caller', async () => {
    const device = await publishingDevice()
    answers.set('/initiate', () => connectTo(device))
    const { callId } = await control.placeCall({ from: '+19195551234' })
    await waitFor(async () => expect(await offers(device)).toEqual([[callId, 'offered']]))
    await control.accept(device)
    expect(await offers(device)).toEqual([[callId, 'accepted']])
    expect(await control.liveCalls()).toMatchObject([
      { callId, from: '+19195551234', to: '+19195550100', answered: true },
    ])
    await control.hangUp(callId)
    expect(await offers(device)).toEqual([[callId, 'ended']])
    await waitFor(() => expect(events()).toContain('disconnect'))
    expect(await control.liveCalls()).toEqual([])
  })

  it('goes on with the next verb when one device declines and the other hangs up', async () => {
    const first = await publishingDevice('decline')
    const second = await publishingDevice('accept')
    answers.set('/initiate', () => connectTo(first, second))
    answers.set('/next', () => bxml('<Hangup/>'))
    const { callId } = await control.placeCall({ from: '+19195551234' })
    await waitFor(async () => expect(await offers(second)).toEqual([[callId, 'accepted']]))
    expect(await offers(first)).toEqual([[callId, 'declined']])
    await control.hangUpDevice(second)
    await waitFor(() => expect(events()).toContain('disconnect'))
    expect(await offers(second)).toEqual([[callId, 'ended']])
    expect(await control.devices()).toHaveLength(2)
  })

  it('is lost with the socket of its device, which may come back with the same token', async () => {
    const { endpointId, token } = await createEndpoint()
    await control.connectDevice({ token, publishing: true, automatic: 'accept' })
    answers.set('/initiate', () => connectTo(endpointId))
    const { callId } = await control.placeCall({ from: '+19195551234' })
    await waitFor(async () => expect(await offers(endpointId)).toEqual([[callId, 'accepted']]))
    await control.disconnectDevice(endpointId)
    expect(await control.device(endpointId)).toMatchObject({
      state: 'closed',
      offers: [{ callId, state: 'ended' }],
    })
    await waitFor(() => expect(events()).toContain('endpointDisconnected'))
    await control.connectDevice({ token })
    expect(await control.device(endpointId)).toMatchObject({ state: 'connected', offers: [] })
  })

  it('reaches the fallback URL when nobody listens at the first', async () => {
    const gone = await serveSimulator({ port: 0 })
    await gone.stop()
    await control.configureApplication({
      callInitiatedUrl: `${gone.addresses.api}/initiate`,
      callInitiatedFallbackUrl: `${base}/fallback`,
    })
    answers.set('/fallback', () => bxml('<Pause duration="60"/>'))
    const { callId } = await control.placeCall({ from: '+19195551234' })
    await waitFor(() => expect(events()).toEqual(['initiate']))
    expect(await control.liveCalls()).toMatchObject([{ callId }])
  })

  it('is asked for by a device, and the application’s answer decides', async () => {
    const device = await publishingDevice()
    expect(await control.requestOutbound(device, '+19191111111')).toEqual({ accepted: true })
    expect(received).toContainEqual(
      expect.objectContaining({ endpointId: device, to: '+19191111111' }),
    )
    answers.set('/events', () => new Response(null, { status: 500 }))
    expect(await control.requestOutbound(device, '+19191111111')).toEqual({ accepted: false })
  })
})

describe('a telephone, by the control API', () => {
  const number = '+19195550177'
  /** The application calls it. */
  async function dial(): Promise<string> {
    const { voice, accountId, applicationId, number: from } = served.addresses
    answers.set('/answer', () => bxml('<Pause duration="60"/>'))
    const response = await fetch(`${voice}/accounts/${accountId}/calls`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await accessToken()}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({
        from,
        to: number,
        applicationId,
        answerUrl: `${base}/answer`,
        disconnectUrl: `${base}/disconnect`,
      }),
    })
    return ((await response.json()) as { callId: string }).callId
  }
  const ringing = async (callId: string) => {
    await waitFor(async () =>
      expect((await control.journal()).map(({ summary }) => summary)).toContain(`${number} rings`),
    )
    return callId
  }
  const cause = () =>
    waitFor(() => {
      const ended = received.find(({ eventType }) => eventType === 'disconnect')
      expect(ended).toBeDefined()
      return ended?.cause
    })

  it('is picked up by hand, once, and hangs up', async () => {
    await control.orderTelephone(number, { type: 'never-answers' })
    const callId = await ringing(await dial())
    await control.act(callId, { type: 'answer' })
    await waitFor(() => expect(events()).toContain('answer'))
    await expect(control.act(callId, { type: 'answer' })).rejects.toMatchObject({ status: 409 })
    await expect(control.act(callId, { type: 'reject' })).rejects.toMatchObject({ status: 409 })
    expect(await control.liveCalls()).toMatchObject([{ callId, answered: true }])
    await control.act(callId, { type: 'hang-up' })
    expect(await cause()).toBe('hangup')
  })

  it.each([
    ['busy', 'busy'],
    ['reject', 'rejected'],
  ] as const)('that rings can be %s', async (type, ended) => {
    await control.orderTelephone(number, { type: 'never-answers' })
    await control.act(await ringing(await dial()), { type })
    expect(await cause()).toBe(ended)
  })

  it('that was to reject leaves a call alone that has been picked up', async () => {
    await control.orderTelephone(number, { type: 'rejects', after: 30 })
    const callId = await ringing(await dial())
    await control.act(callId, { type: 'answer' })
    await control.advance(31_000)
    expect(await control.liveCalls()).toMatchObject([{ callId, answered: true }])
  })

  it('reacts to its next calls as it was told, until the next reset', async () => {
    await control.orderTelephone(number, { type: 'busy' })
    await dial()
    expect(await cause()).toBe('busy')
    await control.reset()
    received.length = 0
    await ringing(await dial())
  })

  it('presses keys only where somebody can hear them', async () => {
    const callId = await ringing(await dial())
    const press = control.act(callId, { type: 'press', digits: '12' })
    await expect(press).rejects.toMatchObject({ status: 409 })
    const nothing = control.act(callId, { type: 'press', digits: 'x' })
    await expect(nothing).rejects.toMatchObject({ status: 400 })
  })
})

describe('the journal as a stream', () => {
  /** Reads until as many entries have come. */
  async function stream(count: number, lastId?: number) {
    const abort = new AbortController()
    const response = await fetch(`${served.addresses.control}/journal/stream`, {
      signal: abort.signal,
      ...(lastId !== undefined && { headers: { 'Last-Event-ID': String(lastId) } }),
    })
    expect(response.headers.get('Content-Type')).toBe('text/event-stream')
    let text = ''
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const ids = () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
    while (ids().length < count) text += (await reader?.read())?.value ?? ''
    abort.abort()
    const summaries = [...text.matchAll(/^data: (.*)$/gm)].map(
      ([, data = '']) => (JSON.parse(data) as { summary: string }).summary,
    )
    return { ids: ids(), summaries }
  }

  it('begins with what is kept and goes on, and where a reader was the last time', async () => {
    const { endpointId, token } = await createEndpoint()
    const kept = (await control.journal()).length
    const reading = stream(kept + 2)
    await control.connectDevice({ token })
    const { ids, summaries } = await reading
    expect(summaries).toContain(`${endpointId}'s device connects`)
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    const again = await stream(1, ids.at(-2))
    expect(again.ids[0]).toBe(ids.at(-1))
  })
})

describe('the control API', () => {
  it('passes a day in a moment: held calls loop, and then the endpoint expires', async () => {
    const device = await publishingDevice()
    let loops = 0
    const hold = () => {
      loops += 1
      return loops < 20
        ? bxml('<PlayAudio>/music.mp3</PlayAudio>', '<Redirect redirectUrl="/hold"/>')
        : bxml('<Hangup/>')
    }
    answers.set('/initiate', hold)
    answers.set('/hold', hold)
    await control.placeCall({ from: '+19195551234' })
    await waitFor(() => expect(events()).toContain('initiate'))
    const before = await control.advance(0)
    const { now } = await control.advance(24 * 60 * 60 * 1000)
    expect(now - before.now).toBeGreaterThanOrEqual(24 * 60 * 60 * 1000)
    expect(loops).toBe(20)
    expect(events().filter((event) => event === 'redirect')).toHaveLength(19)
    expect(received.find(({ eventType }) => eventType === 'disconnect')).toMatchObject({
      cause: 'hangup',
    })
    expect(events()).toContain('endpointDisconnected')
    expect(await control.device(device)).toMatchObject({ state: 'closed', closeCode: 1000 })
  })

  it('orders faults, shows what is left of them, and takes them back', async () => {
    const left = await control.addFaults({
      api: [{ type: 'status', operation: 'token', status: 503, times: 2 }],
      webhooks: [{ type: 'drop', event: 'endpointEligible' }],
    })
    expect(left.api).toHaveLength(1)
    const { oauth } = served.addresses
    expect((await fetch(oauth, { method: 'POST' })).headers.get('Retry-After')).toBe('1')
    expect((await control.faults()).api).toMatchObject([{ times: 1 }])
    await control.clearFaults()
    expect(await control.faults()).toEqual({ api: [], webhooks: [], gateway: [] })
  })

  it('revokes access tokens', async () => {
    const { api, accountId } = served.addresses
    const headers = { Authorization: `Bearer ${await accessToken()}` }
    const list = () => fetch(`${api}/accounts/${accountId}/endpoints`, { headers })
    expect((await list()).status).toBe(200)
    await control.addFaults({ revokeTokens: true })
    expect((await list()).status).toBe(401)
  })

  it('changes switches until the next reset', async () => {
    expect(await control.changeSwitches({ connectTimeout: 50 })).toMatchObject({
      connectTimeout: 50,
    })
    await control.reset()
    expect(await control.switches()).toMatchObject({ connectTimeout: 30_000 })
  })

  it('shows the journal from an entry on, without secrets', async () => {
    const device = await publishingDevice()
    await control.advance(0)
    const all = await control.journal()
    expect(all.map(({ summary }) => summary)).toContain(`${device}'s device connects`)
    expect(await control.journal(all.at(-2)?.id)).toEqual(all.slice(-1))
    expect(JSON.stringify(all)).not.toMatch(/eyJ/)
  })

  it.each([
    [400, 'an unknown switch', () => control.changeSwitches({ connectTimeOut: 1 } as object)],
    [400, 'a fault of no operation', () => control.addFaults({ api: [{} as never] })],
    [400, 'a clock that goes back', () => control.advance(-1)],
    [403, 'a device with a wrong token', () => control.connectDevice({ token: 'x' })],
    [404, 'a device that never came', () => control.device('e-1')],
    [409, 'accepting what is not offered', async () => control.accept(await publishingDevice())],
    [404, 'hanging up what is over', () => control.hangUp('c-1')],
  ])('answers %i to %s', async (status, _, act) => {
    const failure = await act().then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(ControlFailure)
    expect(failure).toMatchObject({ status })
  })

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://attacker.example' }, 403],
    [{ 'Sec-Fetch-Site': 'same-site', Origin: 'http://127.0.0.1:1' }, 403],
    [{ Origin: 'null' }, 403],
    [{ 'Sec-Fetch-Site': 'same-origin' }, 204],
    [{}, 204],
  ])('takes no order from a page elsewhere: %j → %i', async (headers, status) => {
    // As a form or a `fetch` without CORS sends it: no header of its own, no body.
    expect(await rawly('POST', '/control/reset', headers)).toBe(status)
    expect(await rawly('GET', '/control/calls', headers)).toBe(200)
  })

  it('answers nobody who calls the machine by another name', async () => {
    const headers = { Host: 'attacker.example' }
    expect(await rawly('GET', '/control/calls', headers)).toBe(421)
    expect(await rawly('GET', '/control/', headers)).toBe(421)
  })
})
