import * as v from 'valibot'
import type { PhoneState } from '../phone-state.ts'
import { isReachable } from '../reachable.ts'
import { isLive } from '../reduce-call.ts'

/**
 * What the other tabs show of the phone. Much less than its state: no ids, no devices, no history. It comes over a channel
 * on which any page of this origin may speak, an older Offhook too, so it is read as anything from outside.
 */
export const TabReport = v.object({
  session: v.picklist(['offline', 'connecting', 'online', 'reconnecting']),
  /** Calls ring there, and can be heard. */
  isReachable: v.boolean(),
  /** A tab that becomes the phone goes online by itself: the agent wants calls, and needs to paste no token. */
  isOnlineWanted: v.boolean(),
  /** A live one. `since` is the answer, or else the beginning, in milliseconds since the epoch. */
  call: v.nullable(
    v.object({
      direction: v.picklist(['inbound', 'outbound']),
      status: v.picklist([
        'requesting',
        'ringing',
        'offered',
        'accepting',
        'declining',
        'connected',
      ]),
      number: v.string(),
      since: v.number(),
    }),
  ),
})
export type TabReport = v.InferOutput<typeof TabReport>

export function reportOf(state: PhoneState): TabReport {
  const { session, call } = state
  return {
    session: session.status,
    isReachable: isReachable(state),
    isOnlineWanted: session.status !== 'offline' && !session.isTokenPasted,
    call: isLive(call)
      ? {
          direction: call.direction,
          status: call.status,
          number: call.number,
          since: call.status === 'connected' ? call.answeredAt : call.startedAt,
        }
      : null,
  }
}
