import type { NumberPlan } from '../number-plan.ts'
import type { Contact } from './contact-book.ts'
import { readContactsCsv } from './contacts-csv.ts'
import { decodeText } from './decode-text.ts'
import type { RawContact, UnreadableRow } from './raw-contact.ts'
import { readVcards } from './vcard.ts'

/**
 * Why a row becomes no contact, or not all of it: `number-left-out` is the only one after which the contact is there.
 * `number` is the one that cannot be read.
 */
export type RefusedRow = { row: number; name: string } & (
  | { reason: 'unreadable' | 'no-name' | 'no-number' }
  | { reason: 'bad-number' | 'number-left-out'; number: string }
)

export type ReadContacts =
  | {
      status: 'read'
      contacts: readonly Contact[]
      refused: readonly RefusedRow[]
      /** How many rows are contacts already, with the same name and numbers. */
      present: number
    }
  /** Neither vCards nor a table with names and numbers. */
  | { status: 'not-contacts' }

export type ReadContactsOptions = {
  plan: NumberPlan
  /** Those that there are. */
  contacts: readonly Contact[]
  /** A share of the rows, 0 to 1. */
  onProgress?: (share: number) => void
  randomId?: () => string
  /** Lets the page draw, and hear of a press, between two parts. */
  pause?: () => Promise<void>
}

/** As many as are read between two pauses: some milliseconds. */
const partSize = 100

/** Reads a file of contacts, whatever it is called: its content tells what it is. Nothing is kept yet. */
export async function readContacts(
  bytes: Uint8Array<ArrayBuffer>,
  options: ReadContactsOptions,
): Promise<ReadContacts> {
  const { plan, onProgress, randomId = () => crypto.randomUUID() } = options
  const { pause = () => new Promise((resolve) => setTimeout(resolve)) } = options
  const rows = readRows(bytes)
  if (!rows || rows.length === 0) return { status: 'not-contacts' }

  const known = new Set(options.contacts.map(keyOf))
  const contacts: Contact[] = []
  const refused: RefusedRow[] = []
  let present = 0
  for (const [index, row] of rows.entries()) {
    const read = readRow(row, plan)
    refused.push(...read.refused)
    if (read.contact) {
      const key = keyOf(read.contact)
      if (known.has(key)) present += 1
      else contacts.push({ id: randomId(), ...read.contact })
      known.add(key)
    }
    if (index % partSize === partSize - 1) {
      onProgress?.((index + 1) / rows.length)
      await pause()
    }
  }
  return { status: 'read', contacts, refused, present }
}

function readRows(bytes: Uint8Array<ArrayBuffer>): (RawContact | UnreadableRow)[] | undefined {
  // Version 2.1 of vCard may have a character set per line, so it is read as bytes: only its beginning is looked at here.
  const beginning = decodeText(bytes.slice(0, 1_000))
  if (!/^\s*BEGIN:VCARD/im.test(beginning)) return readContactsCsv(bytes)
  const isUtf16 = /^(?:255,254|254,255)/.test(bytes.slice(0, 2).join(','))
  return readVcards(isUtf16 ? new TextEncoder().encode(decodeText(bytes)) : bytes)
}

function readRow(
  raw: RawContact | UnreadableRow,
  plan: NumberPlan,
): { contact?: Omit<Contact, 'id'>; refused: RefusedRow[] } {
  if ('isUnreadable' in raw) {
    return { refused: [{ row: raw.row, name: '', reason: 'unreadable' }] }
  }
  const { row, name, note } = raw
  if (name === '') return { refused: [{ row, name, reason: 'no-name' }] }
  const numbers = new Set<string>()
  const unread: string[] = []
  for (const text of raw.numbers) {
    const number = readNumber(text, plan)
    if (number === undefined) unread.push(text)
    else numbers.add(number)
  }
  if (numbers.size > 0) {
    const refused = unread.map((number) => ({
      row,
      name,
      reason: 'number-left-out' as const,
      number,
    }))
    return { contact: { name, numbers: [...numbers], note }, refused }
  }
  const [number] = unread
  if (number === undefined) return { refused: [{ row, name, reason: 'no-number' }] }
  return { refused: [{ row, name, reason: 'bad-number', number }] }
}

/** E.164; an extension behind it is what nobody can dial. */
export function readNumber(text: string, plan: NumberPlan): string | undefined {
  const number = plan.parse(text)
  if (number.status !== 'impossible') return number.e164
  const found = plan.find(text)
  return found.length === 1 ? found[0]?.e164 : undefined
}

function keyOf({ name, numbers }: Pick<Contact, 'name' | 'numbers'>): string {
  return [name.toLowerCase(), ...numbers.toSorted()].join('\n')
}
