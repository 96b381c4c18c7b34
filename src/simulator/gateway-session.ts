import {
  peerNotReady,
  type GatewayNotification,
  type MethodParams,
  type MethodResult,
  type NotificationParams,
  type PeerType,
} from '../wire/gateway.ts'
import { rpcErrorCodes } from '../wire/json-rpc.ts'
import type { Clock } from './clock.ts'
import { createDeviceCalls, type DeviceCalls } from './device-calls.ts'
import type { CallLeg, EndpointDirectory, LegEvents } from './device-link.ts'
import type { GatewayHandlers } from './gateway-rpc.ts'
import { generations, sdpOfferParams, type OfferedCall } from './generations.ts'
import type { MediaPlane, MediaSession } from './media-plane.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import { RpcFault, wrongMoment } from './rpc-fault.ts'
import type { Switches } from './switches.ts'

export type GatewaySessionOptions = {
  endpointId: string
  deviceId: string
  directory: EndpointDirectory
  media: MediaPlane
  switches: Switches
  clock: Clock
  notify: <N extends GatewayNotification>(method: N, params: NotificationParams<N>) => void
  /** Something went wrong that no reply can carry. */
  warn: (message: string) => void
}

/** One device on one socket, from the upgrade to the close: a reconnect is a new session (brtc-protocol 2.5). */
export interface GatewaySession {
  handlers: GatewayHandlers
  offer: (leg: CallLeg, events: LegEvents) => { end: () => void }
  /** Sends an offer with fresh ICE credentials; `false` where the generation or the moment does not allow it. */
  restartIce: (peer: PeerType) => boolean
  heartbeats: () => { pings: number; pongs: number }
  /** Ends all calls as lost and closes the media. Idempotent. */
  close: () => void
}

/** What exists once the device has stated its preferences. */
type Negotiated = {
  media: MediaSession
  negotiations: Record<PeerType, Negotiation>
  calls: DeviceCalls
}

const peers = ['publish', 'subscribe'] as const

export function createGatewaySession(options: GatewaySessionOptions): GatewaySession {
  const { endpointId, deviceId, directory, switches, notify, warn } = options
  const generation = generations[switches.generation]
  const revisions = { publish: 0, subscribe: 0 }
  const answered = new Set<PeerType>()
  let negotiated: Negotiated | undefined
  let isReady = false
  let isClosed = false

  if (switches.ready === 'on-open') becomeReady()

  function becomeReady(): void {
    if (isReady || isClosed) return
    isReady = true
    notify('ready', { endpointId, deviceId, territory: 'US', region: 'us-east-1' })
  }

  function checkReady(): void {
    if (!negotiated || !peers.every((peer) => answered.has(peer))) return
    // Not before the reply to the last answer, which is on its way.
    if (switches.ready === 'after-answers') options.clock.after(0, becomeReady)
    const { media } = negotiated
    if (switches.ready === 'after-connected' && peers.every((peer) => media.isConnected(peer))) {
      becomeReady()
    }
  }

  function open(autoAccept: boolean): Negotiated {
    const media = options.media.open({
      endpointId,
      heartbeatInterval: switches.heartbeatInterval,
      onConnected: checkReady,
      onFailed: (peer) => {
        // ICE restart is the gateway's job since G3 (6.2); before that the media is simply gone.
        if (!restartIce(peer)) negotiated?.calls.loseAll()
      },
      onPublishing: (arriving) => {
        if (!isClosed) directory.publishing(endpointId, arriving)
      },
    })
    const negotiations = {
      publish: createNegotiation('publish', media),
      subscribe: createNegotiation('subscribe', media),
    }
    const calls = createDeviceCalls({
      endpointId,
      generation,
      media,
      autoAccept,
      unaccepted: switches.unaccepted,
      notify,
      inTurn: (task) => attempt(negotiations.subscribe.inTurn(task)),
      exchange: (call) =>
        negotiations.subscribe.exchange((sdp) => sendOffer('subscribe', sdp, call)),
    })
    return { media, negotiations, calls }
  }

  function sendOffer(peer: PeerType, sdp: string, call?: OfferedCall): void {
    const revision = ++revisions[peer]
    const offer = { endpointId, peer, revision, sdp, ...(call && { call }) }
    notify('sdpOffer', sdpOfferParams(generation, offer))
  }

  /** The first offer of a peer travels in a reply and has no revision. */
  function firstOffer(peer: PeerType, { negotiations }: Negotiated): Promise<string> {
    return new Promise((resolve, reject) => {
      negotiations[peer]
        .inTurn(() => negotiations[peer].exchange(resolve))
        .then(() => {
          answered.add(peer)
          checkReady()
        })
        .catch(reject)
    })
  }

  function restartIce(peer: PeerType): boolean {
    if (!negotiated || isClosed || (peer === 'publish' && !generation.namesPeer)) return false
    const negotiation = negotiated.negotiations[peer]
    attempt(
      negotiation.inTurn(() =>
        negotiation.exchange((sdp) => sendOffer(peer, sdp), { iceRestart: true }),
      ),
    )
    return true
  }

  /** A session that closes meanwhile takes its peers away: that failure is nobody's concern. */
  function attempt(work: Promise<unknown>): void {
    work.catch((cause: unknown) => {
      if (!isClosed) warn(`negotiation failed: ${String(cause)}`)
    })
  }

  function required(): Negotiated {
    if (!negotiated) throw wrongMoment('setMediaPreferences must come first')
    return negotiated
  }

  function asked(): DeviceCalls {
    const { calls } = required()
    if (generation.asks) return calls
    throw new RpcFault({ code: rpcErrorCodes.unknownMethod, message: 'method not found' })
  }

  const handlers: GatewayHandlers = {
    setMediaPreferences: async ({ autoAccept = true }) => {
      if (negotiated) throw wrongMoment('setMediaPreferences was called before')
      negotiated = open(autoAccept)
      const [publish, subscribe] = await Promise.all([
        firstOffer('publish', negotiated),
        firstOffer('subscribe', negotiated),
      ])
      return {
        endpointId,
        deviceId,
        publishSdpOffer: { peerType: 'publish', sdpOffer: publish },
        subscribeSdpOffer: { peerType: 'subscribe', sdpOffer: subscribe },
      }
    },
    answerSdp: async ({ peerType, sdpAnswer }) => {
      await required().negotiations[peerType].answer(sdpAnswer)
      return null
    },
    offerSdp: (params) => takeOffer(required(), params),
    requestOutboundConnection: async (destination) => {
      required()
      return { accepted: await directory.requestOutbound(endpointId, destination) }
    },
    hangupConnection: async () => {
      const { calls } = required()
      if (switches.hangupReply === 'error') throw wrongMoment('cannot hang up')
      // With no call here the device gives up an outbound request: the application hears nothing of that (4.5).
      calls.hangUp()
      return { object: { result: 'ok' }, bye: 'bye', empty: '', null: null }[switches.hangupReply]
    },
    acceptStream: async ({ callId }) => {
      asked().accept(callId)
      return null
    },
    declineStream: async ({ callId }) => {
      asked().decline(callId)
      return null
    },
    ping: async () => null,
  }

  return {
    handlers,
    offer: (leg, events) => {
      if (negotiated && !isClosed) return negotiated.calls.offer(leg, events)
      const cancel = options.clock.after(0, events.lost)
      return { end: cancel }
    },
    restartIce,
    heartbeats: () => negotiated?.media.heartbeats() ?? { pings: 0, pongs: 0 },
    close: () => {
      if (isClosed) return
      isClosed = true
      negotiated?.calls.loseAll()
      negotiated?.media.close()
    },
  }
}

/**
 * An offer of the device's while one of the gateway's is out would make both peers roll back: the gateway is then as little
 * ready as before it is connected.
 */
async function takeOffer(
  { media, negotiations }: Negotiated,
  { sdpOffer }: MethodParams<'offerSdp'>,
): Promise<MethodResult<'offerSdp'>> {
  const { publish } = negotiations
  if (!media.isConnected('publish') || publish.isAwaitingAnswer()) throw new RpcFault(peerNotReady)
  try {
    const sdpAnswer = await publish.inTurn(() => media.answerOffer(sdpOffer))
    return { peerType: 'publish', sdpAnswer }
  } catch (cause) {
    const message = `the offer cannot be used: ${String(cause)}`
    throw new RpcFault({ code: rpcErrorCodes.invalidParams, message }, { cause })
  }
}
