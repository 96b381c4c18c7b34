import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AgentClient } from '../testing/agent-client.ts'
import { type Callees, createCallees, telephones } from '../testing/callees.ts'
import { type ServerProcess, startProcess } from '../testing/processes.ts'
import { type ProcessWorld, startWorld, webhookSecret } from '../testing/process-world.ts'

/** The process ends in the middle of something and another one goes on; what takes minutes is in `restart.test.ts`. */

const { answers, neverAnswers } = telephones
/** The application’s default, in milliseconds. */
const callTimeout = 30_000

let world: ProcessWorld
let callees: Callees
let folder: string
let holder: ServerProcess
/** Why a second process on one database does not start. It waits ten seconds for the first, hence the early beginning. */
let second: Promise<string>

beforeAll(async () => {
  world = await startWorld()
  callees = createCallees(world)
  folder = mkdtempSync(join(tmpdir(), 'offhook-restart-'))
  const shared = { ...world.environment, DATABASE: join(folder, 'shared.db') }
  holder = await startProcess('application', shared)
  second = refusalOf(shared)
})
afterEach(() => world.clear())
afterAll(async () => {
  await Promise.all([world.stop(), holder.stop(), second])
  rmSync(folder, { recursive: true })
})

/** What the application says before it leaves with 1. */
async function refusalOf(environment: Readonly<Record<string, string>>): Promise<string> {
  const refused = await startProcess('application', environment)
  expect(await refused.ended).toEqual({ code: 1, signal: null })
  return refused.output()
}

async function online(name: string): Promise<AgentClient> {
  const agent = world.agent(name)
  await agent.goOnline()
  return agent
}

const kill = (meanwhile?: () => Promise<unknown>) =>
  world.restartApplication({ signal: 'SIGKILL', ...(meanwhile && { meanwhile }) })

/** Later than any of these tests gets by itself, milliseconds. */
const later = 600_000

/** Webhooks of that kind come when the clock is put forward, and so not while nobody is there to answer. */
const postpone = (event: string) =>
  world.control.addFaults({ webhooks: [{ type: 'delay', event, delay: later, times: 1 }] })
const isPostponed = () =>
  world.until('the webhook to be on its way', async () => {
    const { webhooks } = await world.control.faults()
    return webhooks.length === 0
  })

describe('the application, killed', () => {
  it('while an outbound call rings, connects the right agent when it is answered', async () => {
    const ann = await online('ann')
    const ben = await online('ben')
    await postpone('answer')
    await ann.dial(answers)
    await callees.reaches(ann, answers, 'ringing')
    await kill()
    await world.control.advance(later)
    await callees.reaches(ann, answers, 'answered')
    const callee = await callees.pickedUp(answers)
    await callee.hangUp()
    await ann.sees(answers, 'dialing', 'ringing', 'answered', 'ended hangup')
    expect(ben.storyOf(answers)).toEqual([])
    expect(await callees.rang(answers)).toBe(1)
    await world.expectEverybodyFree(ann, ben)
  })

  it('before Bandwidth has answered create-call, does not dial again and finds the call', async () => {
    const ann = await online('ann')
    await postpone('answer')
    await world.control.addFaults({ api: [{ type: 'unanswered', operation: 'createCall' }] })
    await ann.dial(answers)
    await callees.called(answers)
    await kill()
    await world.control.advance(later)
    await ann.sees(answers, 'dialing', 'answered')
    await ann.hangUp(answers)
    await ann.sees(answers, 'dialing', 'answered', 'ended hangup')
    expect(await callees.rang(answers)).toBe(1)
    await world.expectEverybodyFree(ann)
  })

  it('while calls are offered, has them accepted and passed on', async () => {
    const ann = await online('ann')
    const first = await world.call()
    await ann.rings(first.number)
    const ben = await online('ben')
    const second = await world.call()
    await ben.rings(second.number)
    await kill()
    const cam = await online('cam')
    await ann.accept(first.number)
    await ben.decline(second.number)
    await cam.accept(second.number)
    await first.hangUp()
    await second.hangUp()
    await ann.sees(first.number, 'offered', 'answered', 'ended hangup')
    await ben.sees(second.number, 'offered', 'ended rejected')
    await cam.sees(second.number, 'offered', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann, ben, cam)
  })

  it('in conversations, ends them as they end, also those that ended meanwhile', async () => {
    const ann = await online('ann')
    const first = await world.call()
    await ann.accept(first.number)
    const ben = await online('ben')
    const second = await world.call()
    await ben.accept(second.number)
    await ben.isEligible(false)
    await kill(() => second.hangUp())
    await ben.sees(second.number, 'offered', 'answered', 'ended hangup')
    await ann.hangUp(first.number)
    expect(await first.over()).toBe('hangup')
    await ann.sees(first.number, 'offered', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann, ben)
  })

  it('while a caller is on hold, connects them when an agent comes', async () => {
    await postpone('redirect')
    const caller = await world.call()
    await caller.hears('Please hold the line')
    await isPostponed()
    await kill()
    const ann = await online('ann')
    await ann.accept(caller.number)
    await ann.hangUp(caller.number)
    expect(await caller.over()).toBe('hangup')
    await ann.sees(caller.number, 'offered', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann)
  })

  it.each([8, 16, 24, 32])(
    '%i steps into five calls, has all agents free in the end',
    async (steps) => {
      const [ann, ben, cam] = [await online('ann'), await online('ben'), world.agent('cam')]
      const agents = [ann, ben, cam]
      await cam.goOnline({ automatic: 'accept' })
      const before = (await world.control.journal()).length
      // These outlast the restart: one that had ended meanwhile would be in doubt for a minute.
      await Promise.all([ann.dial(neverAnswers), ben.dial(neverAnswers)])
      await world.until('both to be dialled', async () => (await callees.rang(neverAnswers)) === 2)
      const callers = await Promise.all([world.call(), world.call(), world.call()])
      // Two of them are on hold, and go on asking.
      await world.until(
        `${steps} steps`,
        async () => (await world.control.journal()).length >= before + steps,
      )
      await kill()

      await Promise.all(callers.map((caller) => caller.hangUp()))
      await world.control.advance(callTimeout)
      await world.until('all calls to be over', async () =>
        (await Promise.all(agents.map((agent) => agent.snapshot()))).every(({ call }) => !call),
      )
      expect(await callees.rang(neverAnswers)).toBe(2)
      expect(await world.control.liveCalls()).toEqual([])
      await world.expectEverybodyFree(...agents)
    },
  )

  it('gives no call to a device that left meanwhile, and to one that stayed', async () => {
    const ann = await online('ann')
    const ben = await online('ben')
    await kill(() => ann.loseSocket())
    await ann.isEligible(false)
    const caller = await world.call()
    await ben.accept(caller.number)
    await caller.hangUp()
    expect(ann.storyOf(caller.number)).toEqual([])
    await world.expectEverybodyFree(ben)
  })

  it('still has every event for a phone that comes back', async () => {
    const ann = await online('ann')
    const caller = await world.call()
    await ann.decline(caller.number)
    await ann.dial(neverAnswers)
    await callees.reaches(ann, neverAnswers, 'ringing')
    await kill()
    await ann.hangUp(neverAnswers)
    await ann.sees(neverAnswers, 'dialing', 'ringing', 'ended cancelled')
    await ann.sees(caller.number, 'offered', 'ended rejected')
    const again = ann.streamSince('0')
    const isOfCall = ({ type }: { type: string }) => type.startsWith('call.')
    const told = ann.events().filter(isOfCall)
    await world.until('as many events', () => again.events.filter(isOfCall).length >= told.length)
    expect(again.events.filter(isOfCall)).toEqual(told)
    again.close()
    await caller.hangUp()
    await world.expectEverybodyFree(ann)
  })
})

describe('the application, asked to stop', () => {
  it('finishes what has begun, and leaves the rest to the next process', async () => {
    const ann = await online('ann')
    const ben = await online('ben')
    await world.control.addFaults({
      api: [{ type: 'late', operation: 'createCall', delay: 10_000 }],
    })
    await ann.dial(neverAnswers)
    await ann.sees(neverAnswers, 'dialing')
    const callee = await callees.called(neverAnswers)
    const finishWebhook = await beginWebhook()
    const streams = ann.stream().connections()

    const ended = world.stopApplication('SIGTERM')
    await world.until(
      'readiness to end',
      async () => (await fetch(`${world.address()}/readyz`)).status === 503,
    )
    await world.until('the event stream to end', () => ann.stream().connections() > streams)
    const minted = await ann.request('POST', '/endpoints')
    expect([minted.status, await minted.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'stopping' }),
    ])
    await ben.dial(answers)
    await postpone('redirect')
    const caller = await world.call()
    await caller.hears('Please hold the line')
    await isPostponed()
    expect(await finishWebhook()).toBe(204)
    await world.control.advance(10_000)
    expect(await ended).toEqual({ code: 0, signal: null })
    expect(world.output()).not.toContain('Work was left undone')

    await world.startApplication()
    // Since it has dialled, the device takes calls by itself.
    await ben.sees(caller.number, 'offered', 'answered')
    await ben.sees(answers, 'ended refused')
    expect(callees.sentenceOf(ben, answers)).toContain('is being restarted')
    await caller.hangUp()
    await ann.sees(neverAnswers, 'dialing', 'ringing')
    await ann.hangUp(neverAnswers)
    expect(await callee.over()).toBe('cancel')
    expect(await callees.rang(neverAnswers)).toBe(1)
    await world.expectEverybodyFree(ann, ben)
  })
})

/** Sends half of a webhook; the returned function sends the rest. @returns the status of the answer */
async function beginWebhook(): Promise<() => Promise<number | undefined>> {
  const body = JSON.stringify({ event: 'unheard-of' })
  const outgoing = request(`${world.address()}/hooks/brtc/${webhookSecret}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      // The server says when it has begun with it.
      Expect: '100-continue',
    },
  })
  outgoing.flushHeaders()
  await once(outgoing, 'continue')
  outgoing.write(body.slice(0, 5))
  return async () => {
    const answered = once(outgoing, 'response')
    outgoing.end(body.slice(5))
    const [answer] = (await answered) as [IncomingMessage]
    answer.resume()
    return answer.statusCode
  }
}

describe('the database', () => {
  it('of a newer version is refused with a sentence', async () => {
    const file = join(folder, 'newer.db')
    const database = new Database(file)
    database.exec('PRAGMA user_version = 99')
    database.close()
    const said = await refusalOf({ ...world.environment, DATABASE: file })
    expect(said).toContain('was written by a newer version of this application')
  })

  it('that another process has is refused with a sentence', async () => {
    expect(await second).toContain(
      'is in use by another process: the application runs once for each database',
    )
  })
})
