import * as v from 'valibot'
import type { Contact } from './contact-book.ts'

const ContactRecord = v.object({
  id: v.string(),
  name: v.pipe(v.string(), v.minLength(1)),
  numbers: v.pipe(v.array(v.string()), v.minLength(1)),
  note: v.fallback(v.string(), ''),
})

/** @returns undefined where it was written by another hand */
export function readContactRecord(stored: unknown): Contact | undefined {
  const record = v.safeParse(ContactRecord, stored)
  return record.success ? record.output : undefined
}
