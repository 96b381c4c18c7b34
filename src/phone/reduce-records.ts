import { createContactBook } from './contacts/contact-book.ts'
import type { RecordEvent } from './phone-event.ts'
import type { Call, EndedCall, PhoneState } from './phone-state.ts'
import { isLive } from './reduce-call.ts'

/** The part of `reducePhone` that is about what stays after a call: its record, and the contacts. */
export function reduceRecords(state: PhoneState, event: RecordEvent): PhoneState {
  switch (event.type) {
    case 'noteWritten':
    case 'qualitySummed':
      return complete(state, event)
    case 'callsRead':
      return withEnded(state, event.calls)
    case 'leftCallRemembered':
      return { ...withEnded(state, [event.call]), call: state.call ?? event.call }
    case 'callsForgotten':
      return { ...state, recent: without(state.recent, event.ids) }
    case 'contactsRead':
      return withContacts(state, [
        ...without(state.contacts.all, idsOf(event.contacts)),
        ...event.contacts,
      ])
    case 'contactsForgotten':
      return withContacts(state, without(state.contacts.all, event.ids))
    case 'recordsStatusChanged':
      return state.records === event.status ? state : { ...state, records: event.status }
  }
}

/** What is known of a call only when it is over belongs to the record, and to the call while it is on the screen. */
function complete(
  state: PhoneState,
  event: Extract<RecordEvent, { type: 'noteWritten' | 'qualitySummed' }>,
): PhoneState {
  const withRecord = <Each extends Call>(call: Each): Each => {
    if (call.id !== event.id) return call
    if (event.type === 'noteWritten') return { ...call, note: event.note }
    return call.status === 'ended' ? { ...call, quality: event.summary } : call
  }
  const call = state.call && withRecord(state.call)
  return { ...state, call, recent: state.recent.map(withRecord) }
}

/** The one that is live here ended with the page before, and was taken up: it has not ended. */
function withEnded(state: PhoneState, ended: readonly EndedCall[]): PhoneState {
  const { call } = state
  const read = isLive(call) ? without(ended, [call.id]) : ended
  const recent = [...without(state.recent, idsOf(read)), ...read].sort(
    (one, other) => other.startedAt - one.startedAt,
  )
  return { ...state, recent }
}

function without<T extends { id: string }>(all: readonly T[], ids: readonly string[] | 'all') {
  if (ids === 'all') return []
  const gone = new Set(ids)
  return all.filter(({ id }) => !gone.has(id))
}

function withContacts(state: PhoneState, all: PhoneState['contacts']['all']): PhoneState {
  return { ...state, contacts: createContactBook(all) }
}

const idsOf = (records: readonly { id: string }[]): string[] => records.map(({ id }) => id)
