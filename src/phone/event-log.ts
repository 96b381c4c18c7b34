/** `info` once per change of state, `warn` = tolerated or retried, `error` = given up. */
export type LogEntry = {
  /** Milliseconds since the epoch. */
  at: number
  level: 'info' | 'warn' | 'error'
  message: string
}
