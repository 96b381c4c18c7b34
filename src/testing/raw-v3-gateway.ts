import type { CreateSocket, SocketListener } from '../brtc/browser-socket.ts'
import { gathered } from './gathered.ts'
import { until } from './until.ts'

type Frame = {
  id?: number
  method: string
  params?: {
    sdpOffer?: string
    sdpAnswer?: string
    mediaMetadata?: { mediaStreams: Record<string, object> }
  }
}
type Reply = { result: unknown } | { error: { code: number; message: string } }

export type RawV3GatewayOptions = {
  /** `refused`: closed before it was open, as a browser shows HTTP 401. `silent`: nothing ever comes. */
  upgrade?: 'accepted' | 'refused' | 'silent'
  /** What is said to a method instead of the `usual`, each time; undefined leaves it unanswered. */
  replies?: Record<string, () => Reply | 'usual' | undefined>
}

/**
 * The older platform's gateway for tests in a real browser (brtc-protocol 9): JSON text by hand and two
 * RTCPeerConnections, sharing nothing with the client but the socket's port. There is no trickle, so it waits for its
 * own candidates; the package's answers hold none of the device's, which arrive with its checks.
 */
export function createRawV3Gateway(options: RawV3GatewayOptions = {}) {
  const peers = { publish: new RTCPeerConnection(), subscribe: new RTCPeerConnection() }
  const heartbeats = { publish: openChannels('publish'), subscribe: openChannels('subscribe') }
  const urls: string[] = []
  const closedWith: number[] = []
  const received: Frame[] = []
  let listener: SocketListener | undefined
  let revision = 0
  let answers = 0
  let pongs = 0
  let published = (_stream: MediaStream) => {}
  /** What the device publishes. */
  const microphone = new Promise<MediaStream>((resolve) => {
    published = resolve
  })
  peers.publish.addEventListener('track', ({ track }) => published(new MediaStream([track])))

  function openChannels(type: 'publish' | 'subscribe'): RTCDataChannel {
    const open = (label: string, id: number) =>
      peers[type].createDataChannel(label, { id, negotiated: true, protocol: 'udp' })
    open('__diagnostics__', 1)
    const heartbeat = open('__heartbeat__', 0)
    heartbeat.addEventListener('message', ({ data }) => {
      if (data === 'PONG') pongs++
    })
    return heartbeat
  }

  const push = (text: string) => listener?.onText(text)
  const send = (frame: object) => push(JSON.stringify({ jsonrpc: '2.0', ...frame }))

  const answerOffer = async (sdp: string, streamIds: string[]): Promise<Reply> => {
    await peers.publish.setRemoteDescription({ type: 'offer', sdp })
    await peers.publish.setLocalDescription()
    await gathered(peers.publish)
    const metadata = { endpointId: 'p-1', participantId: 'p-1', mediaTypes: ['AUDIO'] }
    return {
      result: {
        endpointId: 'p-1',
        sdpAnswer: peers.publish.localDescription?.sdp,
        streamMetadata: Object.fromEntries(streamIds.map((id) => [id, metadata])),
      },
    }
  }

  const reply = async ({ method, params = {} }: Frame): Promise<Reply | undefined> => {
    const { [method]: script = () => 'usual' as const } = options.replies ?? {}
    const scripted = script()
    if (scripted !== 'usual') return scripted
    if (method === 'offerSdp') {
      const streams = Object.keys(params.mediaMetadata?.mediaStreams ?? {})
      return answerOffer(params.sdpOffer ?? '', streams)
    }
    if (method === 'answerSdp') {
      await peers.subscribe.setRemoteDescription({ type: 'answer', sdp: params.sdpAnswer ?? '' })
      answers++
    }
    return { result: {} }
  }

  const createSocket: CreateSocket = (url, socketListener) => {
    urls.push(url)
    listener = socketListener
    const { upgrade = 'accepted' } = options
    queueMicrotask(() => {
      if (upgrade === 'accepted') socketListener.onOpen()
      else if (upgrade === 'refused') socketListener.onClose(1006, '')
    })
    return {
      send: (text) => {
        const frame = JSON.parse(text) as Frame
        received.push(frame)
        if (frame.id === undefined) return
        void reply(frame).then((body) => body && send({ id: frame.id, ...body }))
      },
      close: (code) => {
        closedWith.push(code)
        listener = undefined
      },
    }
  }

  /** Offers on the subscribe peer. Resolves when the answer has been applied. */
  const offer = async (streamIds: string[] = [], params: object = {}) => {
    await peers.subscribe.setLocalDescription(await peers.subscribe.createOffer())
    await gathered(peers.subscribe)
    const before = answers
    const metadata = { endpointId: 'p-1', participantId: 'p-2', mediaTypes: ['AUDIO'] }
    send({
      method: 'sdpOffer',
      params: {
        endpointId: 'p-1',
        sdpRevision: ++revision,
        sdpOffer: peers.subscribe.localDescription?.sdp,
        streamMetadata: Object.fromEntries(streamIds.map((id) => [id, metadata])),
        ...params,
      },
    })
    await until(() => answers > before)
  }

  return {
    createSocket,
    /** One for each socket that was asked for. */
    urls,
    closedWith,
    received,
    peers,
    microphone,
    push,
    offer,
    methods: () => received.map(({ method }) => method),
    notify: (method: string, params?: unknown) => send({ method, params }),

    addCall: async (source: MediaStreamTrack, params: object = {}) => {
      const stream = new MediaStream()
      const transceiver = peers.subscribe.addTransceiver(source, {
        direction: 'sendonly',
        streams: [stream],
      })
      await offer([stream.id], params)
      return {
        remove: async () => {
          transceiver.stop()
          await offer()
        },
      }
    },

    pongs: () => pongs,
    heartbeatIsOpen: (type: 'publish' | 'subscribe') => heartbeats[type].readyState === 'open',
    ping: (type: 'publish' | 'subscribe') => heartbeats[type].send('PING'),
    closeSocket: (code: number, reason = '') => listener?.onClose(code, reason),
    close: () => {
      peers.publish.close()
      peers.subscribe.close()
    },
  }
}
