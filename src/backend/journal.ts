import type { Row } from './store.ts'

/** Keeps what has changed in its tables since the last `settle`, so that it can be undone or written. */
export interface Journal {
  /** @param rowsOf the rows that a persistence needs for the change of one record; undefined = it is not there */
  createTable: <Value>(name: string, rowsOf: RowsOf<Value>) => Table<Value>
  /** A point to go back to with `undoTo`. */
  mark: () => number
  undoTo: (mark: number) => void
  /** What makes a persistence of the last `settle` one of now. Each record once, however often it changed. */
  rows: () => Row[]
  /** All changes are good: none can be undone any more. */
  settle: () => void
}

export type RowsOf<Value> = (
  id: string,
  before: Value | undefined,
  after: Value | undefined,
) => readonly Row[]

export interface Table<Value> {
  get: (id: string) => Value | undefined
  /** In the order in which they were first put. What is changed later does not appear in it. */
  all: () => readonly Value[]
  put: (id: string, value: Value) => void
  delete: (id: string) => void
}

/** `position` is the order of the table: a Map alone forgets it where a deletion is undone. */
type Entry<Value> = { position: number; value: Value }

type Change = { record: string; undo: () => void; rows: () => { position: number; rows: Row[] } }

export function createJournal(): Journal {
  const changes: Change[] = []
  let positions = 0

  const createTable = <Value>(name: string, rowsOf: RowsOf<Value>): Table<Value> => {
    const entries = createEntries<Value>()
    const change = (id: string, after: Entry<Value> | undefined) => {
      const before = entries.get(id)
      entries.set(id, after)
      changes.push({
        record: `${name}/${id}`,
        undo: () => entries.set(id, before),
        rows: () => {
          const now = entries.get(id)
          return { position: now?.position ?? 0, rows: rowsBetween(rowsOf, id, before, now) }
        },
      })
    }
    return {
      get: (id) => entries.get(id)?.value,
      all: entries.values,
      put: (id, value) => change(id, { position: entries.get(id)?.position ?? ++positions, value }),
      delete: (id) => {
        if (entries.get(id)) change(id, undefined)
      },
    }
  }

  return {
    createTable,
    mark: () => changes.length,
    undoTo: (mark) => {
      for (const { undo } of changes.splice(mark).toReversed()) undo()
    },
    rows: () => {
      // The first change of a record knows what was there before all of them.
      const first = new Map<string, Change>()
      for (const change of changes) {
        if (!first.has(change.record)) first.set(change.record, change)
      }
      return [...first.values()]
        .map((change) => change.rows())
        .sort((a, b) => a.position - b.position)
        .flatMap(({ rows }) => rows)
    },
    settle: () => {
      changes.length = 0
    },
  }
}

function createEntries<Value>() {
  let entries = new Map<string, Entry<Value>>()
  let values: readonly Value[] | undefined
  let newest = 0
  let isOrdered = true

  return {
    get: (id: string) => entries.get(id),
    set: (id: string, entry: Entry<Value> | undefined) => {
      values = undefined
      if (!entry) return void entries.delete(id)
      isOrdered &&= entries.has(id) || entry.position > newest
      newest = Math.max(newest, entry.position)
      entries.set(id, entry)
    },
    values: () => {
      if (!isOrdered) {
        entries = new Map([...entries].sort(([, a], [, b]) => a.position - b.position))
        isOrdered = true
      }
      return (values ??= Array.from(entries.values(), ({ value }) => value))
    },
  }
}

function rowsBetween<Value>(
  rowsOf: RowsOf<Value>,
  id: string,
  before: Entry<Value> | undefined,
  after: Entry<Value> | undefined,
): Row[] {
  // Deleted and put again, a record goes to the end: its row has to do the same.
  if (before && after && before.position !== after.position) {
    return [...rowsOf(id, before.value, undefined), ...rowsOf(id, undefined, after.value)]
  }
  return before === after ? [] : [...rowsOf(id, before?.value, after?.value)]
}
