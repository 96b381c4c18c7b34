import type { PeerType } from '../wire/gateway.ts'
import type { Clock } from './clock.ts'
import type { CallLeg, EndpointDirectory, LegEvents } from './device-link.ts'
import type { MediaPlane } from './media-plane.ts'
import type { CallMethod } from './method-table.ts'
import type { Switches } from './switches.ts'

export type GatewaySessionOptions = {
  endpointId: string
  deviceId: string
  directory: EndpointDirectory
  media: MediaPlane
  switches: Switches
  clock: Clock
  /** Something that the device asked nothing about. Each dialect has its own methods. */
  notify: (method: string, params: unknown) => void
  /** Something went wrong that no reply can carry. */
  warn: (message: string) => void
}

/** One device on one socket, from the upgrade to the close: a reconnect is a new session (brtc-protocol 2.5). */
export interface GatewaySession {
  call: CallMethod
  offer: (leg: CallLeg, events: LegEvents) => { end: () => void }
  /** Sends an offer with fresh ICE credentials; `false` where the dialect or the moment does not allow it. */
  restartIce: (peer: PeerType) => boolean
  /** @returns false where no media are there yet */
  breakMedia: (peer: PeerType) => boolean
  /** @returns false where no media are there yet */
  stopHeartbeats: () => boolean
  heartbeats: () => { pings: number; pongs: number }
  /** Ends all calls as lost and closes the media. Idempotent. */
  close: () => void
}
