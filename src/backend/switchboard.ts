import type { Platform } from '../wire/phone-api.ts'
import type { Agents } from './agents.ts'
import { tagOf } from './association.ts'
import type { BandwidthApi } from './bandwidth-api.ts'
import type { Calls, InboundCall } from './calls.ts'
import type { Documents } from './documents.ts'
import type { Log } from './log.ts'

/** Runs something later; the returned function cancels it. `delay` in milliseconds. */
export type After = (delay: number, run: () => void) => () => void

/** What all call handling works with. Ending a call in `calls` is what frees its agent. */
export type Switchboard = {
  platform: Platform
  agents: Agents
  calls: Calls
  bandwidth: BandwidthApi
  documents: Documents
  /** Milliseconds since the epoch. */
  now: () => number
  after: After
  randomId: () => string
  log: Log
}

/**
 * Ends a call at Bandwidth for which nobody waits any more. A failure is only logged: should the far end answer, `answer`
 * finds the agent gone.
 */
export async function abandon(
  { bandwidth, log }: Switchboard,
  bandwidthCallId: string,
): Promise<void> {
  try {
    await bandwidth.updateCall(bandwidthCallId, { state: 'completed' })
  } catch (error) {
    const message = 'A call could not be ended'
    log({ level: 'error', message, callId: bandwidthCallId, cause: error })
  }
}

/**
 * Takes an offer that its agent did not take away from the device, so that Bandwidth asks for the next verb. Only the older
 * platform needs it: it knows no accept and no decline, and connects the call to the device at once.
 */
export async function takeBack(
  { platform, bandwidth, documents, log }: Switchboard,
  call: InboundCall,
): Promise<void> {
  if (platform === 'brtc') return
  const { bandwidthCallId: callId } = call
  try {
    await bandwidth.updateCall(callId, { state: 'active', ...documents.next(tagOf(call)) })
  } catch (error) {
    log({ level: 'error', message: 'A call could not be taken back', callId, cause: error })
  }
}
