import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFrameClock } from './frame-clock.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('beats fifty times a second for all, and for nobody once they have stopped', () => {
  const clock = createFrameClock(Date.now)
  const heard = { ann: 0, bob: 0 }
  const stopAnn = clock.every(() => heard.ann++)
  vi.advanceTimersByTime(1_000)
  const stopBob = clock.every(() => heard.bob++)
  vi.advanceTimersByTime(1_000)
  stopAnn()
  stopBob()
  vi.advanceTimersByTime(1_000)
  expect(heard).toEqual({ ann: 100, bob: 50 })
  expect(vi.getTimerCount()).toBe(0)
})

it('makes up for a late timer, but not for a machine that slept', () => {
  let now = 0
  const clock = createFrameClock(() => now)
  let frames = 0
  clock.every(() => frames++)
  now = 100
  vi.advanceTimersByTime(10)
  expect(frames).toBe(5)
  now = 60_000
  vi.advanceTimersByTime(10)
  expect(frames).toBe(15)
  now = 60_020
  vi.advanceTimersByTime(10)
  expect(frames).toBe(16)
  clock.close()
})
