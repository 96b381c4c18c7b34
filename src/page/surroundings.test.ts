import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createSurroundings } from './surroundings.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function stage() {
  const window = new EventTarget()
  const document = Object.assign(new EventTarget(), {
    visibilityState: 'visible' as DocumentVisibilityState,
  })
  const navigator = { onLine: true }
  const told: string[] = []
  const surroundings = createSurroundings({ window, document, navigator })
  const unsubscribe = surroundings.subscribe((event) => told.push(event))
  return { window, document, navigator, surroundings, unsubscribe, told }
}

it('passes on what the browser says of the network and of the page', () => {
  const { window, document, navigator, surroundings, unsubscribe, told } = stage()
  window.dispatchEvent(new Event('offline'))
  window.dispatchEvent(new Event('online'))
  document.dispatchEvent(new Event('resume'))
  expect(told).toEqual(['offline', 'online', 'thawed'])
  navigator.onLine = false
  expect(surroundings.hasNetwork()).toBe(false)
  unsubscribe()
  window.dispatchEvent(new Event('online'))
  expect(told).toHaveLength(3)
})

it('notices at the first look at the clock that the machine has slept', async () => {
  const { told } = stage()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toEqual([])
  vi.setSystemTime(Date.now() + 3_600_000)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual(['woken'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toEqual(['woken'])
})

it('looks when the page comes to the front, where its timers were held back', () => {
  const { document, told } = stage()
  vi.setSystemTime(Date.now() + 60_000)
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  expect(told).toEqual([])
  document.visibilityState = 'visible'
  document.dispatchEvent(new Event('visibilitychange'))
  expect(told).toEqual(['woken'])
})

it('does not take a page that is busy for a moment for one that slept', async () => {
  const { told } = stage()
  vi.setSystemTime(Date.now() + 3_000)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual([])
})
