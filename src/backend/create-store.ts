import type { ApplicationEvent } from '../wire/phone-api.ts'
import { createJournal, type Journal, type Table } from './journal.ts'
import type { Collection, Persistence, Row, Store, StreamedEvent } from './store.ts'
import { type CollectionName, eventRowId, parseRow, type Stored, toRow } from './stored-rows.ts'

/** How many events are kept for each endpoint. */
const remembered = 50

export type StoreOptions = {
  /**
   * Takes what an `afterCommit` throws: the transaction is written all the same, and the callbacks after it run. Unless told
   * otherwise it becomes an uncaught error, which no transaction sees.
   */
  onError?: (error: unknown) => void
}

/**
 * All records in memory, so that reading one costs nothing; where there is a persistence, every transaction is in it before
 * it is over. `afterCommit` callbacks run one after the other: what they cause by transactions of their own comes after them.
 *
 * The store takes over the persistence and closes it.
 * @throws RecordError where a row of the persistence cannot be read; then nothing was changed in it
 */
export function createStore(
  persistence?: Persistence,
  { onError = throwLater }: StoreOptions = {},
): Store {
  const journal = createJournal()
  const tables = createTables(journal)
  try {
    for (const row of persistence?.load() ?? []) tables.restore(row)
    journal.settle()
  } catch (error) {
    persistence?.close()
    throw error
  }

  const { transaction, afterCommit, close } = createTransactions({ journal, persistence, onError })
  const collection = <Value extends { id: string }>(table: Table<Value>): Collection<Value> => ({
    get: table.get,
    all: table.all,
    put: (value) => transaction(() => table.put(value.id, value)),
    delete: (id) => transaction(() => table.delete(id)),
  })
  const { histories, lastId } = tables

  return {
    transaction,
    afterCommit,
    agents: collection(tables.agents),
    calls: collection(tables.calls),
    callers: collection(tables.callers),
    users: collection(tables.users),
    replies: collection(tables.replies),
    events: {
      append: (endpointId, event: ApplicationEvent) =>
        transaction(() => {
          const streamed = { id: lastId() + 1, event }
          const history = histories.get(endpointId) ?? []
          tables.counts.put(eventCount, { id: eventCount, last: streamed.id })
          histories.put(endpointId, [...history, streamed].slice(-remembered))
          return streamed
        }),
      since: (endpointId, id) =>
        (histories.get(endpointId) ?? []).filter((streamed) => streamed.id > id),
      lastId,
      forget: (endpointId) => transaction(() => histories.delete(endpointId)),
    },
    close,
  }
}

const eventCount = 'events'

function createTables(journal: Journal) {
  const table = <Name extends Exclude<CollectionName, 'events'>>(name: Name) =>
    journal.createTable<Stored<Name>>(name, (id, _before, after) => [toRow(name, id, after)])
  const histories = journal.createTable<readonly StreamedEvent[]>('events', historyRows)
  const counts = table('counts')
  const records = {
    agents: table('agents'),
    calls: table('calls'),
    callers: table('callers'),
    users: table('users'),
    replies: table('replies'),
  }

  const restore = (row: Row) => {
    const stored = parseRow(row)
    switch (stored.collection) {
      case 'events': {
        const { endpointId, id, event } = stored.value
        return histories.put(endpointId, [...(histories.get(endpointId) ?? []), { id, event }])
      }
      case 'agents':
        return records.agents.put(row.id, stored.value)
      case 'calls':
        return records.calls.put(row.id, stored.value)
      case 'callers':
        return records.callers.put(row.id, stored.value)
      case 'users':
        return records.users.put(row.id, stored.value)
      case 'replies':
        return records.replies.put(row.id, stored.value)
      case 'counts':
        return counts.put(row.id, stored.value)
    }
  }
  return { ...records, histories, counts, lastId: () => counts.get(eventCount)?.last ?? 0, restore }
}

/** An event has a row of its own: writing one must not cost the writing of fifty. */
function historyRows(
  endpointId: string,
  before: readonly StreamedEvent[] = [],
  after: readonly StreamedEvent[] = [],
): Row[] {
  const kept = new Set(before)
  const left = new Set(after)
  const rowId = ({ id }: StreamedEvent) => eventRowId({ endpointId, id })
  return [
    ...before.filter((old) => !left.has(old)).map((old) => toRow('events', rowId(old))),
    ...after
      .filter((added) => !kept.has(added))
      .map((added) => toRow('events', rowId(added), { endpointId, ...added })),
  ]
}

function createTransactions(options: {
  journal: Journal
  persistence: Persistence | undefined
  onError: (error: unknown) => void
}) {
  const { journal, persistence, onError } = options
  const waiting: (() => void)[] = []
  const due: (() => void)[] = []
  let depth = 0
  let isRunningDue = false
  let isClosed = false

  const write = () => {
    const rows = journal.rows()
    if (rows.length > 0) persistence?.commit(rows)
    journal.settle()
    due.push(...waiting.splice(0))
  }

  const runDue = () => {
    if (isRunningDue) return
    isRunningDue = true
    for (let run = due.shift(); run; run = due.shift()) attempt(run)
    isRunningDue = false
  }

  const attempt = (run: () => void) => {
    try {
      run()
    } catch (error) {
      onError(error)
    }
  }

  const transaction = <Result>(run: () => Result): Result => {
    if (isClosed) throw new Error('The store is closed')
    const mark = journal.mark()
    const waitingBefore = waiting.length
    depth++
    try {
      const result = run()
      if (depth === 1) write()
      return result
    } catch (error) {
      journal.undoTo(mark)
      waiting.length = waitingBefore
      throw error
    } finally {
      depth--
      if (depth === 0) runDue()
    }
  }

  return {
    transaction,
    afterCommit: (run: () => void) => {
      if (depth > 0) waiting.push(run)
      else attempt(run)
    },
    close: () => {
      if (isClosed) return
      isClosed = true
      persistence?.close()
    },
  }
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
