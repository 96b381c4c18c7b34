import { writeCsv } from '../csv.ts'
import type { Contact } from './contact-book.ts'

/** As `contacts-csv.ts` reads it. */
export function writeContactsCsv(contacts: readonly Contact[]): string {
  const rows = contacts.map(({ name, numbers, note }) => [name, numbers.join('; '), note])
  return writeCsv([['Name', 'Numbers', 'Note'], ...rows])
}
