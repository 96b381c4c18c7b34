import { diagnosticsChannel, heartbeatChannel, type PeerType } from '../wire/gateway.ts'
import { negotiatedChannels } from '../wire/webrtc-gateway.ts'
import { createCallTracks } from './call-tracks.ts'
import { createDeviceEar } from './device-ear.ts'
import type { Heard, MediaOptions, MediaPlane, MediaSession } from './media-plane.ts'
import type { Troubles } from './telephone-audio.ts'

/** Milliseconds after which an offer goes out with the candidates found so far: a host has all of its own well before. */
const gatheringLimit = 2_000
/** Milliseconds between two looks at what arrives, before and after something has. */
const publishingInterval = { before: 100, after: 1_000 }
/** Looks without a new packet that mean that publishing has stopped; one may be a busy machine. */
const quietLooks = 2

const peerTypes = ['publish', 'subscribe'] as const

/**
 * The gateway's media in a browser: real peer connections, sound by Web Audio. One AudioContext for all devices, made when
 * the first one comes; browsers keep it suspended until the page has the microphone or a click.
 *
 * An impairment works on what the device hears, by dropping and delaying encoded frames before they are packetised. The
 * device's statistics show the delay as `jitter` and the gaps as `concealedSamples`, but no `packetsLost`: the packets
 * that are sent have consecutive numbers. Where the browser has no encoded transforms there are no impairments, and
 * telephones hear no digits.
 */
export function createBrowserMedia(): MediaPlane {
  const sessions = new Map<string, BrowserSession>()
  let context: AudioContext | undefined

  return {
    open: (options) => {
      context ??= new AudioContext()
      const session = openSession(context, options, () => {
        if (sessions.get(options.endpointId) === session) sessions.delete(options.endpointId)
      })
      sessions.set(options.endpointId, session)
      return session
    },
    heard: (endpointId) => sessions.get(endpointId)?.heard(),
    close: () => {
      for (const session of sessions.values()) session.close()
      void context?.close()
      context = undefined
    },
  }
}

type BrowserSession = MediaSession & { heard: () => Heard | undefined }

function openSession(
  context: AudioContext,
  options: MediaOptions,
  onClose: () => void,
): BrowserSession {
  const peers = { publish: createPeer('publish'), subscribe: createPeer('subscribe') }
  const heartbeats = peerTypes.map((peer) =>
    startHeartbeat(createChannel(peers[peer], heartbeatChannel), options.heartbeatInterval),
  )
  const publishing = watchPublishing(peers.publish, options.onPublishing)
  const ear = createDeviceEar(context, peers.publish, (digit) => tracks.press(digit))
  const tracks = createCallTracks(context, peers.subscribe, ear.node, publishing.troubles)

  function createPeer(peer: PeerType): RTCPeerConnection {
    const connection = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
    })
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState === 'connected') options.onConnected(peer)
      if (connection.connectionState === 'failed') options.onFailed(peer)
    })
    createChannel(connection, diagnosticsChannel)
    return connection
  }

  function createChannel(
    connection: RTCPeerConnection,
    label: keyof typeof negotiatedChannels,
  ): RTCDataChannel {
    const isNegotiated = options.channels === 'negotiated'
    return connection.createDataChannel(label, isNegotiated ? negotiatedChannels[label] : {})
  }

  return {
    createOffer: async (peer, { iceRestart }) => {
      const offer = await peers[peer].createOffer({ iceRestart })
      return describe(peers[peer], offer)
    },
    applyAnswer: (peer, sdp) => peers[peer].setRemoteDescription({ type: 'answer', sdp }),
    answerOffer: async (sdp) => {
      await peers.publish.setRemoteDescription({ type: 'offer', sdp })
      const answer = await describe(peers.publish, await peers.publish.createAnswer())
      ear.listen()
      return answer
    },
    isConnected: (peer) => peers[peer].connectionState === 'connected',
    addTrack: tracks.add,
    heard: () => tracks.telephone()?.heard(),
    // A page cannot take the path from under a peer: the nearest is a peer that is gone.
    breakPeer: (peer) => peers[peer].close(),
    stopHeartbeats: () => {
      for (const { stop } of heartbeats) stop()
    },
    heartbeats: () => ({
      pings: heartbeats.reduce((sum, { pings }) => sum + pings(), 0),
      pongs: heartbeats.reduce((sum, { pongs }) => sum + pongs(), 0),
    }),
    close: () => {
      publishing.stop()
      for (const { stop } of heartbeats) stop()
      tracks.close()
      ear.close()
      for (const peer of peerTypes) peers[peer].close()
      onClose()
    },
  }
}

/** Sets the local description and gives it back with its candidates: the protocol has no trickle (6.2). */
async function describe(
  peer: RTCPeerConnection,
  description: RTCSessionDescriptionInit,
): Promise<string> {
  await peer.setLocalDescription(description)
  if (peer.iceGatheringState !== 'complete') await gathered(peer)
  return peer.localDescription?.sdp ?? ''
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      peer.removeEventListener('icegatheringstatechange', check)
      resolve()
    }
    const check = () => {
      if (peer.iceGatheringState === 'complete') finish()
    }
    const timer = setTimeout(finish, gatheringLimit)
    peer.addEventListener('icegatheringstatechange', check)
  })
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
  channel.addEventListener('open', () => {
    ping()
    timer = setInterval(ping, interval)
  })
  channel.addEventListener('close', stop)
  channel.addEventListener('message', ({ data }) => {
    if (data === 'PONG') pongs += 1
  })
  return { pings: () => pings, pongs: () => pongs, stop }
}

/** Counts RTP packets: eligibility is what arrives, not what was negotiated (1.3). Gaps are those that Chromium concealed. */
function watchPublishing(
  peer: RTCPeerConnection,
  onPublishing: (arriving: boolean) => void,
): { troubles: () => Troubles; stop: () => void } {
  let troubles: Troubles = { gaps: 0, lost: 0 }
  let isArriving = false
  let count = 0
  let quiet = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false

  async function look(): Promise<void> {
    const { packets: now, ...since } = await received(peer)
    if (isStopped) return
    troubles = since
    quiet = now > count ? 0 : quiet + 1
    // A track that was taken away takes its count along.
    count = now
    const arriving = quiet === 0 || (isArriving && quiet < quietLooks)
    if (arriving !== isArriving) {
      isArriving = arriving
      onPublishing(arriving)
    }
    plan()
  }
  function plan(): void {
    const delay = isArriving ? publishingInterval.after : publishingInterval.before
    timer = setTimeout(() => void look(), delay)
  }

  plan()
  return {
    troubles: () => troubles,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

async function received(peer: RTCPeerConnection): Promise<{ packets: number } & Troubles> {
  const report = await peer.getStats()
  const entries: (Partial<RTCInboundRtpStreamStats> & RTCStats)[] = [...report.values()]
  const inbound = entries.filter(({ type }) => type === 'inbound-rtp')
  return {
    packets: inbound.reduce((sum, { packetsReceived = 0 }) => sum + packetsReceived, 0),
    gaps: inbound.reduce((sum, { concealmentEvents = 0 }) => sum + concealmentEvents, 0),
    lost: inbound.reduce((sum, { packetsLost = 0 }) => sum + packetsLost, 0),
  }
}
