import type { PeerType } from '../wire/gateway.ts'
import { rpcErrorCodes } from '../wire/json-rpc.ts'
import { createDeviceCalls, type DeviceCalls, type DeviceCallsOptions } from './device-calls.ts'
import type { GatewaySession, GatewaySessionOptions } from './gateway-session.ts'
import type { OfferedCall } from './generations.ts'
import type { MediaOptions, MediaSession } from './media-plane.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import { RpcFault, wrongMoment } from './rpc-fault.ts'

/** What exists once the device has stated its preferences. */
export type OpenDevice = {
  media: MediaSession
  negotiations: Record<PeerType, Negotiation>
  calls: DeviceCalls
}

/** How a device is opened: what differs from one dialect to the other. */
export type DeviceManner = Pick<MediaOptions, 'channels' | 'onConnected' | 'onFailed'> &
  Pick<DeviceCallsOptions, 'idleTrack' | 'renegotiates' | 'autoAccepted' | 'announcement'> & {
    /** Sends an offer of the gateway's; `call` only with the offer that brings its track. */
    sendOffer: (peer: PeerType, sdp: string, call?: OfferedCall) => void
  }

/** What all dialects have in common: peers, negotiations and calls of one device on one socket. */
export interface DeviceSession extends Omit<GatewaySession, 'call'> {
  /** @throws RpcFault the second time */
  open: (manner: DeviceManner) => OpenDevice
  /** @throws RpcFault before `open` */
  opened: () => OpenDevice
  /**
   * Answers the device's offer on the publish peer.
   * @throws RpcFault
   */
  answerOffer: (sdp: string) => Promise<string>
  isClosed: () => boolean
}

export function createDeviceSession(options: GatewaySessionOptions): DeviceSession {
  const { endpointId, directory, switches, clock, warn } = options
  let device: (OpenDevice & Pick<DeviceManner, 'sendOffer'>) | undefined
  let isClosed = false

  function open(manner: DeviceManner): OpenDevice {
    if (device) throw wrongMoment('setMediaPreferences was called before')
    const { channels, onConnected, onFailed, sendOffer } = manner
    const media = options.media.open({
      endpointId,
      channels,
      heartbeatInterval: switches.heartbeatInterval,
      onConnected,
      onFailed,
      onPublishing: (arriving) => {
        if (!isClosed) directory.publishing(endpointId, arriving)
      },
    })
    const negotiations = {
      publish: createNegotiation('publish', media),
      subscribe: createNegotiation('subscribe', media),
    }
    const calls = createDeviceCalls({
      ...manner,
      media,
      unaccepted: switches.unaccepted,
      inTurn: (task) => attempt(negotiations.subscribe.inTurn(task)),
      exchange: (call) =>
        negotiations.subscribe.exchange((sdp) => sendOffer('subscribe', sdp, call)),
    })
    device = { media, negotiations, calls, sendOffer }
    return device
  }

  /** A session that closes meanwhile takes its peers away: that failure is nobody's concern. */
  function attempt(work: Promise<unknown>): void {
    work.catch((cause: unknown) => {
      if (!isClosed) warn(`negotiation failed: ${String(cause)}`)
    })
  }

  function opened(): OpenDevice {
    if (!device) throw wrongMoment('setMediaPreferences must come first')
    return device
  }

  return {
    open,
    opened,
    answerOffer: async (sdp) => {
      const { media, negotiations } = opened()
      try {
        return await negotiations.publish.inTurn(() => media.answerOffer(sdp))
      } catch (cause) {
        const message = `the offer cannot be used: ${String(cause)}`
        throw new RpcFault({ code: rpcErrorCodes.invalidParams, message }, { cause })
      }
    },
    offer: (leg, events) => {
      if (device && !isClosed) return device.calls.offer(leg, events)
      return { end: clock.after(0, events.lost) }
    },
    restartIce: (peer) => {
      if (!device || isClosed) return false
      const { negotiations, sendOffer } = device
      const { inTurn, exchange } = negotiations[peer]
      attempt(inTurn(() => exchange((sdp) => sendOffer(peer, sdp), { iceRestart: true })))
      return true
    },
    breakMedia: (peer) => {
      device?.media.breakPeer(peer)
      return device !== undefined
    },
    stopHeartbeats: () => {
      device?.media.stopHeartbeats()
      return device !== undefined
    },
    heartbeats: () => device?.media.heartbeats() ?? { pings: 0, pongs: 0 },
    isClosed: () => isClosed,
    close: () => {
      if (isClosed) return
      isClosed = true
      device?.calls.loseAll()
      device?.media.close()
    },
  }
}
