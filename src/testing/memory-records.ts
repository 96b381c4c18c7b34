import type { Contact } from '../phone/contacts/contact-book.ts'
import type { CallRecord } from '../phone/records/call-record.ts'
import {
  RecordError,
  type RecordChange,
  type RecordErrorCode,
  type RecordStore,
  type RecordStores,
} from '../phone/records/record-store.ts'

/** What a browser keeps for all its pages, in memory; `fault` is what keeps it from writing. */
export type MemoryDisk = ReturnType<typeof createMemoryDisk>

export function createMemoryDisk() {
  return {
    calls: createShelf<CallRecord>(),
    contacts: createShelf<Contact>(),
    /** Those that are open, each with what closes it, as a crash does. */
    pages: new Map<string, { gone: Promise<void>; close: () => void }>(),
    fault: undefined as RecordErrorCode | undefined,
  }
}

type Shelf<T> = {
  records: Map<string, T>
  listeners: Map<string, Set<(change: RecordChange<T>) => void>>
}

function createShelf<T>(): Shelf<T> {
  return { records: new Map(), listeners: new Map() }
}

/** The twin of `page/stored-records.ts`. */
export function openMemoryRecords(disk = createMemoryDisk(), page = 'page-1'): RecordStores {
  openPage(disk, page)
  const shelves = [disk.calls, disk.contacts]
  return {
    calls: createStore(disk, disk.calls, page, (one, other) => other.startedAt - one.startedAt),
    contacts: createStore(disk, disk.contacts, page, () => 0),
    page,
    untilGone: async (page) => disk.pages.get(page)?.gone,
    close: () => {
      disk.pages.get(page)?.close()
      for (const { listeners } of shelves) listeners.delete(page)
    },
  }
}

function openPage({ pages }: MemoryDisk, page: string): void {
  let settle = () => {}
  const gone = new Promise<void>((resolve) => (settle = resolve))
  const close = () => {
    pages.delete(page)
    settle()
  }
  pages.set(page, { gone, close })
}

function createStore<T extends { id: string }>(
  disk: MemoryDisk,
  { records, listeners }: Shelf<T>,
  page: string,
  order: (one: T, other: T) => number,
): RecordStore<T> {
  async function change(change: RecordChange<T>, work: () => void): Promise<void> {
    if (disk.fault) throw new RecordError(disk.fault, undefined)
    work()
    for (const [other, heard] of listeners) {
      if (other !== page) for (const listener of heard) listener(structuredClone(change))
    }
  }
  return {
    read: async function* () {
      if (disk.fault && disk.fault !== 'full') throw new RecordError(disk.fault, undefined)
      yield [...records.values()].map((record) => structuredClone(record)).toSorted(order)
    },
    write: (written) =>
      change({ type: 'written', records: written }, () => {
        for (const record of written) records.set(record.id, structuredClone(record))
      }),
    remove: (ids) =>
      change({ type: 'removed', ids }, () => {
        for (const id of ids) records.delete(id)
      }),
    clear: () => change({ type: 'cleared' }, () => records.clear()),
    onChange: (listener) => {
      const heard = listeners.get(page) ?? new Set()
      listeners.set(page, heard.add(listener))
      return () => heard.delete(listener)
    },
  }
}
