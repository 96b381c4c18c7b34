import { describe, expect, it } from 'vitest'
import { createCallers, isLiveCaller } from './callers.ts'
import { createStore } from './create-store.ts'

function setUp() {
  let time = 1_000
  const callers = createCallers(createStore(), () => time)
  return {
    callers,
    arrive: (callId: string) => {
      const caller = callers.arrive({ callId, from: '+19195551234', to: '+19195550100' })
      if (!caller) throw new Error(`${callId} is gone`)
      return caller
    },
    at: (milliseconds: number) => {
      time = milliseconds
    },
  }
}

describe('a caller', () => {
  it('who is announced again is the same one, with the first time of arrival', () => {
    const { arrive, at } = setUp()
    const first = arrive('in-1')
    at(2_000)
    expect(arrive('in-1')).toEqual(first)
  })

  it('whose end has overtaken the beginning does not arrive', () => {
    const { callers } = setUp()
    callers.leave('in-1')
    const caller = { callId: 'in-1', from: '+19195551234', to: '+19195550100' }
    expect(callers.arrive(caller)).toBeUndefined()
    expect(callers.live()).toEqual([])
  })

  it('keeps the first time of being put on hold, and begins a new round with each', () => {
    const { callers, arrive, at } = setUp()
    const caller = arrive('in-1')
    at(2_000)
    const held = callers.hold(caller)
    expect(held).toMatchObject({ heldSince: 2_000, roundSince: 2_000, arrivedAt: 1_000 })
    at(3_000)
    callers.offer(held)
    const offered = callers.get('in-1')
    expect(offered).toMatchObject({ status: 'offered', heldSince: 2_000, roundSince: 2_000 })
    at(4_000)
    if (!offered || !isLiveCaller(offered)) throw new Error('The caller is gone')
    expect(callers.hold(offered)).toMatchObject({ heldSince: 2_000, roundSince: 4_000 })
  })

  it('who is being fetched is not any more once they are offered or held again', () => {
    const { callers, arrive } = setUp()
    const held = callers.hold(arrive('in-1'))
    callers.fetch(held)
    expect(callers.holding()).toMatchObject([{ fetchedAt: 1_000 }])
    expect(callers.hold(held)).not.toHaveProperty('fetchedAt')
    callers.fetch(held)
    callers.offer(held)
    expect(callers.get('in-1')).not.toHaveProperty('fetchedAt')
  })

  it('leaves nothing behind but the fact', () => {
    const { callers, arrive } = setUp()
    arrive('in-1')
    callers.leave('in-1')
    expect(callers.get('in-1')).toEqual({ id: 'in-1', status: 'gone', goneAt: 1_000 })
    callers.heard('in-1')
    callers.heard('in-unknown')
    expect(callers.get('in-1')).toMatchObject({ status: 'gone' })
    expect(callers.get('in-unknown')).toBeUndefined()
  })

  it('who is gone is forgotten some time later, one who is there never', () => {
    const { callers, arrive, at } = setUp()
    arrive('in-1')
    callers.leave('in-2')
    at(2_000)
    callers.forget(1_000)
    expect(callers.get('in-2')).toBeDefined()
    at(2_001)
    callers.forget(1_000)
    expect(callers.get('in-2')).toBeUndefined()
    expect(callers.get('in-1')).toBeDefined()
  })
})

describe('the callers on hold', () => {
  it('are in the order of arrival, whoever was put on hold first', () => {
    const { callers, arrive, at } = setUp()
    const first = arrive('in-b')
    at(2_000)
    const second = arrive('in-a')
    arrive('in-c')
    callers.hold(second)
    callers.hold(first)
    expect(callers.holding().map(({ id }) => id)).toEqual(['in-b', 'in-a'])
  })

  it('are always in the same order where they called in one millisecond', () => {
    const { callers, arrive } = setUp()
    for (const id of ['in-3', 'in-1', 'in-2']) callers.hold(arrive(id))
    expect(callers.holding().map(({ id }) => id)).toEqual(['in-1', 'in-2', 'in-3'])
  })
})
