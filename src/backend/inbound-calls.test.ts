// @vitest-environment node
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ApplicationEvent } from '../wire/phone-api.ts'
import {
  apology,
  connecting,
  createTestApplication,
  elementsOf,
  hangingUp,
  holding,
  ringingAndConnecting,
} from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'

const offered = (callId: string) => ({
  type: 'call.offered',
  callId,
  from: '+19195551234',
  to: '+19195550100',
})
const ended = (callId: string, cause: string) =>
  expect.objectContaining({
    type: 'call.state',
    direction: 'inbound',
    state: 'ended',
    callId,
    cause,
  })
const told = (events: ApplicationEvent[], event: unknown) =>
  waitFor(() => expect(events).toContainEqual(event))

describe('an inbound call', () => {
  it('rings with the agent who has been idle longest', async () => {
    const test = createTestApplication({ ringSeconds: 0.5 })
    const first = await test.goOnline()
    test.advance(1)
    const second = await test.goOnline()
    expect(await test.initiate('c-1')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Ring duration="0.5"/>' +
        '<Connect eventCallbackUrl="https://phone.test/hooks/voice/connect-status/secret-segment/attempt-1">' +
        '<Endpoint>e-1</Endpoint></Connect>' +
        '<Redirect redirectUrl="https://phone.test/hooks/voice/next" username="bandwidth" ' +
        'password="pässword" tag="i1:e-1:call-1"/></Response>',
    )
    await told(first.events, offered('call-1'))
    expect(second.events).toHaveLength(1)
  })

  it('that nobody can take is put on hold', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.lifecycle('endpointIneligible', endpointId)
    expect(elementsOf(await test.initiate('c-1'))).toBe(holding)
  })

  it('is not given to an endpoint that ends in less than two minutes', async () => {
    const test = createTestApplication()
    await test.goOnline()
    test.advance(24 * 3_600_000 - 120_000)
    expect(elementsOf(await test.initiate('c-1'))).toBe(holding)
  })

  it('beside another one goes to another agent, or on hold', async () => {
    const test = createTestApplication()
    await test.goOnline()
    await test.goOnline()
    expect(await test.initiate('c-1')).toContain('<Endpoint>e-1<')
    expect(await test.initiate('c-2')).toContain('<Endpoint>e-2<')
    expect(elementsOf(await test.initiate('c-3'))).toBe(holding)
  })

  it('announced twice claims one agent', async () => {
    const test = createTestApplication()
    await test.goOnline()
    const second = await test.goOnline()
    const reply = await test.initiate('c-1')
    expect(await test.initiate('c-1')).toBe(reply)
    expect(await test.initiate('c-2')).toContain('<Endpoint>e-2<')
    await told(second.events, expect.objectContaining({ type: 'call.offered' }))
  })

  it('is over when the caller hangs up, without a redirect', async () => {
    const test = createTestApplication()
    const { events } = await test.goOnline()
    await test.initiate('c-1')
    await test.say('call-1', 'accepted')
    await test.disconnect('c-1', 'hangup')
    await told(events, ended('call-1', 'hangup'))
    expect(elementsOf(await test.initiate('c-2'))).toBe(ringingAndConnecting)
  })

  it('is over for the agent when the caller gives up while it rings', async () => {
    const test = createTestApplication()
    const { events } = await test.goOnline()
    await test.initiate('c-1')
    await test.disconnect('c-1', 'cancel')
    await told(events, ended('call-1', 'cancelled'))
  })

  it('is hung up after the conversation', async () => {
    const test = createTestApplication()
    const { events } = await test.goOnline()
    await test.goOnline()
    await test.initiate('c-1')
    await test.say('call-1', 'accepted')
    await told(events, expect.objectContaining({ type: 'call.state', state: 'answered' }))
    expect(elementsOf(await test.next('c-1'))).toBe(hangingUp)
    await told(events, ended('call-1', 'hangup'))
  })

  it('is ended at Bandwidth when the agent hangs up in the application', async () => {
    const test = createTestApplication()
    const { events } = await test.goOnline()
    await test.initiate('c-1')
    await test.say('call-1', 'accepted')
    await test.say('call-1', 'hangup')
    expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('c-1', { state: 'completed' })
    await told(events, ended('call-1', 'hangup'))
  })

  it('whose redirect is overtaken by its end goes to nobody else', async () => {
    const test = createTestApplication()
    await test.goOnline()
    const second = await test.goOnline()
    await test.initiate('c-1')
    await test.say('call-1', 'declined')
    await test.disconnect('c-1', 'hangup')
    expect(elementsOf(await test.next('c-1'))).toBe(hangingUp)
    expect(second.events).toHaveLength(1)
  })

  it('of which the application knows nothing gets a sentence when it is redirected', async () => {
    const test = createTestApplication()
    await test.goOnline()
    expect(elementsOf(await test.next('c-9'))).toBe(apology)
    expect(elementsOf(await test.next('c-9', { direction: 'outbound', eventTime: 'x' }))).toBe(
      hangingUp,
    )
  })
})

describe('an offer', () => {
  const twoAgents = async () => {
    const test = createTestApplication()
    const first = await test.goOnline()
    const second = await test.goOnline()
    await test.initiate('c-1')
    return { test, first, second }
  }

  it.each(['declined', 'hangup'])(
    'that the agent answers with %s goes to another agent',
    async (word) => {
      const { test, first, second } = await twoAgents()
      await test.say('call-1', word)
      await told(first.events, ended('call-1', 'rejected'))
      const bxml = await test.next('c-1', { tag: 'i1:e-1:call-1' })
      expect(elementsOf(bxml)).toBe(connecting)
      expect(bxml).toContain('<Endpoint>e-2<')
      await told(second.events, offered('call-2'))
      expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
    },
  )

  it('is never made twice to an agent who declined: the caller is then put on hold', async () => {
    const { test } = await twoAgents()
    await test.say('call-1', 'declined')
    await test.next('c-1', { tag: 'i1:e-1:call-1' })
    await test.say('call-2', 'declined')
    expect(elementsOf(await test.next('c-1', { tag: 'i1:e-2:call-2' }))).toBe(holding)
    expect(elementsOf(await test.initiate('c-2'))).toBe(ringingAndConnecting)
  })

  it('that was declined leaves its agent free for others when Bandwidth has come back from it', async () => {
    const test = createTestApplication()
    await test.goOnline()
    await test.initiate('c-1')
    await test.say('call-1', 'declined')
    expect(elementsOf(await test.initiate('c-2'))).toBe(holding)
    await test.next('c-1', { tag: 'i1:e-1:call-1' })
    const fetched = expect.objectContaining({ state: 'active' })
    await waitFor(() => expect(test.bandwidth.updateCall).toHaveBeenCalledWith('c-2', fetched))
  })

  describe('whose device is lost and back before Bandwidth rings it', () => {
    const lostAndBack = async () => {
      const test = createTestApplication()
      await test.goOnline()
      await test.initiate('c-1')
      await test.lifecycle('endpointDisconnected', 'e-1')
      await test.lifecycle('endpointConnected', 'e-1', 'd-2')
      await test.lifecycle('endpointEligible', 'e-1', 'd-2')
      return test
    }

    it('is all that its agent gets until Bandwidth says that it came to nothing', async () => {
      const test = await lostAndBack()
      expect(elementsOf(await test.initiate('c-2'))).toBe(holding)
      await test.connectStatus('c-1', 'e-1', 'FAILED', 'attempt-1')
      const fetched = expect.objectContaining({ state: 'active' })
      await waitFor(() => expect(test.bandwidth.updateCall).toHaveBeenCalledWith('c-2', fetched))
    })

    it('does not keep its agent when the caller is gone', async () => {
      const test = await lostAndBack()
      await test.disconnect('c-1', 'cancel')
      expect(elementsOf(await test.initiate('c-2'))).toBe(ringingAndConnecting)
    })

    it('is over with the conversation where the agent takes it all the same', async () => {
      const test = await lostAndBack()
      await test.connectStatus('c-1', 'e-1', 'ANSWERED', 'attempt-1')
      expect(elementsOf(await test.next('c-1', { tag: 'i1:e-1:call-1' }))).toBe(hangingUp)
    })
  })

  it('whose redirect is delivered twice goes to one other agent', async () => {
    const { test } = await twoAgents()
    const third = await test.goOnline()
    await test.say('call-1', 'declined')
    const reply = await test.next('c-1', { tag: 'i1:e-1:call-1', eventTime: 'a' })
    expect(await test.next('c-1', { tag: 'i1:e-1:call-1', eventTime: 'b' })).toBe(reply)
    expect(third.events).toHaveLength(1)
  })

  it('is not touched by a late word about the one before', async () => {
    const { test, second } = await twoAgents()
    await test.next('c-1')
    await told(second.events, offered('call-2'))
    await test.say('call-1', 'declined')
    await test.say('call-1', 'accepted')
    await test.connectStatus('c-1', 'e-1', 'CANCELED')
    await test.say('call-2', 'accepted')
    expect(elementsOf(await test.next('c-1', { tag: 'i1:e-2:call-2' }))).toBe(hangingUp)
  })

  it('to an agent who was asked before is not ended by a repeated word about the first time', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.initiate('c-1')
    test.advance(1)
    await test.connectStatus('c-1', endpointId, 'TIMED_OUT', 'attempt-1')
    await test.next('c-1', { tag: 'i1:e-1:call-1' })
    test.advance(1_000)
    const music = { eventType: 'redirect', callId: 'c-1', tag: 'h1:redirect-1' }
    expect(elementsOf(await test.voice('hold', music))).toContain('Connect')
    await test.connectStatus('c-1', endpointId, 'TIMED_OUT', 'attempt-1')
    expect(elementsOf(await test.initiate('c-2'))).toBe(holding)
    await test.connectStatus('c-1', endpointId, 'TIMED_OUT', 'attempt-2')
    const fetched = expect.objectContaining({ state: 'active' })
    await waitFor(() => expect(test.bandwidth.updateCall).toHaveBeenCalledWith('c-2', fetched))
  })

  it('that was interrupted and made again is not ended by the end of the first attempt', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.initiate('c-1')
    const again = await test.next('c-1', { tag: 'f1:redirect-9' })
    expect(again).toContain('/attempt-2"')
    await test.connectStatus('c-1', endpointId, 'CANCELED', 'attempt-1')
    expect(elementsOf(await test.initiate('c-2'))).toBe(holding)
    await test.connectStatus('c-1', endpointId, 'ANSWERED', 'attempt-2')
    expect(elementsOf(await test.next('c-1', { tag: 'i1:e-1:call-1' }))).toBe(hangingUp)
  })

  it.each([
    ['TIMED_OUT', connecting],
    ['ANSWERED', hangingUp],
  ] as const)(
    'whose attempt goes on although a redirect was overtaken by it, until it is %s',
    async (status, verbs) => {
      const { test } = await twoAgents()
      await test.lifecycle('endpointIneligible', 'e-1')
      await test.next('c-1', { tag: 'h1:redirect-9' })
      test.advance(30_000)
      await test.connectStatus('c-1', 'e-1', status, 'attempt-1')
      expect(elementsOf(await test.next('c-1', { tag: 'i1:e-1:call-1' }))).toBe(verbs)
    },
  )

  it.each(['offered', 'accepted'])(
    'that is %s is not ended by a redirect of the hold that it has ended',
    async (status) => {
      const test = createTestApplication()
      const { endpointId } = await test.goOnline()
      await test.lifecycle('endpointIneligible', endpointId)
      await test.initiate('c-1')
      await test.lifecycle('endpointEligible', endpointId)
      const connect = await test.next('c-1', { tag: 'f1:redirect-2' })
      expect(elementsOf(connect)).toBe(connecting)
      if (status === 'accepted') await test.say('call-1', 'accepted')
      const late = { eventType: 'redirect', callId: 'c-1', tag: 'h1:redirect-1' }
      expect(await test.voice('hold', late)).toBe(connect.replace('attempt-1', 'attempt-2'))
      expect(elementsOf(await test.initiate('c-2'))).toBe(holding)
    },
  )

  it.each([
    ['TIMED_OUT', 'no-answer'],
    ['CANCELED', 'cancelled'],
    ['FAILED', 'failed'],
  ] as const)('that ends as %s goes to another agent', async (status, cause) => {
    const { test, first } = await twoAgents()
    await test.connectStatus('c-1', 'e-1', status)
    await told(first.events, ended('call-1', cause))
    expect(await test.next('c-1')).toContain('<Endpoint>e-2<')
  })

  it('that Bandwidth denies goes to nobody: the account may not connect', async () => {
    const { test, first } = await twoAgents()
    await test.connectStatus('c-1', 'e-1', 'DENIED')
    await told(first.events, ended('call-1', 'failed'))
    expect(elementsOf(await test.next('c-1'))).toBe(apology)
    expect(test.log).toContainEqual(expect.objectContaining({ level: 'error' }))
  })

  it.each(['ANSWERED', 'COMPLETED'] as const)(
    'that is %s was taken, although the phone has not said so',
    async (status) => {
      const { test } = await twoAgents()
      await test.connectStatus('c-1', 'e-1', status)
      await test.connectStatus('c-1', 'e-1', 'FAILED')
      expect(elementsOf(await test.next('c-1'))).toBe(hangingUp)
    },
  )

  it('that is INITIATED is not decided', async () => {
    const { test } = await twoAgents()
    await test.connectStatus('c-1', 'e-1', 'INITIATED')
    expect(await test.next('c-1')).toContain('<Endpoint>e-2<')
  })

  it('that nobody has said a word about counts as declined', async () => {
    const { test, first } = await twoAgents()
    test.advance(20_000)
    expect(await test.next('c-1')).toContain('<Endpoint>e-2<')
    await told(first.events, ended('call-1', 'rejected'))
  })

  it('without a word counts as a conversation where the endpoint was busy for 20 seconds', async () => {
    const { test, first } = await twoAgents()
    await test.lifecycle('endpointIneligible', 'e-1')
    test.advance(20_000)
    expect(elementsOf(await test.next('c-1'))).toBe(hangingUp)
    await told(first.events, ended('call-1', 'hangup'))
  })

  it('to an agent whose device goes away goes to another', async () => {
    const { test, first } = await twoAgents()
    await test.lifecycle('endpointDisconnected', 'e-1')
    await told(first.events, ended('call-1', 'failed'))
    expect(await test.next('c-1')).toContain('<Endpoint>e-2<')
  })

  it('to an agent who goes offline goes to another', async () => {
    const { test } = await twoAgents()
    expect((await test.send('DELETE', '/api/endpoints/e-1')).status).toBe(204)
    expect(await test.next('c-1')).toContain('<Endpoint>e-2<')
  })
})

describe('the agents', () => {
  it('are never claimed twice, and all are free when every call is over', async () => {
    const call = fc.integer({ min: 1, max: 4 })
    const step = fc.oneof(
      call.map((call) => ({ type: 'initiate', call }) as const),
      call.map((call) => ({ type: 'next', call }) as const),
      call.map((call) => ({ type: 'disconnect', call: `in-${call}` }) as const),
      call.map((call) => ({ type: 'disconnect', call: `c-${call}` }) as const),
      fc.integer({ min: 1, max: 3 }).map((agent) => ({ type: 'dial', agent }) as const),
      fc
        .tuple(fc.constantFrom('accepted', 'declined', 'hangup'), fc.nat({ max: 12 }))
        .map(([word, offer]) => ({ type: 'say', word, offer }) as const),
    )
    type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

    const scenario = async (steps: Step[]) => {
      const test = createTestApplication()
      const agents = [await test.goOnline(), await test.goOnline(), await test.goOnline()]
      // Bandwidth disconnects a call once, and nothing may be left behind by what comes for it later.
      const over = new Set<string>()
      const disconnect = async (callId: string) => {
        if (over.has(callId)) return
        over.add(callId)
        await test.disconnect(callId, 'hangup')
      }
      for (const [index, step] of steps.entries()) {
        test.advance(1)
        if (step.type === 'say') await test.say(`call-${step.offer}`, step.word)
        else if (step.type === 'disconnect') {
          const isPlaced = test.bandwidth.createCall.mock.calls.length >= Number(step.call.slice(2))
          if (step.call.startsWith('in') || isPlaced) await disconnect(step.call)
        } else if (step.type === 'dial') await test.dial(`e-${step.agent}`, '+19195550101')
        else await test[step.type](`in-${step.call}`, { eventTime: `${index}` })
      }
      for (const call of [1, 2, 3, 4]) await disconnect(`in-${call}`)
      for (const [index] of test.bandwidth.createCall.mock.calls.entries()) {
        await disconnect(`c-${index + 1}`)
      }
      const last = [
        await test.initiate('z-1'),
        await test.initiate('z-2'),
        await test.initiate('z-3'),
      ]
      expect(last.map(elementsOf)).toEqual(last.map(() => ringingAndConnecting))
      await waitFor(() => {
        for (const { events } of agents) expect(events.at(-1)?.type).toBe('call.offered')
      })
      for (const { events } of agents) expect(mostCallsAtOnce(events)).toBe(1)
    }
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), scenario), {
      numRuns: 60,
    })
  }, 30_000)
})

function mostCallsAtOnce(events: ApplicationEvent[]): number {
  const live = new Set<string>()
  let most = 0
  for (const event of events) {
    if (event.type === 'endpoint.state' || event.type === 'endpoint.expiring') continue
    if (event.type === 'call.state' && event.state === 'ended') live.delete(event.callId)
    else live.add(event.callId)
    most = Math.max(most, live.size)
  }
  return most
}
