import type { AnsweredEvent } from './phone-event.ts'
import type { Call } from './phone-state.ts'

type Progress = Pick<Extract<Call, { status: 'connected' }>, 'digits' | 'playedDigits'>
type DigitEvent = Extract<AnsweredEvent, { type: 'digitsQueued' | 'digitPlayed' }>

/** The keys of a call after they were queued, or after the next one went out. */
export function digitsAfter({ digits, playedDigits }: Progress, event: DigitEvent): Progress {
  return event.type === 'digitsQueued'
    ? { digits: digits + event.digits, playedDigits }
    : { digits, playedDigits: Math.min(playedDigits + 1, digits.length) }
}
