import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type AgentClient, createAgentClient } from '../testing/agent-client.ts'
import { type Callees, createCallees, telephones } from '../testing/callees.ts'
import { writeDialingRules } from '../testing/dialing-rules-file.ts'
import {
  type ProcessWorld,
  startWorld,
  voiceCredentials,
  webhookSecret,
} from '../testing/process-world.ts'
import { developmentUserHeader } from './host/development-authenticator.ts'

/** What keeps others from the calls of an agent, and agents from calls that cost more than they are worth. */

const { answers, answersToo, neverAnswers } = telephones

const rules = writeDialingRules({ perMinute: 2 })
let world: ProcessWorld
let callees: Callees

beforeAll(async () => {
  // A proxy that has signed people in, and writes the user where the agents of these tests write it.
  const proxy = {
    AUTH: 'proxy',
    AUTH_PROXY_HEADER: developmentUserHeader,
    AUTH_PROXY_ADDRESSES: '127.0.0.1',
  }
  world = await startWorld({ env: { ...proxy, DIALING_RULES: rules.path } })
  callees = createCallees(world)
})
afterEach(() => world.clear())
afterAll(async () => {
  await world.stop()
  rules.remove()
})

async function online(name: string): Promise<AgentClient> {
  const agent = world.agent(name)
  await agent.goOnline()
  return agent
}

/** The same user in another browser. */
function elsewhere({ name }: AgentClient): AgentClient {
  const { control, until, address } = world
  return createAgentClient({ name, address, control, until })
}

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(world.address() + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

describe('the rules', () => {
  it.each([
    ['letters', 'call-me', 'This is not a number that can be called.'],
    ['an emergency number', '911', 'Emergency calls cannot be made from this phone.'],
    ['a blocked prefix', '+19005551234', 'Premium-rate numbers cannot be called from this phone.'],
    ['a country that is not allowed', '+493012345678', 'Calls to Germany are not allowed'],
    ['a number of our own', '+19195550100', 'This is one of your own numbers'],
  ])('refuse %s with a sentence', async (_what, to, sentence) => {
    const ann = await online('ann')
    await ann.dial(to)
    await ann.sees(to, 'ended refused')
    expect(callees.sentenceOf(ann, to)).toContain(sentence)
    await world.settled()
    expect(await callees.createCalls()).toEqual([])
    await world.expectEverybodyFree(ann)
  })

  it('let an agent make so many calls in a minute', async () => {
    const ann = await online('ann')
    for (const calls of [1, 2]) {
      await ann.dial(neverAnswers)
      await world.until(
        `call ${calls} to ring`,
        () => ann.storyOf(neverAnswers).length === calls * 3 - 1,
      )
      await ann.hangUp(neverAnswers)
      await world.until(
        `call ${calls} to end`,
        () => ann.storyOf(neverAnswers).length === calls * 3,
      )
    }
    await ann.dial(neverAnswers)
    await world.until('a refusal', () => ann.storyOf(neverAnswers).at(-1) === 'ended refused')
    expect(callees.sentenceOf(ann, neverAnswers)).toMatch(
      /You may make 2 calls in a minute\. Try again in \d+ seconds/,
    )
    expect(await callees.createCalls()).toEqual([201, 201])
    await world.expectEverybodyFree(ann)
  })

  it('let an agent make so many calls at a time, in all browsers together', async () => {
    const ann = await online('ann')
    const other = elsewhere(ann)
    await other.goOnline()
    await ann.dial(neverAnswers)
    await callees.reaches(ann, neverAnswers, 'ringing')
    await ann.dial(answersToo)
    await ann.sees(answersToo, 'ended refused')
    await other.dial(answers)
    await other.sees(answers, 'ended refused')
    expect(callees.sentenceOf(other, answers)).toBe('You already have a call.')
    expect(await callees.createCalls()).toEqual([201])
    await ann.hangUp(neverAnswers)
    await world.expectEverybodyFree(ann, other)
    await other.release()
  })
})

describe('a forged webhook', () => {
  const request = (endpointId: string, more = {}) => ({
    event: 'outboundConnectionRequest',
    accountId: world.simulator.accountId,
    endpointId,
    to: neverAnswers,
    toType: 'PHONE_NUMBER',
    timestamp: Date.now(),
    ...more,
  })

  it.each([
    ['with a wrong secret', 404, `/hooks/brtc/${webhookSecret}x`, {}],
    ['of another account', 204, `/hooks/brtc/${webhookSecret}`, { accountId: '1' }],
    ['of an unknown endpoint', 204, `/hooks/brtc/${webhookSecret}`, { endpointId: 'e-forged' }],
    ['under a foreign tag', 204, `/hooks/brtc/${webhookSecret}`, { tags: 'offhook:forged' }],
  ])('%s dials nothing', async (_what, status, path, more) => {
    const ann = await online('ann')
    expect((await post(path, request(ann.endpointId(), more))).status).toBe(status)
    await world.settled()
    expect(await world.control.liveCalls()).toEqual([])
    expect(await callees.createCalls()).toEqual([])
    expect(ann.storyOf(neverAnswers)).toEqual([])
    await world.expectEverybodyFree(ann)
  })

  it('of an answer connects nobody', async () => {
    const ann = await online('ann')
    const { accountId, applicationId, number } = world.simulator
    const time = new Date().toISOString()
    const body = {
      eventType: 'answer',
      eventTime: time,
      startTime: time,
      accountId,
      applicationId,
      from: number,
      to: answers,
      direction: 'outbound',
      callId: 'c-forged',
      callUrl: 'https://voice.test/calls/c-forged',
      tag: `o1:${ann.endpointId()}:forged`,
    }
    expect((await post('/hooks/voice/answer', body)).status).toBe(401)
    const { username, password } = voiceCredentials
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    const answer = await post('/hooks/voice/answer', body, { authorization })
    const bxml = await answer.text()
    expect(bxml).toContain('is not on the line any more')
    expect(bxml).not.toContain('<Connect')
    await world.expectEverybodyFree(ann)
  })
})

describe('the calls of an agent', () => {
  /** Everything that can be asked about somebody's endpoint and call. */
  const routes = (endpointId: string, callId: string) =>
    [
      ['GET', `/endpoints/${endpointId}`, 404],
      ['GET', `/events?endpoint=${endpointId}`, 404],
      // Whatever is not there to be deleted is deleted.
      ['DELETE', `/endpoints/${endpointId}`, 204],
      ['POST', `/endpoints/${endpointId}/release`, 204],
      ['POST', `/calls/${callId}/accepted`, 404],
      ['POST', `/calls/${callId}/declined`, 404],
      ['POST', `/calls/${callId}/hangup`, 404],
    ] as const

  it('are nobody else’s, nor those of the same user in another browser', async () => {
    const ann = await online('ann')
    const ben = await online('ben')
    const other = elsewhere(ann)
    await other.goOnline()
    await ann.dial(neverAnswers)
    await callees.reaches(ann, neverAnswers, 'ringing')
    const { calls } = (await (await ann.request('GET', '/calls/active')).json()) as {
      calls: readonly { callId: string }[]
    }
    const callId = calls[0]?.callId ?? ''
    expect(callId).not.toBe('')

    for (const stranger of [ben, other]) {
      for (const [method, path, status] of routes(ann.endpointId(), callId)) {
        const answer = await stranger.request(method, path)
        expect([method, path, answer.status]).toEqual([method, path, status])
        await answer.body?.cancel()
      }
      const active = await stranger.request('GET', '/calls/active')
      expect(await active.json()).toEqual({ calls: [] })
      expect(stranger.storyOf(neverAnswers)).toEqual([])
    }
    expect(await ann.snapshot()).toMatchObject({ connected: true, call: { callId } })
    expect(ann.storyOf(neverAnswers)).toEqual(['dialing', 'ringing'])
    await ann.hangUp(neverAnswers)
    await world.expectEverybodyFree(ann, ben, other)
    await other.release()
  })

  it('are not for those who are not signed in', async () => {
    const ann = await online('ann')
    const asked = [
      ...routes(ann.endpointId(), 'call'),
      ['POST', '/endpoints', 401],
      ['GET', '/calls/active', 401],
      ['PUT', '/presence', 401],
    ] as const
    for (const [method, path] of asked) {
      const answer = await fetch(`${world.address()}/api${path}`, { method })
      expect([path, answer.status]).toEqual([path, 401])
      expect(await answer.json()).toMatchObject({ code: 'unauthenticated' })
    }
    expect(await ann.snapshot()).toMatchObject({ connected: true, eligible: true })
    await world.expectEverybodyFree(ann)
  })
})
