import type { CallFilter } from '../../phone/records/find-calls.ts'
import type { RecordErrorCode, RecordsStatus } from '../../phone/records/record-store.ts'
import type { Explanation } from '../words.ts'

/** All texts of the history. */
export const historyWords = {
  contacts: 'Contacts',
  manage: 'Export or delete calls',
  search: 'Search calls',
  show: 'Show',
  details: 'Details',
  nothingFound: 'No call is like that.',
  incoming: 'Incoming',
  outgoing: 'Outgoing',
  callBack: 'Call back',
  addToContacts: 'Add to contacts',
  systemDefault: 'System default',
  delete: 'Delete',
  deleteQuestion: 'Delete this call for good?',
  keep: 'Keep',
  exportCsv: 'Export calls as CSV',
  clear: 'Delete all calls',
}

export const filterWords: Record<CallFilter, string> = {
  all: 'All calls',
  missed: 'Missed',
  incoming: 'Incoming',
  outgoing: 'Outgoing',
}

export const factWords = {
  number: 'Number',
  direction: 'Direction',
  ownNumber: 'Called number',
  startedAt: 'Requested',
  offeredAt: 'Offered',
  ringingAt: 'Ringing',
  answeredAt: 'Answered',
  endedAt: 'Ended',
  cause: 'Outcome',
  quality: 'Line',
  microphone: 'Microphone',
  speaker: 'Speaker',
}

/** Where there are no calls. */
export const emptyWords: Record<RecordsStatus, string> = {
  unkept: 'No calls yet. They are listed here until you close the page.',
  reading: 'Looking for calls…',
  kept: 'No calls yet. They are kept in this browser.',
  full: 'No calls yet.',
  refused: 'No calls yet.',
  'newer-version': 'No calls yet.',
}

/** Why what happens now does not outlive the page. */
export const recordErrorWords: Record<RecordErrorCode, Explanation> = {
  full: {
    what: 'There is no room left to keep calls and contacts.',
    todo: 'Delete calls, or free space on this computer. Until then they are there until you close the page.',
  },
  refused: {
    what: 'The browser does not let this page keep calls and contacts.',
    todo: 'They are there until you close the page. A private window, or blocked site data, may be the reason.',
  },
  'newer-version': {
    what: 'A newer Offhook has been used in this browser, and keeps the calls in its own way.',
    todo: 'Reload the page to get it. Until then new calls are there until you close the page.',
  },
}

const counting = new Intl.NumberFormat('en')

/** "1 call", "50,000 calls". */
export function countCalls(count: number): string {
  return `${counting.format(count)} call${count === 1 ? '' : 's'}`
}

/** "12 of 50,000 calls". */
export function countFound(found: number, all: number): string {
  return `${counting.format(found)} of ${countCalls(all)}`
}

export function clearQuestion(count: number): string {
  return `Delete ${countCalls(count)}, with their notes, for good?`
}
