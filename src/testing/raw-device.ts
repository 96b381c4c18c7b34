import { openRawSocket, type RawGateway, type RawSocket } from './raw-socket.ts'

type PeerType = 'publish' | 'subscribe'
type SdpOffer = { sdpOffer: string }

/** A device of bare frames and peer connections: what a browser can do with the gateway, without a client library. */
export interface RawDevice {
  socket: RawSocket
  publish: RTCPeerConnection
  subscribe: RTCPeerConnection
  /** Calls as the browser told of them, oldest first. */
  streams: { stream: MediaStream; trackId: string; isRemoved: boolean }[]
  /** SDP of each offer for the subscribe peer. */
  offers: string[]
  /** What went wrong while an `sdpOffer` was answered. */
  failures: unknown[]
  /** Sends a track with `offerSdp`. */
  send: (track: MediaStreamTrack) => Promise<RTCRtpSender>
  close: () => void
}

/** Opens the socket, states the preferences, answers both offers and all later ones; does not wait for connected peers. */
export async function connectRawDevice(
  gateway: RawGateway,
  { autoAccept = true, uniqueId = 'u-1' }: { autoAccept?: boolean; uniqueId?: string } = {},
): Promise<RawDevice> {
  const socket = openRawSocket(gateway, { uniqueId })
  const peers = { publish: createPeer(), subscribe: createPeer() }
  const streams: RawDevice['streams'] = []
  const offers: string[] = []
  const failures: unknown[] = []

  peers.subscribe.addEventListener('track', ({ track, streams: [stream] }) => {
    if (!stream) return
    const entry = { stream, trackId: track.id, isRemoved: false }
    streams.push(entry)
    stream.addEventListener('removetrack', () => {
      entry.isRemoved = true
    })
  })

  async function answer(peerType: PeerType, sdp: string): Promise<void> {
    const peer = peers[peerType]
    if (peerType === 'subscribe') offers.push(sdp)
    await peer.setRemoteDescription({ type: 'offer', sdp })
    const { sdp: sdpAnswer } = await peer.createAnswer()
    await peer.setLocalDescription({ type: 'answer', sdp: sdpAnswer ?? '' })
    // The text of createAnswer has no candidates: so the official SDK sends it.
    await socket.call('answerSdp', { peerType, sdpAnswer })
  }

  socket.onNotification((method, { peerType, sdpOffer }) => {
    if (method !== 'sdpOffer') return
    const peer = peerType === 'publish' ? 'publish' : 'subscribe'
    answer(peer, String(sdpOffer)).catch((cause: unknown) => failures.push(cause))
  })

  const reply = (await socket.call('setMediaPreferences', { protocol: 'WEBRTC', autoAccept })) as {
    publishSdpOffer: SdpOffer
    subscribeSdpOffer: SdpOffer
  }
  await answer('publish', reply.publishSdpOffer.sdpOffer)
  await answer('subscribe', reply.subscribeSdpOffer.sdpOffer)

  return {
    socket,
    ...peers,
    streams,
    offers,
    failures,
    send: async (track) => {
      const { sender } = peers.publish.addTransceiver(track, {
        direction: 'sendonly',
        streams: [new MediaStream([track])],
      })
      const { sdp: sdpOffer } = await peers.publish.createOffer()
      const offered = await socket.call('offerSdp', { peerType: 'publish', sdpOffer })
      const { sdpAnswer } = offered as { sdpAnswer: string }
      await peers.publish.setLocalDescription({ type: 'offer', sdp: sdpOffer ?? '' })
      await peers.publish.setRemoteDescription({ type: 'answer', sdp: sdpAnswer })
      return sender
    },
    close: () => {
      socket.notify('leave')
      for (const peer of Object.values(peers)) peer.close()
    },
  }
}

function createPeer(): RTCPeerConnection {
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  peer.addEventListener('datachannel', ({ channel }) => {
    if (channel.label !== '__heartbeat__') return
    channel.addEventListener('message', ({ data }) => {
      if (data === 'PING') channel.send('PONG')
    })
  })
  return peer
}
