import type { RTCDataChannel, RTCRtpTransceiver, RtpPacket } from 'werift'
import { diagnosticsChannel, heartbeatChannel } from '../../wire/gateway.ts'
import { negotiatedChannels } from '../../wire/webrtc-gateway.ts'
import type { Heard, MediaOptions, MediaPlane, MediaSession } from '../media-plane.ts'
import { createDeviceHearing } from './device-hearing.ts'
import { createFrameClock, type FrameClock } from './frame-clock.ts'
import { createNodePeer, type NodePeer } from './node-peer.ts'
import { createNodeTracks } from './node-tracks.ts'
import { createPublishingWatch } from './publishing-watch.ts'
import type { PacketKind } from './stream-hearing.ts'
import { voiceCodecs, type CodecName, type VoiceCodec } from './voice-codec.ts'

const peerTypes = ['publish', 'subscribe'] as const

/**
 * The gateway's media in Node, on RTP: what is lost is missing in the numbers of what arrives, and digits are the telephone
 * events themselves. The telephone network is narrow, 8,000 samples a second, whatever the codec.
 * @param codec what devices are offered: a device without it cannot publish
 */
export function createNodeMedia({ codec = 'opus' }: { codec?: CodecName } = {}): MediaPlane {
  const sessions = new Map<string, NodeSession>()
  const clock = createFrameClock()

  return {
    open: (options) => {
      const session = openSession(voiceCodecs[codec], clock, options, () => {
        if (sessions.get(options.endpointId) === session) sessions.delete(options.endpointId)
      })
      sessions.set(options.endpointId, session)
      return session
    },
    heard: (endpointId) => sessions.get(endpointId)?.heard(),
    close: () => {
      for (const session of sessions.values()) session.close()
      clock.close()
    },
  }
}

type NodeSession = MediaSession & { heard: () => Heard | undefined }

function openSession(
  codec: VoiceCodec,
  clock: FrameClock,
  options: MediaOptions,
  onClose: () => void,
): NodeSession {
  const { onConnected, onFailed } = options
  const createPeer = (peer: 'publish' | 'subscribe') =>
    createNodePeer({ peer, codec, onConnected, onFailed })
  const peers = { publish: createPeer('publish'), subscribe: createPeer('subscribe') }
  // Channels before all tracks: the first section is the bundle's transport, and calls come and go.
  const heartbeats = peerTypes.map((peer) => {
    createChannel(peers[peer], diagnosticsChannel)
    return startHeartbeat(createChannel(peers[peer], heartbeatChannel), options.heartbeatInterval)
  })
  const watch = createPublishingWatch(options.onPublishing)
  const hearing = createDeviceHearing(codec, (digit) => tracks.press(digit))
  const { connection } = peers.subscribe
  const tracks = createNodeTracks({ connection, codec, hearing, clock })
  listen(peers.publish, (packet, kind) => {
    watch.arrived()
    hearing.receive(packet, kind)
  })

  function createChannel(
    { connection }: NodePeer,
    label: keyof typeof negotiatedChannels,
  ): RTCDataChannel {
    const isNegotiated = options.channels === 'negotiated'
    return connection.createDataChannel(label, isNegotiated ? negotiatedChannels[label] : {})
  }

  return {
    createOffer: (peer, { iceRestart }) => peers[peer].createOffer(iceRestart),
    applyAnswer: (peer, sdp) => peers[peer].applyAnswer(sdp),
    answerOffer: (sdp) => peers.publish.answerOffer(sdp),
    isConnected: (peer) => peers[peer].isConnected(),
    addTrack: tracks.add,
    heard: tracks.heard,
    breakPeer: (peer) => peers[peer].breakPath(),
    stopHeartbeats: () => {
      for (const { stop } of heartbeats) stop()
    },
    heartbeats: () => ({
      pings: heartbeats.reduce((sum, { pings }) => sum + pings(), 0),
      pongs: heartbeats.reduce((sum, { pongs }) => sum + pongs(), 0),
    }),
    close: () => {
      watch.stop()
      for (const { stop } of heartbeats) stop()
      tracks.close()
      // Nobody waits for it; what it closes is gone at once for the device.
      for (const peer of peerTypes) void peers[peer].connection.close()
      onClose()
    },
  }
}

/** Every RTP packet that the device sends, of whatever codec was agreed on. */
function listen(
  { connection }: NodePeer,
  onPacket: (packet: RtpPacket, kind: PacketKind) => void,
): void {
  connection.onRemoteTransceiverAdded.subscribe((transceiver) => {
    transceiver.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((packet) => onPacket(packet, kindOf(packet, transceiver)))
    })
  })
}

function kindOf({ header }: RtpPacket, { codecs }: RTCRtpTransceiver): PacketKind {
  const codec = codecs.find(({ payloadType }) => payloadType === header.payloadType)
  return codec?.name.toLowerCase() === 'telephone-event' ? 'telephone-event' : 'voice'
}

/** A PING when the channel opens and then every `interval` milliseconds (6.3). */
function startHeartbeat(channel: RTCDataChannel, interval: number) {
  let pings = 0
  let pongs = 0
  let timer: ReturnType<typeof setInterval> | undefined
  const ping = () => {
    if (channel.readyState !== 'open') return
    channel.send('PING')
    pings += 1
  }
  const stop = () => clearInterval(timer)
  channel.stateChanged.subscribe((state) => {
    if (state === 'closed') stop()
    if (state !== 'open') return
    stop()
    ping()
    timer = setInterval(ping, interval)
  })
  channel.onMessage.subscribe((data) => {
    if (String(data) === 'PONG') pongs += 1
  })
  return { pings: () => pings, pongs: () => pongs, stop }
}
