import type { NumberPlan } from '../../phone/number-plan.ts'
import type { EndedCall } from '../../phone/phone-state.ts'

/** As many as leave most of the keypad to be seen. */
const MOST = 3
/** Of fewer digits, nearly every number has some somewhere in its middle. */
const FEWEST_WITHIN = 3

/**
 * The last calls, each number once, whose number begins as what has been typed does, or holds it; all of them while
 * nothing has been typed. A number that has been typed in full is no suggestion.
 */
export function suggestCalls(
  typed: string,
  recent: readonly EndedCall[],
  plan: NumberPlan,
): readonly EndedCall[] {
  const isFirst = (call: EndedCall, index: number): boolean =>
    call.number !== '' && recent.findIndex(({ number }) => number === call.number) === index
  const calls = recent.filter(isFirst)
  if (typed.trim() === '') return calls.slice(0, MOST)

  const beginning = plan.beginning(typed)
  if (beginning === undefined) return []
  const digits = typed.replaceAll(/\D/g, '')
  const isWithin = (number: string): boolean =>
    !typed.includes('+') && digits.length >= FEWEST_WITHIN && number.includes(digits)
  return calls
    .filter(({ number }) => number !== beginning)
    .filter(({ number }) => number.startsWith(beginning) || isWithin(number))
    .slice(0, MOST)
}
