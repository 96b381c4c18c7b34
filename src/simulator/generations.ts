import type { NotificationParams, PeerType } from '../wire/gateway.ts'
import type { CallLeg } from './device-link.ts'
import type { CallTrack } from './media-plane.ts'
import type { Switches } from './switches.ts'

/** How one generation of the protocol tells a device of a call (brtc-protocol 0). */
export type Generation = {
  /** Whether an idle audio track is there from the start, and calls use it, or each call brings its own. */
  track: 'idle' | 'fresh'
  /** Whether a call changes the SDP. Only G1 leaves it all to notifications. */
  renegotiates: boolean
  /** `streamAvailable` and `streamUnavailable`. */
  notifies: boolean
  /** What the `sdpOffer` that brings the call says about it. */
  describes: 'stream' | 'track' | 'nothing'
  /** Whether `sdpOffer` names its peer: without that the publish peer cannot be addressed. */
  namesPeer: boolean
  /** Whether there are `acceptStream` and `declineStream`; without them every call is accepted. */
  asks: boolean
}

const g2 = {
  track: 'fresh',
  renegotiates: true,
  notifies: false,
  describes: 'track',
  namesPeer: false,
  asks: true,
} as const

export const generations: Record<Switches['generation'], Generation> = {
  G0: { ...g2, track: 'idle', describes: 'stream', asks: false },
  G1: { ...g2, track: 'idle', renegotiates: false, notifies: true, describes: 'nothing' },
  G1b: { ...g2, notifies: true, describes: 'nothing' },
  G2: g2,
  G3: { ...g2, namesPeer: true },
}

/** A call as an offer describes it. */
export type OfferedCall = { leg: CallLeg; track: CallTrack; autoAccepted: boolean }

/** `streamSourceMetadata` is G0's (5.3): no device is known to have used it. */
export type SdpOfferParams = NotificationParams<'sdpOffer'> & {
  streamSourceMetadata?: Record<string, { endpointId?: string; mediaTypes?: string[] }>
}

/** The params of an `sdpOffer` notification. `call` only on the offer that brings its track (5.3). */
export function sdpOfferParams(
  generation: Generation,
  offer: { endpointId: string; peer: PeerType; revision: number; sdp: string; call?: OfferedCall },
): SdpOfferParams {
  return {
    endpointId: offer.endpointId,
    ...(generation.namesPeer && { peerType: offer.peer }),
    sdpRevision: offer.revision,
    sdpOffer: offer.sdp,
    ...(offer.call && metadata(generation, offer.endpointId, offer.call)),
  }
}

function metadata(
  generation: Generation,
  endpointId: string,
  { leg, track, autoAccepted }: OfferedCall,
): Partial<SdpOfferParams> {
  if (generation.describes === 'nothing') return {}
  if (generation.describes === 'stream') {
    return { streamSourceMetadata: { [track.streamId]: { endpointId, mediaTypes: ['AUDIO'] } } }
  }
  const { from, fromType, tags } = leg
  const described = { from, fromType, autoAccepted, ...(tags !== undefined && { tags }) }
  return { trackMetadata: { [track.trackId]: described } }
}
