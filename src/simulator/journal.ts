/** Who speaks in a sequence diagram of a call. */
export type Lane = 'device' | 'gateway' | 'application' | 'telephone'

/** One thing that went by: a frame, a webhook with its answer, an API call, a BXML document, a telephone's act. */
export type JournalEntry = {
  id: number
  /** Milliseconds since the epoch. */
  at: number
  from: Lane
  to: Lane
  kind: 'frame' | 'webhook' | 'api' | 'bxml' | 'telephone' | 'warning'
  /** One line: `sdpOffer subscribe rev 3`, `POST /hooks/voice/answer → 200`. Never a token. */
  summary: string
  /** When it was begun, for what is recorded only when it has been answered: the ids are one order. */
  began?: Moment
  /** The whole message, for whoever opens the entry; tokens replaced by `…`. */
  detail?: string
}

export type Moment = { id: number; at: number }

export interface Journal {
  /** Takes the next place in the order. */
  begin: () => Moment
  record: (entry: Omit<JournalEntry, 'id' | 'at'>) => void
  entries: () => readonly JournalEntry[]
  subscribe: (listener: (entry: JournalEntry) => void) => () => void
  clear: () => void
}

/** Keeps the last 2,000 entries. */
export function createJournal(now: () => number): Journal {
  const limit = 2_000
  const listeners = new Set<(entry: JournalEntry) => void>()
  let entries: JournalEntry[] = []
  let nextId = 1
  const begin = (): Moment => ({ id: nextId++, at: now() })
  return {
    begin,
    record: (entry) => {
      const whole = { ...entry, ...begin() }
      entries = [...entries, whole].slice(-limit)
      for (const listener of listeners) listener(whole)
    },
    entries: () => entries,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear: () => {
      entries = []
    },
  }
}
