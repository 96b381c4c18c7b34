/** `info` once per change of state, `warn` = tolerated or retried, `error` = given up. */
export type LogEntry = {
  /** Milliseconds since the epoch. */
  at: number
  level: 'info' | 'warn' | 'error'
  message: string
}

export interface EventLog {
  add: (level: LogEntry['level'], message: string) => void
  /** Oldest first. */
  entries: () => readonly LogEntry[]
}

/** The last `capacity` entries. Tokens, telephone numbers and SDP are taken out of whatever is added. */
export function createEventLog(now: () => number, capacity = 500): EventLog {
  let entries: readonly LogEntry[] = []
  return {
    add: (level, message) => {
      const entry = { at: now(), level, message: withoutSecrets(message) }
      entries = [...entries.slice(1 - capacity), entry]
    },
    entries: () => entries,
  }
}

const secrets: readonly [RegExp, string][] = [
  [/\bv=0[\r\n][\s\S]*/, '[sdp]'],
  [/\b[\w-]+\.[\w-]{16,}\.[\w-]+/g, '[token]'],
  [/\beyJ[\w-]+/g, '[token]'],
  [/\+?\(?\d(?:[\s().-]*\d){6,}/g, '[number]'],
]

function withoutSecrets(message: string): string {
  return secrets.reduce((text, [secret, name]) => text.replace(secret, name), message)
}
