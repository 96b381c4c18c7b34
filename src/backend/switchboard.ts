import type { Agents } from './agents.ts'
import type { BandwidthApi } from './bandwidth-api.ts'
import type { Calls } from './calls.ts'
import type { Documents } from './documents.ts'
import type { Log } from './log.ts'

/** Runs something later; the returned function cancels it. `delay` in milliseconds. */
export type After = (delay: number, run: () => void) => () => void

/** What all call handling works with. Ending a call in `calls` is what frees its agent. */
export type Switchboard = {
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
