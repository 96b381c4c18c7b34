import * as fc from 'fast-check'
import type { Collection, Store, StreamedEvent } from '../backend/store.ts'
import { callerRecord, callRecord, offered } from './store-records.ts'

/** What a store must do, told as simply as can be: a transaction that throws is a copy that is thrown away. */
export function createStoreModel(): Store {
  type State = {
    records: Map<string, Map<string, { id: string }>>
    events: readonly { endpointId: string; streamed: StreamedEvent }[]
    lastId: number
  }
  let state: State = { records: new Map(), events: [], lastId: 0 }

  const collection = <Value extends { id: string }>(name: string): Collection<Value> => {
    // Nothing else is ever put into the map of that name.
    const records = () => (state.records.get(name) ?? new Map()) as Map<string, Value>
    return {
      get: (id) => records().get(id),
      all: () => records().values(),
      put: (value) => void state.records.set(name, new Map(records()).set(value.id, value)),
      delete: (id) => {
        state.records.set(name, new Map([...records()].filter(([other]) => other !== id)))
      },
    }
  }
  const ofEndpoint = (endpointId: string) =>
    state.events.filter((entry) => entry.endpointId === endpointId).slice(-50)

  return {
    transaction: (run) => {
      const before = { ...state, records: new Map(state.records) }
      try {
        return run()
      } catch (error) {
        state = before
        throw error
      }
    },
    afterCommit: (run) => run(),
    agents: collection('agents'),
    calls: collection('calls'),
    callers: collection('callers'),
    users: collection('users'),
    replies: collection('replies'),
    events: {
      append: (endpointId, event) => {
        const streamed = { id: state.lastId + 1, event }
        const events = [...state.events, { endpointId, streamed }]
        state = { ...state, lastId: streamed.id, events }
        return streamed
      },
      since: (endpointId, id) =>
        ofEndpoint(endpointId)
          .map(({ streamed }) => streamed)
          .filter((streamed) => streamed.id > id),
      lastId: () => state.lastId,
      forget: (endpointId) => {
        const events = state.events.filter((entry) => entry.endpointId !== endpointId)
        state = { ...state, events }
      },
    },
    close: () => {},
  }
}

type Run = (store: Store) => unknown

const id = fc.constantFrom('a', 'b', 'c', 'd')
const endpointId = fc.constantFrom('e-1', 'e-2')

const change: fc.Arbitrary<Run> = fc.oneof(
  fc.tuple(id, fc.nat(9)).map(
    ([id, at]): Run =>
      ({ calls }) =>
        calls.put(callRecord(id, at)),
  ),
  fc.tuple(id, fc.nat(9)).map(
    ([id, at]): Run =>
      ({ callers }) =>
        callers.put(callerRecord(id, at)),
  ),
  id.map(
    (id): Run =>
      ({ calls }) =>
        calls.delete(id),
  ),
  id.map(
    (id): Run =>
      ({ callers }) =>
        callers.delete(id),
  ),
  fc
    .tuple(endpointId, fc.constantFrom(1, 1, 30))
    .map(([endpointId, times]): Run => ({ events }) => {
      for (let count = 0; count < times; count++) events.append(endpointId, offered(`${count}`))
    }),
  endpointId.map(
    (endpointId): Run =>
      ({ events }) =>
        events.forget(endpointId),
  ),
)

const { run } = fc.letrec<{ run: Run; transaction: Run }>((tie) => ({
  run: fc.oneof({ depthSize: 'small', withCrossShrink: true }, change, tie('transaction')),
  transaction: fc
    .tuple(fc.array(tie('run'), { maxLength: 6 }), fc.boolean())
    .map(([runs, throws]) => transactionOf(runs, throws)),
}))

/** One that throws is caught where it ends, so that what is around it goes on. */
function transactionOf(runs: readonly Run[], throws: boolean): Run {
  return (store) => {
    try {
      return store.transaction(() => {
        for (const run of runs) run(store)
        if (throws) throw new Error('Undone')
        return 'done'
      })
    } catch {
      return 'undone'
    }
  }
}

export type StoreStep = { type: 'reopen' } | { type: 'run'; run: Run }

/** Changes, nested transactions of which some throw, and reopenings, in any order. */
export const storeSteps: fc.Arbitrary<StoreStep[]> = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<StoreStep>({ type: 'reopen' }) },
    { weight: 6, arbitrary: run.map((run): StoreStep => ({ type: 'run', run })) },
  ),
  { maxLength: 20 },
)
