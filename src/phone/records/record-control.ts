import type { Contact } from '../contacts/contact-book.ts'
import { describeError } from '../offline-reason.ts'
import type { PhoneEvent } from '../phone-event.ts'
import type { EndedCall, PhoneState } from '../phone-state.ts'
import { isLive, type LiveCall } from '../reduce-call.ts'
import { type CallRecord, endAbandoned, type LiveRecord, recordOf } from './call-record.ts'
import { RecordError, type RecordChange, type RecordStores } from './record-store.ts'

export type RecordControlOptions = {
  getState: () => PhoneState
  dispatch: (event: PhoneEvent) => void
  subscribe: (listener: () => void) => () => void
  /** Where there is none, everything ends with the page. */
  open: (() => Promise<RecordStores>) | undefined
  /** Milliseconds since the epoch. */
  now: () => number
  log: (level: 'info' | 'warn', message: string) => void
}

/**
 * Keeps what the state holds of calls and contacts, and brings into the state what was kept. Whatever cannot be kept is in
 * the state all the same, which says so.
 */
export interface RecordControl {
  /** Resolves when they are kept, or cannot be. */
  forgetCalls: (ids: readonly string[] | 'all') => Promise<void>
  /** New ones, and changed ones by their id. */
  saveContacts: (contacts: readonly Contact[]) => Promise<void>
  forgetContacts: (ids: readonly string[] | 'all') => Promise<void>
  close: () => void
}

/** Milliseconds. After a crash, a call is known to have gone on at most that much longer than its record says. */
const heartbeat = 10_000

export function createRecordControl(options: RecordControlOptions): RecordControl {
  const { getState, dispatch, subscribe, now, log } = options
  /** Calls as the store has them. */
  const kept = new WeakSet<EndedCall>()
  /** Live calls of other pages, by their ids, and those pages. */
  const elsewhere = new Map<string, LiveRecord>()
  const awaited = new Set<string>()
  const closing = new AbortController()
  const opening = options.open?.()
  const pending = new Set<Promise<unknown>>()

  /** Whether it could be done; why not is in the state. */
  function attempt(what: (stores: RecordStores) => Promise<void>): Promise<boolean> {
    const attempted = tryOut(what)
    pending.add(attempted)
    return attempted.finally(() => pending.delete(attempted))
  }

  async function tryOut(what: (stores: RecordStores) => Promise<void>): Promise<boolean> {
    if (!opening) return false
    try {
      await what(await opening)
      if (getState().records !== 'reading') report('kept')
      return true
    } catch (error) {
      log('warn', `records: ${describeError(error)}`)
      report(error instanceof RecordError ? error.code : 'refused')
      return false
    }
  }

  function report(status: PhoneState['records']): void {
    if (getState().records !== status) dispatch({ type: 'recordsStatusChanged', status })
  }

  async function start(stores: RecordStores): Promise<void> {
    const stop = [
      stores.calls.onChange((change) => heedCalls(change, stores)),
      stores.contacts.onChange(heedContacts),
    ]
    closing.signal.addEventListener('abort', () => stop.forEach((each) => each()))
    for await (const contacts of stores.contacts.read()) {
      dispatch({ type: 'contactsRead', contacts })
    }
    for await (const records of stores.calls.read()) {
      if (closing.signal.aborted) return
      const own = new Set(unkept(getState()).map(({ id }) => id))
      take(records.filter((record) => !own.has(record.id)))
      awaitEnds(records, stores)
    }
    report('kept')
  }

  /** The end of a call in another page is written there; or here, where that page is gone before. */
  function awaitEnds(records: readonly CallRecord[], stores: RecordStores): void {
    for (const record of records) {
      if (record.status === 'ended') elsewhere.delete(record.id)
      else if (record.page !== stores.page) {
        elsewhere.set(record.id, record)
        awaitPage(record.page, stores)
      }
    }
  }

  function awaitPage(page: string, stores: RecordStores): void {
    if (awaited.has(page)) return
    awaited.add(page)
    stores.untilGone(page).then(
      () => attempt(() => endCallsOf(page, stores)),
      // This one is gone before.
      () => {},
    )
  }

  /** What a page writes while it goes away is not heard of; of a call that it did not come to end, only the last is known. */
  async function endCallsOf(page: string, stores: RecordStores): Promise<void> {
    awaited.delete(page)
    // Its calls are among the newest.
    const newest = await firstOf(stores.calls.read())
    const known = new Set(getState().recent.map(({ id }) => id))
    const last = [...elsewhere.values()]
      .filter((call) => call.page === page && !known.has(call.id))
      .map((call) => newest.find(({ id }) => id === call.id) ?? call)
    for (const { id } of last) elsewhere.delete(id)
    take(last)
    // Not from the store as they are, so they are written.
    const calls = last.filter((call) => call.status === 'live').map(endAbandoned)
    if (calls.length > 0) dispatch({ type: 'callsRead', calls: calls.map(named) })
  }

  function take(records: readonly CallRecord[]): void {
    const calls = records.filter((record) => record.status === 'ended')
    for (const call of calls) kept.add(call)
    if (calls.length > 0) dispatch({ type: 'callsRead', calls })
  }

  function named(call: EndedCall): EndedCall {
    const name = getState().contacts.nameOf(call.number)
    return name === undefined ? call : { ...call, name }
  }

  function heedCalls(change: RecordChange<CallRecord>, stores: RecordStores): void {
    if (change.type === 'written') {
      take(change.records)
      return awaitEnds(change.records, stores)
    }
    dispatch({ type: 'callsForgotten', ids: change.type === 'removed' ? change.ids : 'all' })
  }

  function heedContacts(change: RecordChange<Contact>): void {
    if (change.type === 'written') {
      return dispatch({ type: 'contactsRead', contacts: change.records })
    }
    dispatch({ type: 'contactsForgotten', ids: change.type === 'removed' ? change.ids : 'all' })
  }

  function unkept({ recent }: PhoneState): EndedCall[] {
    return recent.filter((call) => !kept.has(call))
  }

  function keepEnded(state: PhoneState): void {
    const calls = unkept(state)
    if (calls.length === 0) return
    for (const call of calls) kept.add(call)
    void attempt((stores) => stores.calls.write(calls)).then((isDone) => {
      // Tried again with the next call that ends: there may be room then.
      if (!isDone) for (const call of calls) kept.delete(call)
    })
  }

  function keepLive(call: LiveCall): void {
    void attempt((stores) => stores.calls.write([recordOf(call, stores.page, now())]))
  }

  let followed: Partial<PhoneState> = {}
  let beat: ReturnType<typeof setInterval> | undefined
  /** Looks at the present itself: others who follow may have changed it before this one hears of what they followed. */
  function follow(): void {
    const state = getState()
    const { call, recent } = state
    if (call !== followed.call) {
      clearInterval(beat)
      if (isLive(call)) {
        keepLive(call)
        beat = setInterval(() => keepLive(call), heartbeat)
      }
    }
    if (recent !== followed.recent) keepEnded(state)
    followed = { call, recent }
  }

  if (opening) {
    report('reading')
    void attempt(start)
    follow()
    const unsubscribe = subscribe(follow)
    closing.signal.addEventListener('abort', unsubscribe)
  }

  return {
    forgetCalls: async (ids) => {
      dispatch({ type: 'callsForgotten', ids })
      await attempt(({ calls }) => (ids === 'all' ? calls.clear() : calls.remove(ids)))
    },
    saveContacts: async (contacts) => {
      dispatch({ type: 'contactsRead', contacts })
      await attempt((stores) => stores.contacts.write(contacts))
    },
    forgetContacts: async (ids) => {
      dispatch({ type: 'contactsForgotten', ids })
      await attempt(({ contacts }) => (ids === 'all' ? contacts.clear() : contacts.remove(ids)))
    },
    close: () => {
      closing.abort()
      clearInterval(beat)
      void Promise.allSettled(pending)
        .then(() => opening)
        .then((stores) => stores?.close())
        .catch(() => {})
    },
  }
}

async function firstOf<T>(parts: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  for await (const part of parts) return part
  return []
}
