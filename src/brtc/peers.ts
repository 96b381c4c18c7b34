import type { PeerType } from '../wire/gateway.ts'
import type { BrtcEvent } from './client.ts'
import { BrtcError } from './errors.ts'
import type { Limits } from './limits.ts'
import type { CreatePeerConnection, Peer, PeerOptions } from './peer.ts'
import { createPublishingPeer, type PublishingPeer } from './publishing-peer.ts'
import type { Session } from './session.ts'
import type { Streams } from './streams.ts'
import { createSubscribingPeer } from './subscribing-peer.ts'

export type PeersOptions = {
  session: Session
  /** Also when the session is over: the peers can outlive it. */
  onEvent: (event: BrtcEvent) => void
  streams: Streams
  limits: Limits
  createPeer?: CreatePeerConnection | undefined
  configuration?: RTCConfiguration | undefined
}

/** The two peer connections of a session (brtc-protocol 6.1). */
export interface Peers {
  publish: PublishingPeer
  subscribe: Peer
  close: () => void
}

const defaultConfiguration: RTCConfiguration = {
  iceServers: [],
  bundlePolicy: 'max-bundle',
  rtcpMuxPolicy: 'require',
}

export function createPeers({
  session,
  streams,
  limits,
  onEvent,
  ...options
}: PeersOptions): Peers {
  const { createPeer = (configuration) => new RTCPeerConnection(configuration) } = options
  const optionsOf = (type: PeerType): PeerOptions => ({
    type,
    connection: createPeer({ ...defaultConfiguration, ...options.configuration }),
    waits: session.waits,
    limits,
    onStateChange: (state) => onEvent({ type: 'peerStateChanged', peer: type, state }),
    onHeartbeat: () => onEvent({ type: 'heartbeat', peer: type }),
  })

  const publish = createPublishingPeer({
    ...optionsOf('publish'),
    offer: async (sdpOffer) => {
      const { sdpAnswer } = await session.call(
        'offerSdp',
        { peerType: 'publish', sdpOffer },
        limits.setup,
      )
      return sdpAnswer
    },
    onTone: (tone) => onEvent({ type: 'tonePlayed', tone }),
    onTrackEnded: () => session.fault(new BrtcError('media', 'The published track has ended')),
  })
  const subscribe = createSubscribingPeer({
    ...optionsOf('subscribe'),
    onTrack: (remote) => streams.add(remote),
  })

  return {
    publish,
    subscribe,
    close: () => {
      publish.connection.close()
      subscribe.connection.close()
    },
  }
}
