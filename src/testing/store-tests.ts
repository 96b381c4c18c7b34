import { describe, expect, it } from 'vitest'
import type { Store } from '../backend/store.ts'
import { agentRecord, callRecord, idsOf, offered } from './store-records.ts'

/** What the application relies on, for every store that there is. `open` makes an empty one. */
export function describeStore(name: string, open: () => Store): void {
  describe(name, () => {
    it('returns what was put, and nothing for what was not or is deleted', () => {
      const { calls } = open()
      calls.put(callRecord('call-1', 1))
      calls.put(callRecord('call-1', 2))
      expect(calls.get('call-1')).toEqual(callRecord('call-1', 2))
      calls.delete('call-1')
      calls.delete('never-there')
      expect(calls.get('call-1')).toBeUndefined()
      expect([...calls.all()]).toEqual([])
    })

    it('lists records in the order in which they were first put', () => {
      const { calls } = open()
      for (const id of ['b', 'a', 'c']) calls.put(callRecord(id))
      calls.put(callRecord('b', 2))
      expect(idsOf(calls.all())).toEqual(['b', 'a', 'c'])
      calls.delete('b')
      calls.put(callRecord('b'))
      expect(idsOf(calls.all())).toEqual(['a', 'c', 'b'])
    })

    it('goes on listing what was there when the list was asked for', () => {
      const { calls } = open()
      for (const id of ['a', 'b']) calls.put(callRecord(id))
      const seen = []
      for (const call of calls.all()) {
        seen.push(call.id)
        calls.delete(call.id)
        calls.put(callRecord(`${call.id}-again`))
      }
      expect(seen).toEqual(['a', 'b'])
      expect(idsOf(calls.all())).toEqual(['a-again', 'b-again'])
    })

    it('undoes everything in a transaction that throws, the order and the events included', () => {
      const store = open()
      for (const id of ['a', 'b', 'c']) store.calls.put(callRecord(id))
      store.events.append('e-1', offered('first'))
      expect(() =>
        store.transaction(() => {
          store.calls.put(callRecord('b', 2))
          store.calls.delete('a')
          store.calls.put(callRecord('a', 2))
          store.calls.put(callRecord('d'))
          store.agents.put(agentRecord('e-1'))
          store.events.append('e-1', offered('second'))
          store.events.forget('e-1')
          throw new Error('No')
        }),
      ).toThrow('No')
      expect([...store.calls.all()]).toEqual(['a', 'b', 'c'].map((id) => callRecord(id)))
      expect(store.agents.get('e-1')).toBeUndefined()
      expect(store.events.since('e-1', 0)).toEqual([{ id: 1, event: offered('first') }])
      expect(store.events.lastId()).toBe(1)
    })

    it('undoes only the inner transaction where the outer one goes on', () => {
      const store = open()
      const ran: string[] = []
      const result = store.transaction(() => {
        store.calls.put(callRecord('outer'))
        store.afterCommit(() => ran.push('outer'))
        expect(() =>
          store.transaction(() => {
            store.calls.put(callRecord('inner'))
            store.calls.put(callRecord('outer', 2))
            store.afterCommit(() => ran.push('inner'))
            throw new Error('No')
          }),
        ).toThrow('No')
        return 'result'
      })
      expect(result).toBe('result')
      expect([...store.calls.all()]).toEqual([callRecord('outer')])
      expect(ran).toEqual(['outer'])
    })

    it('undoes an inner transaction too where the outer one throws', () => {
      const store = open()
      expect(() =>
        store.transaction(() => {
          store.transaction(() => store.calls.put(callRecord('inner')))
          throw new Error('No')
        }),
      ).toThrow('No')
      expect([...store.calls.all()]).toEqual([])
    })

    it('claims an agent once, however many ask', () => {
      const store = open()
      store.agents.put(agentRecord('e-1'))
      const claim = (callId: string) =>
        store.transaction(() => {
          const agent = store.agents.get('e-1')
          if (!agent || agent.callId) return false
          store.agents.put({ ...agent, callId })
          return true
        })
      expect(['call-1', 'call-2', 'call-3'].map(claim)).toEqual([true, false, false])
      expect(store.agents.get('e-1')?.callId).toBe('call-1')
    })

    it('refuses what it could not read again', () => {
      const store = open()
      const number = '+19195551234'
      const unreadable = { ...callRecord('call-1'), number, startedAt: Number.NaN }
      expect(() => store.calls.put(unreadable)).toThrow(
        expect.objectContaining({
          code: 'unwritable',
          message: expect.not.stringContaining(number),
        }),
      )
      expect(store.calls.get('call-1')).toBeUndefined()
    })

    it('can do nothing more once it is closed', () => {
      const store = open()
      store.close()
      store.close()
      expect(() => store.calls.put(callRecord('call-1'))).toThrow('closed')
    })

    describeAfterCommit(open)
    describeEvents(open)
  })
}

function describeAfterCommit(open: () => Store): void {
  it('runs what waits for the commit in order, after the outermost transaction', () => {
    const store = open()
    const ran: string[] = []
    store.transaction(() => {
      store.afterCommit(() => ran.push('first'))
      store.transaction(() => store.afterCommit(() => ran.push('second')))
      store.calls.put(callRecord('call-1'))
      expect(ran).toEqual([])
    })
    expect(ran).toEqual(['first', 'second'])
  })

  it('runs it at once where there is no transaction', () => {
    const ran: string[] = []
    open().afterCommit(() => ran.push('now'))
    expect(ran).toEqual(['now'])
  })

  it('never runs it where the transaction throws', () => {
    const store = open()
    const ran: string[] = []
    expect(() =>
      store.transaction(() => {
        store.afterCommit(() => ran.push('never'))
        throw new Error('No')
      }),
    ).toThrow('No')
    store.transaction(() => store.calls.put(callRecord('call-1')))
    expect(ran).toEqual([])
  })

  it('tells everybody of one transaction before anybody of what it causes', () => {
    const store = open()
    const ran: string[] = []
    store.transaction(() => {
      store.afterCommit(() => {
        ran.push('first')
        store.transaction(() => store.afterCommit(() => ran.push('caused by the first')))
      })
      store.afterCommit(() => ran.push('second'))
    })
    expect(ran).toEqual(['first', 'second', 'caused by the first'])
  })
}

function describeEvents(open: () => Store): void {
  it('replays the events of an endpoint after the one that a phone has', () => {
    const { events } = open()
    expect(events.lastId()).toBe(0)
    expect(events.append('e-1', offered('a'))).toEqual({ id: 1, event: offered('a') })
    events.append('e-2', offered('b'))
    events.append('e-1', offered('c'))
    expect(events.since('e-1', 0).map(({ id }) => id)).toEqual([1, 3])
    expect(events.since('e-1', 1)).toEqual([{ id: 3, event: offered('c') }])
    expect(events.since('e-1', 3)).toEqual([])
    expect(events.since('unknown', 0)).toEqual([])
    expect(events.lastId()).toBe(3)
  })

  it('remembers the last 50 events of an endpoint, whatever happens to others', () => {
    const { events, transaction } = open()
    transaction(() => {
      events.append('quiet', offered('only'))
      for (let count = 1; count <= 60; count++) events.append('busy', offered(`call-${count}`))
    })
    expect(events.since('busy', 0).map(({ id }) => id)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 12),
    )
    expect(events.since('quiet', 0)).toHaveLength(1)
  })

  it('goes on counting when events are forgotten', () => {
    const { events } = open()
    events.append('e-1', offered('a'))
    events.forget('e-1')
    events.forget('e-1')
    expect(events.since('e-1', 0)).toEqual([])
    expect(events.append('e-1', offered('b')).id).toBe(2)
  })
}
