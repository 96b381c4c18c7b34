import { describe, expect, it } from 'vitest'
import { follow, followUpdate } from '../testing/bandwidth-redirects.ts'
import { createRestarts } from '../testing/restarts.ts'
import {
  apology,
  authorization,
  connecting,
  createTestApplication,
  elementsOf,
  hangingUp,
  holding,
  ringingAndConnecting,
} from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'
import { BandwidthApiError } from './bandwidth-api.ts'
import { createBandwidthClient } from './bandwidth-client.ts'
import type { BandwidthRequest, TransportAnswer } from './bandwidth-transport.ts'

type Test = ReturnType<typeof createTestApplication>

const to = '+19195550101'
const outbound = { direction: 'outbound' }
const minute = 60_000

const told = (events: ApplicationEvent[], event: object) =>
  waitFor(() => expect(events).toContainEqual(expect.objectContaining(event)))
/** Reads what streams have brought, and lets everything behind answers go on. */
const settled = () => new Promise((resolve) => setTimeout(resolve))
const goOnlineIneligible = async (test: Test) => {
  const agent = await test.goOnline()
  await test.lifecycle('endpointIneligible', agent.endpointId)
  return agent
}
const isFree = async (test: Test) =>
  elementsOf(await test.initiate('in-free')) === ringingAndConnecting

const ringing = async (options: Parameters<typeof createTestApplication>[0] = {}) => {
  const test = createTestApplication(options)
  const { endpointId, events } = await test.goOnline()
  await test.dial(endpointId, to)
  await told(events, { state: 'ringing' })
  return { test, endpointId, events }
}

/** A create-call that Bandwidth answers when `reply` is called. */
const dialing = async () => {
  const test = createTestApplication()
  let reply: (created: { callId: string }) => void = () => {}
  test.bandwidth.createCall.mockReturnValue(
    new Promise((resolve) => {
      reply = resolve
    }),
  )
  const { endpointId, events } = await test.goOnline()
  await test.dial(endpointId, to)
  return { test, endpointId, events, reply: (callId: string) => reply({ callId }) }
}

const failing = async (status: number | undefined, type: string, retryAfter?: number) => {
  const test = createTestApplication()
  const details = { type, ...(status && { status }), ...(retryAfter && { retryAfter }) }
  test.bandwidth.createCall.mockRejectedValueOnce(new BandwidthApiError('No', details))
  const { endpointId, events } = await test.goOnline()
  await test.dial(endpointId, to)
  return { test, endpointId, events }
}

/** An application on Bandwidth's REST API as its client speaks it; `answers` are for all but the creation of endpoints. */
const onTheWire = (answers: TransportAnswer[]) => {
  const sent: { operation: BandwidthRequest['operation']; accessToken: string }[] = []
  let tokens = 0
  const bandwidth = createBandwidthClient({
    transport: {
      requestToken: async () => {
        const access_token = `token-${++tokens}`
        return { status: 200, body: { access_token, expires_in: 3_600, token_type: 'bearer' } }
      },
      send: async ({ operation }, accessToken) => {
        if (operation === 'createEndpoint') return minted
        sent.push({ operation, accessToken })
        return answers.shift() ?? { status: 500, body: undefined }
      },
    },
  })
  return { test: createTestApplication({ bandwidth }), sent }
}
const minted: TransportAnswer = {
  status: 201,
  body: {
    links: [],
    errors: [],
    data: {
      endpointId: 'e-1',
      token: 'header.claims.signature',
      type: 'WEBRTC',
      status: 'DISCONNECTED',
      creationTimestamp: '2030-01-01T00:00:00Z',
      expirationTimestamp: '2030-01-02T00:00:00Z',
    },
  },
}
const voiceError = (status: number, type: string): TransportAnswer => ({
  status,
  body: { type, description: 'No' },
})

/** The table of bandwidth-backend 11.7, row by row. */
describe('failure case', () => {
  it('Duplicate webhook: `initiate` gets the same reply and claims no second agent', async () => {
    const test = createTestApplication()
    await test.goOnline()
    await test.goOnline()
    const reply = await test.initiate('in-1', { eventTime: 'a' })
    expect(await test.initiate('in-1', { eventTime: 'b' })).toBe(reply)
    expect(await isFree(test)).toBe(true)
  })

  it('Duplicate webhook: an outbound request does not dial twice', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    for (const _ of [1, 2]) {
      const reply = await test.dial(endpointId, to, { timestamp: 5 })
      expect(reply.status).toBe(204)
    }
    await told(events, { state: 'ringing' })
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
    expect(events).not.toContainEqual(expect.objectContaining({ cause: 'refused' }))
  })

  it('Duplicate webhook: a redirect gets the same reply and asks no third agent', async () => {
    const test = createTestApplication()
    for (const _ of [1, 2, 3]) await test.goOnline()
    const offer = await test.initiate('in-1')
    await test.say('call-1', 'declined')
    const next = await follow(test, 'in-1', offer, { eventTime: 'a' })
    expect(next).toContain('<Endpoint>e-2<')
    expect(await follow(test, 'in-1', offer, { eventTime: 'b' })).toBe(next)
    expect(await test.initiate('in-2')).toMatch(/<Endpoint>e-[13]</)
  })

  it('Eligible/Ineligible out of order: an older event never flips a newer one', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const report = (event: string, ago: number) =>
      test.brtc({ event, endpointId, deviceId: `d-${endpointId}`, timestamp: test.now() - ago })
    test.advance(1_000)
    await report('endpointIneligible', 0)
    await report('endpointEligible', 500)
    expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
    await test.disconnect('in-1', 'hangup')
    test.advance(1_000)
    await report('endpointEligible', 0)
    await report('endpointIneligible', 500)
    expect(await isFree(test)).toBe(true)
  })

  it('Only Disconnected arrives (no Ineligible): the endpoint is gone and gets no call', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.lifecycle('endpointDisconnected', endpointId)
    await told(events, { type: 'endpoint.state', connected: false, eligible: false })
    expect(await isFree(test)).toBe(false)
  })

  it('Event for unknown endpoint: 204, logged, and no state', async () => {
    const test = createTestApplication()
    const names = ['Connected', 'Eligible', 'Ineligible', 'Disconnected']
    for (const event of names.map((name) => `endpoint${name}`)) {
      expect((await test.brtc({ event, endpointId: 'e-9', deviceId: 'd-9' })).status).toBe(204)
      expect(test.log.at(-1)).toMatchObject({ level: 'warn', endpointId: 'e-9' })
    }
    expect((await test.dial('e-9', to)).status).toBe(204)
    expect(test.bandwidth.createCall).not.toHaveBeenCalled()
    expect((await test.send('GET', '/api/endpoints/e-9')).status).toBe(404)
    expect(await isFree(test)).toBe(false)
  })

  it.each([400, 403, 404])(
    'createCall 400/403/404: %i releases the agent, tells why, and is not repeated',
    async (status) => {
      const { test, events } = await failing(status, 'validation')
      await told(events, { state: 'ended', cause: 'failed', message: expect.any(String) })
      expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
      expect(await isFree(test)).toBe(true)
    },
  )

  it('createCall 401: gets a new token and is repeated once', async () => {
    const refused = voiceError(401, 'authentication-error')
    const { test, sent } = onTheWire([refused, { status: 201, body: { callId: 'c-1' } }])
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await told(events, { state: 'ringing' })
    expect(sent).toEqual([
      { operation: 'createCall', accessToken: 'token-1' },
      { operation: 'createCall', accessToken: 'token-2' },
    ])
  })

  it('createCall 401: fails visibly where the new token is refused as well', async () => {
    const refused = voiceError(401, 'authentication-error')
    const { test, sent } = onTheWire([refused, refused])
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await told(events, { state: 'ended', cause: 'failed', message: expect.any(String) })
    expect(sent).toHaveLength(2)
    expect(await isFree(test)).toBe(true)
  })

  it.each([429, 503])(
    'createCall 429/503: %i with a short Retry-After is repeated once, after it',
    async (status) => {
      const { test, events } = await failing(status, 'error', 3)
      await waitFor(() => expect(test.timers()).toBe(2))
      test.advance(2_999)
      await settled()
      expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
      test.advance(1)
      await told(events, { state: 'ringing' })
      expect(test.bandwidth.createCall).toHaveBeenCalledTimes(2)
    },
  )

  it.each([
    [429, 4],
    [503, undefined],
  ])('createCall 429/503: %i with Retry-After %s fails visibly', async (status, retryAfter) => {
    const { test, events } = await failing(status, 'error', retryAfter)
    await told(events, { state: 'ended', cause: 'try-later', message: expect.any(String) })
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('createCall timeout (unknown outcome): an `answer` with our tag adopts the call', async () => {
    const { test, events } = await failing(undefined, 'timeout')
    expect(elementsOf(await test.answer('c-9', 'o1:e-1:call-1'))).toBe(connecting)
    await told(events, { state: 'answered' })
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('createCall timeout (unknown outcome): a `disconnect` with our tag ends the call', async () => {
    const { test, events } = await failing(undefined, 'timeout')
    await test.disconnect('c-9', 'busy', { ...outbound, tag: 'o1:e-1:call-1' })
    await told(events, { state: 'ended', cause: 'busy' })
    expect(await isFree(test)).toBe(true)
  })

  it('createCall timeout (unknown outcome): without a sign it fails after 60 s, undialled', async () => {
    const { test, events } = await failing(undefined, 'timeout')
    test.advance(minute - 1)
    await settled()
    expect(events.at(-1)).toMatchObject({ state: 'dialing' })
    test.advance(5_000)
    await told(events, { state: 'ended', cause: 'failed', message: expect.any(String) })
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('Answer after the agent is gone/cancelled: a sentence, and never another agent', async () => {
    const { test, endpointId } = await ringing()
    const other = await test.goOnline()
    await test.lifecycle('endpointDisconnected', endpointId)
    expect(elementsOf(await test.answer('c-1', 'o1:e-1:call-1'))).toBe(apology)
    expect(test.log).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'Answered, but the agent is gone' }),
    )
    expect(other.events).toHaveLength(1)
  })

  it('Answer after the agent is gone/cancelled: the same after a hang-up', async () => {
    const { test } = await ringing()
    await test.say('call-1', 'hangup')
    expect(elementsOf(await test.answer('c-1', 'o1:e-1:call-1'))).toBe(apology)
  })

  it('Agent cancels before the 201 arrives: on the 201 the call is ended at once', async () => {
    const { test, events, reply } = await dialing()
    expect((await test.say('call-1', 'hangup')).status).toBe(204)
    await told(events, { state: 'ended', cause: 'cancelled' })
    expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
    reply('c-7')
    await waitFor(() =>
      expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('c-7', {
        state: 'completed',
      }),
    )
  })

  it.each([404, 409])(
    'Hang-up races with caller’s hang-up: Bandwidth’s %i is a success',
    async (status) => {
      const { test } = onTheWire([voiceError(status, 'validation')])
      const { events } = await test.goOnline()
      await test.initiate('in-1')
      await test.say('call-1', 'accepted')
      expect((await test.say('call-1', 'hangup')).status).toBe(204)
      await told(events, { state: 'ended', cause: 'hangup' })
      expect((await test.disconnect('in-1', 'hangup')).length).toBe(0)
      expect(await isFree(test)).toBe(true)
    },
  )

  it('Decline → Redirect: the next agent is asked, the one who declined never again', async () => {
    const test = createTestApplication()
    await test.goOnline()
    await test.goOnline()
    const first = await test.initiate('in-1')
    await test.say('call-1', 'declined')
    const second = await follow(test, 'in-1', first)
    expect(second).toContain('<Endpoint>e-2<')
    await test.say('call-2', 'declined')
    expect(elementsOf(await follow(test, 'in-1', second))).toBe(holding)
    expect(await isFree(test)).toBe(true)
    test.advance(5_000)
    expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
  })

  it('Two agents eligible: the call goes to the one who is idle longest, and to one alone', async () => {
    const test = createTestApplication()
    await test.goOnline()
    test.advance(1)
    await test.goOnline()
    const first = await test.initiate('in-1')
    expect(first.match(/<Endpoint>[^<]*/g)).toEqual(['<Endpoint>e-1'])
    test.advance(1)
    await test.disconnect('in-1', 'hangup')
    const second = await test.initiate('in-2')
    expect(second.match(/<Endpoint>[^<]*/g)).toEqual(['<Endpoint>e-2'])
  })

  it('Two calls, one agent: the second waits on hold and gets the agent after the first', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    expect(elementsOf(await test.initiate('in-1'))).toBe(ringingAndConnecting)
    expect(elementsOf(await test.initiate('in-2'))).toBe(holding)
    await test.disconnect('in-1', 'cancel')
    expect(test.bandwidth.updateCall.mock.lastCall?.[0]).toBe('in-2')
    expect(await followUpdate(test)).toContain(`<Endpoint>${endpointId}<`)
  })

  it('None eligible: music until MAX_HOLD, then a message and the end', async () => {
    const test = createTestApplication({ holdLimit: 40 })
    await goOnlineIneligible(test)
    const greeting = await test.initiate('in-1')
    expect(elementsOf(greeting)).toBe(holding)
    test.advance(20_000)
    const music = await follow(test, 'in-1', greeting)
    expect(elementsOf(music)).toContain('PlayAudio Redirect')
    test.advance(20_000)
    expect(elementsOf(await follow(test, 'in-1', music))).toBe(apology)
  })

  it('None eligible: nothing is held where the call is outbound', async () => {
    const { test, endpointId } = await ringing()
    await test.answer('c-1', 'o1:e-1:call-1')
    await test.lifecycle('endpointIneligible', endpointId)
    const next = await test.next('c-1', { ...outbound, tag: 'o1:e-1:call-1' })
    expect(elementsOf(next)).toBe(hangingUp)
  })

  it('Claimed agent drops between claim and `<Connect>`: another agent is asked', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.goOnline()
    const offer = await test.initiate('in-1')
    await test.lifecycle('endpointDisconnected', endpointId)
    await test.connectStatus('in-1', endpointId, 'FAILED')
    await told(events, { state: 'ended', cause: 'failed' })
    expect(await follow(test, 'in-1', offer)).toContain('<Endpoint>e-2<')
  })

  it('Claimed agent drops between claim and `<Connect>`: no claim outlives the call', async () => {
    const test = createTestApplication()
    await test.goOnline()
    await test.initiate('in-1')
    // Every webhook about this call is lost.
    test.bandwidth.getCall.mockResolvedValue({ state: 'disconnected', cause: 'hangup' })
    test.advance(minute)
    await settled()
    expect(await isFree(test)).toBe(true)
  })

  it('disconnect before/without redirect: releases the agent and is the last word', async () => {
    const test = createTestApplication()
    const { events } = await test.goOnline()
    await test.goOnline()
    const offer = await test.initiate('in-1')
    await test.disconnect('in-1', 'cancel')
    await told(events, { state: 'ended', cause: 'cancelled' })
    expect(elementsOf(await follow(test, 'in-1', offer))).toBe(hangingUp)
    const both = [await test.initiate('in-2'), await test.initiate('in-3')]
    expect(both.map(elementsOf)).toEqual([ringingAndConnecting, ringingAndConnecting])
  })

  it('disconnect never arrives (async, one retry): Bandwidth is asked after 5 minutes', async () => {
    const { test, events } = await ringing()
    await test.answer('c-1', 'o1:e-1:call-1')
    test.bandwidth.getCall.mockResolvedValue({ state: 'disconnected', cause: 'hangup' })
    test.advance(5 * minute)
    expect(test.bandwidth.getCall).toHaveBeenCalledExactlyOnceWith('c-1')
    await told(events, { state: 'ended', cause: 'hangup' })
    expect(await isFree(test)).toBe(true)
  })

  it('disconnect never arrives (async, one retry): endpointEligible ends the call as well', async () => {
    const { test, endpointId, events } = await ringing()
    await test.answer('c-1', 'o1:e-1:call-1')
    await test.lifecycle('endpointIneligible', endpointId)
    await test.lifecycle('endpointEligible', endpointId)
    await told(events, { state: 'ended', cause: 'hangup' })
    expect(await isFree(test)).toBe(true)
  })

  it('Backend restart: nobody is routable until the phone or Bandwidth has said something', async () => {
    const { bandwidth, start } = createRestarts()
    const before = start()
    await before.goOnline()
    const { endpointId } = await before.goOnline()
    bandwidth.listEndpoints.mockReturnValue(new Promise(() => {}))
    const test = start()
    expect(bandwidth.listEndpoints).toHaveBeenCalledExactlyOnceWith('CONNECTED')
    expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
    await test.send('GET', `/api/events?endpoint=${endpointId}`)
    expect(await followUpdate(test)).toContain(`<Endpoint>${endpointId}<`)
  })

  it('Endpoint near 24 h: the phone is told 10 minutes before, and no call is begun at the end', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    test.advance(24 * 60 * minute - 10 * minute)
    const expiresAt = '2030-01-02T00:00:00.000Z'
    await told(events, { type: 'endpoint.expiring', endpointId, expiresAt })
    test.advance(8 * minute)
    expect(await isFree(test)).toBe(false)
  })

  it('`too_many_endpoints`: own stale endpoints are swept, and the request is repeated once', async () => {
    const test = createTestApplication()
    const full = new BandwidthApiError('Full', { status: 429, type: 'too_many_endpoints' })
    test.bandwidth.createEndpoint.mockRejectedValueOnce(full)
    const stale = (endpointId: string, tag: string) => ({
      endpointId,
      tag,
      type: 'WEBRTC',
      status: 'DISCONNECTED' as const,
      creationTimestamp: '2029-12-31T12:00:00.000Z',
      expirationTimestamp: '2030-01-01T12:00:00.000Z',
    })
    test.bandwidth.listEndpoints.mockResolvedValue([
      stale('e-own', 'offhook:of-yesterday'),
      stale('e-foreign', 'of another application'),
    ])
    expect((await test.send('POST', '/api/endpoints')).status).toBe(201)
    expect(test.bandwidth.deleteEndpoint).toHaveBeenCalledExactlyOnceWith('e-own')
    test.bandwidth.createEndpoint.mockRejectedValue(full)
    expect((await test.send('POST', '/api/endpoints')).status).toBe(429)
    expect(test.bandwidth.createEndpoint).toHaveBeenCalledTimes(4)
  })

  it('Webhook auth fails: 401 with a challenge, and no state changes', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    const offer = await test.initiate('in-1')
    const body = { eventType: 'disconnect', callId: 'in-1', cause: 'hangup', ...outbound }
    for (const path of ['initiate', 'answer', 'next', 'hold', 'disconnect']) {
      for (const headers of [{}, { Authorization: authorization.slice(0, -4) }]) {
        const response = await test.send('POST', `/hooks/voice/${path}`, body, headers)
        expect(response.status).toBe(401)
        expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm="/)
      }
    }
    const event = { accountId: '9900000', event: 'endpointDisconnected', endpointId, timestamp: 9 }
    expect((await test.send('POST', '/hooks/brtc/guessed', event)).status).toBe(404)
    await settled()
    expect(events.map(({ type }) => type)).toEqual(['endpoint.state', 'call.offered'])
    expect(await test.initiate('in-1')).toBe(offer)
  })
})
