import type { DestinationType, NotificationParams, PeerType } from '../wire/gateway.ts'
import { rpcErrorCodes } from '../wire/json-rpc.ts'
import { createBrowserSocket, gatewayUrlWithQuery, type CreateSocket } from './browser-socket.ts'
import { BrtcError } from './errors.ts'
import { defaultLimits, type Limits } from './limits.ts'
import type { CreatePeerConnection } from './peer.ts'
import { createPeers, type Peers } from './peers.ts'
import type { SeenFrame } from './rpc-channel.ts'
import { createSession } from './session.ts'
import { createStreams, type FarEnd } from './streams.ts'

/**
 * What the gateway session tells the phone. One sink, given at construction, so that nothing can be missed.
 *
 * - `socketOpened`: the gateway accepted the token; media is negotiated next.
 * - `ready`: information only; may come early, late, twice or never (brtc-protocol 5.1).
 * - `streamAvailable`: a far end is there to be accepted. `streamId` is local to this client and unique in a session.
 *   Raised once per call however it was announced (track metadata in G2+, notification in G1, `unmute` in G0).
 *   `from` is whatever the gateway said, usually E.164; absent in G0 and G1.
 * - `streamUnavailable`: that far end is gone.
 * - `tonePlayed`: a DTMF tone has started; '' when the queue is empty.
 * - `peerStateChanged`: `connectionState` of one of the two peers. A peer that fails is not given up here: repairing it
 *   is the gateway's business (6.2), and how long to wait for that the phone's.
 * - `heartbeat`: the gateway's PING came on that peer, and was answered.
 * - `faulted`: something the gateway sent could not be used; the session goes on.
 * - `disconnected`: the session is over, whoever ended it; sent exactly once for each session whose socket
 *   was asked for, never after `disconnect()` has been called by the phone. `closeCode` is absent where no socket closed.
 *   The peers of a session that was connected stay, with the sound on them, until `disconnect()`: only what is said about
 *   them (`peerStateChanged`, `heartbeat`, `tonePlayed`) still comes.
 * - `frame`: one went by, for the log and the sequence view. SDP and telephone numbers are in its text; the token never.
 */
export type BrtcEvent =
  | { type: 'socketOpened' }
  | { type: 'ready'; territory?: string; region?: string }
  | {
      type: 'streamAvailable'
      streamId: string
      stream: MediaStream
      autoAccepted: boolean
      from?: string
      fromType?: string
      tags?: string
    }
  | { type: 'streamUnavailable'; streamId: string }
  | { type: 'tonePlayed'; tone: string }
  | { type: 'peerStateChanged'; peer: PeerType; state: RTCPeerConnectionState }
  | { type: 'heartbeat'; peer: PeerType }
  | { type: 'faulted'; error: BrtcError }
  | { type: 'disconnected'; error: BrtcError; closeCode?: number; reason?: string }
  | ({ type: 'frame' } & SeenFrame)

export type ConnectOptions = {
  /** `wss://…` without the query (brtc-protocol 2.1). */
  gatewayUrl: string
  /** The device token, a JWT. Goes into the socket's query and nowhere else; never logged. */
  endpointToken: string
  /** Identifies the device: the gateway lets the same id supersede its own dead socket, and refuses another with 409. */
  uniqueId: string
}

export type Connected = { endpointId: string | undefined; deviceId: string | undefined }

/**
 * The device's side of one gateway session. One client is one session: `connect` once, and after
 * `disconnected` or `disconnect()` make another. Every promise settles: each wait has a limit and a
 * `BrtcError`.
 */
export interface BrtcClient {
  /** Resolves when both initial answers are acknowledged and the publish peer is connected. */
  connect: (options: ConnectOptions) => Promise<Connected>
  /**
   * Publishes a microphone track, muted (`enabled = false`) until `setMicEnabled(true)` unless it is to be heard at once:
   * a call may have outlived the session before. Resolves when the gateway has answered the offer.
   */
  publish: (track: MediaStreamTrack, isEnabled?: boolean) => Promise<void>
  /** Swaps the published track without renegotiation, carrying the mute state over; also when the session was lost. */
  replaceTrack: (track: MediaStreamTrack) => Promise<void>
  /** `accepted: false` means that the application or the gateway refused. `true` says nothing about the callee. */
  requestOutboundConnection: (id: string, type: DestinationType) => Promise<{ accepted: boolean }>
  /** Any answer but an error is success (4.5). */
  hangupConnection: (endpoint: string, type: DestinationType) => Promise<void>
  /** Tells the gateway that the stream is taken; an unknown method is tolerated (4.6). */
  acceptStream: (streamId: string) => Promise<void>
  /** Declines; where the gateway does not, or the stream is still there after 2 s, hangs up instead (4.6). */
  declineStream: (streamId: string) => Promise<void>
  /**
   * Appends RFC 4733 digits (`0-9 A-D * # ,`) to what is still being sent.
   * @throws BrtcError `dtmf-unavailable`
   */
  sendDtmf: (digits: string) => void
  /** Forgets the digits that are not out yet. */
  clearDtmf: () => void
  /** Mutes by `track.enabled`: RTP goes on, so the endpoint stays eligible. */
  setMicEnabled: (enabled: boolean) => void
  /** WebRTC statistics of both peers, undefined before they exist. */
  getStats: () => Promise<{ publish: RTCStatsReport; subscribe: RTCStatsReport } | undefined>
  /**
   * Sends the gateway a `ping`, which also keeps the socket in use: the phone sees to that. Resolves with the reply. Without
   * one within `limit` milliseconds (1,500) the session ends as `timeout`, and it resolves then.
   */
  checkAlive: (limit?: number) => Promise<void>
  /** Leaves: `leave`, close 1000, both peers closed. Idempotent; no event follows. */
  disconnect: () => void
}

/** What the client takes from outside; the defaults are the browser's. */
export type BrtcClientOptions = {
  createSocket?: CreateSocket
  createPeer?: CreatePeerConnection
  /** Milliseconds. */
  limits?: Partial<Limits>
  /** Put over what both peers are made with: `iceServers`, `iceTransportPolicy`. */
  configuration?: RTCConfiguration
}

/** Speaks the newest known generation of the gateway's protocol and takes all older ones (brtc-protocol 0). */
export function createBrtcClient(
  onEvent: (event: BrtcEvent) => void,
  options: BrtcClientOptions = {},
): BrtcClient {
  const limits = { ...defaultLimits, ...options.limits }
  let status: 'new' | 'connecting' | 'connected' | 'lost' | 'over' = 'new'
  let peers: Peers | undefined
  const onMediaEvent = (event: BrtcEvent) => {
    if (status !== 'over') onEvent(event)
  }
  const initialAnswers = createSignal()

  const session = createSession({
    onEvent,
    limits,
    createSocket: options.createSocket ?? createBrowserSocket,
    onEnd: () => {
      if (status === 'connected') status = 'lost'
      else close()
    },
    handlers: {
      ready: (params) => {
        const { territory, region } = params ?? {}
        session.emit({
          type: 'ready',
          ...(territory !== undefined && { territory }),
          ...(region !== undefined && { region }),
        })
      },
      // An offer that overtakes the initial ones waits for them.
      sdpOffer: (offer) => {
        initialAnswers.given.then(() => answer(offer)).catch(session.fault)
      },
      streamAvailable: (announcement) => streams.announce(announcement),
      streamUnavailable: (withdrawal) => streams.withdraw(withdrawal),
    },
  })
  const { call, waits } = session
  const streams = createStreams({
    onEvent: session.emit,
    canRing: () => peers?.publish.isPublishing() ?? false,
  })

  const close = () => {
    if (status !== 'over') peers?.close()
    status = 'over'
  }

  const answer = async (offer: NotificationParams<'sdpOffer'>) => {
    // Only G3 names the peer: before it, the gateway offered on the subscribe peer alone.
    const peer = peers?.[offer.peerType ?? 'subscribe']
    await peer?.answer(offer, (sdpAnswer) => sendAnswer(peer.type, sdpAnswer))
  }

  const sendAnswer = (peerType: PeerType, sdpAnswer: string) =>
    call('answerSdp', { peerType, sdpAnswer }, limits.setup)

  const negotiate = async (url: string, token: string): Promise<Connected> => {
    await session.open(url, token)
    session.emit({ type: 'socketOpened' })
    const { publish, subscribe } = (peers = createPeers({
      ...options,
      session,
      streams,
      limits,
      onEvent: onMediaEvent,
    }))
    const preferences = await call(
      'setMediaPreferences',
      { protocol: 'WEBRTC', autoAccept: false },
      limits.setup,
    )
    const [publishAnswer, subscribeAnswer] = await Promise.all([
      publish.start(preferences.publishSdpOffer.sdpOffer),
      subscribe.start(preferences.subscribeSdpOffer.sdpOffer),
    ])
    // Side by side: waiting for one reply before sending the other would cost a round trip.
    const acknowledged = [
      sendAnswer('publish', publishAnswer),
      sendAnswer('subscribe', subscribeAnswer),
    ]
    initialAnswers.give()
    await Promise.all([...acknowledged, publish.connected()])
    return { endpointId: preferences.endpointId, deviceId: preferences.deviceId }
  }

  const connect = async (address: ConnectOptions) => {
    if (status !== 'new') throw new BrtcError('not-connected', 'One client is one session')
    const url = gatewayUrlWithQuery(address)
    status = 'connecting'
    try {
      const connected = await negotiate(url, address.endpointToken)
      status = 'connected'
      return connected
    } catch (error) {
      throw session.end(error)
    }
  }

  const connectedPeers = () => {
    if (status !== 'connected' || !peers) throw new BrtcError('not-connected', 'No session')
    return peers
  }

  const hangUp = async (endpoint: string, type: DestinationType, farEnds: FarEnd[]) => {
    connectedPeers()
    await call('hangupConnection', { endpoint, type })
    // The gateway should take the streams away now; where it does not, the call must not stay on the screen.
    waits.after(limits.removal, () => farEnds.forEach(streams.drop))
  }

  const farEndOf = (streamId: string) => {
    connectedPeers()
    const farEnd = streams.find(streamId)
    if (!farEnd) throw new BrtcError('not-connected', 'That stream is gone')
    return { farEnd, params: farEnd.callId === undefined ? {} : { callId: farEnd.callId } }
  }

  return {
    connect,
    publish: async (track, isEnabled = false) => connectedPeers().publish.publish(track, isEnabled),
    replaceTrack: async (track) => {
      const { publish } = status === 'lost' && peers ? peers : connectedPeers()
      await publish.replaceTrack(track)
    },
    setMicEnabled: (enabled) => peers?.publish.setMicEnabled(enabled),
    sendDtmf: (digits) => {
      if (!peers) throw new BrtcError('dtmf-unavailable', 'No session')
      peers.publish.sendDtmf(digits)
    },
    clearDtmf: () => peers?.publish.clearDtmf(),

    requestOutboundConnection: async (id, type) => {
      connectedPeers()
      return call('requestOutboundConnection', { id, type })
    },

    hangupConnection: (endpoint, type) => {
      const accepted = streams.farEnds().filter((farEnd) => farEnd.accepted)
      return hangUp(endpoint, type, accepted.length > 0 ? accepted : streams.farEnds())
    },

    acceptStream: async (streamId) => {
      const { farEnd, params } = farEndOf(streamId)
      farEnd.accepted = true
      await call('acceptStream', params).catch((error: unknown) => {
        // A gateway without the method has bridged the call already (4.6).
        if (!isUnknownMethod(error)) throw error
      })
    },

    declineStream: async (streamId) => {
      const { farEnd, params } = farEndOf(streamId)
      const isGone = await call('declineStream', params)
        .then(() => waits.within(limits.decline, 'Declining', () => farEnd.gone))
        .then(
          () => true,
          () => false,
        )
      if (!isGone) await hangUp(farEnd.from ?? '', 'CALL_ID', [farEnd])
    },

    getStats: async () => {
      if (!peers) return undefined
      const [publish, subscribe] = await Promise.all([
        peers.publish.connection.getStats(),
        peers.subscribe.connection.getStats(),
      ])
      return { publish, subscribe }
    },

    checkAlive: async (limit) => {
      if (status === 'connected') await session.checkAlive(limit)
    },
    disconnect: () => {
      session.leave()
      close()
    },
  }
}

const isUnknownMethod = (error: unknown) =>
  error instanceof BrtcError && error.rpcCode === rpcErrorCodes.unknownMethod

/** Something that happens once and can be waited for. */
function createSignal() {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}
