import type { Call, PhoneState } from '../phone/phone-state.ts'
import { formatNumber } from './format.ts'
import { usePhone } from './phone-context.ts'

/** Who is at the other end: `title` is the name, or else the number; `number` is there only beside a name. */
export type Party = { title: string; number?: string }

/** A contact that is no more has left its name with its calls. */
export function describeParty(
  call: Call,
  { contacts, numberPlan }: Pick<PhoneState, 'contacts' | 'numberPlan'>,
): Party {
  const kept = call.status === 'ended' ? call.name : undefined
  const name = contacts.nameOf(call.number) ?? kept
  const number = formatNumber(call.number, numberPlan)
  return name === undefined ? { title: number } : { title: name, number }
}

export function useParty(call: Call): Party {
  const contacts = usePhone((state) => state.contacts)
  const numberPlan = usePhone((state) => state.numberPlan)
  return describeParty(call, { contacts, numberPlan })
}

/** The name and the number, or what there is of them, on one line. */
export function partyLine({ title, number }: Party): string {
  return number === undefined ? title : `${title}, ${number}`
}
