import type { PhoneState } from './phone-state.ts'
import type { LoopingSound } from './ports.ts'

/** How long a busy tone is heard after the end of the call, in milliseconds. */
const busyToneMs = 2000

/** What is to be heard in this state at this moment (`now` in milliseconds since the epoch); null is silence. */
export function soundFor(state: PhoneState, now: number): LoopingSound | null {
  if (state.call?.status === 'offered') return 'ringtone'
  if (state.call?.status === 'ringing') return 'ringback'
  return busyToneLeft(state, now) > 0 ? 'busy' : null
}

/** For how many more milliseconds a busy tone is to be heard; 0 where there is none. */
export function busyToneLeft({ call }: PhoneState, now: number): number {
  if (call?.status !== 'ended' || call.cause !== 'busy') return 0
  return Math.max(0, call.endedAt + busyToneMs - now)
}
