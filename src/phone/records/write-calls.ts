import { writeCsv } from '../csv.ts'
import type { EndedCall } from '../phone-state.ts'

/** A column of the table: its head, and the cell of a call. */
const columns: readonly [string, (call: EndedCall) => string | number | undefined][] = [
  ['Direction', ({ direction }) => (direction === 'inbound' ? 'incoming' : 'outgoing')],
  ['Number', ({ number }) => number],
  ['Name', ({ name }) => name],
  ['Own number', ({ ownNumber }) => ownNumber],
  ['Requested', ({ startedAt }) => isoTime(startedAt)],
  [
    'Ringing',
    ({ ringingAt, direction, startedAt }) =>
      isoTime(ringingAt ?? (direction === 'inbound' ? startedAt : undefined)),
  ],
  ['Answered', ({ answeredAt }) => isoTime(answeredAt)],
  ['Ended', ({ endedAt }) => isoTime(endedAt)],
  [
    'Seconds',
    ({ answeredAt, endedAt }) =>
      answeredAt === undefined ? '' : Math.round((endedAt - answeredAt) / 1000),
  ],
  ['Cause', ({ cause }) => cause],
  ['Line', ({ quality }) => quality?.level],
  ['Round trip ms', ({ quality }) => rounded(quality?.roundTrip, 0)],
  ['Jitter ms', ({ quality }) => rounded(quality?.jitter, 0)],
  ['Loss %', ({ quality }) => rounded(quality?.loss && quality.loss * 100, 2)],
  ['MOS', ({ quality }) => rounded(quality?.mos, 2)],
  ['Microphone', ({ devices }) => devices && (devices.microphone || 'default')],
  ['Speaker', ({ devices }) => devices && (devices.speaker || 'default')],
  ['Note', ({ note }) => note],
]

/** The calls as a table for spreadsheets. Times are UTC, ISO 8601; causes are the codes of EndCause. */
export function writeCalls(
  calls: readonly EndedCall[],
  nameOf: (call: EndedCall) => string | undefined = ({ name }) => name,
): string {
  const rows = calls.map((call) => {
    const name = nameOf(call)
    const named = name === undefined ? call : { ...call, name }
    return columns.map(([, cell]) => String(cell(named) ?? ''))
  })
  return writeCsv([columns.map(([head]) => head), ...rows])
}

function isoTime(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString()
}

function rounded(value: number | undefined, digits: number): string {
  return value === undefined ? '' : String(Number(value.toFixed(digits)))
}
