import type { EndedCall } from '../../phone/phone-state.ts'
import { formatDuration, formatTime } from '../format.ts'
import { endWords } from '../words.ts'

/** "1 min 12 s" for a call that was spoken, the cause in words for one that was not, both where it broke off. */
export function describeOutcome(call: EndedCall): string {
  const { label } = endWords[call.cause]
  if (call.answeredAt === undefined) return label
  const duration = formatDuration(call.endedAt - call.answeredAt)
  return call.cause === 'hangup' ? duration : `${duration}, ${label.toLowerCase()}`
}

/** "last call 10:42, missed": what a caller's number says to somebody who has been here before. */
export function describeLastCall(number: string, recent: readonly EndedCall[]): string | undefined {
  const last = recent.find((call) => call.number === number && number !== '')
  return last && `last call ${formatTime(last.startedAt)}, ${describeOutcome(last).toLowerCase()}`
}
