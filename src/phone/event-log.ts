import { redact } from './redact.ts'

/** `info` once per change of state, `warn` = tolerated or retried, `error` = given up. */
export type LogEntry = {
  /** Counts up within one log. */
  id: number
  /** Milliseconds since the epoch. */
  at: number
  level: 'info' | 'warn' | 'error'
  message: string
}

/** What is to be read of a log. */
export interface LogSource {
  /** Oldest first; another array after each change, and only then. */
  entries: () => readonly LogEntry[]
  subscribe: (listener: () => void) => () => void
}

export interface EventLog extends LogSource {
  add: (level: LogEntry['level'], message: string) => void
}

/** The last `capacity` entries. Tokens, telephone numbers and SDP are taken out of whatever is added. */
export function createEventLog(now: () => number, capacity = 500): EventLog {
  const listeners = new Set<() => void>()
  let entries: readonly LogEntry[] = []
  let lastId = 0
  return {
    add: (level, message) => {
      const entry = { id: ++lastId, at: now(), level, message: redact(message) }
      entries = [...entries.slice(1 - capacity), entry]
      for (const listener of listeners) listener()
    },
    entries: () => entries,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
