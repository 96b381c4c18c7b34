import * as v from 'valibot'
import { meanOpinionScore } from './quality-score.ts'
import { selectStatistics } from './select-statistics.ts'
import type { QualitySample } from './quality.ts'

/** The browser's statistics of both peers (https://www.w3.org/TR/webrtc-stats/). */
export type Statistics = { publish: RTCStatsReport; subscribe: RTCStatsReport }

/** What the statistics said at one moment. Counters run since the stream began, one entry for each stream. */
export type QualityReading = {
  streams: ReadonlyMap<string, Inbound>
  /** Milliseconds. */
  roundTrip?: number
}

const Counter = v.optional(v.number(), 0)

const InboundStream = v.object({
  type: v.literal('inbound-rtp'),
  kind: v.literal('audio'),
  id: v.string(),
  packetsReceived: Counter,
  packetsLost: Counter,
  packetsDiscarded: Counter,
  totalSamplesReceived: Counter,
  concealedSamples: Counter,
  silentConcealedSamples: Counter,
  jitter: v.optional(v.number()),
})
type Inbound = v.InferOutput<typeof InboundStream>

const FarReport = v.object({ type: v.literal('remote-inbound-rtp'), roundTripTime: v.number() })

const Path = v.object({
  type: v.literal('candidate-pair'),
  nominated: v.literal(true),
  currentRoundTripTime: v.number(),
})

export function readStatistics({ publish, subscribe }: Statistics): QualityReading {
  const streams = selectStatistics(subscribe, InboundStream)
  // The far end's own report on our sound is end to end; the path's is only that of the last connectivity check.
  const seconds =
    selectStatistics(publish, FarReport)[0]?.roundTripTime ??
    selectStatistics(publish, Path)[0]?.currentRoundTripTime ??
    selectStatistics(subscribe, Path)[0]?.currentRoundTripTime
  return {
    streams: new Map(streams.map((stream) => [stream.id, stream])),
    ...(seconds !== undefined && { roundTrip: seconds * 1000 }),
  }
}

/** What happened between two readings; a stream that is new in the second counts from there on. */
export function sampleBetween(
  before: QualityReading,
  after: QualityReading,
  at: number,
): QualitySample {
  const changes = [...after.streams.values()].flatMap((stream) => {
    const earlier = before.streams.get(stream.id)
    return earlier ? [changeOf(earlier, stream)] : []
  })
  // Streams of calls before stay in the statistics, and stand still.
  const moving = changes.filter((change) => change.received > 0)
  const jitters = moving.flatMap(({ jitter }) => (jitter === undefined ? [] : [jitter * 1000]))
  const { roundTrip } = after
  const measured = {
    ...(roundTrip !== undefined && { roundTrip }),
    ...(jitters.length > 0 && { jitter: Math.max(...jitters) }),
    ...(moving.length > 0 && { loss: Math.max(...moving.map((change) => change.loss)) }),
  }
  const mos = meanOpinionScore(measured)
  return {
    at,
    received: moving.reduce((sum, change) => sum + change.received, 0),
    ...measured,
    ...(mos !== undefined && { mos }),
  }
}

/**
 * A packet that comes too late is as good as lost to the ear, but `packetsLost` does not count it: the browser throws
 * it away (`packetsDiscarded`) or fills the hole (`concealedSamples`). Concealed silence is a sender that paused.
 */
function changeOf(earlier: Inbound, now: Inbound) {
  const grown = (key: Exclude<keyof Inbound, 'type' | 'kind' | 'id' | 'jitter'>): number =>
    Math.max(0, now[key] - earlier[key])
  const received = grown('packetsReceived')
  const lost = grown('packetsLost')
  const concealed = Math.max(0, grown('concealedSamples') - grown('silentConcealedSamples'))
  const loss = Math.max(
    shareOf(lost + grown('packetsDiscarded'), received + lost),
    shareOf(concealed, grown('totalSamplesReceived')),
  )
  return { received, jitter: now.jitter, loss }
}

const shareOf = (part: number, whole: number): number => (whole > 0 ? Math.min(1, part / whole) : 0)
