import {
  MediaStream,
  RTCPeerConnection,
  RtpHeader,
  RtpPacket,
  type RTCRtpSender,
  type RTCRtpTransceiver,
} from 'werift'
import { checkRestarted } from '../simulator/host/node-peer.ts'
import { createSoundMeter } from '../simulator/host/sound-meter.ts'
import { createSpeech, silentFrame } from '../simulator/host/telephone-speech.ts'
import { frameLength, sampleRate, voiceCodecs } from '../simulator/host/voice-codec.ts'
import type { CodecName } from '../simulator/host/voice-codec.ts'
import { dial, type DialedSocket } from './dialed-socket.ts'
import { until } from './until.ts'

type PeerType = 'publish' | 'subscribe'
type SdpOffer = { sdpOffer: string }

/** A call as its track told of it. */
export type NodeDeviceCall = {
  streamId: string
  trackId: string
  metadata: Record<string, unknown> | undefined
  isRemoved: boolean
  /** Packets that came, and that are missing in their numbers. */
  packets: () => { received: number; lost: number }
  /** What sounds just now. */
  measure: () => { level: number; hertz: number }
}

/** A device without a browser: bare frames on a WebSocket, werift for WebRTC, and a tone for a microphone. */
export interface NodeDevice {
  socket: DialedSocket
  peers: Record<PeerType, RTCPeerConnection>
  /** Oldest first. */
  calls: NodeDeviceCall[]
  /** SDP of each offer for the subscribe peer. */
  offers: string[]
  failures: unknown[]
  /** Publishes a tone of that frequency, or changes it. Packets go out until `close`. */
  sing: (hertz: number) => Promise<void>
  /** Sends nothing any more, and can begin again with `sing`. */
  fallSilent: () => void
  /** Takes its track away again. */
  unpublish: () => Promise<void>
  /** Sends digits as RTP telephone events, 100 ms each with 70 ms between them. */
  press: (digits: string) => Promise<void>
  close: () => Promise<void>
}

export type NodeDeviceOptions = {
  /** The gateway's address without a query. */
  gateway: string
  token: string
  codec?: CodecName
  autoAccept?: boolean
  uniqueId?: string
  /** Whether its SDP has candidates: that of the official SDK has none. */
  candidates?: boolean
}

const frameMilliseconds = 20
/** Milliseconds; a machine on which browsers run besides may take its time. */
const patience = 20_000
const eventCodes = '0123456789*#ABCD'

/** Negotiates and waits until both peers are connected. */
export async function connectNodeDevice(options: NodeDeviceOptions): Promise<NodeDevice> {
  const {
    gateway,
    token,
    codec = 'opus',
    autoAccept = true,
    uniqueId = 'u-1',
    candidates = true,
  } = options
  const socket = await dial(gateway, { endpointToken: token, uniqueId })
  const peers = { publish: createPeer(codec), subscribe: createPeer(codec) }
  const calls: NodeDeviceCall[] = []
  const offers: string[] = []
  const failures: unknown[] = []
  const noteFailure = (cause: unknown) => failures.push(cause)
  const ears = new Map<string, ReturnType<typeof listen>>()

  async function answer(peerType: PeerType, sdp: string): Promise<void> {
    const peer = peers[peerType]
    await peer.setRemoteDescription({ type: 'offer', sdp })
    const created = await peer.createAnswer()
    await peer.setLocalDescription(created)
    checkRestarted(peer).catch(noteFailure)
    const sdpAnswer = candidates ? peer.localDescription?.sdp : created.sdp
    await socket.call('answerSdp', { peerType, sdpAnswer })
  }

  function tellCalls(sdp: string, trackMetadata: Record<string, Record<string, unknown>>): void {
    const offered = new Map(
      sdp
        .split(/^(?=m=)/m)
        .filter((section) => /^a=sendonly/m.test(section))
        .flatMap((section) => {
          const [, mid = ''] = /^a=mid:(\S+)/m.exec(section) ?? []
          const [, streamId = '', trackId = ''] = /^a=msid:(\S+) (\S+)/m.exec(section) ?? []
          return [[trackId, { mid, streamId }] as const]
        }),
    )
    for (const call of calls) call.isRemoved ||= !offered.has(call.trackId)
    for (const [trackId, { mid, streamId }] of offered) {
      if (calls.some((call) => call.trackId === trackId)) continue
      const transceiver = peers.subscribe.getTransceivers().find((each) => each.mid === mid)
      if (!transceiver) continue
      const ear = ears.get(mid) ?? listen(transceiver, codec)
      ears.set(mid, ear)
      const { packets, measure } = ear.begin()
      const metadata = trackMetadata[trackId]
      calls.push({ streamId, trackId, metadata, isRemoved: false, packets, measure })
    }
  }

  socket.onNotification((method, params) => {
    if (method !== 'sdpOffer') return
    const { peerType, sdpOffer, trackMetadata = {} } = params
    const sdp = String(sdpOffer)
    const peer = peerType === 'publish' ? 'publish' : 'subscribe'
    if (peer === 'subscribe') offers.push(sdp)
    answer(peer, sdp)
      .then(() => {
        if (peer === 'subscribe')
          tellCalls(sdp, trackMetadata as Record<string, Record<string, unknown>>)
      })
      .catch(noteFailure)
  })

  const reply = (await socket.call('setMediaPreferences', { protocol: 'WEBRTC', autoAccept })) as {
    publishSdpOffer: SdpOffer
    subscribeSdpOffer: SdpOffer
  }
  await answer('publish', reply.publishSdpOffer.sdpOffer)
  await answer('subscribe', reply.subscribeSdpOffer.sdpOffer)
  tellCalls(reply.subscribeSdpOffer.sdpOffer, {})
  for (const peer of Object.values(peers)) {
    await until(() => peer.connectionState === 'connected', Date.now() + patience)
  }

  let mouth: Mouth | undefined
  let isClosed = false
  const published = async () => {
    if (mouth) return mouth
    const transceiver = peers.publish.addTransceiver('audio', { direction: 'sendonly' })
    transceiver.sender.setStreams([new MediaStream({ id: crypto.randomUUID() })])
    await offer()
    mouth = createMouth(transceiver, codec)
    return mouth
  }
  const offer = async () => {
    await peers.publish.setLocalDescription(await peers.publish.createOffer())
    const sdpOffer = peers.publish.localDescription?.sdp ?? ''
    // What the socket calls connected the gateway may see a moment later.
    const { sdpAnswer } = (await retry(() =>
      socket.call('offerSdp', { peerType: 'publish', sdpOffer }),
    )) as { sdpAnswer: string }
    await peers.publish.setRemoteDescription({ type: 'answer', sdp: sdpAnswer })
  }

  return {
    socket,
    peers,
    calls,
    offers,
    failures,
    sing: async (hertz) => (await published()).sing(hertz),
    fallSilent: () => mouth?.stop(),
    unpublish: async () => {
      mouth?.stop()
      mouth = undefined
      for (const sender of peers.publish.getSenders()) peers.publish.removeTrack(sender)
      await offer()
    },
    press: async (digits) => (await published()).press(digits),
    close: async () => {
      if (isClosed) return
      isClosed = true
      mouth?.stop()
      for (const ear of ears.values()) ear.close()
      socket.notify('leave')
      socket.webSocket.close()
      await Promise.all(Object.values(peers).map((peer) => peer.close()))
    },
  }
}

async function retry<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let left = 100; ; left--) {
    try {
      return await attempt()
    } catch (error) {
      if (left === 0 || !String(error).includes('not ready')) throw error
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

function createPeer(codec: CodecName): RTCPeerConnection {
  const peer = new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: voiceCodecs[codec].parameters() },
  })
  peer.onDataChannel.subscribe((channel) => {
    if (channel.label !== '__heartbeat__') return
    channel.onMessage.subscribe((data) => {
      if (String(data) === 'PING') channel.send('PONG')
    })
  })
  return peer
}

/** One section of the subscribe peer, on which calls follow one another. */
function listen({ receiver }: RTCRtpTransceiver, codec: CodecName) {
  const decoder = voiceCodecs[codec].decoder()
  let current = createEar()

  function createEar() {
    const meter = createSoundMeter()
    let received = 0
    let span = 0
    let latest: number | undefined
    return {
      take: ({ header, payload }: RtpPacket) => {
        const ahead = latest === undefined ? 1 : (header.sequenceNumber - latest) & 0xffff
        received += 1
        meter.add(decoder.code(payload))
        if (ahead > 0x8000) return
        latest = header.sequenceNumber
        span += ahead
      },
      packets: () => ({ received, lost: span - received }),
      measure: meter.measure,
    }
  }

  const { unSubscribe } = receiver.track.onReceiveRtp.subscribe((packet) => current.take(packet))
  return {
    begin: () => {
      current = createEar()
      return current
    },
    close: () => {
      unSubscribe()
      decoder.release()
    },
  }
}

type Mouth = ReturnType<typeof createMouth>

/** A packet every 20 ms: a tone, or the telephone event of a key. */
function createMouth({ sender, codecs }: RTCRtpTransceiver, codec: CodecName) {
  const encoder = voiceCodecs[codec].encoder()
  const ticks = (frameLength / sampleRate) * voiceCodecs[codec].clockRate
  const keyed = codecs.find(({ name }) => name.toLowerCase() === 'telephone-event')
  let speech = createSpeech({ type: 'silence' })
  let timer: ReturnType<typeof setInterval> | undefined
  let sequenceNumber = 1
  let timestamp = 0
  let pressing: { code: number; at: number; length: number } | undefined
  let start = 0
  let sent = 0

  function frame(): void {
    timestamp = (timestamp + ticks) >>> 0
    sequenceNumber = (sequenceNumber + 1) & 0xffff
    if (!pressing) {
      const payload = encoder.code(speech.next(silentFrame))
      return write(sender, new RtpPacket(new RtpHeader({ sequenceNumber, timestamp }), payload))
    }
    pressing.length += ticks
    const isLast = pressing.length >= 5 * ticks
    const payload = Buffer.of(pressing.code, isLast ? 0x8a : 0x0a, 0, 0)
    payload.writeUInt16BE(pressing.length, 2)
    const header = new RtpHeader({ sequenceNumber, timestamp: pressing.at })
    write(sender, new RtpPacket(header, payload), keyed?.payloadType)
    if (isLast) pressing = undefined
  }
  function beat(): void {
    for (const due = (performance.now() - start) / frameMilliseconds; sent < due; sent++) frame()
  }
  const begin = () => {
    if (timer !== undefined) return
    start = performance.now()
    sent = 0
    timer = setInterval(beat, frameMilliseconds / 2)
  }

  return {
    sing: (hertz: number) => {
      speech = createSpeech({ type: 'melody', notes: [{ hertz, seconds: 1 }] })
      begin()
    },
    press: async (digits: string) => {
      begin()
      for (const digit of digits) {
        pressing = { code: eventCodes.indexOf(digit), at: timestamp, length: 0 }
        await until(() => pressing === undefined)
        await new Promise((resolve) => setTimeout(resolve, 70))
      }
    },
    stop: () => {
      clearInterval(timer)
      timer = undefined
    },
  }
}

/** werift writes its first codec's payload type into every packet: that of a key is another. */
function write(sender: RTCRtpSender, packet: RtpPacket, payloadType?: number): void {
  const { codec } = sender
  if (codec && payloadType !== undefined) {
    sender.codec = Object.assign(Object.create(Object.getPrototypeOf(codec) as object), codec, {
      payloadType,
    }) as typeof codec
  }
  sender.sendRtp(packet).catch(() => {})
  if (codec) sender.codec = codec
}
