import type { PeerType } from '../wire/gateway.ts'
import { BrtcError } from './errors.ts'
import type { Limits } from './limits.ts'
import type { CreatePeerConnection, Peer, PeerOptions } from './peer.ts'
import { createPublishingPeer, type PublishingPeer } from './publishing-peer.ts'
import type { Session } from './session.ts'
import type { Streams } from './streams.ts'
import { createSubscribingPeer } from './subscribing-peer.ts'

export type PeersOptions = {
  session: Session
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

export function createPeers({ session, streams, limits, ...options }: PeersOptions): Peers {
  const { createPeer = (configuration) => new RTCPeerConnection(configuration) } = options
  const optionsOf = (type: PeerType): PeerOptions => ({
    type,
    connection: createPeer({ ...defaultConfiguration, ...options.configuration }),
    waits: session.waits,
    limits,
    onStateChange: (state) => session.emit({ type: 'peerStateChanged', peer: type, state }),
    onLost: () => session.end(new BrtcError('media', `The ${type} peer failed for too long`)),
  })

  const publish = createPublishingPeer({
    ...optionsOf('publish'),
    offer: async (sdpOffer) => {
      const { sdpAnswer } = await session.call('offerSdp', { peerType: 'publish', sdpOffer })
      return sdpAnswer
    },
    onTone: (tone) => session.emit({ type: 'tonePlayed', tone }),
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
