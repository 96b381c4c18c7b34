import { describe, expect, it } from 'vitest'
import { nextStep } from './routing.ts'

const inbound = { direction: 'inbound', elapsed: 60_000, wasIneligible: true } as const

describe('the verb after a connect', () => {
  it('hangs an outbound call up', () => {
    expect(nextStep({ direction: 'outbound' })).toBe('hang-up')
  })

  it.each([
    ['accepted', 'hang-up'],
    ['declined', 'another-agent'],
    ['timed-out', 'another-agent'],
    ['cancelled', 'another-agent'],
    ['failed', 'another-agent'],
    ['denied', 'apologise'],
  ] as const)('of an inbound call that was %s: %s', (outcome, step) => {
    expect(nextStep({ ...inbound, outcome })).toBe(step)
  })

  it.each([
    [20_000, true, 'hang-up'],
    [19_999, true, 'another-agent'],
    [20_000, false, 'another-agent'],
  ] as const)('without a word after %i ms, ineligible %s: %s', (elapsed, wasIneligible, step) => {
    expect(nextStep({ ...inbound, outcome: 'unknown', elapsed, wasIneligible })).toBe(step)
  })
})
