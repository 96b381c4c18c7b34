import { expect, it } from 'vitest'
import { createFakeStatistics, reportOf } from '../testing/fake-statistics.ts'
import { readStatistics, sampleBetween } from './quality-reading.ts'
import type { Line } from '../testing/fake-statistics.ts'

function secondOf(line: Line) {
  const fake = createFakeStatistics()
  const before = readStatistics(fake.statistics())
  fake.pass(line)
  return sampleBetween(before, readStatistics(fake.statistics()), 1000)
}

it('measures a second of a good line', () => {
  const sample = secondOf({})
  expect(sample).toMatchObject({ at: 1000, received: 50, roundTrip: 40, jitter: 4, loss: 0 })
  expect(sample.mos).toBeGreaterThan(4.3)
})

it('counts what was lost, and what came too late, as loss, and the same hole once', () => {
  expect(secondOf({ lost: 0.1 }).loss).toBeCloseTo(0.1)
  expect(secondOf({ late: 0.04 }).loss).toBeCloseTo(0.04)
  expect(secondOf({ lost: 0.1, late: 0.1 }).loss).toBeCloseTo(0.1)
})

it('does not take a far end that pauses for loss', () => {
  const stream = (packetsReceived: number, concealed: number) => ({
    publish: reportOf(),
    subscribe: reportOf({
      type: 'inbound-rtp',
      kind: 'audio',
      id: 'a',
      packetsReceived,
      totalSamplesReceived: packetsReceived * 960,
      concealedSamples: concealed,
      silentConcealedSamples: concealed,
    }),
  })
  const [before, after] = [readStatistics(stream(50, 0)), readStatistics(stream(60, 9000))]
  expect(sampleBetween(before, after, 0).loss).toBe(0)
})

it('tells a far end of which nothing arrives', () => {
  const reading = readStatistics(createFakeStatistics().statistics())
  const sample = sampleBetween(reading, reading, 0)
  expect(sample).toEqual({ at: 0, received: 0, roundTrip: 40 })
})

it('takes the round trip of the path where the far end does not report one', () => {
  const pair = {
    type: 'candidate-pair',
    id: 'pair',
    nominated: true,
    currentRoundTripTime: 0.07,
  }
  const publish = reportOf(pair, { ...pair, id: 'other', nominated: false })
  expect(readStatistics({ publish, subscribe: reportOf() }).roundTrip).toBe(70)
})

it('leaves the streams of calls before, and what is no statistic, out of it', () => {
  const old = {
    type: 'inbound-rtp',
    kind: 'audio',
    id: 'old',
    packetsReceived: 9,
    packetsLost: 9,
    jitter: 0.2,
  }
  const fake = createFakeStatistics()
  const read = () => {
    const { publish, subscribe } = fake.statistics()
    const all = new Map([...subscribe, ['old', old], ['odd', null]])
    return readStatistics({ publish, subscribe: all as RTCStatsReport })
  }
  const before = read()
  fake.pass()
  expect(sampleBetween(before, read(), 0)).toMatchObject({ jitter: 4, loss: 0 })
})
