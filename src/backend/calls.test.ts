import { describe, expect, it, vi } from 'vitest'
import { type Call, createCalls, ended } from './calls.ts'

const dialing = {
  direction: 'outbound',
  id: 'call-1',
  endpointId: 'e-1',
  number: '+19195550101',
  startedAt: 0,
  wasIneligible: false,
  status: 'dialing',
} as const

describe('the calls', () => {
  it('stay ended', () => {
    const onChange = vi.fn<(call: Call) => void>()
    const calls = createCalls(() => 0, onChange)
    calls.put(dialing)
    calls.put(ended(dialing, 'cancelled'))
    calls.put({ ...dialing, status: 'ringing', bandwidthCallId: 'c-1' })
    expect(calls.get('call-1')).toMatchObject({ status: 'ended', cause: 'cancelled' })
    expect(onChange.mock.calls.map(([call]) => call.status)).toEqual(['dialing', 'ended'])
  })

  it('are remembered for an hour after their end, and as long as they live', () => {
    let time = 0
    const calls = createCalls(
      () => time,
      () => {},
    )
    calls.put(dialing)
    calls.put({ ...dialing, id: 'call-2' })
    calls.put(ended(dialing, 'failed'))
    calls.finish('c-1')
    time = 3_600_001
    calls.put({ ...dialing, id: 'call-3' })
    expect(calls.get('call-1')).toBeUndefined()
    expect(calls.get('call-2')).toBeDefined()
    expect(calls.isFinished('c-1')).toBe(false)
  })
})
