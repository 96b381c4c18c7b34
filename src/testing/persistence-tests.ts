import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStore } from '../backend/create-store.ts'
import type { Persistence, Store } from '../backend/store.ts'
import { createStoreModel, storeSteps } from './store-model.ts'
import { agentRecord, callerRecord, callRecord, idsOf, offered } from './store-records.ts'

/** A place where records outlive a store. */
export type Place = { open: () => Persistence }

/** What must be there again when the process is. `newPlace` makes an empty one. */
export function describePersistence(
  name: string,
  newPlace: () => Place,
  { runs }: { runs: number },
): void {
  describe(name, () => {
    it('brings back every record, in order', () => {
      const { open } = newPlace()
      const before = createStore(open())
      before.agents.put(agentRecord('e-1', { callId: 'call-b' }))
      before.calls.put(callRecord('call-b'))
      before.calls.put(callRecord('call-a'))
      before.calls.put(callRecord('call-b', 2))
      before.callers.put(callerRecord('c-1'))
      before.users.put({ id: "Robert'); DROP TABLE users;--", presence: 'away' })
      before.replies.put({ id: 'answer/c-1', reply: { bxml: '<Ring/>' }, until: 5 })
      const contents = contentsOf(before)
      before.close()

      const after = createStore(open())
      expect(contentsOf(after)).toEqual(contents)
      expect(idsOf(after.calls.all())).toEqual(['call-b', 'call-a'])
      after.close()
    })

    it('puts a record that was deleted and put again at the end, in one transaction too', () => {
      const { open } = newPlace()
      const before = createStore(open())
      for (const id of ['a', 'b']) before.calls.put(callRecord(id))
      before.transaction(() => {
        before.calls.delete('a')
        before.calls.put(callRecord('c'))
        before.calls.put(callRecord('a', 2))
      })
      before.close()
      const after = createStore(open())
      expect(idsOf(after.calls.all())).toEqual(['b', 'c', 'a'])
      after.close()
    })

    it('replays events and goes on counting, even where the last were forgotten', () => {
      const { open } = newPlace()
      const before = createStore(open())
      for (let count = 1; count <= 55; count++) before.events.append('e-1', offered(`${count}`))
      before.events.append('e-2', offered('forgotten'))
      before.events.forget('e-2')
      before.close()

      const after = createStore(open())
      expect(after.events.since('e-1', 53).map(({ id }) => id)).toEqual([54, 55])
      expect(after.events.since('e-1', 0)).toHaveLength(50)
      expect(after.events.since('e-2', 0)).toEqual([])
      expect(after.events.append('e-1', offered('next')).id).toBe(57)
      after.close()
    })

    it('takes back what could not be written, and works on', () => {
      const persistence = newPlace().open()
      let isBroken = false
      const store = createStore({
        ...persistence,
        commit: (rows) => {
          if (isBroken) throw new Error('The disk is full')
          persistence.commit(rows)
        },
      })
      const ran: string[] = []
      store.calls.put(callRecord('call-1'))
      isBroken = true
      expect(() =>
        store.transaction(() => {
          store.calls.delete('call-1')
          store.events.append('e-1', offered('a'))
          store.afterCommit(() => ran.push('never'))
        }),
      ).toThrow('The disk is full')
      expect(idsOf(store.calls.all())).toEqual(['call-1'])
      expect(store.events.lastId()).toBe(0)
      isBroken = false
      store.calls.put(callRecord('call-2'))
      expect(idsOf(store.calls.all())).toEqual(['call-1', 'call-2'])
      expect(ran).toEqual([])
      store.close()
    })

    it.each([
      ['is cut off', '{"id":"call-1","number":"+1919555'],
      ['lacks a field', '{"id":"call-1","number":"+19195551234"}'],
      ['has another id', JSON.stringify(callRecord('call-2'))],
    ])('refuses to begin with a record that %s, and names it without its content', (_, value) => {
      const { open } = newPlace()
      const persistence = open()
      persistence.commit([{ collection: 'calls', id: 'call-1', value }])
      persistence.close()
      expect(() => createStore(open())).toThrow(
        expect.objectContaining({
          code: 'unreadable',
          message: expect.stringMatching(/^(?!.*919555).*calls\/call-1/),
        }),
      )
    })

    it('is after every reopening what it was before, whatever was done', () => {
      fc.assert(
        fc.property(storeSteps, (steps) => {
          const { open } = newPlace()
          const model = createStoreModel()
          let store = createStore(open())
          for (const step of steps) {
            if (step.type === 'reopen') {
              store.close()
              store = createStore(open())
            } else {
              expect(step.run(store)).toEqual(step.run(model))
            }
            expect(contentsOf(store)).toEqual(contentsOf(model))
          }
          store.close()
        }),
        { numRuns: runs },
      )
    })
  })
}

/** Everything in a store that the application can see, in order. */
function contentsOf(
  store: Pick<Store, 'agents' | 'calls' | 'callers' | 'users' | 'replies' | 'events'>,
) {
  const { agents, calls, callers, users, replies, events } = store
  return {
    records: [agents, calls, callers, users, replies].map(({ all }) => [...all()]),
    events: ['e-1', 'e-2'].map((id) => events.since(id, 0)),
    lastId: events.lastId(),
  }
}
