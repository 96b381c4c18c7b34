import type { CallerRecord } from './records.ts'
import type { Store } from './store.ts'

export type LiveCaller = Exclude<CallerRecord, { status: 'gone' }>
export type HoldingCaller = Extract<CallerRecord, { status: 'holding' }>

/** Those who called from the telephone network, from the first ring to the end of their call. */
export interface Callers {
  get: (bandwidthCallId: string) => CallerRecord | undefined
  /** Undefined where that caller is gone already: the end has overtaken the beginning. */
  arrive: (caller: { callId: string; from: string; to: string }) => LiveCaller | undefined
  /** From now on an agent is asked. */
  offer: (caller: LiveCaller) => void
  hold: (caller: LiveCaller) => HoldingCaller
  /** Bandwidth is being asked to fetch this caller out of the hold. */
  fetch: (caller: HoldingCaller) => void
  /** Something was heard of this caller. */
  heard: (bandwidthCallId: string) => void
  /** Final. Known callers and unknown ones alike. */
  leave: (bandwidthCallId: string) => void
  /** On hold, whoever called first first. */
  holding: () => readonly HoldingCaller[]
  live: () => readonly LiveCaller[]
  /** Forgets those who have been gone for so many milliseconds. */
  forget: (age: number) => void
}

export function createCallers({ callers }: Store, now: () => number): Callers {
  const live = () => [...callers.all()].filter(isLiveCaller)
  return {
    get: (id) => callers.get(id),
    arrive: ({ callId: id, from, to }) => {
      const known = callers.get(id)
      if (known) return isLiveCaller(known) ? known : undefined
      const at = { arrivedAt: now(), heardAt: now(), roundSince: now() }
      const caller = { id, from, to, ...at, status: 'offered' } as const
      callers.put(caller)
      return caller
    },
    offer: (caller) => callers.put({ ...factsOf(caller), heardAt: now(), status: 'offered' }),
    hold: (caller) => {
      const { heldSince = now() } = caller
      const holding = {
        ...factsOf(caller),
        heardAt: now(),
        roundSince: now(),
        heldSince,
        status: 'holding',
      } as const
      callers.put(holding)
      return holding
    },
    fetch: (caller) => callers.put({ ...caller, fetchedAt: now() }),
    heard: (id) => {
      const caller = callers.get(id)
      if (caller && isLiveCaller(caller)) callers.put({ ...caller, heardAt: now() })
    },
    leave: (id) => callers.put({ id, status: 'gone', goneAt: now() }),
    holding: () =>
      live()
        .filter((caller) => caller.status === 'holding')
        .sort(byArrival),
    live,
    forget: (age) => {
      for (const caller of callers.all()) {
        if (caller.status === 'gone' && now() - caller.goneAt > age) callers.delete(caller.id)
      }
    },
  }
}

/** Negative where the first of two is to be served first; never 0 for two who called in the same millisecond. */
export function byArrival(a: LiveCaller, b: LiveCaller): number {
  return a.arrivedAt - b.arrivedAt || (a.id < b.id ? -1 : Number(a.id !== b.id))
}

export function isLiveCaller(caller: CallerRecord): caller is LiveCaller {
  return caller.status !== 'gone'
}

/** What stays the same whatever becomes of the caller, without what only a hold has. */
function factsOf({ id, from, to, arrivedAt, heardAt, roundSince, heldSince }: LiveCaller) {
  const facts = { id, from, to, arrivedAt, heardAt, roundSince }
  return heldSince === undefined ? facts : { ...facts, heldSince }
}
