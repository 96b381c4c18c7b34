import type { PhoneState } from './phone-state.ts'
import type { LoopingSound } from './ports.ts'

/** How long a busy tone is heard after the end of the call, in milliseconds. */
export const busyToneMs = 2000

/** What is to be heard in this state at this moment (`now` in milliseconds since the epoch); null is silence. */
export function soundFor({ call }: PhoneState, now: number): LoopingSound | null {
  switch (call?.status) {
    case 'offered':
      return 'ringtone'
    case 'ringing':
      return 'ringback'
    case 'ended':
      return call.cause === 'busy' && now < call.endedAt + busyToneMs ? 'busy' : null
    case 'requesting':
    case 'accepting':
    case 'declining':
    case 'connected':
    case undefined:
      return null
  }
}
