import type { Statistics } from '../phone/quality-reading.ts'

/** What one second of a line is like; packets come fifty times a second. Milliseconds and shares. */
export type Line = { roundTrip?: number; jitter?: number; lost?: number; late?: number }

/** A browser's statistics as they grow: each `pass` is a second of the line, and `statistics` what `getStats` gives then. */
export function createFakeStatistics() {
  const inbound = {
    type: 'inbound-rtp',
    kind: 'audio',
    id: 'inbound-1',
    packetsReceived: 100,
    packetsLost: 0,
    packetsDiscarded: 0,
    totalSamplesReceived: 96_000,
    concealedSamples: 0,
    silentConcealedSamples: 0,
    jitter: 0,
  }
  let roundTrip = 40

  return {
    pass: ({ lost = 0, late = 0, jitter = 4, ...line }: Line = {}): void => {
      inbound.packetsReceived += Math.round(50 * (1 - lost))
      inbound.packetsLost += Math.round(50 * lost)
      inbound.totalSamplesReceived += 48_000
      inbound.concealedSamples += Math.round(48_000 * late)
      inbound.jitter = jitter / 1000
      roundTrip = line.roundTrip ?? 40
    },
    statistics: (): Statistics => ({
      publish: reportOf({
        type: 'remote-inbound-rtp',
        id: 'far-1',
        roundTripTime: roundTrip / 1000,
      }),
      subscribe: reportOf({ ...inbound }),
    }),
  }
}

/** A browser's report is a map that can only be read; a map will do. */
export function reportOf(...statistics: { id: string; [key: string]: unknown }[]): RTCStatsReport {
  return new Map(statistics.map((statistic) => [statistic.id, statistic]))
}
