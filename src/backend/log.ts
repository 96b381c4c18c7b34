/** One line of the application's log. Never a token, never a telephone number. */
export type LogEntry = {
  level: 'info' | 'warn' | 'error'
  message: string
  endpointId?: string
  /** Bandwidth's id of the call. */
  callId?: string
  cause?: unknown
}

export type Log = (entry: LogEntry) => void
