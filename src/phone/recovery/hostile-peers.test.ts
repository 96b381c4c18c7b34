import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { callee, createRecoveryWorld, type RecoveryWorld } from '../../testing/recovery-world.ts'
import { createApplicationClient } from '../application-client.ts'
import type { PhoneState } from '../phone-state.ts'
import { isReachable } from '../reachable.ts'
import { isLive, legalMoves } from '../reduce-call.ts'

const legalSessions = {
  offline: ['offline', 'connecting'],
  connecting: ['connecting', 'online', 'reconnecting', 'offline'],
  online: ['online', 'reconnecting', 'offline'],
  reconnecting: ['reconnecting', 'online', 'offline'],
}

let world: RecoveryWorld
let problems: string[] = []
beforeAll(async () => {
  vi.useFakeTimers()
  vi.stubGlobal('MediaStream', class extends EventTarget {})
  world = createRecoveryWorld()
  world.phone.store.subscribe((next, before) => problems.push(...problemsOf(next, before)))
  await world.loaded()
})
afterAll(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function problemsOf({ session, call, ...state }: PhoneState, before: PhoneState): string[] {
  const found: string[] = []
  if (!legalSessions[before.session.status].includes(session.status)) {
    found.push(`${before.session.status} → ${session.status}`)
  }
  if (call && call.id === before.call?.id && call.status !== before.call.status) {
    const moves = legalMoves[before.call.status]
    if (!moves.includes(call.status)) found.push(`${before.call.status} → ${call.status}`)
  }
  if (isLive(call) && session.status === 'offline') found.push('a call without a session')
  if (isReachable({ session, ...state }) && world.line().state.isOver) found.push('a false promise')
  return found
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

/** Whatever it is, the phone can be used after it. */
async function expectUsable(): Promise<void> {
  expect(problems).toEqual([])
  world.phone.goOffline()
  // The heartbeats of lines that are long over would be looked through at every step of the clock.
  world.stop()
  await settle()
  expect(world.state().session).toMatchObject({ status: 'offline' })
  expect(isLive(world.state().call)).toBe(false)
}

async function comeOnline(): Promise<void> {
  problems = []
  world.reset()
  world.phone.goOnline()
  for (let ms = 0; ms < 200; ms += 20) {
    vi.advanceTimersByTime(20)
    await settle()
  }
  expect(world.state().session.status).toBe('online')
}

const method = fc.constantFrom(
  'ready',
  'established',
  'sdpOffer',
  'streamAvailable',
  'streamUnavailable',
  'close',
  'error',
  'constructor',
  '__proto__',
)
const junk = fc.anything({ maxDepth: 2, withNullPrototype: false })
const params = fc.oneof(
  junk,
  fc.record(
    {
      endpointId: junk,
      callId: fc.oneof(fc.string(), junk),
      peerType: fc.oneof(fc.constantFrom('publish', 'subscribe'), junk),
      sdpRevision: fc.oneof(fc.integer(), junk),
      sdpOffer: fc.oneof(fc.string(), junk),
      trackMetadata: junk,
      autoAccepted: junk,
    },
    { requiredKeys: [] },
  ),
)
const textOf = (frame: unknown): string => {
  try {
    return JSON.stringify(frame) ?? ''
  } catch {
    return ''
  }
}
const frame = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .record({ jsonrpc: fc.constantFrom('2.0', '1.0'), method, params }, { requiredKeys: [] })
    .map(textOf),
  fc
    .record(
      {
        jsonrpc: fc.constant('2.0'),
        id: fc.oneof(fc.integer({ max: 9 }), junk),
        result: junk,
        error: junk,
      },
      { requiredKeys: ['id'] },
    )
    .map(textOf),
)

describe('a hostile gateway', () => {
  it('leaves the phone in a legal state, whatever it sends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (frames, dials) => {
          await comeOnline()
          if (dials) await world.phone.dial(callee)
          for (const text of frames) {
            world.line().push(text)
            await settle()
          }
          await expectUsable()
        },
      ),
      { numRuns: 1_000 },
    )
  }, 60_000)

  it('leaves the phone in a legal state, whatever it answers while the phone comes online', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 6 }), async (frames) => {
        problems = []
        world.reset()
        world.gateway.holds = 'setMediaPreferences'
        world.phone.goOnline()
        for (let ms = 0; ms < 100; ms += 20) {
          vi.advanceTimersByTime(20)
          await settle()
        }
        for (const text of frames) {
          world.line().push(text)
          await settle()
        }
        await expectUsable()
      }),
      { numRuns: 500 },
    )
  }, 60_000)
})

describe('a hostile application', () => {
  const eventType = fc.constantFrom(
    'endpoint.state',
    'endpoint.expiring',
    'call.offered',
    'call.state',
  )
  const data = fc.oneof(
    fc.string(),
    fc.json(),
    junk,
    fc
      .record(
        {
          type: fc.oneof(eventType, junk),
          endpointId: fc.oneof(fc.constant('ep-1'), junk),
          callId: fc.oneof(fc.string(), junk),
          number: fc.oneof(fc.constant(callee), junk),
          direction: fc.oneof(fc.constantFrom('inbound', 'outbound'), junk),
          state: fc.oneof(fc.constantFrom('dialing', 'ringing', 'answered', 'ended'), junk),
          from: fc.oneof(fc.string(), junk),
          to: fc.oneof(fc.string(), junk),
          eligible: fc.oneof(fc.boolean(), junk),
          connected: fc.oneof(fc.boolean(), junk),
          expiresAt: fc.oneof(fc.string(), junk),
          cause: junk,
        },
        { requiredKeys: ['type'] },
      )
      .map(textOf),
  )

  it('leaves the phone in a legal state, whatever its event stream brings', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(data, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (events, dials) => {
          await comeOnline()
          if (dials) await world.phone.dial(callee)
          const source = Object.assign(new EventTarget(), { readyState: 1, close: () => {} })
          const client = createApplicationClient({
            // `new` of a function that returns an object is that object.
            EventSource: function () {
              return source
            } as unknown as typeof EventSource,
          })
          const close = client.subscribe('ep-1', {
            onEvent: world.application.emit,
            onOpen: () => {},
            onLost: () => {},
            onFault: () => {},
          })
          for (const sent of events) {
            source.dispatchEvent(new MessageEvent('message', { data: sent }))
            await settle()
          }
          close()
          await expectUsable()
        },
      ),
      { numRuns: 1_000 },
    )
  }, 60_000)
})
