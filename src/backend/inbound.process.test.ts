import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AgentClient } from '../testing/agent-client.ts'
import type { Caller } from '../testing/caller.ts'
import {
  type ProcessWorld,
  startWorld,
  voiceApplication,
  webhookSecret,
} from '../testing/process-world.ts'

const pleaseHold = 'Please hold the line'
/** Milliseconds. */
const connectTimeout = 30_000
const minute = 60_000
const day = 24 * 60 * minute

let world: ProcessWorld
/** Where nobody is there and the hold is as short as it can be: its caller waits while the other tests run. */
let emptyWorld: ProcessWorld
let lonelyCaller: Caller

beforeAll(async () => {
  const briefHold = { env: { HOLD_LIMIT_SECONDS: '10' }, pace: 0.1 }
  ;[world, emptyWorld] = await Promise.all([startWorld(), startWorld(briefHold)])
  lonelyCaller = await emptyWorld.call()
})
afterEach(async () => {
  await expectGoodDocuments(world)
  await world.clear()
})
afterAll(() => Promise.all([world.stop(), emptyWorld.stop()]))

/** Bandwidth could read all that it was answered. */
async function expectGoodDocuments({ control }: ProcessWorld) {
  const journal = await control.journal()
  const complaints = journal
    .filter(({ kind, from }) => kind === 'bxml' || (kind === 'warning' && from === 'application'))
    .map(({ summary }) => summary)
    .filter((summary) => !/^(?:BXML (?!invalid|empty)|<Connect> failed)/.test(summary))
  expect(complaints).toEqual([])
}

/** What the caller's call was answered, as the names of the verbs. */
async function documents({ control }: ProcessWorld): Promise<string[]> {
  const journal = await control.journal()
  return journal
    .filter(({ kind }) => kind === 'bxml')
    .map(({ summary }) => summary.replace(/^BXML /, ''))
}

/** The statuses that a webhook was answered with, oldest first. */
async function answersTo(webhook: string): Promise<string[]> {
  const journal = await world.control.journal()
  return journal
    .filter(({ summary }) => summary.includes(` ${webhook} → `))
    .map(({ summary }) => /→ (.+?) \(/.exec(summary)?.[1] ?? '')
}

/** So many agents, online, who became idle in this order. */
async function online<const Names extends readonly string[]>(...names: Names) {
  const agents = names.map((name) => world.agent(name))
  for (const agent of agents) await agent.goOnline()
  return agents as { [Index in keyof Names]: AgentClient }
}

describe('a call that an agent takes', () => {
  it('is over for both when the agent hangs up', async () => {
    const [ann] = await online('ann')
    const caller = await world.call()
    await ann.accept(caller.number)
    await ann.sees(caller.number, 'offered', 'answered')
    expect(await world.control.liveCalls()).toMatchObject([
      { callId: caller.callId, answered: true },
    ])
    await ann.hangUp(caller.number)
    expect(await caller.over()).toBe('hangup')
    await ann.sees(caller.number, 'offered', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann)
  })

  it('is over for both when the caller hangs up', async () => {
    const [ann] = await online('ann')
    const caller = await world.call()
    await ann.accept(caller.number)
    await ann.sees(caller.number, 'offered', 'answered')
    await caller.hangUp()
    await ann.sees(caller.number, 'offered', 'answered', 'ended hangup')
    expect(await ann.offersTo(caller.number)).toMatchObject([{ state: 'ended' }])
    expect(await caller.over()).toBe('hangup')
    expect(await caller.heard()).toEqual(['ringback'])
    await world.expectEverybodyFree(ann)
  })

  it('may be without a number', async () => {
    const [ann] = await online('ann')
    const caller = await world.call('Anonymous')
    await ann.accept(caller.number)
    await caller.hangUp()
    await ann.sees('Anonymous', 'offered', 'answered', 'ended hangup')
  })
})

describe('a call that an agent does not take', () => {
  it('goes to the next agent when it is declined', async () => {
    const [ann, bob] = await online('ann', 'bob')
    const caller = await world.call()
    await ann.decline(caller.number)
    await bob.accept(caller.number)
    await bob.sees(caller.number, 'offered', 'answered')
    await ann.sees(caller.number, 'offered', 'ended rejected')
    await caller.hangUp()
    await bob.sees(caller.number, 'offered', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann, bob)
  })

  it('is held when nobody else is there, and fetched for who comes', async () => {
    const [ann] = await online('ann')
    const caller = await world.call()
    await ann.decline(caller.number)
    await caller.hears(pleaseHold)
    const [bob] = await online('bob')
    await bob.accept(caller.number)
    // By an update of the call, not by the end of the music.
    expect(await answersToUpdateOf(caller)).toContain('200')
    await ann.sees(caller.number, 'offered', 'ended rejected')
    await bob.hangUp(caller.number)
    expect(await caller.over()).toBe('hangup')
    await world.expectEverybodyFree(ann, bob)
  })

  it('goes to the next agent when it has rung in vain', async () => {
    const [ann, bob] = await online('ann', 'bob')
    const caller = await world.call()
    await ann.rings(caller.number)
    await world.control.advance(connectTimeout)
    await ann.sees(caller.number, 'offered', 'ended no-answer')
    await bob.accept(caller.number)
    await caller.hangUp()
    await bob.sees(caller.number, 'offered', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann, bob)
  })

  it('goes to the next agent when the device of the first is lost', async () => {
    const [ann, bob] = await online('ann', 'bob')
    const caller = await world.call()
    await ann.rings(caller.number)
    await ann.loseSocket()
    await bob.accept(caller.number)
    await ann.sees(caller.number, 'offered', 'ended failed')
    await caller.hangUp()
    await ann.goOnline()
    await world.expectEverybodyFree(ann, bob)
  })

  it('leaves the agent free when the caller gives up', async () => {
    const [ann] = await online('ann')
    const caller = await world.call()
    await ann.rings(caller.number)
    await caller.hangUp()
    // What Bandwidth says of the connect and of the call comes in any order.
    await world.until('the phone to stop ringing', () =>
      /^offered,ended (?:cancelled|hangup)$/.test(ann.storyOf(caller.number).join()),
    )
    expect(await ann.offersTo(caller.number)).toMatchObject([{ state: 'ended' }])
    await world.expectEverybodyFree(ann)
  })
})

describe('callers and agents who are not there at the same time', () => {
  it('nobody is rung for a caller who has left the hold', async () => {
    const caller = await world.call()
    await caller.hears('hold.wav')
    await caller.hangUp()
    expect(await caller.over()).toBe('hangup')
    await world.settled()
    const [ann] = await online('ann')
    await world.expectEverybodyFree(ann)
    expect(ann.storyOf(caller.number)).toEqual([])
  })

  it('a second caller waits for the agent of the first', async () => {
    const [ann] = await online('ann')
    const first = await world.call()
    await ann.accept(first.number)
    const second = await world.call()
    await second.hears(pleaseHold)
    expect(ann.storyOf(second.number)).toEqual([])
    await ann.hangUp(first.number)
    await ann.accept(second.number)
    expect(await first.isOnTheLine()).toBe(false)
    await second.hangUp()
    await ann.sees(second.number, 'offered', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann)
  })

  it('who has waited longest is answered first', async () => {
    const first = await world.call()
    await first.hears(pleaseHold)
    const second = await world.call()
    await second.hears(pleaseHold)
    const [ann] = await online('ann')
    await ann.accept(first.number)
    expect(ann.storyOf(second.number)).toEqual([])
    await first.hangUp()
    await ann.accept(second.number)
    await second.hangUp()
    await world.expectEverybodyFree(ann)
  })

  it('an agent who is away is not rung before coming back', async () => {
    const [ann] = await online('ann')
    await ann.presence('away')
    const caller = await world.call()
    await caller.hears('hold.wav')
    expect(await ann.snapshot()).toMatchObject({ eligible: true, presence: 'away' })
    expect(ann.storyOf(caller.number)).toEqual([])
    await ann.presence('available')
    await ann.accept(caller.number)
    await caller.hangUp()
    await world.expectEverybodyFree(ann)
  })
})

describe('webhooks that come more than once, or late', () => {
  it.each(['duplicate', 'answered-too-late'] as const)(
    'a caller who is announced twice (%s) rings one agent',
    async (type) => {
      const [ann, bob] = await online('ann', 'bob')
      await world.control.addFaults({ webhooks: [{ type, event: 'initiate' }] })
      const caller = await world.call()
      await ann.rings(caller.number)
      await world.settled()
      const answers = await answersTo('initiate')
      expect(answers.filter((answer) => answer === '200')).toHaveLength(2)
      const other = await world.call()
      await bob.rings(other.number)
      expect(bob.storyOf(caller.number)).toEqual([])
      await Promise.all([caller.hangUp(), other.hangUp()])
      await world.expectEverybodyFree(ann, bob)
    },
  )

  it('a caller who is announced once more after hanging up rings nobody', async () => {
    const [ann] = await online('ann')
    await world.control.addFaults({
      webhooks: [{ type: 'duplicate', event: 'initiate', delay: minute }],
    })
    const caller = await world.call()
    await ann.accept(caller.number)
    await caller.hangUp()
    await ann.sees(caller.number, 'offered', 'answered', 'ended hangup')
    await world.control.advance(minute)
    expect(await answersTo('initiate')).toEqual(['401', '200', '401', '200'])
    await world.expectEverybodyFree(ann)
    await ann.sees(caller.number, 'offered', 'answered', 'ended hangup')
  })

  it('an old report that a phone is busy does not take it away', async () => {
    const [ann] = await online('ann')
    const about = ann.endpointId()
    await world.control.addFaults({
      webhooks: [{ type: 'delay', event: 'endpointIneligible', about, delay: minute }],
    })
    const caller = await world.call()
    await ann.accept(caller.number)
    await caller.hangUp()
    await ann.sees(caller.number, 'offered', 'answered', 'ended hangup')
    await world.settled()
    await world.control.advance(minute)
    expect(await answersTo('endpointIneligible')).toEqual(['204'])
    expect(await ann.snapshot()).toMatchObject({ eligible: true })
    await world.expectEverybodyFree(ann)
  })

  it('an old report that a phone is ready does not make a mute one ring', async () => {
    const ann = world.agent('ann')
    await ann.goOnline({ publishing: false })
    const about = ann.endpointId()
    await world.control.addFaults({
      webhooks: [{ type: 'delay', event: 'endpointEligible', about, delay: minute }],
    })
    await world.control.changeDevice(about, { publishing: true })
    await world.control.changeDevice(about, { publishing: false })
    await world.settled()
    await world.control.advance(minute)
    expect(await answersTo('endpointEligible')).toEqual(['204'])
    const caller = await world.call()
    await caller.hears(pleaseHold)
    expect(ann.storyOf(caller.number)).toEqual([])
    await world.control.changeDevice(about, { publishing: true })
    await ann.accept(caller.number)
    await caller.hangUp()
    await world.expectEverybodyFree(ann)
  })
})

describe('endpoints', () => {
  it('end after a day, and with them the call, and the agent gets another', async () => {
    const [ann] = await online('ann')
    const caller = await world.call()
    await ann.accept(caller.number)
    await ann.sees(caller.number, 'offered', 'answered')
    await world.control.advance(day)
    await ann.isEligible(false)
    await ann.sees(caller.number, 'offered', 'answered', 'ended hangup')
    expect(await caller.over()).toBe('hangup')
    await ann.goOnline()
    await world.expectEverybodyFree(ann)
  })

  it('are as many as the account may have, and those that nobody holds make room', async () => {
    const [ann, bob] = await online('ann', 'bob')
    await world.control.changeSwitches({ endpointCeiling: 2 })
    const carl = world.agent('carl')
    const refused = await carl.request('POST', '/endpoints')
    expect(refused.status).toBe(429)
    expect(await refused.json()).toMatchObject({
      code: 'too-many-endpoints',
      retryAfter: expect.any(Number) as number,
    })
    await bob.loseSocket()
    await bob.isEligible(false)
    await carl.goOnline()
    await world.expectEverybodyFree(ann, carl)
  })
})

describe('who is listened to', () => {
  it('not who does not know the secret of the events', async () => {
    const [ann] = await online('ann')
    const event = {
      accountId: world.simulator.accountId,
      event: 'endpointDisconnected',
      endpointId: ann.endpointId(),
      timestamp: Date.now() + day,
    }
    expect(await post('/hooks/brtc', event)).toBe(404)
    expect(await post('/hooks/brtc/wrong', event)).toBe(404)
    expect(await post(`/hooks/brtc/${webhookSecret}x`, event)).toBe(404)
    const foreign = { ...event, accountId: '1' }
    expect(await post(`/hooks/brtc/${webhookSecret}`, foreign)).toBe(204)
    const status = { event: 'connectStatus', from: 'c-1', to: ann.endpointId(), status: 'DENIED' }
    expect(await post('/hooks/voice/connect-status/wrong', status)).toBe(404)
    expect(await ann.snapshot()).toMatchObject({ connected: true, eligible: true })
    await world.expectEverybodyFree(ann)
  })

  it('not who does not know the password of the voice routes', async () => {
    const [ann] = await online('ann')
    const { primary, fallback, control } = world
    const settings = voiceApplication(primary.address, fallback.address)
    const wrong = { password: 'a wrong one', fallbackPassword: 'a wrong one' }
    await control.configureApplication({ ...settings, ...wrong })
    const caller = await world.call()
    expect(await caller.over()).toContain('callback-error')
    expect(new Set(await answersTo('initiate'))).toEqual(new Set(['401']))
    for (const path of ['initiate', 'answer', 'next', 'hold', 'disconnect']) {
      expect(await post(`/hooks/voice/${path}`, { eventType: path })).toBe(401)
    }
    await control.configureApplication(settings)
    await world.expectEverybodyFree(ann)
    expect(ann.storyOf(caller.number)).toEqual([])
  })

  it.each([
    ['challenge', ['401', '200']],
    ['pre-emptive', ['200']],
  ] as const)('Bandwidth, with credentials by %s', async (basicAuth, answers) => {
    const [ann] = await online('ann')
    await world.control.changeSwitches({ basicAuth })
    const caller = await world.call()
    await ann.accept(caller.number)
    expect(await answersTo('initiate')).toEqual(answers)
    await ann.hangUp(caller.number)
    expect(await caller.over()).toBe('hangup')
    await world.settled()
    expect(await answersTo('redirect')).toEqual(answers)
    await world.expectEverybodyFree(ann)
  })
})

describe('an application that Bandwidth does not reach at its first address', () => {
  it.each(['closed', 'refusing'] as const)('is reached at the second (%s)', async (manner) => {
    world.primary.be(manner)
    const [ann, bob] = await online('ann', 'bob')
    const caller = await world.call()
    await ann.decline(caller.number)
    await bob.accept(caller.number)
    await caller.hangUp()
    // That the call is over has no second address: the endpoint that is eligible again tells it.
    await bob.sees(caller.number, 'offered', 'answered', 'ended hangup')
    world.primary.be('open')
    await world.expectEverybodyFree(ann, bob)
  })

  it('does nothing twice of what it has done before the connection was lost', async () => {
    const [ann, bob, carl] = await online('ann', 'bob', 'carl')
    await world.control.changeSwitches({ basicAuth: 'pre-emptive' })
    world.primary.be('losing')
    const caller = await world.call()
    await ann.decline(caller.number)
    await bob.rings(caller.number)
    await world.settled()
    expect(await answersTo('initiate')).toEqual(['503', '200'])
    expect(await answersTo('redirect')).toEqual(['503', '200'])
    expect(carl.storyOf(caller.number)).toEqual([])
    expect((await documents(world)).filter((verbs) => verbs.includes('Connect'))).toHaveLength(2)
    await caller.hangUp()
    world.primary.be('open')
    await world.expectEverybodyFree(ann, bob, carl)
  })

  it('loses the call that it is not reached for at all, and no agent', async () => {
    const [ann, bob] = await online('ann', 'bob')
    const caller = await world.call()
    await ann.rings(caller.number)
    for (const relay of [world.primary, world.fallback]) relay.be('refusing', '/hooks/voice/next')
    await ann.decline(caller.number)
    expect(await caller.over()).toContain('callback-error')
    await ann.sees(caller.number, 'offered', 'ended rejected')
    expect(bob.storyOf(caller.number)).toEqual([])
    await world.expectEverybodyFree(ann, bob)
  })

  it('loses the call whose BXML arrives broken, and no agent', async () => {
    const [ann] = await online('ann')
    world.primary.be('garbling', '/hooks/voice/next')
    const caller = await world.call()
    await ann.decline(caller.number)
    expect(await caller.over()).toContain('invalid-bxml')
    await ann.sees(caller.number, 'offered', 'ended rejected')
    await world.expectEverybodyFree(ann)
    // What broke on the way is no complaint about the application.
    await world.control.reset()
  })
})

describe('an application that is killed and started again', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'still has the call that rang, the one on hold and the agents (%s)',
    async (signal) => {
      const [ann] = await online('ann')
      const first = await world.call()
      await ann.rings(first.number)
      const second = await world.call()
      await musicGoesOnFor(second)
      const ended = await world.restartApplication({ signal })
      expect(ended).toEqual(
        signal === 'SIGKILL' ? { code: null, signal } : { code: 0, signal: null },
      )
      await ann.accept(first.number)
      await ann.sees(first.number, 'offered', 'answered')
      await ann.hangUp(first.number)
      expect(await first.over()).toBe('hangup')
      await ann.accept(second.number)
      await second.hangUp()
      await world.expectEverybodyFree(ann)
    },
  )

  it('frees the agent whose caller hung up in the meantime', async () => {
    const [ann] = await online('ann')
    const caller = await world.call()
    await ann.accept(caller.number)
    await ann.sees(caller.number, 'offered', 'answered')
    await world.restartApplication({ signal: 'SIGKILL', meanwhile: () => caller.hangUp() })
    await ann.sees(caller.number, 'offered', 'answered', 'ended hangup')
    expect((await ann.snapshot()).call).toBeUndefined()
    await world.expectEverybodyFree(ann)
  })
})

describe('a caller for whom nobody comes', () => {
  it('is told so when the hold has been long enough', async () => {
    expect(await lonelyCaller.over()).toBe('hangup')
    const heard = await lonelyCaller.heard()
    expect(heard[0]).toContain(pleaseHold)
    expect(heard.at(-1)).toContain('nobody can take your call')
    expect(heard.slice(1, -1).every((sound) => sound.endsWith('hold.wav'))).toBe(true)
    expect(new Set(await documents(emptyWorld))).toEqual(
      new Set([
        'SpeakSentence → PlayAudio → Redirect',
        'PlayAudio → Redirect',
        'SpeakSentence → Hangup',
      ]),
    )
    await expectGoodDocuments(emptyWorld)
    const ann = emptyWorld.agent('ann')
    await ann.goOnline()
    await emptyWorld.expectEverybodyFree(ann)
    expect(ann.storyOf(lonelyCaller.number)).toEqual([])
  })
})

/** Hold music so fast would end while no application is there to say what comes after it. */
async function musicGoesOnFor({ callId: about }: Caller) {
  const fault = { type: 'delay', event: 'redirect', about, delay: minute } as const
  await world.control.addFaults({ webhooks: [fault] })
  await world.until('the music to be prolonged', async () => {
    const { webhooks } = await world.control.faults()
    return webhooks.length === 0
  })
}

async function post(path: string, body: unknown): Promise<number> {
  const headers = { 'Content-Type': 'application/json' }
  const request = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(world.address() + path, request)
  await response.text()
  return response.status
}

async function answersToUpdateOf({ callId }: Caller): Promise<string[]> {
  const journal = await world.control.journal()
  return journal
    .filter(({ kind, summary }) => kind === 'api' && summary.includes(`calls/${callId} → `))
    .map(({ summary }) => /→ (\d+)/.exec(summary)?.[1] ?? '')
}
