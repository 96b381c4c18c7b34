import { closeCodes } from '../wire/close-codes.ts'
import { createBrtcSession } from './brtc-session.ts'
import type { Clock } from './clock.ts'
import type { Disturbance } from './disturbance.ts'
import type { Faults } from './faults.ts'
import { sendWithFaults } from './frame-faults.ts'
import { createGatewayRpc, describeMessage, type GatewayRpc } from './gateway-rpc.ts'
import type { GatewaySession, GatewaySessionOptions } from './gateway-session.ts'
import type { EndpointDirectory } from './device-link.ts'
import { notificationFrame } from '../wire/json-rpc.ts'
import type { Platform } from '../wire/phone-api.ts'
import type { Journal } from './journal.ts'
import type { MediaPlane } from './media-plane.ts'
import type { Switches } from './switches.ts'
import { RpcFault } from './rpc-fault.ts'
import { createTraffic } from './traffic.ts'
import { createWebrtcSession } from './webrtc-session.ts'

/** The gateway's hold on a device's WebSocket, whoever hosts it. */
export interface DeviceSocket {
  send: (text: string) => void
  close: (code: number, reason?: string) => void
  /** Ends the connection without a close frame; a host that has none, such as a page, closes with 1006. */
  cut?: () => void
}

export type GatewayConnectionOptions = {
  platform: Platform
  endpointId: string
  deviceId: string
  /** Known here only to be kept out of the journal. */
  token: string
  socket: DeviceSocket
  directory: EndpointDirectory
  media: MediaPlane
  switches: Switches
  /** What is to go wrong with frames and requests. */
  faults: Faults
  journal: Journal
  clock: Clock
  /** Milliseconds that each frame travels, either way. */
  delay: number
  /** As if it were disturbed so before its first frame. */
  isFrozen: boolean
  /** The socket is gone, whoever closed it. Called once. */
  onClosed: () => void
}

export interface GatewayConnection {
  endpointId: string
  deviceId: string
  session: GatewaySession
  /** A text frame from the device. */
  message: (text: string) => void
  /** The device's end of the socket is gone. */
  closed: () => void
  /** Closes the socket from this end. */
  close: (code: number, reason: string) => void
  /** @returns false where it cannot befall this device just now */
  disturb: (disturbance: Disturbance) => boolean
}

/** What the devices of each platform speak. */
const sessions: Record<Platform, (options: GatewaySessionOptions) => GatewaySession> = {
  brtc: createBrtcSession,
  webrtc: createWebrtcSession,
}

/** One admitted socket: frames in and out, what the journal learns of them, and the end. */
export function openGatewayConnection(options: GatewayConnectionOptions): GatewayConnection {
  const { endpointId, deviceId, token, socket, journal, clock, delay } = options
  const { directory, media, switches, faults } = options
  const traffic = createTraffic(clock, delay)
  if (options.isFrozen) traffic.freeze()
  let isOpen = true

  const mask = (text: string) => maskTokens(text.replaceAll(token, '…'))

  function send(frame: string, summary: string | undefined): void {
    if (!isOpen) return
    if (summary !== undefined) {
      const detail = mask(frame)
      journal.record({
        from: 'gateway',
        to: 'device',
        kind: 'frame',
        summary: mask(summary),
        detail,
      })
    }
    traffic.pass(() => {
      if (isOpen) socket.send(frame)
    })
  }

  function received(frame: string, summary: string, isPrivate: boolean): void {
    journal.record({
      from: 'device',
      to: 'gateway',
      kind: 'frame',
      summary: mask(summary),
      ...(!isPrivate && { detail: mask(frame) }),
    })
  }

  function end(): void {
    isOpen = false
    session.close()
    options.onClosed()
  }

  function close(code: number, reason: string): void {
    if (!isOpen) return
    const summary = `close ${code} ${reason}`.trim()
    journal.record({ from: 'gateway', to: 'device', kind: 'frame', summary })
    end()
    traffic.pass(() => socket.close(code, reason))
  }

  function cut(): void {
    if (!isOpen) return
    note('socket cut')
    end()
    if (socket.cut) socket.cut()
    else socket.close(closeCodes.noCloseFrame)
  }

  function disturb(disturbance: Disturbance): boolean {
    const { type } = disturbance
    switch (type) {
      case 'close':
        if (disturbance.code === closeCodes.noCloseFrame) cut()
        else close(disturbance.code, disturbance.reason ?? '')
        return true
      case 'freeze':
        note('socket frozen')
        traffic.freeze()
        return true
      case 'thaw':
        note('socket thawed')
        traffic.thaw()
        return true
      case 'send':
        send(disturbance.text, `on order: ${disturbance.text.slice(0, 60)}`)
        return true
      case 'restart-ice':
        return session.restartIce(disturbance.peer)
      case 'break-media':
        note(`${disturbance.peer} media broken`)
        return session.breakMedia(disturbance.peer)
      case 'stop-heartbeats':
        note('heartbeats stopped')
        return session.stopHeartbeats()
    }
  }

  const note = (summary: string) =>
    journal.record({ from: 'gateway', to: 'device', kind: 'warning', summary })
  const sendFrame = sendWithFaults(send, { endpointId, faults, clock, warn: note })

  const session = sessions[options.platform]({
    endpointId,
    deviceId,
    directory,
    media,
    switches,
    clock,
    notify: (method, params) =>
      sendFrame({
        method,
        text: notificationFrame(method, params),
        summary: describeMessage(method, params),
      }),
    warn: note,
  })
  const rpc: GatewayRpc = createGatewayRpc({
    call: async (method, params) => {
      const fault = faults.takeGateway(['error'], { method, endpointId })
      if (!fault) return session.call(method, params)
      note(`fault: ${method} error ${fault.code}`)
      throw new RpcFault(fault)
    },
    send: sendFrame,
    received,
    left: () => close(closeCodes.normal, ''),
  })

  return {
    endpointId,
    deviceId,
    session,
    message: (text) =>
      traffic.pass(() => {
        if (isOpen) rpc.message(text)
      }),
    closed: () => {
      if (!isOpen) return
      journal.record({ from: 'device', to: 'gateway', kind: 'frame', summary: 'socket closed' })
      end()
    },
    close,
    disturb,
  }
}

/** Any JWT: a header of base64url JSON begins `eyJ`. */
const maskTokens = (text: string): string =>
  text.replaceAll(/\beyJ[\w-]+\.[\w-]*(?:\.[\w-]*)?/g, '…')
