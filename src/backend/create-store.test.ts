import { describe, expect, it } from 'vitest'
import { describePersistence } from '../testing/persistence-tests.ts'
import { callRecord, createKeptRows } from '../testing/store-records.ts'
import { describeStore } from '../testing/store-tests.ts'
import { createStore } from './create-store.ts'
import type { Row } from './store.ts'

describeStore('a store in memory', () => createStore())
describePersistence('a store whose rows are kept', createKeptRows, { runs: 200 })

describe('a store', () => {
  it('commits the last value of each record once', () => {
    const commits: (readonly Row[])[] = []
    const store = createStore({ ...createKeptRows().open(), commit: (rows) => commits.push(rows) })
    store.transaction(() => {
      store.calls.put(callRecord('call-1', 1))
      store.calls.put(callRecord('call-2', 1))
      store.calls.put(callRecord('call-1', 2))
      store.calls.put(callRecord('passing'))
      store.calls.delete('passing')
    })
    store.transaction(() => {})
    expect(commits).toEqual([
      [callRecord('call-1', 2), callRecord('call-2', 1)].map((call) => ({
        collection: 'calls',
        id: call.id,
        value: JSON.stringify(call),
      })),
    ])
  })

  it('does not begin with records of a collection that it does not know', () => {
    const { open, rows } = createKeptRows()
    rows.set('', { collection: 'toString', id: '1', value: '{}' })
    expect(() => createStore(open())).toThrow('toString/1')
  })

  it('is written and tells the others although one who waited for the commit throws', () => {
    const errors: unknown[] = []
    const store = createStore(undefined, { onError: (error) => errors.push(error) })
    const failure = new Error('No')
    const ran: string[] = []
    const fail = () => {
      throw failure
    }
    store.transaction(() => {
      store.afterCommit(fail)
      store.afterCommit(() => ran.push('second'))
      store.calls.put(callRecord('call-1'))
    })
    store.afterCommit(fail)
    expect(store.calls.get('call-1')).toBeDefined()
    expect(ran).toEqual(['second'])
    expect(errors).toEqual([failure, failure])
  })
})
