import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { allowSound } from '../testing/allow-sound.ts'
import { waitFor } from '../testing/wait-for.ts'
import { createLevelMeter } from './level-meter.ts'
import type { LevelMeter } from './level-meter.ts'

/** Audio takes its time on a busy machine. */
const patience = { timeout: 15_000 }

let context: AudioContext
const subscriptions: (() => void)[] = []

beforeEach(async () => {
  await allowSound()
  context = new AudioContext()
})
afterEach(async () => {
  for (const leave of subscriptions.splice(0)) leave()
  await context.close()
})

it('tells the peak of a stream', async () => {
  const meter = createLevelMeter()
  meter.measure(sine(0.4))
  const levels = levelsOf(meter)

  await expect.poll(() => levels.at(-1), patience).toBeCloseTo(0.4, 2)
})

it('never tells more than full scale', async () => {
  const meter = createLevelMeter()
  meter.measure(sine(0.9))
  const levels = levelsOf(meter)

  await expect.poll(() => levels.at(-1), patience).toBeGreaterThan(0.85)
  expect(Math.max(...levels)).toBeLessThanOrEqual(1)
})

it('tells 0 to a new listener, and to all when the stream goes away', async () => {
  const meter = createLevelMeter()
  const levels = levelsOf(meter)
  expect(levels).toEqual([0])

  meter.measure(sine(0.4))
  await expect.poll(() => levels.at(-1), patience).toBeGreaterThan(0.3)
  meter.measure(null)
  expect(levels.at(-1)).toBe(0)
})

it('changes from one stream to another', async () => {
  const meter = createLevelMeter()
  const levels = levelsOf(meter)

  meter.measure(sine(0.2))
  await expect.poll(() => levels.at(-1), patience).toBeCloseTo(0.2, 2)
  meter.measure(sine(0.6))
  await expect.poll(() => levels.at(-1), patience).toBeCloseTo(0.6, 2)
})

it('measures only while somebody listens', async () => {
  const read = vi.spyOn(AnalyserNode.prototype, 'getFloatTimeDomainData')
  const meter = createLevelMeter()
  meter.measure(sine(0.4))
  await nextFrame()
  expect(read).not.toHaveBeenCalled()

  const leave = meter.subscribe(() => {})
  const leaveAlso = meter.subscribe(() => {})
  await waitFor(() => expect(read).toHaveBeenCalled())
  leave()
  read.mockClear()
  await waitFor(() => expect(read).toHaveBeenCalled())

  leaveAlso()
  read.mockClear()
  await nextFrame()
  await nextFrame()
  expect(read).not.toHaveBeenCalled()
  read.mockRestore()
})

it('is silent for a stream without sound', () => {
  const meter = createLevelMeter()
  meter.measure(new MediaStream())
  const levels = levelsOf(meter)

  expect(levels).toEqual([0])
})

it('closes what it has opened for a stream', async () => {
  const opened: AudioContext[] = []
  const meter = createLevelMeter(() => {
    const own = new AudioContext()
    opened.push(own)
    return own
  })
  meter.measure(sine(0.4))
  const leave = meter.subscribe(() => {})
  meter.measure(sine(0.6))
  leave()
  await expect.poll(() => opened.map(({ state }) => state)).toEqual(['closed', 'closed'])
})

/** What the meter has told since now. */
function levelsOf(meter: LevelMeter): number[] {
  const levels: number[] = []
  subscriptions.push(meter.subscribe((level) => levels.push(level)))
  return levels
}

function sine(amplitude: number): MediaStream {
  const destination = context.createMediaStreamDestination()
  const oscillator = new OscillatorNode(context, { frequency: 500 })
  oscillator.connect(new GainNode(context, { gain: amplitude })).connect(destination)
  oscillator.start()
  return destination.stream
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve)
  })
}
