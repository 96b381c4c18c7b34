import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { endTrack, microphoneError } from '../../testing/fake-audio.ts'
import {
  callee,
  caller,
  createRecoveryWorld,
  expectNothingLeft,
  type RecoveryWorld,
} from '../../testing/recovery-world.ts'
import { ApplicationClientError } from '../application-client.ts'
import { isReachable } from '../reachable.ts'
import { isLive } from '../reduce-call.ts'

/** How many random sequences are tried in each run. */
const sequences = 10_000

let world: RecoveryWorld
beforeAll(async () => {
  vi.useFakeTimers()
  vi.stubGlobal('MediaStream', class extends EventTarget {})
  world = createRecoveryWorld()
  await world.loaded()
  // Whatever comes with the first call is loaded by one.
  world.phone.goOnline()
  await world.pass(1_000)
  await world.phone.dial(callee)
  await world.pass(1_000)
  world.line().addCall(callee)
  await world.pass(5_000)
  await world.loaded()
  world.phone.goOffline()
  world.stop()
  await world.pass(60_000)
  expect(vi.getTimerCount()).toBe(0)
})
afterAll(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Lets every promise go as far as it can without the clock. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 25; turn += 1) await Promise.resolve()
}

/** The clock by hand, much faster than with real turns of the event loop between its timers. */
async function pass(ms: number): Promise<void> {
  const slice = ms > 1_000 ? 500 : 20
  for (let passed = 0; passed < ms; passed += slice) {
    vi.advanceTimersByTime(Math.min(slice, ms - passed))
    await settle()
  }
}

const hasLine = () => world.lines.length > 0
const onLine = (act: (line: ReturnType<RecoveryWorld['line']>) => void) => () => {
  if (hasLine()) act(world.line())
}
const grant = () => world.application.createEndpoint
const outbound = (state: 'dialing' | 'ringing' | 'ended') => () =>
  world.application.emit({
    type: 'call.state',
    callId: 'out-1',
    direction: 'outbound',
    number: callee,
    state,
  })

const steps: Record<string, () => unknown> = {
  'go online': () => world.phone.goOnline(),
  'go offline': () => world.phone.goOffline(),
  dial: () => world.phone.dial(callee),
  accept: () => world.phone.accept(),
  decline: () => world.phone.decline(),
  'hang up': () => world.phone.hangUp(),
  mute: () => world.phone.setMuted(true),
  unmute: () => world.phone.setMuted(false),
  'press a key': () => world.phone.pressKey('5'),
  'try now': () => world.phone.retryNow(),
  'choose a microphone': () => world.phone.chooseDevice('microphone', 'headset'),
  'a caller': onLine((line) => line.addCall(caller)),
  'the callee': onLine((line) => line.addCall(callee)),
  'the far end hangs up': onLine((line) => line.endCall()),
  'close 1000': onLine((line) => line.close(1000)),
  'close 1001': onLine((line) => line.close(1001)),
  'close 1006': onLine((line) => line.close(1006)),
  'close 4409': onLine((line) => line.close(4409)),
  silence: onLine((line) => (line.state.isSilent = true)),
  'no heartbeat': onLine((line) => (line.state.hasHeartbeat = false)),
  nonsense: onLine((line) => line.push('{"jsonrpc":"2.0","method":"sdpOffer","params":7}')),
  'publish fails': onLine((line) => line.peers[0]?.become('failed')),
  'subscribe fails': onLine((line) => line.peers[1]?.become('failed')),
  'publish is well': onLine((line) => line.peers[0]?.become('connected')),
  'subscribe is well': onLine((line) => line.peers[1]?.become('connected')),
  'the ear of an old session is gone': () => {
    for (const { peers } of world.lines.slice(0, -1)) peers[1]?.become('failed')
  },
  'offers are held': () => (world.gateway.holds = 'offerSdp'),
  'accepts are held': () => (world.gateway.holds = 'acceptStream'),
  'nothing is held': () => {
    world.gateway.holds = ''
    for (const line of world.lines) line.release()
  },
  'calls come again': () => (world.gateway.offersAgain = true),
  'upgrades are refused': () => (world.gateway.admits = () => false),
  'upgrades are accepted': () => (world.gateway.admits = () => true),
  'events lost': () => world.application.lose(),
  'events open': () => world.application.open(),
  'offered by the application': () =>
    world.application.emit({ type: 'call.offered', callId: 'in-1', from: caller, to: '' }),
  'outbound dialing': outbound('dialing'),
  'outbound ringing': outbound('ringing'),
  'outbound ended': outbound('ended'),
  'endpoint expiring': () =>
    world.application.emit({ type: 'endpoint.expiring', endpointId: '', expiresAt: '' }),
  'the application fails once': () =>
    grant().mockRejectedValueOnce(new ApplicationClientError('unreachable', 'no')),
  'no microphone once': () =>
    world.audioInput.open.mockRejectedValueOnce(microphoneError('missing')),
  'microphone gone': () => {
    const open = world.audioInput.opened.findLast(({ closed }) => !closed)
    if (open) endTrack(open.track)
  },
  'network offline': () => world.surroundings.tell('offline'),
  'network online': () => world.surroundings.tell('online'),
  woken: () => world.surroundings.tell('woken'),
  '20 ms': () => pass(20),
  '200 ms': () => pass(200),
  '2 s': () => pass(2_000),
  '20 s': () => pass(20_000),
}

/** An assertion of Vitest takes longer than the step that it is made after: here, only one that fails is made. */
function claim(what: string, holds: boolean): void {
  if (!holds) expect.fail(what)
}

/** What holds at every moment. */
function expectSound(): void {
  const { phone, lines, audioInput, audioOutput } = world
  const state = phone.store.getState()
  const { call, session } = state
  claim('a call has a way to end', !isLive(call) || session.status !== 'offline')
  // One call at most: what is heard is its stream, or nothing.
  const isConnected = call?.status === 'connected'
  claim(
    'a stream is heard in its call only',
    isConnected || !audioOutput.sources().includes('remote'),
  )
  const isSpeaking = isConnected && !call.muted
  const open = audioInput.opened.filter(({ closed }) => !closed)
  const isHeard = session.status === 'online' && open.some(({ track }) => track.enabled)
  claim('the microphone is on in a call that is not muted only', isSpeaking || !isHeard)
  claim('two microphones are open at most', open.length <= 2)
  const isRinging = audioOutput.loop.mock.lastCall?.[0] === 'ringtone'
  claim('the ring and what rings are one', isRinging === (call?.status === 'offered'))
  if (isReachable(state)) {
    const { state: socket, received, peers } = world.line()
    claim('Eligible is a socket that is open', !socket.isOver)
    claim(
      'Eligible is publishing',
      received.some(({ method }) => method === 'offerSdp'),
    )
    claim('Eligible is connected', peers[0]?.connectionState === 'connected')
  }
  // A session, and the media of one that is lost; the rest is closed.
  const media = lines.filter(({ peers }) =>
    peers.some(({ close }) => close.mock.calls.length === 0),
  )
  claim('two sessions have media at most', media.length <= 2)
  claim('one socket is open at most', lines.filter(({ state: { isOver } }) => !isOver).length <= 1)
  claim('offline is without media', session.status !== 'offline' || media.length === 0)
}

/** Nothing that was opened outlives the stay, and nothing is still waited for. */
async function expectClean(): Promise<void> {
  world.phone.goOffline()
  world.stop()
  await pass(100)
  await pass(3_000)
  expectNothingLeft(world)
  expect(isLive(world.phone.store.getState().call)).toBe(false)
  const granted = await Promise.allSettled(grant().mock.results.map(({ value }) => value))
  expect(world.application.deleteEndpoint).toHaveBeenCalledTimes(
    granted.filter(({ status }) => status === 'fulfilled').length,
  )
}

/** A while later nothing waits that has a limit, whatever was left unanswered. */
async function expectLimits(): Promise<void> {
  await pass(125_000)
  const { call, session } = world.phone.store.getState()
  expect(['requesting', 'accepting', 'declining']).not.toContain(call?.status)
  expect(session.status).not.toBe('connecting')
}

it(`holds in ${sequences} random sequences: nothing left open, no false promise, no call without an end`, async () => {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(steps)), { minLength: 1, maxLength: 12 }),
      async (taken) => {
        // A sequence that failed has left it as it was.
        world.phone.goOffline()
        vi.clearAllTimers()
        world.reset()
        runs += 1
        world.phone.goOnline()
        // Half of them break what is still under way.
        await pass(taken.length % 2 === 0 ? 200 : 20)
        for (const name of taken) {
          const done = steps[name]?.()
          expectSound()
          await settle()
          expectSound()
          if (name.endsWith('s') && /^\d/.test(name)) await done
        }
        if (runs % 50 === 0) await expectLimits()
        await expectClean()
      },
    ),
    { numRuns: sequences },
  )
  expect(runs).toBeGreaterThanOrEqual(sequences)
}, 120_000)
