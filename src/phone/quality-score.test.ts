import { describe, expect, it } from 'vitest'
import { levelOf, levelReached, meanOpinionScore, problemsOf, summarise } from './quality-score.ts'
import type { QualitySample } from './quality.ts'

const good: QualitySample = {
  at: 0,
  received: 50,
  roundTrip: 40,
  jitter: 4,
  loss: 0,
  mos: 4.4,
}
const poor: QualitySample = { ...good, jitter: 60, loss: 0.05 }

describe('the mean opinion score', () => {
  it.each([
    // [round trip ms, jitter ms, loss, score]
    [0, 0, 0, 4.43],
    [50, 5, 0, 4.4],
    [145, 2.4, 0, 4.36],
    [145, 2.6, 0, 4.36],
    [300, 20, 0, 3.679],
    [400, 30, 0.01, 2.957],
    [50, 5, 0.05, 4.024],
    [50, 5, 0.1, 3.503],
    [2000, 100, 0.5, 1],
  ])('of a round trip of %d ms, %d ms of jitter and a loss of %d is %d', (...row) => {
    const [roundTrip, jitter, loss, score] = row
    expect(meanOpinionScore({ roundTrip, jitter, loss })).toBeCloseTo(score, 1)
  })

  it.each([{}, { jitter: 1, loss: 0 }, { roundTrip: 1, loss: 0 }, { roundTrip: 1, jitter: 1 }])(
    'is not made up from %o',
    (measured) => {
      expect(meanOpinionScore(measured)).toBeUndefined()
    },
  )

  it('never leaves its scale, and never rises where the line gets worse', () => {
    let before = 5
    for (let step = 0; step <= 100; step += 1) {
      const score = meanOpinionScore({ roundTrip: step * 20, jitter: step, loss: step / 100 }) ?? 0
      expect(score).toBeGreaterThanOrEqual(1)
      expect(score).toBeLessThanOrEqual(before)
      before = score
    }
  })
})

describe('a sample', () => {
  it.each([
    [{}, 'good', []],
    [{ roundTrip: 200, jitter: 20, loss: 0.005, mos: 4 }, 'good', []],
    [{ roundTrip: 201 }, 'fair', []],
    [{ jitter: 20.1 }, 'fair', []],
    [{ loss: 0.006 }, 'fair', []],
    [{ mos: 3.99 }, 'fair', []],
    [{ roundTrip: 400, jitter: 30, loss: 0.01, mos: 3.5 }, 'fair', []],
    [{ roundTrip: 401 }, 'poor', ['round-trip']],
    [{ jitter: 30.1 }, 'poor', ['jitter']],
    [{ loss: 0.011 }, 'poor', ['loss']],
    [{ mos: 3.49 }, 'poor', ['mos']],
    [{ loss: 0.2, jitter: 90 }, 'poor', ['loss', 'jitter']],
    [{ received: 0 }, 'poor', ['no-sound']],
  ] as const)('with %o is %s', (measured, level, problems) => {
    const sample = { ...good, ...measured }
    expect(levelOf(sample)).toBe(level)
    expect(problemsOf(sample)).toEqual(problems)
  })

  it('in which nothing was measured is not blamed', () => {
    expect(levelOf({ at: 0, received: 50 })).toBe('good')
  })
})

it('the level of several is what so many of them reach', () => {
  expect(levelReached([good, poor, good, poor, good], 0.5)).toBe('good')
  expect(levelReached([good, poor, good, poor, poor], 0.5)).toBe('poor')
  expect(levelReached([], 0.5)).toBeUndefined()
})

describe('the summary', () => {
  it('holds medians, the loss of the whole call and what three quarters were as good as', () => {
    const samples = [good, good, good, poor]
    expect(summarise(samples)).toEqual({
      level: 'good',
      samples: 4,
      roundTrip: 40,
      jitter: 4,
      loss: 0.0125,
      mos: 4.4,
    })
    expect(summarise([...samples, poor])?.level).toBe('poor')
  })

  it('says nothing of two samples, and leaves out what was never measured', () => {
    expect(summarise([good, good])).toBeUndefined()
    const bare = { at: 0, received: 50 }
    expect(summarise([bare, bare, bare])).toEqual({ level: 'good', samples: 3 })
  })
})
