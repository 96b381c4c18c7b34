import type { ContactBook } from '../contacts/contact-book.ts'
import type { NumberPlan } from '../number-plan.ts'
import type { EndedCall } from '../phone-state.ts'

export const callFilters = ['all', 'missed', 'incoming', 'outgoing'] as const
export type CallFilter = (typeof callFilters)[number]

export type CallQuery = { filter: CallFilter; text: string }

/**
 * The calls of that kind in which the text is: in the name or the note, whatever its capitals, or, of digits and what is
 * written between them, in the number. Fast enough to be asked at each key with tens of thousands of calls.
 */
export function findCalls(
  calls: readonly EndedCall[],
  { filter, text }: CallQuery,
  { contacts, plan }: { contacts: ContactBook; plan: NumberPlan | null },
): readonly EndedCall[] {
  const isOfKind = kinds[filter]
  const isFound = createSearch(text, contacts, plan)
  if (!isFound) return filter === 'all' ? calls : calls.filter(isOfKind)
  return calls.filter((call) => isOfKind(call) && isFound(call))
}

const kinds: Record<CallFilter, (call: EndedCall) => boolean> = {
  all: () => true,
  missed: ({ cause }) => cause === 'missed',
  incoming: ({ direction }) => direction === 'inbound',
  outgoing: ({ direction }) => direction === 'outbound',
}

function createSearch(
  text: string,
  contacts: ContactBook,
  plan: NumberPlan | null,
): ((call: EndedCall) => boolean) | undefined {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return undefined
  // Looked up once, and not for each call: far fewer have a name than call.
  const named = new Set(
    contacts.all.flatMap(({ name, numbers }) =>
      name.toLowerCase().includes(wanted) ? numbers : [],
    ),
  )
  const isNumber = /^[+\d\p{Pd}\s()./]+$/u.test(wanted) && /\d/.test(wanted)
  const digits = wanted.replaceAll(/\D/g, '')
  // As a country writes it, with a zero or more that is not in the number itself.
  const beginning = isNumber ? (plan?.beginning(wanted) ?? '') : ''
  return ({ number, name, note }) =>
    named.has(number) ||
    (isNumber && (number.includes(digits) || (beginning !== '' && number.startsWith(beginning)))) ||
    Boolean(name?.toLowerCase().includes(wanted)) ||
    Boolean(note?.toLowerCase().includes(wanted))
}
