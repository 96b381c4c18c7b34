import { BandwidthRtcV3 } from '@bandwidth/webrtc-browser'
import * as logging from '@bandwidth/webrtc-browser/dist/logging'
import type { PeerType } from '../wire/gateway.ts'
import { createBrowserSocket } from './browser-socket.ts'
import type { BrtcClient, BrtcClientOptions, BrtcEvent, ConnectOptions } from './client.ts'
import { appendDtmf, clearDtmf, hasTelephoneEvent } from './dtmf.ts'
import { BrtcError } from './errors.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { untilConnected } from './peer.ts'
import { createSdkSocket } from './sdk-socket.ts'
import { checkV3Token } from './sdk-token.ts'
import { createSession } from './session.ts'
import { createStreams } from './streams.ts'
import { withGlobal } from './with-global.ts'

/** Milliseconds: the package itself waits for ever. */
export type SdkLimits = Limits & {
  /** From asking for the socket until the gateway has answered. */
  connect: number
  /** From the first offer until the gateway has answered the second, the one with the microphone. */
  publish: number
}

export type SdkClientOptions = Pick<BrtcClientOptions, 'createSocket'> & {
  /** Places a call, which this gateway cannot be asked for. What it rejects with is passed on. */
  requestOutbound: (to: string) => Promise<{ accepted: boolean }>
  limits?: Partial<SdkLimits>
  configuration?: Pick<RTCConfiguration, 'iceServers' | 'iceTransportPolicy'>
}

const defaultSdkLimits: SdkLimits = {
  ...defaultLimits,
  connect: 10_000,
  publish: 15_000,
  reply: 10_000,
}

/**
 * The older platform, Bandwidth WebRTC (brtc-protocol 9), by Bandwidth's own package. The package has no call control:
 * outbound calls and hanging up are the application's business, accepting and declining the phone's own. Nor does it tell
 * that a session failed, or end one: `sdk-socket.ts` holds its socket, and one instance of it lives for one session.
 *
 * A `publish` that fails ends the session too: the package keeps the stream in its list, and its lock.
 */
export function createSdkClient(
  onEvent: (event: BrtcEvent) => void,
  options: SdkClientOptions,
): BrtcClient {
  const limits = { ...defaultSdkLimits, ...options.limits }
  const sdk = createSdk()
  const peers: Partial<Record<PeerType, RTCPeerConnection>> = {}
  let status: 'new' | 'connecting' | 'connected' | 'lost' | 'over' = 'new'
  let isPublishing = false
  let micEnabled = false
  /** Our clone of the phone's track: the package and the mute touch no track of the phone's. */
  let track: MediaStreamTrack | undefined
  let sender: RTCRtpSender | undefined

  const session = createSession({
    onEvent,
    limits,
    createSocket: (url, listener) => socket.createSocket(url, listener),
    handlers: {},
    onEnd: () => {
      socket.close()
      // What was connected may carry a call still.
      if (status === 'connected' && sender) status = 'lost'
      else close()
    },
  })
  const close = () => {
    status = 'over'
    for (const peer of Object.values(peers)) peer.close()
    track?.stop()
  }
  const onMediaEvent = (event: BrtcEvent) => {
    if (status !== 'over') onEvent(event)
  }
  const { waits } = session
  const socket = createSdkSocket({
    createSocket: options.createSocket ?? createBrowserSocket,
    waits,
    limits,
    onFrame: (frame) => session.emit({ type: 'frame', ...frame }),
    onFault: session.fault,
    onLost: session.end,
  })
  const streams = createStreams({ onEvent: session.emit, canRing: () => false })
  sdk.onStreamAvailable(({ mediaStream: stream }) => {
    for (const remote of stream.getTracks()) streams.add({ track: remote, stream, metadata: {} })
  })

  const hidden = hiddenPartsOf(sdk)
  const createPeer = hidden.createPeerConnection.bind(sdk)
  hidden.createPeerConnection = () => {
    // An offer may still have been waiting for its turn.
    if (status === 'over') throw new BrtcError('closed', 'The session is over')
    const type = isPublishing ? 'publish' : 'subscribe'
    const connection = (peers[type] = createPeer())
    connection.addEventListener('connectionstatechange', () => {
      const state = connection.connectionState
      onMediaEvent({ type: 'peerStateChanged', peer: type, state })
      if (type === 'publish' && state === 'failed' && status === 'connected') repair()
    })
    return connection
  }

  const repair = () => {
    hidden.offerPublishSdp(true).catch((error: unknown) => session.fault(asBrtcError(error)))
  }

  const negotiate = async ({
    gatewayUrl,
    endpointToken: deviceToken,
    uniqueId,
  }: ConnectOptions) => {
    const sdkOptions = { ...options.configuration, websocketUrl: gatewayUrl.replace(/\/+$/, '') }
    // The package asks for its socket before it first waits, so nobody else meets the substitute.
    const connected = withGlobal('WebSocket', socket.substitute, () =>
      sdk.connect({ deviceToken }, sdkOptions),
    )
    await session.open(socket.url(uniqueId), deviceToken)
    session.emit({ type: 'socketOpened' })
    // Its `beforeunload` listener would stay for ever, and leave where the agent stays: `pagehide` is heard instead.
    withGlobal('addEventListener', () => {}, socket.opened)
    await connected
  }

  const connect = async (address: ConnectOptions) => {
    if (status !== 'new') throw new BrtcError('not-connected', 'One client is one session')
    checkV3Token(address.endpointToken)
    checkGatewayUrl(address.gatewayUrl)
    status = 'connecting'
    try {
      await waits.within(limits.connect, 'Connecting', () => negotiate(address))
      status = 'connected'
      return { endpointId: undefined, deviceId: undefined }
    } catch (error) {
      throw session.end(asBrtcError(error))
    }
  }

  const requireSession = () => {
    if (status !== 'connected') throw new BrtcError('not-connected', 'No session')
  }

  const cloneOf = (microphone: MediaStreamTrack) => {
    const clone = microphone.clone()
    clone.enabled = micEnabled
    clone.addEventListener('ended', () => {
      if (track === clone) session.fault(new BrtcError('media', 'The published track has ended'))
    })
    return clone
  }

  const offer = async (stream: MediaStream) => {
    isPublishing = true
    // The package makes the peer before it first waits.
    const answered = sdk.publish(stream)
    isPublishing = false
    // Its own handler offers an ICE restart every 5 s without end, also after the session's, and handles no refusal.
    if (peers.publish) peers.publish.onconnectionstatechange = null
    await answered
  }

  const publish = async (microphone: MediaStreamTrack, isEnabled = false) => {
    requireSession()
    if (track) return replaceTrack(microphone)
    micEnabled = isEnabled
    const published = (track = cloneOf(microphone))
    try {
      const stream = new MediaStream([published])
      await waits.within(limits.publish, 'Publishing', () => offer(stream))
      const { publish: peer } = peers
      if (!peer) throw new BrtcError('protocol', 'The package made no publish peer')
      const connecting = 'Connecting the publish peer'
      await waits.within(limits.connected, connecting, () => untilConnected(peer), 'media')
      sender = peer.getSenders().find((candidate) => candidate.track === published)
    } catch (error) {
      throw session.end(asBrtcError(error))
    }
    sender?.dtmf?.addEventListener('tonechange', ({ tone }) => {
      onMediaEvent({ type: 'tonePlayed', tone })
    })
  }

  const replaceTrack = async (microphone: MediaStreamTrack) => {
    if (status !== 'lost') requireSession()
    const current = sender
    if (!current) throw new BrtcError('not-connected', 'Nothing is published yet')
    const next = cloneOf(microphone)
    try {
      await current.replaceTrack(next)
    } catch (error) {
      next.stop()
      throw asBrtcError(error)
    }
    // The mute may have changed meanwhile.
    next.enabled = micEnabled
    track?.stop()
    track = next
  }

  const farEndOf = (streamId: string) => {
    requireSession()
    const farEnd = streams.find(streamId)
    if (!farEnd) throw new BrtcError('not-connected', 'That stream is gone')
    return farEnd
  }

  return {
    connect,
    publish,
    replaceTrack,

    setMicEnabled: (enabled) => {
      micEnabled = enabled
      if (track) track.enabled = enabled
    },

    sendDtmf: (digits) => {
      // The package's own `sendDtmf` would replace what is still being sent.
      const canSend = hasTelephoneEvent(peers.publish?.remoteDescription?.sdp ?? '')
      appendDtmf(canSend ? sender?.dtmf : undefined, digits)
    },
    clearDtmf: () => clearDtmf(sender?.dtmf),

    requestOutboundConnection: async (id, type) => {
      requireSession()
      if (type === 'PHONE_NUMBER') return options.requestOutbound(id)
      throw new BrtcError('rejected', 'On this platform only telephone numbers can be called')
    },

    hangupConnection: async () => requireSession(),
    acceptStream: async (streamId) => {
      farEndOf(streamId).accepted = true
    },
    declineStream: async (streamId) => {
      farEndOf(streamId)
    },

    getStats: async () => {
      if (!peers.publish || !peers.subscribe) return undefined
      const [published, subscribed] = await Promise.all([
        peers.publish.getStats(),
        peers.subscribe.getStats(),
      ])
      return { publish: published, subscribe: subscribed }
    },

    checkAlive: async (limit) => {
      if (status === 'connected') await socket.checkAlive(limit)
    },
    disconnect: () => {
      session.leave()
      close()
    },
  }
}

/** An instance that logs nothing, keeps no log and starts no timer. */
function createSdk(): BandwidthRtcV3 {
  // The constructor starts an interval that nothing clears, to send the log home.
  const sdk = withGlobal(
    'setInterval',
    () => undefined,
    () => new BandwidthRtcV3('off'),
  )
  // And that log, with the token in it, is kept whatever the level, of every session in every instance.
  loggerOf(logging).removeAllListeners('log')
  return sdk
}

type Logger = typeof logging.default

/** The CommonJS module's default, or the module itself: that is up to the bundler. */
function loggerOf(module: { default: Logger | { default: Logger } }): Logger {
  return 'default' in module.default ? module.default.default : module.default
}

/**
 * Two private methods. `createPeerConnection` "can be overridden" by its own comment, and is the only way to the peers:
 * to their state, statistics and senders. `offerPublishSdp(true)` is the package's ICE restart, for which it has no
 * public word.
 */
type HiddenParts = {
  createPeerConnection: () => RTCPeerConnection
  offerPublishSdp: (restartIce: boolean) => Promise<unknown>
}
const hiddenPartsOf = (sdk: BandwidthRtcV3) => sdk as unknown as HiddenParts

/** The package puts `/v3/` and a query behind it. */
function checkGatewayUrl(gatewayUrl: string): void {
  if (URL.canParse(gatewayUrl) && new URL(gatewayUrl).search === '') return
  throw new BrtcError('handshake-failed', 'The address of the gateway is no URL without a query')
}

/** What the package rejects with: the gateway's JSON-RPC error as it came, or what WebRTC threw. */
function asBrtcError(cause: unknown): BrtcError {
  if (cause instanceof BrtcError) return cause
  if (cause instanceof DOMException) {
    return new BrtcError('media', 'The descriptions could not be exchanged', { cause })
  }
  if (isRpcError(cause)) {
    const { code: rpcCode, message } = cause
    return new BrtcError('rejected', `The gateway refused: ${message}`, { rpcCode, cause })
  }
  return new BrtcError('protocol', 'The gateway answered in another shape', { cause })
}

function isRpcError(error: unknown): error is { code: number; message: string } {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error
}
