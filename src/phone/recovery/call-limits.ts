import type { PhoneState } from '../phone-state.ts'
import { isAwaitingAnswer } from '../reduce-call.ts'

export type CallLimitsOptions = {
  /** Whether a call whose connection was lost is still heard. */
  isTalking: () => boolean
  lose: () => void
  stopRinging: () => void
}

/** No call stays on the screen that is none any more. */
export interface CallLimits {
  /** After each change of the state. */
  follow: (state: PhoneState) => void
  close: () => void
}

/** In milliseconds. */
export const callLimits = {
  /** For which a call rings, either way: whoever else ends it is dead by then. */
  ringing: 120_000,
  /** For the gateway to offer the call's track again, once the phone is back (brtc-protocol 7.7). */
  track: 10_000,
  /** For the phone to come back, while nothing is heard of the call. */
  unheard: 30_000,
}

type Limit = keyof typeof callLimits

export function createCallLimits(options: CallLimitsOptions): CallLimits {
  let running = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  return {
    follow: (state) => {
      const limit = limitOf(state, options.isTalking())
      const next = limit ? `${limit} of ${state.call?.id}` : ''
      if (next === running) return
      running = next
      clearTimeout(timer)
      if (!limit) return
      const end = limit === 'ringing' ? options.stopRinging : options.lose
      timer = setTimeout(end, callLimits[limit])
    },
    close: () => clearTimeout(timer),
  }
}

function limitOf({ call, session }: PhoneState, isTalking: boolean): Limit | undefined {
  if (call?.status === 'offered' || isAwaitingAnswer(call)) return 'ringing'
  if (call?.status !== 'connected' || call.lostAt === undefined) return undefined
  if (session.status === 'online') return 'track'
  return isTalking ? undefined : 'unheard'
}
