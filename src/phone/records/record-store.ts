import type { Contact } from '../contacts/contact-book.ts'
import type { CallRecord } from './call-record.ts'

/**
 * Whether records outlive the page. `unkept`: nobody has been asked to keep them; `full`: there is no room left; `refused`:
 * the browser does not let this page keep anything; `newer-version`: a newer Offhook has them in its own shape.
 */
export type RecordsStatus = 'unkept' | 'reading' | 'kept' | RecordErrorCode

export type RecordErrorCode = 'full' | 'refused' | 'newer-version'

/** Records could not be read or written; see RecordsStatus. */
export class RecordError extends Error {
  override readonly name = 'RecordError'
  readonly code: RecordErrorCode

  constructor(code: RecordErrorCode, cause: unknown) {
    super(`records: ${code}`, { cause })
    this.code = code
  }
}

export type RecordChange<T> =
  | { type: 'written'; records: readonly T[] }
  | { type: 'removed'; ids: readonly string[] }
  | { type: 'cleared' }

/** Records by their id, for good. Every method rejects with RecordError. */
export interface RecordStore<T extends { id: string }> {
  /** All, in parts, calls from the newest on. What makes no sense is left out, and left alone. */
  read: () => AsyncIterable<readonly T[]>
  /** All of them or none; each takes the place of what had its id. */
  write: (records: readonly T[]) => Promise<void>
  remove: (ids: readonly string[]) => Promise<void>
  clear: () => Promise<void>
  /** What other pages have done. @returns stops it */
  onChange: (listener: (change: RecordChange<T>) => void) => () => void
}

export type HistoryStore = RecordStore<CallRecord>
export type ContactStore = RecordStore<Contact>

/** What this browser keeps for all its pages. */
export interface RecordStores {
  calls: HistoryStore
  contacts: ContactStore
  /** This page, as it signs its live calls. */
  page: string
  /** Resolves when the page of that name is there no more, whatever ended it. Rejects when this one closes before. */
  untilGone: (page: string) => Promise<void>
  close: () => void
}
