import { closeCodes } from '../wire/close-codes.ts'
import { createBrtcSession } from './brtc-session.ts'
import type { Clock } from './clock.ts'
import { createGatewayRpc, describeMessage, type GatewayRpc } from './gateway-rpc.ts'
import type { GatewaySession, GatewaySessionOptions } from './gateway-session.ts'
import type { EndpointDirectory } from './device-link.ts'
import { notificationFrame } from '../wire/json-rpc.ts'
import type { Platform } from '../wire/phone-api.ts'
import type { Journal } from './journal.ts'
import type { MediaPlane } from './media-plane.ts'
import type { Switches } from './switches.ts'
import { createWebrtcSession } from './webrtc-session.ts'

/** The gateway's hold on a device's WebSocket, whoever hosts it. */
export interface DeviceSocket {
  send: (text: string) => void
  close: (code: number, reason?: string) => void
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
  journal: Journal
  clock: Clock
  /** Milliseconds that each frame travels, either way. */
  delay: number
  /** The socket is gone, whoever closed it. Called once. */
  onClosed: () => void
}

export interface GatewayConnection {
  session: GatewaySession
  /** A text frame from the device. */
  message: (text: string) => void
  /** The device's end of the socket is gone. */
  closed: () => void
  /** Closes the socket from this end. */
  close: (code: number, reason: string) => void
}

/** What the devices of each platform speak. */
const sessions: Record<Platform, (options: GatewaySessionOptions) => GatewaySession> = {
  brtc: createBrtcSession,
  webrtc: createWebrtcSession,
}

/** One admitted socket: frames in and out, what the journal learns of them, and the end. */
export function openGatewayConnection(options: GatewayConnectionOptions): GatewayConnection {
  const { endpointId, deviceId, token, socket, journal, clock, delay } = options
  const { directory, media, switches } = options
  let isOpen = true

  const travel = (arrive: () => void) => {
    if (delay > 0) clock.after(delay, arrive)
    else arrive()
  }
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
    travel(() => {
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
    travel(() => socket.close(code, reason))
  }

  const session = sessions[options.platform]({
    endpointId,
    deviceId,
    directory,
    media,
    switches,
    clock,
    notify: (method, params) =>
      send(notificationFrame(method, params), describeMessage(method, params)),
    warn: (summary) => journal.record({ from: 'gateway', to: 'device', kind: 'warning', summary }),
  })
  const rpc: GatewayRpc = createGatewayRpc({
    call: session.call,
    send,
    received,
    left: () => close(closeCodes.normal, ''),
  })

  return {
    session,
    message: (text) =>
      travel(() => {
        if (isOpen) rpc.message(text)
      }),
    closed: () => {
      if (!isOpen) return
      journal.record({ from: 'device', to: 'gateway', kind: 'frame', summary: 'socket closed' })
      end()
    },
    close,
  }
}

/** Any JWT: a header of base64url JSON begins `eyJ`. */
const maskTokens = (text: string): string =>
  text.replaceAll(/\beyJ[\w-]+\.[\w-]*(?:\.[\w-]*)?/g, '…')
