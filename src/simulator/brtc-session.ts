import {
  gatewayMethods,
  peerNotReady,
  type GatewayNotification,
  type NotificationParams,
  type PeerType,
} from '../wire/gateway.ts'
import { rpcErrorCodes } from '../wire/json-rpc.ts'
import type { DeviceCalls } from './device-calls.ts'
import { createDeviceSession, type OpenDevice } from './device-session.ts'
import type { GatewaySession, GatewaySessionOptions } from './gateway-session.ts'
import { generations, sdpOfferParams, type OfferedCall } from './generations.ts'
import { serveMethods, type MethodHandlers } from './method-table.ts'
import { RpcFault, wrongMoment } from './rpc-fault.ts'

const peers = ['publish', 'subscribe'] as const

/** A BRTC device, of the generation that the switches name when it connects. */
export function createBrtcSession(options: GatewaySessionOptions): GatewaySession {
  const { endpointId, deviceId, directory, switches } = options
  const device = createDeviceSession(options)
  const generation = generations[switches.generation]
  const revisions = { publish: 0, subscribe: 0 }
  const answered = new Set<PeerType>()
  let isReady = false

  if (switches.ready === 'on-open') becomeReady()

  function notify<N extends GatewayNotification>(method: N, params: NotificationParams<N>): void {
    options.notify(method, params)
  }

  function becomeReady(): void {
    if (isReady || device.isClosed()) return
    isReady = true
    notify('ready', { endpointId, deviceId, territory: 'US', region: 'us-east-1' })
  }

  function checkReady(): void {
    if (!peers.every((peer) => answered.has(peer))) return
    // Not before the reply to the last answer, which is on its way.
    if (switches.ready === 'after-answers') options.clock.after(0, becomeReady)
    const { media } = device.opened()
    if (switches.ready === 'after-connected' && peers.every((peer) => media.isConnected(peer))) {
      becomeReady()
    }
  }

  function open(autoAccept: boolean): OpenDevice {
    const autoAccepted = autoAccept || !generation.asks
    return device.open({
      channels: 'in-band',
      onConnected: checkReady,
      onFailed: (peer) => {
        // ICE restart is the gateway's job since G3 (6.2); before that the media is simply gone.
        if (!restartIce(peer)) device.opened().calls.loseAll()
      },
      idleTrack: generation.track === 'idle',
      renegotiates: generation.renegotiates,
      autoAccepted,
      ...(generation.notifies && {
        announcement: {
          available: ({ callId }) =>
            notify('streamAvailable', { callId, endpointId, autoAccepted }),
          unavailable: ({ callId }) => notify('streamUnavailable', { callId, endpointId }),
        },
      }),
      sendOffer,
    })
  }

  function sendOffer(peer: PeerType, sdp: string, call?: OfferedCall): void {
    const revision = ++revisions[peer]
    const offer = { endpointId, peer, revision, sdp, ...(call && { call }) }
    notify('sdpOffer', sdpOfferParams(generation, offer))
  }

  /** The first offer of a peer travels in a reply and has no revision. */
  function firstOffer(peer: PeerType, { negotiations }: OpenDevice): Promise<string> {
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
    return (peer === 'subscribe' || generation.namesPeer) && device.restartIce(peer)
  }

  function asked(): DeviceCalls {
    const { calls } = device.opened()
    if (generation.asks) return calls
    throw new RpcFault({ code: rpcErrorCodes.unknownMethod, message: 'method not found' })
  }

  const handlers: MethodHandlers<typeof gatewayMethods> = {
    setMediaPreferences: async ({ autoAccept = true }) => {
      const opened = open(autoAccept)
      const [publish, subscribe] = await Promise.all([
        firstOffer('publish', opened),
        firstOffer('subscribe', opened),
      ])
      return {
        endpointId,
        deviceId,
        publishSdpOffer: { peerType: 'publish', sdpOffer: publish },
        subscribeSdpOffer: { peerType: 'subscribe', sdpOffer: subscribe },
      }
    },
    answerSdp: async ({ peerType, sdpAnswer }) => {
      await device.opened().negotiations[peerType].answer(sdpAnswer)
      return null
    },
    offerSdp: async ({ sdpOffer }) => {
      const { media, negotiations } = device.opened()
      // An offer of the device's while one of the gateway's is out would make both peers roll back: the gateway is then
      // as little ready as before it is connected.
      if (!media.isConnected('publish') || negotiations.publish.isAwaitingAnswer()) {
        throw new RpcFault(peerNotReady)
      }
      return { peerType: 'publish', sdpAnswer: await device.answerOffer(sdpOffer) }
    },
    requestOutboundConnection: async (destination) => {
      device.opened()
      return { accepted: await directory.requestOutbound(endpointId, destination) }
    },
    hangupConnection: async () => {
      const { calls } = device.opened()
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

  return { ...device, call: serveMethods(gatewayMethods, handlers), restartIce }
}
