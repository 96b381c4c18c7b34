import type { CreateSocket, SocketListener } from '../brtc/browser-socket.ts'
import { gathered } from './gathered.ts'
import { until } from './until.ts'

type PeerType = 'publish' | 'subscribe'
type Frame = { id?: number; method: string; params?: Record<string, string> }

export type RawGatewayOptions = {
  /** G0 and G1: the initial subscribe offer has an audio section in which nothing sounds yet. */
  idleTrack?: boolean
  /** How many times `offerSdp` is refused first. */
  notReady?: number
  /** Methods answered with "method not found". */
  unknownMethods?: readonly string[]
  /** Methods that are never answered. */
  ignoredMethods?: readonly string[]
}

/** What is offered: the ids of `a=msid`, which need not be those that the browser knows. */
export type RawTrack = { source: MediaStreamTrack; streamId: string; trackId: string }

/**
 * A gateway for tests in a real browser: JSON text by hand and two RTCPeerConnections, sharing nothing with the
 * client but the socket's port, so that a misunderstanding in the client cannot hide in it.
 */
export function createRawGateway(options: RawGatewayOptions = {}) {
  const peers = { publish: new RTCPeerConnection(), subscribe: new RTCPeerConnection() }
  const revisions = { publish: 0, subscribe: 0 }
  const received: Frame[] = []
  const pongs = { publish: 0, subscribe: 0 }
  const answers = { publish: 0, subscribe: 0 }
  const channels = { publish: openChannels('publish'), subscribe: openChannels('subscribe') }
  const names = new Map<RTCRtpTransceiver, string>()
  const idle = options.idleTrack
    ? peers.subscribe.addTransceiver('audio', {
        direction: 'sendonly',
        streams: [new MediaStream()],
      })
    : undefined
  let refusals = options.notReady ?? 0
  let listener: SocketListener | undefined
  let published = (_stream: MediaStream) => {}
  /** What the device publishes. */
  const microphone = new Promise<MediaStream>((resolve) => {
    published = resolve
  })
  peers.publish.addEventListener('track', ({ track }) => published(new MediaStream([track])))

  function openChannels(type: PeerType): RTCDataChannel {
    peers[type].createDataChannel('__diagnostics__')
    const heartbeat = peers[type].createDataChannel('__heartbeat__')
    heartbeat.addEventListener('message', ({ data }) => {
      if (data === 'PONG') pongs[type]++
    })
    return heartbeat
  }

  /** An offer with every candidate in it: there is no trickle. */
  const describe = async (type: PeerType, offerOptions: RTCOfferOptions = {}) => {
    const peer = peers[type]
    await peer.setLocalDescription(await peer.createOffer(offerOptions))
    await gathered(peer)
    return renamed(peer.localDescription?.sdp ?? '')
  }

  /** Chromium names a call's track by ids of its own: in the calls' m-sections they become those of the call. */
  const renamed = (sdp: string) =>
    sdp
      .split(/^(?=m=)/m)
      .map((section) => {
        const name = [...names].find(([{ mid }]) => section.includes(`a=mid:${mid}\r\n`))?.[1]
        return name ? section.replaceAll(/msid:\S+ \S+/g, `msid:${name}`) : section
      })
      .join('')

  const send = (frame: Record<string, unknown>) => {
    listener?.onText(JSON.stringify({ jsonrpc: '2.0', ...frame }))
  }
  const notify = (method: string, params?: unknown) => send({ method, params })

  const reply = async ({ method, params = {} }: Frame): Promise<Record<string, unknown>> => {
    if (options.unknownMethods?.includes(method)) {
      return { error: { code: -32601, message: 'method not found' } }
    }
    switch (method) {
      case 'setMediaPreferences': {
        const [publish, subscribe] = await Promise.all([describe('publish'), describe('subscribe')])
        return {
          result: {
            endpointId: 'e-raw',
            deviceId: 'd-raw',
            publishSdpOffer: { peerType: 'publish', sdpOffer: publish },
            subscribeSdpOffer: { peerType: 'subscribe', sdpOffer: subscribe },
          },
        }
      }
      case 'answerSdp': {
        const type = params.peerType === 'publish' ? 'publish' : 'subscribe'
        await peers[type].setRemoteDescription({ type: 'answer', sdp: params.sdpAnswer ?? '' })
        answers[type]++
        return { result: null }
      }
      case 'offerSdp': {
        if (peers.publish.connectionState !== 'connected' || refusals-- > 0) {
          return { error: { code: -32000, message: 'peer not ready for sdp offers' } }
        }
        await peers.publish.setRemoteDescription({ type: 'offer', sdp: params.sdpOffer ?? '' })
        await peers.publish.setLocalDescription()
        return {
          result: { peerType: 'publish', sdpAnswer: peers.publish.localDescription?.sdp ?? '' },
        }
      }
      case 'requestOutboundConnection':
        return { result: { accepted: true } }
      default:
        return { result: null }
    }
  }

  const createSocket: CreateSocket = (_url, socketListener) => {
    listener = socketListener
    queueMicrotask(() => listener?.onOpen())
    return {
      send: (text) => {
        const frame = JSON.parse(text) as Frame
        received.push(frame)
        const isIgnored = options.ignoredMethods?.includes(frame.method)
        if (frame.id !== undefined && !isIgnored)
          void reply(frame).then((body) => send({ id: frame.id, ...body }))
      },
      close: () => {
        listener = undefined
      },
    }
  }

  /** Sends `sdpOffer` with the next revision and whatever else; resolves when it has been answered. */
  const offer = async (
    type: PeerType,
    params: Record<string, unknown> = {},
    offerOptions: RTCOfferOptions = {},
  ) => {
    const before = answers[type]
    const sdpOffer = await describe(type, offerOptions)
    notify('sdpOffer', { peerType: type, sdpRevision: ++revisions[type], sdpOffer, ...params })
    await until(() => answers[type] > before)
  }

  return {
    createSocket,
    received,
    peers,
    pongs,
    answers,
    microphone,
    notify,
    offer,
    methods: () => received.map(({ method }) => method),

    /** Adds a call's track, in the m-section of `reuse` where one is given. `params` go into the `sdpOffer`. */
    addCall: async (
      { source, streamId, trackId }: RawTrack,
      params: Record<string, unknown> = {},
      reuse?: RTCRtpTransceiver,
    ) => {
      const transceiver = reuse ?? peers.subscribe.addTransceiver('audio')
      transceiver.direction = 'sendonly'
      transceiver.sender.setStreams(new MediaStream())
      await transceiver.sender.replaceTrack(source)
      names.set(transceiver, `${streamId} ${trackId}`)
      await offer('subscribe', params)
      return {
        transceiver,
        remove: async () => {
          transceiver.direction = 'inactive'
          names.delete(transceiver)
          await transceiver.sender.replaceTrack(null)
          await offer('subscribe')
        },
      }
    },

    /** G0: lets the idle track sound. */
    playOnIdleTrack: async (source: MediaStreamTrack) => idle?.sender.replaceTrack(source),

    ping: (type: PeerType, data: string | ArrayBuffer = 'PING') => {
      if (typeof data === 'string') channels[type].send(data)
      else channels[type].send(data)
    },
    heartbeatIsOpen: (type: PeerType) => channels[type].readyState === 'open',

    closeSocket: (code: number) => listener?.onClose(code, ''),
    close: () => {
      peers.publish.close()
      peers.subscribe.close()
    },
  }
}
