import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

const minute = 60_000

function setUp(options: { limit?: number; maxKeys?: number } = {}) {
  let time = 1_000
  const { take } = createRateLimit({ limit: 2, period: minute, now: () => time, ...options })
  const pass = (milliseconds: number) => {
    time += milliseconds
  }
  return { take, pass }
}

describe('the rate limit', () => {
  it('lets through up to the limit, and says when it does so again', () => {
    const { take, pass } = setUp()
    expect(take('ann')).toEqual({ allowed: true })
    pass(15_500)
    expect(take('ann')).toEqual({ allowed: true })
    expect(take('ann')).toEqual({ allowed: false, retryAfter: 45 })
    pass(44_499)
    expect(take('ann')).toEqual({ allowed: false, retryAfter: 1 })
    pass(1)
    expect(take('ann')).toEqual({ allowed: true })
    expect(take('ann')).toEqual({ allowed: false, retryAfter: 16 })
  })

  it('counts each key by itself', () => {
    const { take } = setUp({ limit: 1 })
    expect(take('ann').allowed).toBe(true)
    expect(take('bob').allowed).toBe(true)
    expect(take('ann').allowed).toBe(false)
  })

  it('lets nothing through with a limit of 0', () => {
    expect(setUp({ limit: 0 }).take('ann')).toEqual({ allowed: false, retryAfter: 60 })
  })

  it('cannot be shaken off with invented keys', () => {
    const { take, pass } = setUp({ limit: 1, maxKeys: 2 })
    expect(take('ann').allowed).toBe(true)
    pass(10_000)
    expect(take('bob').allowed).toBe(true)
    expect(take('eve')).toEqual({ allowed: false, retryAfter: 50 })
    expect(take('ann').allowed).toBe(false)
    pass(50_000)
    expect(take('eve').allowed).toBe(true)
    expect(take('bob').allowed).toBe(false)
  })

  it('keeps to the limit in every period, refuses nobody below it, and keeps its word about the wait', () => {
    const steps = fc.array(
      fc.record({ pause: fc.integer({ min: 0, max: 40_000 }), key: fc.constantFrom('a', 'b') }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 5 }), (steps, limit) => {
        const { take, pass } = setUp({ limit })
        const allowed: { key: string; at: number }[] = []
        const promised = new Map<string, number>()
        let at = 0
        for (const { pause, key } of steps) {
          pass(pause)
          at += pause
          const inWindow = allowed.filter((each) => each.key === key && at - each.at < minute)
          const verdict = take(key)
          expect(verdict.allowed).toBe(inWindow.length < limit)
          if (verdict.allowed) {
            allowed.push({ key, at })
            promised.delete(key)
            continue
          }
          expect(at).toBeLessThan(promised.get(key) ?? Infinity)
          promised.set(key, at + verdict.retryAfter * 1_000)
        }
      }),
    )
  })
})
