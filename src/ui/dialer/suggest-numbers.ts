import type { ContactBook } from '../../phone/contacts/contact-book.ts'
import type { NumberPlan } from '../../phone/number-plan.ts'
import type { EndedCall } from '../../phone/phone-state.ts'

/** A number that may be meant: whose it is, and the last call with it. */
export type Suggestion = { number: string; name?: string | undefined; call?: EndedCall }

/** As many as leave most of the keypad to be seen. */
const MOST = 3
/** Of fewer digits, nearly every number has some somewhere in its middle. */
const FEWEST_WITHIN = 3

export type SuggestionSources = {
  recent: readonly EndedCall[]
  contacts: ContactBook
  plan: NumberPlan
}

/**
 * Numbers of the last calls and then of the contacts, each once, that begin as what has been typed does, or hold it, or
 * whose owner is called so; the last calls while nothing has been typed. A number that has been typed in full is none.
 */
export function suggestNumbers(typed: string, sources: SuggestionSources): readonly Suggestion[] {
  const isMeant = createMatcher(typed, sources.plan)
  const suggestions = new Map<string, Suggestion>()
  for (const candidate of candidates(sources, typed.trim() === '')) {
    if (suggestions.size === MOST) break
    if (!suggestions.has(candidate.number) && isMeant(candidate)) {
      suggestions.set(candidate.number, candidate)
    }
  }
  return [...suggestions.values()]
}

function* candidates({ recent, contacts }: SuggestionSources, isOfCallsOnly: boolean) {
  for (const call of recent) {
    const { number } = call
    if (number !== '') yield { number, name: contacts.nameOf(number) ?? call.name, call }
  }
  if (isOfCallsOnly) return
  for (const { name, numbers } of contacts.all) for (const number of numbers) yield { number, name }
}

function createMatcher(typed: string, plan: NumberPlan): (candidate: Suggestion) => boolean {
  const text = typed.trim().toLowerCase()
  if (text === '') return () => true
  // The beginning of any of the names.
  if (/\p{L}/u.test(text)) return ({ name }) => ` ${name?.toLowerCase() ?? ''}`.includes(` ${text}`)
  const beginning = plan.beginning(typed)
  if (beginning === undefined) return () => false
  const digits = typed.replaceAll(/\D/g, '')
  const isWithin = !typed.includes('+') && digits.length >= FEWEST_WITHIN
  return ({ number }) =>
    number !== beginning && (number.startsWith(beginning) || (isWithin && number.includes(digits)))
}
