import type { LogEntry } from '../../phone/event-log.ts'

export type LevelFilter = 'all' | 'warn' | 'error'

export const levelFilterWords: Record<LevelFilter, string> = {
  all: 'Everything',
  warn: 'Warnings',
  error: 'Errors',
}

export const levelWords: Record<LogEntry['level'], string> = {
  info: 'Info',
  warn: 'Warning',
  error: 'Error',
}

export const diagnosticsWords = {
  filter: 'Which entries',
  search: 'Find in the log',
  log: 'Log',
  none: 'There is no such entry.',
  empty: 'Nothing has been written down yet.',
  report: 'the report',
  facts: 'This phone',
  privacy: 'No token, telephone number or SDP is in the log or in the report.',
  factNames: {
    version: 'Offhook',
    browser: 'Browser',
    session: 'Session',
    endpoint: 'Endpoint',
    since: 'Online since',
    expires: 'Token good until',
    microphone: 'Microphone',
    speaker: 'Speaker',
    ringer: 'Ringer',
    roundTrip: 'Round trip',
    jitter: 'Jitter',
    loss: 'Lost',
    mos: 'Score (MOS)',
  },
  unknown: 'unknown',
  systemDefault: 'System default',
}
