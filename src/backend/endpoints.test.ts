import { describe, expect, it } from 'vitest'
import { createRestarts } from '../testing/restarts.ts'
import {
  apology,
  collect,
  createTestApplication,
  elementsOf,
  holding,
  ringingAndConnecting,
} from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'

type Test = ReturnType<typeof createTestApplication>

const colleague = { 'x-test-owner': 'colleague/session' }
const told = (events: ApplicationEvent[], event: object) =>
  waitFor(() => expect(events).toContainEqual(expect.objectContaining(event)))
const present = (test: Test, state: unknown, headers = {}) =>
  test.send('PUT', '/api/presence', { state }, headers)
const snapshotOf = async (test: Test, endpointId: string): Promise<unknown> =>
  (await test.send('GET', `/api/endpoints/${endpointId}`)).json()

/** A colleague who is online; `goOnline` is the agent's. */
const colleagueOnline = async (test: Test) => {
  await test.send('POST', '/api/endpoints', {}, colleague)
  const endpointId = 'e-2'
  await test.lifecycle('endpointConnected', endpointId)
  await test.lifecycle('endpointEligible', endpointId)
  const url = `/api/events?endpoint=${endpointId}`
  return collect(await test.send('GET', url, undefined, colleague))
}

describe('an agent who is away', () => {
  it('gets no calls, however eligible the phone is, until they are available again', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    expect((await present(test, 'away')).status).toBe(204)
    const state = { type: 'endpoint.state', endpointId, connected: true, eligible: true }
    await told(events, { ...state, presence: 'away' })
    expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
    await test.disconnect('in-1', 'hangup')
    expect((await present(test, 'available')).status).toBe(204)
    await waitFor(() => expect(events.at(-1)).toEqual({ ...state, presence: 'available' }))
    expect(elementsOf(await test.initiate('in-2'))).toBe(ringingAndConnecting)
  })

  it('is away with every phone, and no other user is', async () => {
    const test = createTestApplication()
    const { events } = await test.goOnline()
    const others = await colleagueOnline(test)
    const { events: second } = await test.goOnline()
    await present(test, 'away')
    await told(events, { presence: 'away' })
    await told(second, { presence: 'away' })
    expect(await test.initiate('in-1')).toContain('<Endpoint>e-2<')
    await told(others, { type: 'call.offered' })
    expect(others).not.toContainEqual(expect.objectContaining({ presence: 'away' }))
  })

  it('is so with a phone that comes later, and after a restart', async () => {
    const { bandwidth, start } = createRestarts()
    await present(start(), 'away')
    bandwidth.listEndpoints.mockResolvedValue([])
    const test = start()
    const { endpointId, events } = await test.goOnline()
    await waitFor(() => expect(events[0]).toMatchObject({ eligible: true, presence: 'away' }))
    expect(await snapshotOf(test, endpointId)).toMatchObject({ eligible: true, presence: 'away' })
    expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
  })

  it('keeps the call that they have, and can dial', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.initiate('in-1')
    await present(test, 'away')
    await test.say('call-1', 'accepted')
    await told(events, { state: 'answered' })
    await test.disconnect('in-1', 'hangup')
    await test.dial(endpointId, '+19195550101')
    await told(events, { state: 'ringing' })
  })

  it.each([undefined, 'busy', '', 1])('cannot be %j instead', async (state) => {
    const test = createTestApplication()
    await test.goOnline()
    const response = await present(test, state)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'bad-request' })
    expect(elementsOf(await test.initiate('in-1'))).toBe(ringingAndConnecting)
  })
})

describe('GET /api/endpoints/:id', () => {
  it('is all that a phone must know which has lost its stream', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const snapshot = {
      endpointId,
      connected: true,
      eligible: true,
      presence: 'available',
      expiresAt: '2030-01-02T00:00:00.000Z',
    }
    expect(await snapshotOf(test, endpointId)).toEqual(snapshot)
    await test.initiate('in-1')
    expect(await snapshotOf(test, endpointId)).toEqual({
      ...snapshot,
      call: { type: 'call.offered', callId: 'call-1', from: '+19195551234', to: '+19195550100' },
    })
    await test.disconnect('in-1', 'hangup')
    await test.lifecycle('endpointIneligible', endpointId)
    expect(await snapshotOf(test, endpointId)).toEqual({ ...snapshot, eligible: false })
    await test.lifecycle('endpointDisconnected', endpointId)
    expect(await snapshotOf(test, endpointId)).toMatchObject({ connected: false })
  })
})

describe('GET /api/calls/active', () => {
  it('tells of each call that is not over, and of no other', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    const active = async () => (await test.send('GET', '/api/calls/active')).json()
    expect(await active()).toEqual({ calls: [] })
    await test.goOnline()
    await test.dial(endpointId, '+19195550101')
    await told(events, { state: 'ringing' })
    await test.initiate('in-1')
    const facts = { callId: 'call-1', direction: 'outbound', number: '+19195550101' }
    const offered = { type: 'call.offered', callId: 'call-2' }
    expect(await active()).toMatchObject({ calls: [{ ...facts, state: 'ringing' }, offered] })
    await test.disconnect('c-1', 'busy', { direction: 'outbound' })
    expect(await active()).toMatchObject({ calls: [offered] })
  })
})

describe('POST /api/endpoints/:id/release', () => {
  it('is the same as DELETE, with the body of a beacon or none', async () => {
    for (const body of [undefined, {}]) {
      const test = createTestApplication()
      const { endpointId } = await test.goOnline()
      const path = `/api/endpoints/${endpointId}/release`
      expect((await test.send('POST', path, body)).status).toBe(204)
      expect(test.bandwidth.deleteEndpoint).toHaveBeenCalledExactlyOnceWith(endpointId)
      expect((await test.send('POST', path, body)).status).toBe(204)
      expect((await test.send('GET', `/api/endpoints/${endpointId}`)).status).toBe(404)
      expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
    }
  })

  it('ends the stream', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    expect(test.timers()).toBe(1)
    await test.send('POST', `/api/endpoints/${endpointId}/release`)
    await waitFor(() => expect(test.timers()).toBe(0))
  })
})

describe('POST /api/endpoints/:id/leave', () => {
  it.each([
    ['gives the endpoint back where nobody is back on it in twelve seconds', false],
    ['leaves it to the device that is', true],
  ])('%s', async (_, isBack) => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    expect((await test.send('POST', `/api/endpoints/${endpointId}/leave`, {})).status).toBe(204)
    await test.lifecycle('endpointDisconnected', endpointId)
    if (isBack) await test.lifecycle('endpointConnected', endpointId, 'd-new')
    test.advance(11_000)
    expect(test.bandwidth.deleteEndpoint).not.toHaveBeenCalled()
    test.advance(1_000)
    await Promise.resolve()
    expect(test.bandwidth.deleteEndpoint).toHaveBeenCalledTimes(isBack ? 0 : 1)
  })
})

describe('a call that is up', () => {
  it.each([
    ['is over when its device has been away for twelve seconds', false],
    ['goes on where the device is back', true],
  ])('%s', async (_, isBack) => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.initiate('in-1')
    await told(events, { type: 'call.offered' })
    const offered = events.findLast((event) => event.type === 'call.offered')
    await test.send('POST', `/api/calls/${offered?.callId}/accepted`)
    await test.lifecycle('endpointDisconnected', endpointId)
    if (isBack) await test.lifecycle('endpointConnected', endpointId, 'd-new')
    const active = async (): Promise<unknown> =>
      (await test.send('GET', '/api/calls/active')).json()
    test.advance(11_999)
    expect(await active()).toMatchObject({ calls: [{ callId: offered?.callId }] })
    test.advance(1)
    expect(await active()).toMatchObject({ calls: isBack ? [{ callId: offered?.callId }] : [] })
  })
})

describe('an event', () => {
  it('with a tag that is not the endpoint’s is ignored', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const event = { event: 'endpointDisconnected', endpointId, deviceId: `d-${endpointId}` }
    expect((await test.brtc({ ...event, tags: 'offhook:of-another' })).status).toBe(204)
    expect(test.log.at(-1)).toMatchObject({ level: 'warn', endpointId })
    expect(await snapshotOf(test, endpointId)).toMatchObject({ connected: true })
    await test.brtc({ ...event, tags: 'offhook:endpoint-1' })
    expect(await snapshotOf(test, endpointId)).toMatchObject({ connected: false })
  })

  it('of another account is taken and changes nothing', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const accountId = '9900001'
    const gone = { event: 'endpointDisconnected', endpointId, deviceId: `d-${endpointId}` }
    expect((await test.brtc({ ...gone, accountId })).status).toBe(204)
    expect((await test.dial(endpointId, '+19195550101', { accountId })).status).toBe(204)
    expect(test.bandwidth.createCall).not.toHaveBeenCalled()
    const offer = await test.initiate('in-1')
    await test.disconnect('in-1', 'hangup', { accountId })
    expect(await snapshotOf(test, endpointId)).toMatchObject({
      connected: true,
      call: { callId: 'call-1' },
    })
    expect(test.log.filter(({ level }) => level === 'warn')).toHaveLength(3)
    expect(await test.initiate('in-1')).toBe(offer)
  })

  it('of another account that wants BXML hears a sentence and makes no state', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const accountId = '9900001'
    expect(elementsOf(await test.initiate('in-1', { accountId }))).toBe(apology)
    expect(elementsOf(await test.next('in-1', { accountId }))).toBe(apology)
    expect(await snapshotOf(test, endpointId)).not.toHaveProperty('call')
    // What a stranger was told does not stand in the way of the real one.
    expect(elementsOf(await test.initiate('in-1'))).toBe(ringingAndConnecting)
  })

  it('is heard under each secret while one is being replaced, and new addresses have the new one', async () => {
    const test = createTestApplication({ webhookSecrets: ['new-secret', 'old-secret'] })
    await test.send('POST', '/api/endpoints')
    expect(test.bandwidth.createEndpoint.mock.lastCall?.[0]).toMatchObject({
      eventCallbackUrl: 'https://phone.test/hooks/brtc/new-secret',
    })
    const post = async (secret: string, event: string) =>
      (
        await test.send('POST', `/hooks/brtc/${secret}`, {
          accountId: '9900000',
          endpointId: 'e-1',
          deviceId: 'd-1',
          event,
          timestamp: test.now(),
        })
      ).status
    expect(await post('old-secret', 'endpointConnected')).toBe(204)
    expect(await snapshotOf(test, 'e-1')).toMatchObject({ connected: true, eligible: false })
    expect(await post('new-secret', 'endpointEligible')).toBe(204)
    expect(await snapshotOf(test, 'e-1')).toMatchObject({ connected: true, eligible: true })
    expect(await post('older-secret', 'endpointDisconnected')).toBe(404)
    expect(await snapshotOf(test, 'e-1')).toMatchObject({ connected: true })
    const offer = await test.initiate('in-1')
    expect(offer).toContain('/hooks/voice/connect-status/new-secret/')
  })
})

describe('while the application stops', () => {
  it('no phone goes online, and is told when to try again', async () => {
    const test = createTestApplication()
    await test.app.stop()
    const response = await test.send('POST', '/api/endpoints')
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await response.json()).toMatchObject({ code: 'stopping', retryAfter: 5 })
    expect(test.bandwidth.createEndpoint).not.toHaveBeenCalled()
  })

  it('no call is dialled, and the agent reads why', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.app.stop()
    await test.dial(endpointId, '+19195550101')
    expect(test.bandwidth.createCall).not.toHaveBeenCalled()
    const url = `/api/events?endpoint=${endpointId}`
    const events = collect(await test.send('GET', url, undefined, { 'Last-Event-ID': '0' }))
    const message = expect.stringContaining('is being restarted')
    await told(events, { state: 'ended', cause: 'refused', message })
  })

  it('callers wait on hold for the process that comes next', async () => {
    const test = createTestApplication()
    await test.goOnline()
    await test.app.stop()
    expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
  })

  it('streams end, and calls that exist go on', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, '+19195550101')
    await told(events, { state: 'ringing' })
    await test.app.stop()
    // Neither a heartbeat nor a sweep is left.
    await waitFor(() => expect(test.timers()).toBe(-1))
    expect(await test.answer('c-1', 'o1:e-1:call-1')).toContain(`<Endpoint>${endpointId}<`)
    expect((await test.say('call-1', 'hangup')).status).toBe(204)
    expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('c-1', { state: 'completed' })
  })

  it('what goes on behind answers is waited for', async () => {
    const test = createTestApplication()
    let reply: (created: { callId: string }) => void = () => {}
    test.bandwidth.createCall.mockReturnValue(
      new Promise((resolve) => {
        reply = resolve
      }),
    )
    const { endpointId } = await test.goOnline()
    await test.dial(endpointId, '+19195550101')
    let isStopped = false
    const stopped = test.app.stop().then(() => {
      isStopped = true
    })
    await new Promise((resolve) => setTimeout(resolve))
    expect(isStopped).toBe(false)
    reply({ callId: 'c-1' })
    await stopped
    expect(await snapshotOf(test, endpointId)).toMatchObject({ call: { state: 'ringing' } })
  })
})

describe('an endpoint that was deleted', () => {
  it('is not complained about when its last events come', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.send('DELETE', `/api/endpoints/${endpointId}`)
    const last = { event: 'endpointDisconnected', endpointId, tags: 'offhook:endpoint-1' }
    expect((await test.brtc(last)).status).toBe(204)
    expect(test.log).toEqual([])
    await test.brtc({ ...last, tags: 'of somebody else' })
    expect(test.log).toEqual([expect.objectContaining({ level: 'warn', endpointId })])
  })
})
