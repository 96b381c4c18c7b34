import { gatewayQuery } from '../wire/gateway.ts'
import type { Platform } from '../wire/phone-api.ts'
import { webrtcPath, webrtcQuery } from '../wire/webrtc-gateway.ts'
import { systemClock, type Clock } from './clock.ts'
import type { CallLeg, DeviceLink, EndpointDirectory } from './device-link.ts'
import type { Disturbance } from './disturbance.ts'
import { createFaults, type Faults } from './faults.ts'
import {
  openGatewayConnection,
  type DeviceSocket,
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
export type Refusal = { refused: 403 | 404 | 409 | 500 | 503; reason: string }

/** A device that has been let in. */
export type ConnectedDevice = {
  endpointId: string
  deviceId: string
  /** PINGs sent and PONGs received on its data channels. */
  heartbeats: { pings: number; pongs: number }
}

export type GatewayOptions = {
  directory: EndpointDirectory
  media: MediaPlane
  /** `generation` is read when a device connects, the others when they matter: a change holds from then on. */
  switches: Switches
  /** What is to go wrong; nothing unless told otherwise. */
  faults?: Faults
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
  /** In the order in which they came. */
  devices: () => ConnectedDevice[]
  /** @returns how many devices it has befallen */
  disturb: (disturbance: Disturbance) => number
}

/** Bandwidth's gateway: lets devices in, speaks JSON-RPC with them, and offers them calls through their DeviceLink. */
export function createGateway(options: GatewayOptions): Gateway {
  const { directory, media, switches, journal, clock = systemClock, delay = 0 } = options
  const { faults = createFaults() } = options
  const connections = new Map<string, GatewayConnection>()
  /** Those that are over too: they have not heard of it yet. */
  const frozen = new Set<GatewayConnection>()
  let isFrozen = false

  function refuse(refusal: Refusal): Refusal {
    const summary = `upgrade → ${refusal.refused} ${refusal.reason}`
    journal.record({ from: 'gateway', to: 'device', kind: 'warning', summary })
    return refusal
  }

  function connect(url: string, socket: DeviceSocket): GatewaySocket | Refusal {
    const query = readQuery(url)
    if ('refused' in query) return refuse(query)
    const fault = faults.takeGateway(['refuse'], {})
    if (fault) return refuse({ refused: fault.status, reason: 'a fault that was ordered' })

    let connection: GatewayConnection | undefined
    const link: DeviceLink = {
      offer: (leg, events) =>
        connection?.session.offer(impaired(leg, endpointId), events) ?? {
          end: clock.after(0, events.lost),
        },
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
      faults,
      journal,
      clock,
      delay,
      isFrozen,
      onClosed: () => {
        if (connections.get(endpointId) === opened) connections.delete(endpointId)
        directory.left(endpointId, link)
      },
    })
    connection = opened
    connections.set(endpointId, opened)
    if (isFrozen) frozen.add(opened)
    return { message: opened.message, closed: opened.closed }
  }

  function impaired(leg: CallLeg, endpointId: string): CallLeg {
    const fault = faults.takeGateway(['impair'], { endpointId })
    if (!fault) return leg
    const { type: _, about: __, times: ___, ...impairment } = fault
    return { ...leg, impairment }
  }

  function befall(connection: GatewayConnection, disturbance: Disturbance): boolean {
    if (disturbance.type === 'freeze') frozen.add(connection)
    if (disturbance.type === 'thaw') frozen.delete(connection)
    return connection.disturb(disturbance)
  }

  return {
    connect,
    devices: () =>
      [...connections.values()].map(({ endpointId, deviceId, session }) => ({
        endpointId,
        deviceId,
        heartbeats: session.heartbeats(),
      })),
    disturb: (disturbance) => {
      const { type, about } = disturbance
      if (about === undefined && type === 'freeze') isFrozen = true
      if (about === undefined && type === 'thaw') isFrozen = false
      return [...(type === 'thaw' ? frozen : connections.values())]
        .filter(({ endpointId }) => about === undefined || about === endpointId)
        .filter((connection) => befall(connection, disturbance)).length
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
