import { createPeer, type Peer, type PeerOptions } from './peer.ts'
import type { RemoteTrack } from './streams.ts'
import { createMetadataJoin } from './track-metadata.ts'

/** The peer that carries the far ends; only the gateway ever offers on it. */
export function createSubscribingPeer(
  options: PeerOptions & { onTrack: (remote: RemoteTrack) => void },
): Peer {
  const { connection, onTrack } = options
  let metadataOf = createMetadataJoin({ sdpOffer: '' })
  connection.addEventListener('track', ({ track, streams, transceiver }) => {
    onTrack({
      track,
      stream: streams[0] ?? new MediaStream([track]),
      metadata: metadataOf({ mid: transceiver.mid, trackId: track.id }),
    })
  })
  return createPeer({
    ...options,
    beforeApplying: (offer) => {
      metadataOf = createMetadataJoin(offer)
    },
  })
}
