import { gatewayQuery, type PeerType } from '../wire/gateway.ts'
import type { Platform } from '../wire/phone-api.ts'
import { webrtcPath, webrtcQuery } from '../wire/webrtc-gateway.ts'
import { systemClock, type Clock } from './clock.ts'
import type { DeviceLink, EndpointDirectory } from './device-link.ts'
import {
  openGatewayConnection,
  type DeviceSocket,
  type Disturbance,
  type GatewayConnection,
} from './gateway-connection.ts'
import type { Journal } from './journal.ts'
import type { MediaPlane } from './media-plane.ts'
import type { Switches } from './switches.ts'
import { platformOf } from './tokens.ts'

/** What the host of the WebSocket tells the gateway. */
export interface GatewaySocket {
  message: (text: string) => void
  closed: () => void
}

/** HTTP status of a refused upgrade. A browser's WebSocket shows none of it, just close 1006 (brtc-protocol 2.3). */
export type Refusal = { refused: 403 | 404 | 409; reason: string }

export type GatewayOptions = {
  directory: EndpointDirectory
  media: MediaPlane
  /** `generation` is read when a device connects, the others when they matter: a change holds from then on. */
  switches: Switches
  journal: Journal
  clock?: Clock
  /** Milliseconds that each frame travels, either way. */
  delay?: number
}

export interface Gateway {
  /**
   * A device asks for the upgrade. `url` is what it dialled, query included. A path that ends in `/v3/` is that of the older
   * platform's devices; otherwise the path is the host's affair.
   */
  connect: (url: string, socket: DeviceSocket) => GatewaySocket | Refusal
  /**
   * Sends the device an offer with fresh ICE credentials (6.2).
   * @returns false where no device is there, or its generation cannot address the peer
   */
  restartIce: (endpointId: string, peer: PeerType) => boolean
  /** PINGs sent and PONGs received on the data channels of the endpoint's device. */
  heartbeats: (endpointId: string) => { pings: number; pongs: number } | undefined
  /** What is to go wrong with the socket of the endpoint's device. @returns false where none is there */
  disturb: (endpointId: string, disturbance: Disturbance) => boolean
}

/** Bandwidth's gateway: lets devices in, speaks JSON-RPC with them, and offers them calls through their DeviceLink. */
export function createGateway(options: GatewayOptions): Gateway {
  const { directory, media, switches, journal, clock = systemClock, delay = 0 } = options
  const connections = new Map<string, GatewayConnection>()

  function refuse(refusal: Refusal): Refusal {
    const summary = `upgrade → ${refusal.refused} ${refusal.reason}`
    journal.record({ from: 'gateway', to: 'device', kind: 'warning', summary })
    return refusal
  }

  function connect(url: string, socket: DeviceSocket): GatewaySocket | Refusal {
    const query = readQuery(url)
    if ('refused' in query) return refuse(query)

    let connection: GatewayConnection | undefined
    const link: DeviceLink = {
      offer: (leg, events) =>
        connection?.session.offer(leg, events) ?? { end: clock.after(0, events.lost) },
      close: (code, reason) => connection?.close(code, reason),
    }
    const admission = directory.admit(query.token, query.uniqueId, link)
    if (!admission.admitted) {
      return refuse({ refused: admission.httpStatus, reason: admission.reason })
    }
    const { endpointId, deviceId } = admission
    const detail = `client ${query.client}, sdkVersion ${query.sdkVersion}`
    const summary = `upgrade → 101 ${endpointId}`
    journal.record({ from: 'device', to: 'gateway', kind: 'frame', summary, detail })

    const opened = openGatewayConnection({
      platform: query.platform,
      endpointId,
      deviceId,
      token: query.token,
      socket,
      directory,
      media,
      switches,
      journal,
      clock,
      delay,
      onClosed: () => {
        if (connections.get(endpointId) === opened) connections.delete(endpointId)
        directory.left(endpointId, link)
      },
    })
    connection = opened
    connections.set(endpointId, opened)
    return { message: opened.message, closed: opened.closed }
  }

  return {
    connect,
    restartIce: (endpointId, peer) =>
      connections.get(endpointId)?.session.restartIce(peer) ?? false,
    heartbeats: (endpointId) => connections.get(endpointId)?.session.heartbeats(),
    disturb: (endpointId, disturbance) => {
      const connection = connections.get(endpointId)
      connection?.disturb(disturbance)
      return connection !== undefined
    },
  }
}

type Query = {
  platform: Platform
  client: string
  sdkVersion: string
  uniqueId: string
  token: string
}

/**
 * All four are required (11, point 1); what a real gateway says to a missing one is assumed, and so is that a token is good
 * on its own platform only.
 */
function readQuery(url: string): Query | Refusal {
  const { pathname, searchParams } = new URL(url)
  const platform = pathname.endsWith(webrtcPath) ? 'webrtc' : 'brtc'
  const tokenName = { brtc: gatewayQuery.endpointToken, webrtc: webrtcQuery.token }[platform]
  const read = (name: string) => searchParams.get(name) ?? ''
  const query = {
    client: read(gatewayQuery.client),
    sdkVersion: read(gatewayQuery.sdkVersion),
    uniqueId: read(gatewayQuery.uniqueId),
  }
  const token = read(tokenName)
  if (!token) return { refused: 403, reason: `no ${tokenName}` }
  if (platformOf(token) !== platform) return { refused: 403, reason: `no ${platform} token` }
  const missing = (['client', 'sdkVersion', 'uniqueId'] as const).find((name) => !query[name])
  return missing ? { refused: 404, reason: `no ${missing}` } : { platform, token, ...query }
}
