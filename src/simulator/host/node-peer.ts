import { RTCPeerConnection } from 'werift'
import type { PeerType } from '../../wire/gateway.ts'
import { answerSections, checkSections, keepSections } from './sdp-sections.ts'
import type { VoiceCodec } from './voice-codec.ts'

/** One of the two peers of a device: offers and answers with all candidates in them (brtc-protocol 6.2). */
export interface NodePeer {
  connection: RTCPeerConnection
  createOffer: (iceRestart: boolean) => Promise<string>
  applyAnswer: (sdp: string) => Promise<void>
  answerOffer: (sdp: string) => Promise<string>
  isConnected: () => boolean
  /** No packet passes any more, either way, and no offer can be made. */
  breakPath: () => void
}

/** The gateway is on this computer, and so are its devices: no other address is offered, and no server is asked. */
export function createNodePeer(options: {
  peer: PeerType
  codec: VoiceCodec
  onConnected: (peer: PeerType) => void
  onFailed: (peer: PeerType) => void
}): NodePeer {
  const { peer, codec, onConnected, onFailed } = options
  const connection = new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: codec.parameters() },
  })
  let isBroken = false
  connection.connectionStateChange.subscribe((state) => {
    if (isBroken) return
    if (state === 'connected') onConnected(peer)
    if (state === 'failed' || state === 'disconnected') onFailed(peer)
  })

  return {
    connection,
    createOffer: async (iceRestart) => {
      if (isBroken) throw new Error(`the path of the ${peer} peer is broken`)
      const offer = await connection.createOffer({ iceRestart })
      await connection.setLocalDescription(offer)
      return keepSections(localSdp(connection))
    },
    applyAnswer: async (sdp) => {
      checkSections(sdp, codec.name, localSdp(connection))
      await connection.setRemoteDescription({ type: 'answer', sdp })
      checkRestarted(connection).catch(() => onFailed(peer))
    },
    answerOffer: async (sdp) => {
      checkSections(sdp, codec.name)
      keepTransceivers(connection, sdp)
      await connection.setRemoteDescription({ type: 'offer', sdp })
      await connection.setLocalDescription(await connection.createAnswer())
      return answerSections(localSdp(connection), sdp)
    },
    isConnected: () => !isBroken && connection.connectionState === 'connected',
    breakPath: () => {
      isBroken = true
      // Without the words that a peer takes its leave with.
      for (const transport of connection.iceTransports) void transport.stop()
    },
  }
}

/** werift leaves ICE as it is while DTLS is connected, where new credentials need new checks. */
export async function checkRestarted({ iceTransports }: RTCPeerConnection): Promise<void> {
  const restarted = iceTransports.filter(
    ({ state, connection: { nominated } }) => state !== 'checking' && !nominated,
  )
  await Promise.all(restarted.map((transport) => transport.start()))
}

/** werift gives a new section the transceiver of any in which nothing flows: right only for a section that is gone. */
function keepTransceivers(connection: RTCPeerConnection, offer: string): void {
  const mids = new Set([...offer.matchAll(/^a=mid:(\S+)/gm)].map(([, mid]) => mid))
  for (const transceiver of connection.getTransceivers()) {
    transceiver.usedForSender = mids.has(transceiver.mid ?? '')
  }
}

function localSdp({ localDescription }: RTCPeerConnection): string {
  return localDescription?.sdp ?? ''
}
