import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ApiFault, WebhookFault } from '../simulator/faults.ts'
import type { AgentClient } from '../testing/agent-client.ts'
import { type Callees, createCallees, telephones } from '../testing/callees.ts'
import { writeDialingRules } from '../testing/dialing-rules-file.ts'
import { type ProcessWorld, startWorld } from '../testing/process-world.ts'

const { answers, busy, neverAnswers, rejects } = telephones
const callTimeout = 20_000

const rules = writeDialingRules({ perMinute: 3 })
let world: ProcessWorld
let callees: Callees

beforeAll(async () => {
  world = await startWorld({
    env: { CALL_TIMEOUT_SECONDS: String(callTimeout / 1_000), DIALING_RULES: rules.path },
  })
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

const order = (fault: ApiFault) => world.control.addFaults({ api: [fault] })
const orderWebhook = (fault: WebhookFault) => world.control.addFaults({ webhooks: [fault] })

describe('an outbound call', () => {
  it('is answered, connected, and hung up by the agent', async () => {
    const ann = await online('ann')
    expect(await ann.dial(answers)).toBe(true)
    await callees.called(answers)
    await world.control.advance(1_000)
    await callees.reaches(ann, answers, 'answered')
    await world.until('the device to have taken it', async () =>
      (await ann.offersTo(answers)).some(({ state }) => state === 'accepted'),
    )
    const callee = await callees.pickedUp(answers)
    await ann.hangUp(answers)
    expect(await callee.over()).toBe('hangup')
    await ann.sees(answers, 'dialing', 'ringing', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann)
  })

  it('is hung up by the callee', async () => {
    const ann = await online('ann')
    await ann.dial(answers)
    await callees.called(answers)
    await world.control.advance(1_000)
    await callees.reaches(ann, answers, 'answered')
    const callee = await callees.pickedUp(answers)
    await callee.hangUp()
    await ann.sees(answers, 'dialing', 'ringing', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann)
  })

  it.each([
    ['busy', busy, 'ended busy', 'busy, Callee is busy'],
    ['rejected', rejects, 'ended rejected', 'rejected, Call was rejected'],
    ['not answered in time', neverAnswers, 'ended no-answer', 'timeout, Call was not answered'],
  ])('is %s, and the agent is told so', async (_what, number, word, cause) => {
    const ann = await online('ann')
    await ann.dial(number)
    const callee = await callees.called(number)
    await world.control.advance(callTimeout)
    expect(await callee.over()).toBe(cause)
    await ann.sees(number, 'dialing', 'ringing', word)
    await world.expectEverybodyFree(ann)
  })

  it('stops ringing when the agent hangs up', async () => {
    const ann = await online('ann')
    await ann.dial(neverAnswers)
    await callees.reaches(ann, neverAnswers, 'ringing')
    const callee = await callees.called(neverAnswers)
    await ann.hangUp(neverAnswers)
    expect(await callee.over()).toBe('cancel')
    await ann.sees(neverAnswers, 'dialing', 'ringing', 'ended cancelled')
    await world.expectEverybodyFree(ann)
  })

  it('that was cancelled before Bandwidth had answered is ended when it has', async () => {
    const ann = await online('ann')
    await order({ type: 'late', operation: 'createCall', delay: callTimeout / 2, times: 1 })
    await ann.dial(neverAnswers)
    const callee = await callees.called(neverAnswers)
    await ann.hangUp(neverAnswers)
    await ann.sees(neverAnswers, 'dialing', 'ended cancelled')
    expect(await callee.isOnTheLine()).toBe(true)
    await world.control.advance(callTimeout / 2)
    expect(await callee.over()).toBe('cancel')
    expect(ann.storyOf(neverAnswers)).toEqual(['dialing', 'ended cancelled'])
    await world.expectEverybodyFree(ann)
  })

  it('can be answered before Bandwidth has said that it was placed', async () => {
    const ann = await online('ann')
    await order({ type: 'answer-before-201', operation: 'createCall', times: 1 })
    await ann.dial(answers)
    await callees.called(answers)
    await world.control.advance(1_000)
    await callees.reaches(ann, answers, 'answered')
    await world.until('create-call to be answered', async () =>
      (await callees.createCalls()).includes(201),
    )
    await world.settled()
    expect(ann.storyOf(answers)).toEqual(['dialing', 'answered'])
    const callee = await callees.pickedUp(answers)
    await ann.hangUp(answers)
    expect(await callee.over()).toBe('hangup')
    await world.expectEverybodyFree(ann)
  })

  it.each([
    ['has lost the device', (ann: AgentClient) => ann.loseSocket()],
    ['has gone offline', (ann: AgentClient) => ann.release()],
  ])(
    'answered when the agent %s ends with a sentence, and nobody else has it',
    async (_, leave) => {
      const ann = await online('ann')
      const ben = await online('ben')
      // The callee cannot be stopped from answering, and what that sets off comes when it is ordered to.
      await order({ type: 'status', operation: 'updateCall', status: 500, times: 'always' })
      await orderWebhook({ type: 'delay', event: 'answer', delay: 60_000, times: 1 })
      await ann.dial(answers)
      await callees.reaches(ann, answers, 'ringing')
      await world.control.advance(1_000)
      const callee = await callees.pickedUp(answers)
      await leave(ann)
      await world.settled()
      await world.control.advance(60_000)
      await callee.hears('the person who called you is not on the line any more')
      expect(await callee.over()).toBe('hangup')
      expect(ben.storyOf(answers)).toEqual([])
      expect(await ben.offersTo(answers)).toEqual([])
      await world.expectEverybodyFree(ben)
    },
  )

  const event = 'outboundConnectionRequest'
  it.each<WebhookFault>([
    { type: 'duplicate', event, delay: 0, times: 1 },
    { type: 'answered-too-late', event, times: 1 },
  ])('is dialled once when the request for it comes twice ($type)', async (fault) => {
    const ann = await online('ann')
    await orderWebhook(fault)
    await ann.dial(neverAnswers)
    await callees.reaches(ann, neverAnswers, 'ringing')
    await world.settled()
    expect(await world.control.liveCalls()).toHaveLength(1)
    expect(await callees.createCalls()).toEqual([201])
    await ann.hangUp(neverAnswers)
    await ann.sees(neverAnswers, 'dialing', 'ringing', 'ended cancelled')
    await world.expectEverybodyFree(ann)
  })

  it('is connected once when its answer is told twice', async () => {
    const ann = await online('ann')
    await orderWebhook({ type: 'duplicate', event: 'answer', delay: 0, times: 1 })
    await ann.dial(answers)
    await callees.called(answers)
    await world.control.advance(1_000)
    await callees.reaches(ann, answers, 'answered')
    await world.settled()
    expect(await ann.offersTo(answers)).toHaveLength(1)
    await ann.hangUp(answers)
    await world.expectEverybodyFree(ann)
  })
})

describe('a create-call', () => {
  it.each([
    [400, 'failed', 'Bandwidth does not accept this number.'],
    [402, 'failed', 'the telephone account has no credit'],
    [403, 'failed', 'the telephone system is not set up correctly'],
    [404, 'failed', 'the telephone system is not set up correctly'],
    [429, 'try-later', 'The telephone network is busy.'],
    [500, 'failed', 'Bandwidth reports a fault.'],
    [503, 'try-later', 'The telephone network is busy.'],
  ] as const)('answered with %i is not repeated, and the agent is told why', async (...row) => {
    const [status, cause, sentence] = row
    const ann = await online('ann')
    // Longer than anybody waits; only 429 and 503 have it.
    await order({ type: 'status', operation: 'createCall', status, retryAfter: 900, times: 1 })
    await ann.dial(neverAnswers)
    await ann.sees(neverAnswers, 'dialing', `ended ${cause}`)
    expect(callees.sentenceOf(ann, neverAnswers)).toContain(sentence)
    expect(await callees.createCalls()).toEqual([status])
    await world.expectEverybodyFree(ann)
  })

  it.each([
    [429, 1],
    [503, 0],
  ] as const)('answered with %i is repeated once after %i s', async (status, retryAfter) => {
    const ann = await online('ann')
    await order({ type: 'status', operation: 'createCall', status, retryAfter, times: 1 })
    await ann.dial(neverAnswers)
    await callees.reaches(ann, neverAnswers, 'ringing')
    expect(await callees.createCalls()).toEqual([status, 201])
    await ann.hangUp(neverAnswers)

    const ben = await online('ben')
    await order({ type: 'status', operation: 'createCall', status, retryAfter: 0, times: 2 })
    await ben.dial(neverAnswers)
    await ben.sees(neverAnswers, 'dialing', 'ended try-later')
    expect(await callees.createCalls()).toEqual([status, 201, status, status])
    await world.expectEverybodyFree(ann, ben)
  })

  it('refused for its access token is repeated once with a new one', async () => {
    const ann = await online('ann')
    await world.control.addFaults({ revokeTokens: true })
    await ann.dial(neverAnswers)
    await callees.reaches(ann, neverAnswers, 'ringing')
    expect(await callees.createCalls()).toEqual([401, 201])
    await ann.hangUp(neverAnswers)

    const ben = await online('ben')
    await order({ type: 'status', operation: 'createCall', status: 401, times: 2 })
    await ben.dial(neverAnswers)
    await ben.sees(neverAnswers, 'dialing', 'ended failed')
    expect(callees.sentenceOf(ben, neverAnswers)).toContain('not set up correctly')
    expect(await callees.createCalls()).toEqual([401, 201, 401, 401])
    await world.expectEverybodyFree(ann, ben)
  })

  it.each([
    ['answered', answers, 1_000, ['dialing', 'answered']],
    ['not answered either', neverAnswers, callTimeout, ['dialing', 'ended no-answer']],
  ])('without an answer is found by its tag when the call is %s', async (_, to, wait, story) => {
    const ann = await online('ann')
    await order({ type: 'unanswered', operation: 'createCall', times: 1 })
    await ann.dial(to)
    await callees.called(to)
    await world.control.advance(wait)
    await ann.sees(to, ...story)
    if (story.includes('answered')) {
      const callee = await callees.pickedUp(to)
      await ann.hangUp(to)
      expect(await callee.over()).toBe('hangup')
    }
    // What Bandwidth answers at long last changes nothing.
    await world.control.clearFaults()
    await world.until('the answer', async () => (await callees.createCalls()).length > 0)
    await world.settled()
    expect(await callees.createCalls()).toEqual([201])
    await world.expectEverybodyFree(ann)
  })
})
