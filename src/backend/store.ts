import type { AgentRecord, CallerRecord, CallRecord, ReplyRecord, UserRecord } from './records.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'

/** An event as it goes out: `id` counts up, so that a phone which comes back can name the last one it has. */
export type StreamedEvent = { id: number; event: ApplicationEvent }

/**
 * All that the application must still know when it has been killed and started again. Synchronous, and one process at a time:
 * what is read is true until the next `await`, which is what makes claiming an agent atomic.
 */
export interface Store {
  /**
   * Carries out all that `run` changes, durably, or nothing where it throws. Inside another transaction it joins that one. A
   * change outside of any is a transaction of its own.
   * @throws what `run` throws, and where the changes could not be written
   */
  transaction: <Result>(run: () => Result) => Result
  /** Runs after the transaction around it is written, or at once where there is none; never where that one fails. */
  afterCommit: (run: () => void) => void
  agents: Collection<AgentRecord>
  calls: Collection<CallRecord>
  callers: Collection<CallerRecord>
  users: Collection<UserRecord>
  /** What webhooks were answered, so that a repetition gets the same answer. */
  replies: Collection<ReplyRecord>
  /** The last events for each endpoint; `id`s go on counting after a restart. */
  events: {
    append: (endpointId: string, event: ApplicationEvent) => StreamedEvent
    /** What was appended for the endpoint after the event of that id and is still remembered, oldest first. */
    since: (endpointId: string, id: number) => readonly StreamedEvent[]
    /** The id of the newest event, of any endpoint; 0 where there is none. */
    lastId: () => number
    forget: (endpointId: string) => void
  }
  /** Nothing may be called after this. */
  close: () => void
}

/** Records by their own id. They are immutable: `put` a new one in place of the old. */
export interface Collection<Value extends { id: string }> {
  get: (id: string) => Value | undefined
  /** As they are now, in the order in which they were first put. */
  all: () => Iterable<Value>
  put: (value: Value) => void
  /** An id that is not there is no error. */
  delete: (id: string) => void
}

/** One record as a persistence keeps it: JSON text, undefined for one that was deleted. */
export type Row = { collection: string; id: string; value: string | undefined }

/** Where a store keeps its records beyond the process. */
export interface Persistence {
  /** Every row that was committed and not deleted since, in the order in which they were first committed. */
  load: () => Iterable<Row>
  /** Writes all of them, durably, or none and throws. */
  commit: (rows: readonly Row[]) => void
  close: () => void
}
