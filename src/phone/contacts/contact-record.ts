import * as v from 'valibot'
import type { Contact } from './contact-book.ts'

const ContactRecord = v.object({
  id: v.string(),
  name: v.string(),
  numbers: v.array(v.string()),
  note: v.fallback(v.string(), ''),
})

/** @returns undefined where it was written by another hand */
export function readContactRecord(stored: unknown): Contact | undefined {
  const record = v.safeParse(ContactRecord, stored)
  return record.success && record.output.name !== '' ? record.output : undefined
}
