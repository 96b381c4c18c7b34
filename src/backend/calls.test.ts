import { describe, expect, it, vi } from 'vitest'
import { type Call, createCalls, ended } from './calls.ts'
import { createStore } from './create-store.ts'

const dialing = {
  direction: 'outbound',
  id: 'call-1',
  endpointId: 'e-1',
  userId: 'agent',
  number: '+19195550101',
  startedAt: 0,
  heardAt: 0,
  wasIneligible: false,
  status: 'dialing',
} as const

const offered = {
  ...dialing,
  direction: 'inbound',
  to: '+19195550100',
  attemptId: 'attempt-1',
  bandwidthCallId: 'c-1',
  status: 'offered',
} as const

describe('the calls', () => {
  it('stay ended', () => {
    const onChange = vi.fn<(call: Call) => void>()
    const calls = createCalls(createStore(), () => 0, onChange)
    calls.put(dialing)
    calls.put(ended(dialing, 'cancelled'))
    calls.put({ ...dialing, status: 'ringing', bandwidthCallId: 'c-1' })
    expect(calls.get('call-1')).toMatchObject({ status: 'ended', cause: 'cancelled' })
    expect(onChange.mock.calls.map(([call]) => call.status)).toEqual(['dialing', 'ended'])
  })

  it('are forgotten some time after their end, and never while they live', () => {
    let time = 0
    const calls = createCalls(
      createStore(),
      () => time,
      () => {},
    )
    calls.put(dialing)
    calls.put({ ...dialing, id: 'call-2' })
    calls.put(ended(dialing, 'failed'))
    time = 1_000
    calls.forget(1_000)
    expect(calls.get('call-1')).toBeDefined()
    time = 1_001
    calls.forget(1_000)
    expect(calls.get('call-1')).toBeUndefined()
    expect(calls.get('call-2')).toBeDefined()
  })

  it('are found by Bandwidth’s id, oldest first, for as long as each is remembered', () => {
    let time = 0
    const store = createStore()
    const start = () =>
      createCalls(
        store,
        () => time,
        () => {},
      )
    const calls = start()
    const idsOf = (bandwidthCallId: string, of = calls) =>
      of.ofBandwidthCall(bandwidthCallId).map(({ id }) => id)
    const offer = { ...offered, bandwidthCallId: 'c-1' }
    calls.put(offer)
    calls.put({ ...dialing, id: 'call-2' })
    calls.put(ended(offer, 'rejected'))
    calls.put({ ...offer, id: 'call-3' })
    calls.put({ ...offer, id: 'call-4', bandwidthCallId: 'c-2' })
    expect(() =>
      store.transaction(() => {
        calls.put({ ...offer, id: 'call-5' })
        throw new Error('taken back')
      }),
    ).toThrow('taken back')
    for (const process of [calls, start()]) {
      expect([idsOf('c-1', process), idsOf('c-2', process), idsOf('c-3', process)]).toEqual([
        ['call-1', 'call-3'],
        ['call-4'],
        [],
      ])
    }

    time = 1_001
    expect(() =>
      store.transaction(() => {
        calls.forget(1_000)
        throw new Error('taken back')
      }),
    ).toThrow('taken back')
    expect(idsOf('c-1')).toEqual(['call-1', 'call-3'])
    calls.forget(1_000)
    expect(idsOf('c-1')).toEqual(['call-3'])
    calls.put({ ...dialing, id: 'call-2', status: 'ringing', bandwidthCallId: 'c-3' })
    expect(idsOf('c-3')).toEqual(['call-2'])
  })
})
