import { locale, text } from '../../language/language.ts'
import type { EndedCall } from '../../phone/phone-state.ts'
import { formatDuration, formatFromNow } from '../format.ts'
import { endWords } from '../words.ts'

/** "1 min 12 s" for a call that was spoken, the cause in words for one that was not, both where it broke off. */
export function describeOutcome(call: EndedCall): string {
  const cause = text(endWords[call.cause].label)
  if (call.answeredAt === undefined) return cause
  const duration = formatDuration(call.endedAt - call.answeredAt)
  return call.cause === 'hangup'
    ? duration
    : text('recents.outcome', { duration, cause: lowerCase(cause) })
}

/**
 * "Called 3 minutes ago · missed": what a number says to somebody who has been here before.
 * @param now milliseconds since the epoch
 */
export function describeLastCall(
  number: string,
  recent: readonly EndedCall[],
  now: number,
): string | undefined {
  const last = recent.find((call) => call.number === number && number !== '')
  if (!last) return undefined
  return text(last.direction === 'inbound' ? 'recents.called' : 'recents.youCalled', {
    when: formatFromNow(last.startedAt, now),
    outcome: lowerCase(describeOutcome(last)),
  })
}

const lowerCase = (words: string): string => words.toLocaleLowerCase(locale())
