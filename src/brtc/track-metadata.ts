import type { TrackMetadata } from '../wire/gateway.ts'

export type OfferWithMetadata = {
  sdpOffer: string
  trackMetadata?: Record<string, TrackMetadata> | undefined
}

/** What the browser says of a track that an offer added. */
export type AddedTrack = { mid: string | null; trackId: string }

/**
 * Joins the metadata of one offer with the tracks that it adds (brtc-protocol 6.5): by the m-section that names the
 * track, because browsers may rewrite the id and reuse a track; then by id; then, where one entry is left, by that.
 * Each entry is given out once.
 */
export function createMetadataJoin(
  offer: OfferWithMetadata,
): (added: AddedTrack) => TrackMetadata | undefined {
  const pending = new Map(Object.entries(offer.trackMetadata ?? {}))
  const trackIds = trackIdsByMid(offer.sdpOffer)
  return ({ mid, trackId }) => {
    const onlyKey = pending.size === 1 ? [...pending.keys()] : []
    const key = [trackIds.get(mid ?? ''), trackId, ...onlyKey].find(
      (candidate) => candidate !== undefined && pending.has(candidate),
    )
    if (key === undefined) return undefined
    const metadata = pending.get(key)
    pending.delete(key)
    return metadata
  }
}

/** `a=mid` → the track id of `a=msid:<stream id> <track id>`, for each m-section that has both. */
export function trackIdsByMid(sdp: string): Map<string, string> {
  const sections = sdp.split(/^m=/m).slice(1)
  return new Map(
    sections.flatMap((section) => {
      const mid = /^a=mid:(\S+)/m.exec(section)?.[1]
      const trackId = /^a=msid:\S+ (\S+)/m.exec(section)?.[1]
      return mid !== undefined && trackId !== undefined ? [[mid, trackId] as const] : []
    }),
  )
}
