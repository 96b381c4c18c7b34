import * as v from 'valibot'
import { ApplicationEvent } from '../wire/phone-api.ts'
import { AgentRecord, CallerRecord, CallRecord, ReplyRecord, UserRecord } from './records.ts'
import type { Row } from './store.ts'

/** An event of one endpoint, and how far the ids have been counted: the newest event may be forgotten. */
const StoredEvent = v.object({ endpointId: v.string(), id: v.number(), event: ApplicationEvent })
const StoredCount = v.object({ id: v.string(), last: v.number() })

const schemas = {
  agents: AgentRecord,
  calls: CallRecord,
  callers: CallerRecord,
  users: UserRecord,
  replies: ReplyRecord,
  events: StoredEvent,
  counts: StoredCount,
}
type Schemas = typeof schemas
export type CollectionName = keyof Schemas
export type Stored<Name extends CollectionName> = v.InferOutput<Schemas[Name]>
/** A row of any collection, parsed. */
export type StoredRow = {
  [Name in CollectionName]: { collection: Name; value: Stored<Name> }
}[CollectionName]

export const collectionNames = Object.keys(schemas) as readonly CollectionName[]

/** A record that is not in the format of `records.ts`. The message names it and tells nothing of what is in it. */
export class RecordError extends Error {
  override readonly name = 'RecordError'
  readonly code: 'unreadable' | 'unwritable'

  constructor(code: 'unreadable' | 'unwritable', { collection, id }: Row) {
    super(`The record ${collection}/${id} is ${code}: it is not in the format of this version`)
    this.code = code
  }
}

/** @throws RecordError */
export function parseRow(row: Row): StoredRow {
  const stored = readRow(row)
  if (!stored) throw new RecordError('unreadable', row)
  return stored
}

/**
 * The row for one record, undefined for one that was deleted. It is read once on the way out: what a restart would stumble
 * over is refused while somebody is there to see it.
 * @throws RecordError
 */
export function toRow(collection: CollectionName, id: string, record?: object): Row {
  const row = { collection, id, value: record && JSON.stringify(record) }
  if (record && !readRow(row)) throw new RecordError('unwritable', row)
  return row
}

export function eventRowId({ endpointId, id }: { endpointId: string; id: number }): string {
  return `${endpointId}/${id}`
}

function readRow({ collection, id, value }: Row): StoredRow | undefined {
  if (!Object.hasOwn(schemas, collection)) return undefined
  const name = collection as CollectionName
  const result = v.safeParse(schemas[name], parseJson(value))
  if (!result.success) return undefined
  // The compiler does not follow that this schema belongs to this name.
  const stored = { collection: name, value: result.output } as StoredRow
  return idOf(stored) === id ? stored : undefined
}

function idOf(stored: StoredRow): string {
  return stored.collection === 'events' ? eventRowId(stored.value) : stored.value.id
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
