import * as v from 'valibot'
import { selectStatistics } from '../select-statistics.ts'

/** How the sound travels to Bandwidth: straight (`host`), through a router (`srflx`, `prflx`) or a relay. */
export type MediaPath = {
  type: 'host' | 'srflx' | 'prflx' | 'relay'
  protocol: 'udp' | 'tcp'
  /** Milliseconds, the mean of the browser's connectivity checks; undefined while none was answered. */
  roundTrip?: number
}

const Transport = v.object({ type: v.literal('transport'), selectedCandidatePairId: v.string() })

const Pair = v.object({
  type: v.literal('candidate-pair'),
  id: v.string(),
  localCandidateId: v.string(),
  nominated: v.optional(v.boolean(), false),
  currentRoundTripTime: v.optional(v.number()),
  totalRoundTripTime: v.optional(v.number(), 0),
  responsesReceived: v.optional(v.number(), 0),
})

const Candidate = v.object({
  type: v.literal('local-candidate'),
  id: v.string(),
  candidateType: v.picklist(['host', 'srflx', 'prflx', 'relay']),
  protocol: v.fallback(v.picklist(['udp', 'tcp']), 'udp'),
  /** What leads to the relay, where there is one. */
  relayProtocol: v.optional(v.string()),
})

/** @returns undefined while the browser has chosen none */
export function readPath(report: RTCStatsReport): MediaPath | undefined {
  const selected = selectStatistics(report, Transport)[0]?.selectedCandidatePairId
  const pairs = selectStatistics(report, Pair)
  // Firefox has no transport statistics.
  const pair = pairs.find(({ id }) => id === selected) ?? pairs.find(({ nominated }) => nominated)
  const candidate = selectStatistics(report, Candidate).find(
    ({ id }) => id === pair?.localCandidateId,
  )
  if (!pair || !candidate) return undefined
  const { candidateType: type, protocol, relayProtocol = protocol } = candidate
  const seconds =
    pair.responsesReceived > 0
      ? pair.totalRoundTripTime / pair.responsesReceived
      : pair.currentRoundTripTime
  return {
    type,
    protocol: relayProtocol === 'udp' ? 'udp' : 'tcp',
    ...(seconds !== undefined && { roundTrip: seconds * 1000 }),
  }
}
