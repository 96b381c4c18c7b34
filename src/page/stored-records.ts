import type { IDBPObjectStore } from 'idb'
import * as v from 'valibot'
import { readContactRecord } from '../phone/contacts/contact-record.ts'
import { readCallRecord } from '../phone/records/call-record.ts'
import {
  RecordError,
  type RecordChange,
  type RecordErrorCode,
  type RecordStore,
  type RecordStores,
} from '../phone/records/record-store.ts'
import { openRecordDatabase, type RecordDatabase, type StoreName } from './record-database.ts'

/** As many as are read at a time: few enough that a page goes on answering meanwhile. */
const partSize = 500

type Database = () => Promise<RecordDatabase>

type StoreOptions<T> = {
  name: StoreName
  parse: (stored: unknown) => T | undefined
  /** By what it is read from the greatest on; the id where there is none. */
  index?: 'startedAt'
}

/** Calls and contacts in IndexedDB, for all pages of this origin. @param name of the database */
export function openStoredRecords(name = 'offhook'): RecordStores {
  const page = crypto.randomUUID()
  const channel = new BroadcastChannel(`${name}.records`)
  const closing = new AbortController()
  const release = holdLock(`${name}.page.${page}`)

  let opened: Promise<RecordDatabase> | undefined
  const database: Database = () => {
    opened ??= openRecordDatabase(name, () => (opened = undefined)).catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }
  return {
    calls: createStore(database, channel, {
      name: 'calls',
      parse: readCallRecord,
      index: 'startedAt',
    }),
    contacts: createStore(database, channel, { name: 'contacts', parse: readContactRecord }),
    page,
    untilGone: (page) => untilReleased(`${name}.page.${page}`, closing.signal),
    close: () => {
      channel.close()
      closing.abort()
      release()
      void opened?.then((database) => database.close()).catch(() => {})
    },
  }
}

function createStore<T extends { id: string }>(
  database: Database,
  channel: BroadcastChannel,
  { name, parse, index }: StoreOptions<T>,
): RecordStore<T> {
  const parseAll = (stored: readonly unknown[]): T[] =>
    stored.flatMap((record) => parse(record) ?? [])
  const tell = (change: RecordChange<T>): void => {
    // Not a window's: a channel has no target to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    channel.postMessage({ store: name, change })
  }

  const transact = async (change: RecordChange<T>, work: (store: Writable) => void) => {
    await translated(write(database, name, work))
    tell(change)
  }

  return {
    read: async function* () {
      let below: IDBValidKey | undefined
      do {
        const part = await translated(readPart(database, { name, index }, below))
        yield parseAll(part.records)
        below = part.lowest
      } while (below !== undefined)
    },
    write: (records) =>
      transact({ type: 'written', records }, (store) => {
        for (const record of records) void store.put(record)
      }),
    remove: (ids) =>
      transact({ type: 'removed', ids }, (store) => {
        for (const id of ids) void store.delete(id)
      }),
    clear: () => transact({ type: 'cleared' }, (store) => void store.clear()),
    onChange: (listener) => {
      const onMessage = ({ data }: MessageEvent<unknown>): void => {
        const heard = readMessage(data)
        if (heard?.store !== name) return
        const { change } = heard
        if (change.type !== 'written') return listener(change)
        listener({ type: 'written', records: parseAll(change.records) })
      }
      channel.addEventListener('message', onMessage)
      return () => channel.removeEventListener('message', onMessage)
    },
  }
}

type Writable = IDBPObjectStore<unknown, [StoreName], StoreName, 'readwrite'>

async function write(
  database: Database,
  name: StoreName,
  work: (store: Writable) => void,
): Promise<void> {
  const transaction = (await database()).transaction(name, 'readwrite')
  work(transaction.store)
  // Now and not when its requests are answered: a page that is being left is not there any more then.
  transaction.commit()
  await transaction.done
}

/** @returns the records from `below` down, and the key of the last where there may be more */
async function readPart(
  database: Database,
  { name, index }: { name: StoreName; index: 'startedAt' | undefined },
  below: IDBValidKey | undefined,
): Promise<{ records: unknown[]; lowest?: IDBValidKey }> {
  const { store } = (await database()).transaction(name)
  const source = index ? store.index(index) : store
  const range = below === undefined ? null : IDBKeyRange.upperBound(below, true)
  const first = await source.openKeyCursor(range, 'prev')
  const last = first && (await first.advance(partSize - 1))
  if (!last) return { records: (await source.getAll(range)).toReversed() }
  // All that share the last one's key are in this part: the next begins below it.
  const lowest = last.key
  const part =
    below === undefined
      ? IDBKeyRange.lowerBound(lowest)
      : IDBKeyRange.bound(lowest, below, false, true)
  return { records: (await source.getAll(part)).toReversed(), lowest }
}

const codes: Record<string, RecordErrorCode> = {
  QuotaExceededError: 'full',
  VersionError: 'newer-version',
}

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    throw new RecordError(codes[name] ?? 'refused', error)
  }
}

/** Other tabs may run another version of Offhook. */
const Message = v.object({
  store: v.picklist(['calls', 'contacts']),
  change: v.variant('type', [
    v.object({ type: v.literal('written'), records: v.array(v.unknown()) }),
    v.object({ type: v.literal('removed'), ids: v.array(v.string()) }),
    v.object({ type: v.literal('cleared') }),
  ]),
})

function readMessage(data: unknown): v.InferOutput<typeof Message> | undefined {
  const message = v.safeParse(Message, data)
  return message.success ? message.output : undefined
}

/** Held for as long as the page is there, whatever ends it. @returns lets it go */
function holdLock(name: string): () => void {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  browserLocks()
    ?.request(name, () => released)
    .catch(() => {})
  return release
}

/** Where there are no locks, on pages without https, nobody knows: a page that is there writes its call again. */
async function untilReleased(name: string, signal: AbortSignal): Promise<void> {
  await browserLocks()?.request(name, { mode: 'shared', signal }, () => {})
}

function browserLocks(): LockManager | undefined {
  return 'locks' in navigator ? navigator.locks : undefined
}
