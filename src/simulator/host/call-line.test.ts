import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RTCRtpSender, RtpPacket } from 'werift'
import type { Impairment } from '../device-link.ts'
import { createCallLine } from './call-line.ts'
import { silentFrame } from './telephone-speech.ts'
import { voiceCodecs } from './voice-codec.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** @param chance what `random` gives from the first packet on */
function createLine(impairment?: Impairment, chance: () => number = () => 0.5) {
  const start = Date.now()
  const arrived: { at: number; header: RtpPacket['header'] }[] = []
  // The only part of a sender that a line has to do with.
  const sender = {
    sendRtp: async ({ header }: RtpPacket) => {
      arrived.push({ at: Date.now() - start, header })
    },
  } as RTCRtpSender
  let random = () => 0
  const line = createCallLine(sender, voiceCodecs.opus, {
    now: Date.now,
    random: () => random(),
  })
  random = chance
  line.impair(impairment)
  const speak = (packets: number) => {
    for (let count = 0; count < packets; count++) {
      line.send(silentFrame)
      vi.advanceTimersByTime(20)
    }
  }
  return { line, speak, arrived }
}

it('numbers packets one by one, 960 ticks apart, and marks the first', () => {
  const { speak, arrived } = createLine()
  speak(3)
  expect(arrived.map(({ header }) => header)).toMatchObject([
    { sequenceNumber: 1, timestamp: 960, marker: true },
    { sequenceNumber: 2, timestamp: 1_920, marker: false },
    { sequenceNumber: 3, timestamp: 2_880, marker: false },
  ])
})

it('lets time pass between two calls, but leaves no hole', () => {
  const { line, speak, arrived } = createLine()
  speak(1)
  line.pause()
  vi.advanceTimersByTime(1_000)
  speak(1)
  expect(arrived[1]?.header).toMatchObject({
    sequenceNumber: 2,
    timestamp: 960 + 48_000 + 960,
    marker: true,
  })
})

it('leaves out the numbers of what is lost', () => {
  const chances = [0.05, 0.2, 0.09, 0.1]
  const { speak, arrived } = createLine({ loss: 0.1, jitter: 0 }, () => chances.shift() ?? 1)
  speak(4)
  expect(arrived.map(({ header }) => header.sequenceNumber)).toEqual([2, 4])
})

it('delays everything by the same, and by up to twice the jitter more, in order', () => {
  // For each packet: whether it is lost, then how long it takes.
  const chances = [1, 1, 1, 0, 1, 0.5]
  const { speak, arrived } = createLine({ loss: 0, jitter: 0.03, delay: 0.1 }, () => {
    return chances.shift() ?? 0
  })
  speak(3)
  vi.advanceTimersByTime(1_000)
  expect(arrived.map(({ header }) => header.sequenceNumber)).toEqual([1, 2, 3])
  // The second and the third wait for the first, which is late.
  expect(arrived.map(({ at }) => at)).toEqual([160, 160, 170])
})
