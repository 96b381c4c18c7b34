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
})
