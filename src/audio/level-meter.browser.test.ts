import { afterEach, beforeEach, expect, it } from 'vitest'
import { allowSound } from '../testing/allow-sound.ts'
import { createLevelMeter } from './level-meter.ts'

let context: AudioContext

beforeEach(async () => {
  await allowSound()
  context = new AudioContext()
})
afterEach(() => context.close())

it('tells the peak of a stream', async () => {
  const meter = createLevelMeter(() => context)
  const levels: number[] = []
  meter.measure(sine(0.4))
  meter.subscribe((level) => levels.push(level))

  await expect.poll(() => levels.at(-1)).toBeCloseTo(0.4, 2)
})

it('never tells more than full scale', async () => {
  const meter = createLevelMeter(() => context)
  const levels: number[] = []
  meter.measure(sine(0.9))
  meter.subscribe((level) => levels.push(level))

  await expect.poll(() => levels.at(-1)).toBeGreaterThan(0.85)
  expect(Math.max(...levels)).toBeLessThanOrEqual(1)
})

it('tells 0 to a new listener, and to all when the stream goes away', async () => {
  const meter = createLevelMeter(() => context)
  const levels: number[] = []
  meter.subscribe((level) => levels.push(level))
  expect(levels).toEqual([0])

  meter.measure(sine(0.4))
  await expect.poll(() => levels.at(-1)).toBeGreaterThan(0.3)
  meter.measure(null)
  expect(levels.at(-1)).toBe(0)
})

it('changes from one stream to another', async () => {
  const meter = createLevelMeter(() => context)
  const levels: number[] = []
  meter.subscribe((level) => levels.push(level))

  meter.measure(sine(0.2))
  await expect.poll(() => levels.at(-1)).toBeCloseTo(0.2, 2)
  meter.measure(sine(0.6))
  await expect.poll(() => levels.at(-1)).toBeCloseTo(0.6, 2)
})

it('measures nothing while nobody listens', async () => {
  let sourcesMade = 0
  const meter = createLevelMeter(() => {
    sourcesMade += 1
    return context
  })
  meter.measure(sine(0.4))
  expect(sourcesMade).toBe(0)

  const levels: number[] = []
  const leave = meter.subscribe((level) => levels.push(level))
  const leaveAgain = meter.subscribe(() => {})
  expect(sourcesMade).toBe(1)
  await expect.poll(() => levels.length).toBeGreaterThan(3)

  leave()
  leaveAgain()
  const heard = levels.length
  await nextFrame()
  await nextFrame()
  expect(levels).toHaveLength(heard)
})

it('is silent for a stream without sound', () => {
  const meter = createLevelMeter(() => context)
  const levels: number[] = []
  meter.measure(new MediaStream())
  meter.subscribe((level) => levels.push(level))

  expect(levels).toEqual([0])
})

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
