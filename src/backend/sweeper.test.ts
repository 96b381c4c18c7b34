import { describe, expect, it } from 'vitest'
import { follow } from '../testing/bandwidth-redirects.ts'
import { createRestarts } from '../testing/restarts.ts'
import {
  apology,
  collect,
  connecting,
  createTestApplication,
  elementsOf,
  hangingUp,
  holding,
  ringingAndConnecting,
} from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'
import type { ApplicationEvent, EndCause } from '../wire/phone-api.ts'
import { BandwidthApiError } from './bandwidth-api.ts'
import { createStore } from './create-store.ts'

type Test = ReturnType<typeof createTestApplication>

const to = '+19195550101'
const minute = 60_000

/** Lets the time pass as a clock does it: the sweep runs every 5 seconds, and phones read their events meanwhile. */
const pass = async (test: Pick<Test, 'advance'>, milliseconds: number) => {
  for (let passed = 0; passed < milliseconds; passed += 5_000) {
    test.advance(5_000)
    await settled()
  }
}
const ended = (cause: EndCause) => expect.objectContaining({ state: 'ended', cause })
const told = (events: ApplicationEvent[], event: unknown) =>
  waitFor(() => expect(events).toContainEqual(event))
/** Whatever was going on behind the answers is done. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

const isFree = async (test: Test) =>
  elementsOf(await test.initiate('in-free')) === ringingAndConnecting

const inConversation = async () => {
  const test = createTestApplication()
  const { endpointId, events } = await test.goOnline()
  const offer = await test.initiate('in-1')
  await test.say('call-1', 'accepted')
  return { test, endpointId, events, offer }
}

describe('a call of which nothing is heard', () => {
  it('is asked about after a minute while it rings', async () => {
    const test = createTestApplication()
    const { events } = await test.goOnline()
    await test.initiate('in-1')
    await pass(test, minute - 5_000)
    expect(test.bandwidth.getCall).not.toHaveBeenCalled()
    test.bandwidth.getCall.mockResolvedValue({ state: 'disconnected', cause: 'cancel' })
    test.advance(5_000)
    expect(test.bandwidth.getCall).toHaveBeenCalledExactlyOnceWith('in-1')
    await told(events, ended('cancelled'))
    expect(await isFree(test)).toBe(true)
  })

  it('is asked about after five minutes in the conversation, and goes on where Bandwidth has it', async () => {
    const { test, events } = await inConversation()
    await pass(test, 5 * minute - 5_000)
    expect(test.bandwidth.getCall).not.toHaveBeenCalled()
    test.advance(5_000)
    expect(test.bandwidth.getCall).toHaveBeenCalledExactlyOnceWith('in-1')
    await pass(test, 5 * minute - 5_000)
    expect(test.bandwidth.getCall).toHaveBeenCalledOnce()
    expect(events).not.toContainEqual(expect.objectContaining({ state: 'ended' }))
    expect(await isFree(test)).toBe(false)
  })

  it('is asked about once at a time', async () => {
    const { test } = await inConversation()
    test.bandwidth.getCall.mockReturnValue(new Promise(() => {}))
    await pass(test, 6 * minute)
    expect(test.bandwidth.getCall).toHaveBeenCalledOnce()
  })

  it('is over where Bandwidth says so, for an outbound one too', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await told(events, expect.objectContaining({ state: 'ringing' }))
    test.bandwidth.getCall.mockResolvedValue({ state: 'disconnected', cause: 'timeout' })
    await pass(test, minute)
    await told(events, ended('no-answer'))
    expect(await isFree(test)).toBe(true)
  })

  it('that Bandwidth does not know yet is not ended while it is young', async () => {
    const test = createTestApplication()
    const { events } = await test.goOnline()
    await test.initiate('in-1')
    test.bandwidth.getCall.mockResolvedValue(undefined)
    await pass(test, 4 * minute)
    expect(test.bandwidth.getCall).toHaveBeenCalled()
    expect(events).toHaveLength(2)
    expect(await isFree(test)).toBe(false)
  })

  it('that Bandwidth does not know is ended when it is old', async () => {
    const { test, events } = await inConversation()
    test.bandwidth.getCall.mockResolvedValue(undefined)
    await pass(test, 5 * minute)
    await told(events, ended('hangup'))
    expect(await isFree(test)).toBe(true)
  })

  it('stays as it is while Bandwidth cannot be asked', async () => {
    const { test, events, offer } = await inConversation()
    const error = new BandwidthApiError('Down', { type: 'unreachable' })
    test.bandwidth.getCall.mockRejectedValue(error)
    await pass(test, 5 * minute)
    await waitFor(() =>
      expect(test.log).toContainEqual(expect.objectContaining({ cause: error, callId: 'in-1' })),
    )
    expect(events).not.toContainEqual(expect.objectContaining({ state: 'ended' }))
    expect(await isFree(test)).toBe(false)
    expect(elementsOf(await follow(test, 'in-1', offer))).toBe(hangingUp)
  })

  it('is asked about where it is a caller on hold whose music never ends', async () => {
    const test = createTestApplication()
    const music = await test.initiate('in-1')
    test.bandwidth.getCall.mockResolvedValue({ state: 'disconnected', cause: 'hangup' })
    await pass(test, minute)
    expect(test.bandwidth.getCall).toHaveBeenCalledExactlyOnceWith('in-1')
    await settled()
    expect(elementsOf(await follow(test, 'in-1', music))).toBe(hangingUp)
  })
})

describe('a create-call without an outcome', () => {
  it('fails after a minute, with a sentence, and frees the agent', async () => {
    const test = createTestApplication()
    test.bandwidth.createCall.mockReturnValue(new Promise(() => {}))
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await pass(test, minute - 5_000)
    expect(await isFree(test)).toBe(false)
    test.advance(5_000)
    await told(
      events,
      expect.objectContaining({
        state: 'ended',
        cause: 'failed',
        message: expect.stringContaining('not known whether the call was placed'),
      }),
    )
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('that turns up after all is ended: the agent has been told that it failed', async () => {
    const test = createTestApplication()
    let reply: (created: { callId: string }) => void = () => {}
    test.bandwidth.createCall.mockReturnValue(
      new Promise((resolve) => {
        reply = resolve
      }),
    )
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await pass(test, minute)
    await told(events, ended('failed'))
    reply({ callId: 'c-9' })
    await waitFor(() =>
      expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('c-9', {
        state: 'completed',
      }),
    )
    expect(elementsOf(await test.answer('c-9', 'o1:e-1:call-1'))).toBe(apology)
  })
})

describe('an endpoint', () => {
  const expiring = { type: 'endpoint.expiring', expiresAt: '2030-01-02T00:00:00.000Z' }

  it('is announced to end ten minutes before, once', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    test.advance(24 * 60 * minute - 10 * minute - 1)
    await settled()
    expect(events).toHaveLength(1)
    await pass(test, minute)
    await told(events, { ...expiring, endpointId })
    expect(events.filter(({ type }) => type === expiring.type)).toHaveLength(1)
  })

  it('that has expired is deleted, and its streams end', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    test.advance(24 * 60 * minute)
    await waitFor(() =>
      expect(test.bandwidth.deleteEndpoint).toHaveBeenCalledExactlyOnceWith(endpointId),
    )
    await waitFor(() => expect(test.timers()).toBe(0))
    expect((await test.send('GET', `/api/endpoints/${endpointId}`)).status).toBe(404)
    expect(events.length).toBeLessThanOrEqual(2)
  })

  it('that has expired and cannot be deleted gets no call, and is tried again', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    test.bandwidth.deleteEndpoint.mockRejectedValueOnce(new Error('No network'))
    test.advance(24 * 60 * minute)
    await settled()
    expect(await isFree(test)).toBe(false)
    test.advance(5_000)
    await settled()
    expect(test.bandwidth.deleteEndpoint).toHaveBeenCalledTimes(2)
    expect((await test.send('GET', `/api/endpoints/${endpointId}`)).status).toBe(404)
  })
})

describe('after a restart', () => {
  const online = (endpointIds: string[]) =>
    endpointIds.map((endpointId) => ({
      endpointId,
      type: 'WEBRTC',
      status: 'CONNECTED' as const,
      creationTimestamp: '2030-01-01T00:00:00.000Z',
      expirationTimestamp: '2030-01-02T00:00:00.000Z',
    }))
  const restarted = async () => {
    const restarts = createRestarts()
    const before = restarts.start()
    const { endpointId } = await before.goOnline()
    restarts.bandwidth.listEndpoints.mockResolvedValue(online([endpointId]))
    return { ...restarts, before, endpointId }
  }

  it('nobody is given a call on the strength of an old memory', async () => {
    const { start, endpointId } = await restarted()
    const test = start()
    await settled()
    expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
    const snapshot = await test.send('GET', `/api/endpoints/${endpointId}`)
    expect(await snapshot.json()).toMatchObject({ connected: true, eligible: false })
  })

  it('an agent whose phone listens again is as eligible as before', async () => {
    const { start, endpointId } = await restarted()
    const test = start()
    await settled()
    const events = collect(await test.send('GET', `/api/events?endpoint=${endpointId}`))
    await waitFor(() => expect(events[0]).toMatchObject({ connected: true, eligible: true }))
    expect(await isFree(test)).toBe(true)
  })

  it('an agent of whom Bandwidth tells is eligible as it says', async () => {
    const { start, endpointId } = await restarted()
    const test = start()
    await test.lifecycle('endpointIneligible', endpointId)
    expect(await isFree(test)).toBe(false)
    await test.lifecycle('endpointEligible', endpointId)
    expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith(
      'in-free',
      expect.objectContaining({ state: 'active' }),
    )
  })

  it('endpoints that Bandwidth does not list as connected are lost', async () => {
    const { bandwidth, start, endpointId } = await restarted()
    bandwidth.listEndpoints.mockResolvedValue(online(['e-of-others']))
    const test = start()
    await waitFor(async () => {
      const snapshot = await test.send('GET', `/api/endpoints/${endpointId}`)
      expect(await snapshot.json()).toMatchObject({ connected: false })
    })
    expect(bandwidth.listEndpoints).toHaveBeenCalledExactlyOnceWith('CONNECTED')
    expect(await isFree(test)).toBe(false)
  })

  it('an endpoint that has spoken meanwhile is not lost for an older list', async () => {
    const { bandwidth, start, endpointId } = await restarted()
    let list: (endpoints: []) => void = () => {}
    bandwidth.listEndpoints.mockReturnValue(
      new Promise((resolve) => {
        list = resolve
      }),
    )
    const test = start()
    await test.lifecycle('endpointEligible', endpointId)
    list([])
    await settled()
    expect(await isFree(test)).toBe(true)
  })

  it('a phone that listens and has lost its device is told so', async () => {
    const { bandwidth, start, endpointId } = await restarted()
    let list: (endpoints: []) => void = () => {}
    bandwidth.listEndpoints.mockReturnValue(
      new Promise((resolve) => {
        list = resolve
      }),
    )
    const test = start()
    const events = collect(await test.send('GET', `/api/events?endpoint=${endpointId}`))
    await told(events, expect.objectContaining({ connected: true, eligible: true }))
    list([])
    await told(events, expect.objectContaining({ connected: false, eligible: false }))
    expect(await isFree(test)).toBe(false)
  })

  it('nothing is taken from anybody while Bandwidth cannot be asked', async () => {
    const { bandwidth, start, endpointId, before } = await restarted()
    await before.initiate('in-1')
    const error = new BandwidthApiError('Down', { type: 'unreachable' })
    bandwidth.listEndpoints.mockRejectedValue(error)
    bandwidth.getCall.mockRejectedValue(error)
    const test = start()
    await settled()
    const snapshot = await test.send('GET', `/api/endpoints/${endpointId}`)
    expect(await snapshot.json()).toMatchObject({
      connected: true,
      call: { type: 'call.offered', callId: 'call-1' },
    })
    expect(test.log.filter(({ cause }) => cause === error)).not.toHaveLength(0)
  })

  it('Bandwidth is asked about every call and caller at once', async () => {
    const { bandwidth, start, before, endpointId } = await restarted()
    const { events } = await before.goOnline()
    await before.dial('e-2', to)
    await told(events, expect.objectContaining({ state: 'ringing' }))
    await before.initiate('in-1')
    await before.initiate('in-2')
    bandwidth.listEndpoints.mockResolvedValue(online([endpointId, 'e-2']))
    bandwidth.getCall.mockResolvedValue({ state: 'disconnected', cause: 'hangup' })
    const test = start()
    await settled()
    expect(bandwidth.getCall.mock.calls.flat().toSorted()).toEqual(['c-1', 'in-1', 'in-2'])
    const active = await test.send('GET', '/api/calls/active')
    expect(await active.json()).toEqual({ calls: [] })
  })

  it('the answer of a call that was being dialled still connects its agent', async () => {
    const { start, before, endpointId, bandwidth } = await restarted()
    bandwidth.createCall.mockReturnValue(new Promise(() => {}))
    await before.dial(endpointId, to)
    const test = start()
    await settled()
    const bxml = await test.answer('c-9', `o1:${endpointId}:call-1`)
    expect(elementsOf(bxml)).toBe(connecting)
    expect(bxml).toContain(`<Endpoint>${endpointId}</Endpoint>`)
    expect(bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('a webhook that the process before has answered gets the same answer, and does nothing', async () => {
    const { start, before, endpointId, bandwidth } = await restarted()
    const reply = await before.initiate('in-1')
    await before.goOnline()
    const request = { timestamp: 7 }
    await before.dial('e-2', to, request)
    bandwidth.listEndpoints.mockResolvedValue(online([endpointId, 'e-2']))
    const test = start()
    await settled()
    expect(await test.initiate('in-1')).toBe(reply)
    expect((await test.dial('e-2', to, request)).status).toBe(204)
    await settled()
    expect(bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('an offer goes on, and its agent stays claimed until it is over', async () => {
    const { start, before, endpointId } = await restarted()
    const offer = await before.initiate('in-1')
    const test = start()
    const events = collect(await test.send('GET', `/api/events?endpoint=${endpointId}`))
    await told(events, expect.objectContaining({ type: 'call.offered', callId: 'call-1' }))
    expect(await isFree(test)).toBe(false)
    await test.say('call-1', 'accepted')
    expect(elementsOf(await follow(test, 'in-1', offer))).toBe(hangingUp)
    await told(events, ended('hangup'))
  })

  it('a caller on hold keeps their place and the time they have waited', async () => {
    const { start, bandwidth } = createRestarts({ holdLimit: 60 })
    const music = await start().initiate('in-1')
    bandwidth.listEndpoints.mockResolvedValue(online(['e-1']))
    const test = start()
    const { endpointId } = await test.goOnline()
    expect(bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith(
      'in-1',
      expect.objectContaining({ state: 'active' }),
    )
    await test.lifecycle('endpointIneligible', endpointId)
    test.advance(minute)
    expect(elementsOf(await follow(test, 'in-1', music))).toBe(apology)
  })
})

it('calls and callers are forgotten an hour after their end, and not before', async () => {
  const { test } = await inConversation()
  await test.disconnect('in-1', 'hangup')
  test.advance(60 * minute)
  expect(elementsOf(await test.next('in-1'))).toBe(hangingUp)
  test.advance(5_000)
  expect(elementsOf(await test.next('in-1', { eventTime: 'later' }))).toBe(apology)
  expect((await test.say('call-1', 'hangup')).status).toBe(404)
})

it('a sweep that fails is logged, and the next one makes up for it', async () => {
  let isFull = false
  const commit = () => {
    if (isFull) throw new Error('The disk is full')
  }
  const store = createStore({ load: () => [], commit, close: () => {} })
  const test = createTestApplication({ store })
  const { events } = await test.goOnline()
  isFull = true
  test.advance(24 * 60 * minute - 10 * minute)
  expect(test.log).toEqual([
    expect.objectContaining({ level: 'error', message: 'The sweep failed' }),
  ])
  isFull = false
  test.advance(5_000)
  await told(events, expect.objectContaining({ type: 'endpoint.expiring' }))
})
