import type { Platform } from '../wire/phone-api.ts'
import type { Agents } from './agents.ts'
import { tagOf } from './association.ts'
import type { Background } from './background.ts'
import type { BandwidthApi } from './bandwidth-api.ts'
import type { Callers } from './callers.ts'
import type { Calls } from './calls.ts'
import type { Documents } from './documents.ts'
import type { Log } from './log.ts'
import type { InboundCall } from './records.ts'
import type { Store } from './store.ts'

/** Runs something later; the returned function cancels it. `delay` in milliseconds. */
export type After = (delay: number, run: () => void) => () => void

/** An id that nobody can guess and that was never given before, for what is named. */
export type RandomId = (what: 'call' | 'attempt' | 'endpoint' | 'redirect') => string

/** What all call handling works with. Ending a call in `calls` is what frees its agent. */
export type Switchboard = {
  platform: Platform
  store: Store
  agents: Agents
  calls: Calls
  callers: Callers
  bandwidth: BandwidthApi
  documents: Documents
  /** Everything that goes on behind an answer. It begins when what it is about has been written. */
  background: Background
  /** True from the moment that the process is asked to stop: no new calls. */
  isStopping: () => boolean
  /** Milliseconds since the epoch. */
  now: () => number
  after: After
  randomId: RandomId
  log: Log
}

/**
 * Ends a call at Bandwidth for which nobody waits any more. A failure is only logged: should the far end answer, `answer`
 * finds the agent gone.
 */
export function abandon({ bandwidth, background }: Switchboard, callId: string): void {
  background('A call could not be ended', { callId }, async () => {
    await bandwidth.updateCall(callId, { state: 'completed' })
  })
}

/**
 * Takes an offer that its agent did not take away from the device, so that Bandwidth asks for the next verb. Only the older
 * platform needs it: it knows no accept and no decline, and connects the call to the device at once.
 */
export function takeBack(
  { platform, bandwidth, background, documents }: Switchboard,
  call: InboundCall,
): void {
  if (platform === 'brtc') return
  const { bandwidthCallId: callId } = call
  background('A call could not be taken back', { callId }, async () => {
    await bandwidth.updateCall(callId, { state: 'active', ...documents.next(tagOf(call)) })
  })
}
