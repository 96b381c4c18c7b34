import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { advance, createJumpingClock } from './jumping-clock.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

const settled = async () => {}
const day = 24 * 60 * 60 * 1000

describe('a clock that can jump', () => {
  it('goes as the clock below it as long as nobody moves it', async () => {
    const clock = createJumpingClock()
    const run = vi.fn<() => void>()
    clock.after(500, run)
    await vi.advanceTimersByTimeAsync(499)
    expect(run).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(run).toHaveBeenCalledOnce()
    expect(clock.now()).toBe(1_500)
  })

  it('runs what it jumps over in the order of its time, and at that time', async () => {
    const clock = createJumpingClock()
    const happened: [string, number][] = []
    const note = (what: string) => () => happened.push([what, clock.now()])
    clock.after(day, note('tomorrow'))
    clock.after(2_000, note('later'))
    clock.after(1_000, note('sooner'))
    clock.after(1_000, note('just after'))
    clock.after(day + 1, note('too late'))
    await advance(clock, day, settled)
    expect(happened).toEqual([
      ['sooner', 2_000],
      ['just after', 2_000],
      ['later', 3_000],
      ['tomorrow', day + 1_000],
    ])
    expect(clock.now()).toBe(day + 1_000)
    await vi.advanceTimersByTimeAsync(1)
    expect(happened.at(-1)).toEqual(['too late', day + 1_001])
  })

  it('runs what is set during the jump, and what the network has to say, before what is due later', async () => {
    const clock = createJumpingClock()
    const happened: string[] = []
    let answer: (() => void) | undefined
    clock.after(100, () => {
      answer = () => {
        happened.push('answer')
        clock.after(100, () => happened.push('consequence'))
      }
    })
    clock.after(1_000, () => happened.push('end'))
    await advance(clock, 5_000, async () => {
      answer?.()
      answer = undefined
    })
    expect(happened).toEqual(['answer', 'consequence', 'end'])
  })

  it('does not run what was cancelled', async () => {
    const clock = createJumpingClock()
    const run = vi.fn<() => void>()
    const cancel = clock.after(10, run)
    clock.after(5, cancel)
    await advance(clock, 1_000, settled)
    expect(run).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('goes on after something that fails', async () => {
    const clock = createJumpingClock()
    const run = vi.fn<() => void>()
    clock.after(10, () => {
      throw new Error('fell over')
    })
    clock.after(20, run)
    expect(() => clock.step(1_500)).toThrow('fell over')
    await vi.advanceTimersByTimeAsync(20)
    expect(run).toHaveBeenCalledOnce()
  })
})
