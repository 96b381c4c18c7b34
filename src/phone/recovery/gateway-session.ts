import type { BrtcClient, BrtcEvent } from '../../brtc/client.ts'
import type { PhoneOptions } from '../ports.ts'
import type { PublishedMicrophone } from '../published-microphone.ts'
import type { EndpointLease } from './endpoint-lease.ts'
import { type Loss, lossOfGateway } from './loss.ts'

export type GatewaySessionOptions = Pick<PhoneOptions, 'createClient' | 'application'> & {
  lease: EndpointLease
  microphone: PublishedMicrophone
  /** Identifies this device to the gateway, see ConnectOptions. */
  uniqueId: string
  /** Whether the microphone is to be heard, when it is published. */
  isMicEnabled: () => boolean
  /** Sets its streams apart from those of the sessions before: their ids begin with it. */
  name: string
}

/** What one session tells; nothing after `close()`. `onLost` comes once, `onPublished` never after it. */
export type GatewaySessionListener = {
  onStep: (step: 'socket' | 'media') => void
  onPublished: () => void
  onLost: (loss: Loss, error: unknown) => void
  /** Every event but the end. After `onLost` only what is about the peers, which stay until `close()`. */
  onEvent: (event: BrtcEvent) => void
}

/** One session at the gateway: new peers, revisions at zero, the microphone published with its mute state. */
export interface GatewaySession {
  /** Undefined until its code is loaded. */
  client: () => BrtcClient | undefined
  isUp: () => boolean
  close: () => void
}

export function openGatewaySession(
  options: GatewaySessionOptions,
  listener: GatewaySessionListener,
): GatewaySession {
  const { lease, microphone, name } = options
  const { endpointId, platform, gatewayUrl, token: endpointToken } = lease.grant
  let status: 'opening' | 'up' | 'lost' | 'closed' = 'opening'
  let wasOpen = false
  let client: BrtcClient | undefined

  const isGoing = (): boolean => status === 'opening' || status === 'up'

  function lose(error: unknown, closeCode?: number): void {
    if (!isGoing()) return
    status = 'lost'
    listener.onLost(lossOfGateway(error, closeCode, wasOpen), error)
  }

  function onEvent(event: BrtcEvent): void {
    if (status === 'closed') return
    if (event.type === 'disconnected') return lose(event.error, event.closeCode)
    if (event.type === 'socketOpened') {
      wasOpen = true
      listener.onStep('socket')
    }
    listener.onEvent('streamId' in event ? { ...event, streamId: name + event.streamId } : event)
  }

  async function open(): Promise<void> {
    const created = await options.createClient(platform, onEvent, {
      requestOutbound: (to) => options.application.requestOutbound(endpointId, to),
    })
    if (!isGoing()) return created.disconnect()
    client = withNames(created, name)
    await client.connect({ gatewayUrl, endpointToken, uniqueId: options.uniqueId })
    if (!isGoing()) return
    listener.onStep('socket')
    listener.onStep('media')
    lease.use()
    await microphone.publish(client, options.isMicEnabled)
    if (!isGoing()) return
    status = 'up'
    listener.onPublished()
  }

  open().catch(lose)

  return {
    client: () => client,
    isUp: () => status === 'up',
    close: () => {
      if (status === 'closed') return
      status = 'closed'
      if (!client) return
      microphone.withdraw(client)
      client.disconnect()
    },
  }
}

/** A client counts its streams from 1: those of two sessions of one call must not be mistaken for each other. */
function withNames(client: BrtcClient, name: string): BrtcClient {
  if (name === '') return client
  return {
    ...client,
    acceptStream: (streamId) => client.acceptStream(streamId.slice(name.length)),
    declineStream: (streamId) => client.declineStream(streamId.slice(name.length)),
  }
}
