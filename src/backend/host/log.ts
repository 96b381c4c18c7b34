import { pino, stdTimeFunctions, type DestinationStream } from 'pino'
import type { Log, LogEntry } from '../log.ts'
import { describeError } from './describe-error.ts'
import { createRedact, type Redact } from './redact.ts'

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** One request that was answered. Its path is not in here: paths hold ids, and some of them secrets. */
export type ServedRequest = {
  requestId: string
  method: string
  /** With a word in place of each variable segment, see `routePattern`. */
  route: string
  status: number
  /** Milliseconds until the answer began. */
  ms: number
}

/** The process's log: JSON, one line each. Every text in it has been through `createRedact`. */
export interface HostLog {
  /** What the application writes to. */
  log: Log
  /** A request: `info`, those for files and health `debug`, those that we failed `error`. */
  request: (served: ServedRequest) => void
  debug: (message: string) => void
  /** The last line before the process ends because of a fault. */
  fatal: (message: string, cause: unknown) => void
}

export function createPinoLog(options: {
  level: LogLevel
  /** Values that may appear nowhere. */
  secrets: readonly string[]
  /** Where the lines go; standard output unless told otherwise, written before the call returns. */
  destination?: DestinationStream
}): HostLog {
  const { level, secrets, destination } = options
  const redact = createRedact(secrets)
  const settings = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const logger = destination ? pino(settings, destination) : pino(settings)

  return {
    log: (entry) => {
      const { level, message, ...rest } = entry
      logger[level](cleanFields(rest, redact), redact(message))
    },
    request: ({ requestId, method, route, status, ms }) => {
      const fields = { requestId, method: redact(method), route: redact(route), status, ms }
      logger[levelOf(route, status)](fields, 'request')
    },
    debug: (message) => {
      logger.debug(redact(message))
    },
    fatal: (message, cause) => {
      logger.fatal({ cause: describeError(cause, redact) }, redact(message))
    },
  }
}

/** Texts are cleaned, errors described; numbers are texts too, as they could be telephone numbers. */
function cleanFields(fields: Omit<LogEntry, 'level' | 'message'>, redact: Redact): object {
  const cleaned: Record<string, unknown> = {}
  const entries: [string, unknown][] = Object.entries(fields)
  for (const [name, value] of entries) {
    if (name === 'cause') {
      if (value !== undefined) cleaned[name] = describeError(value, redact)
    } else if (typeof value === 'string') cleaned[name] = redact(value)
    else if (typeof value === 'number') cleaned[name] = redact(`${value}`)
    else if (typeof value === 'boolean') cleaned[name] = value
  }
  return cleaned
}

function levelOf(route: string, status: number): 'debug' | 'info' | 'error' {
  if (status >= 500 && route !== '/readyz') return 'error'
  return /^\/(?:api|hooks)\//.test(route) ? 'info' : 'debug'
}
