import {
  webrtcMethods,
  type MediaMetadata,
  type StreamMetadata,
  type WebrtcNotification,
  type WebrtcNotificationParams,
} from '../wire/webrtc-gateway.ts'
import { createDeviceSession } from './device-session.ts'
import type { GatewaySession, GatewaySessionOptions } from './gateway-session.ts'
import { serveMethods, type MethodHandlers } from './method-table.ts'

/**
 * A device of the older platform, Bandwidth WebRTC version 3 (brtc-protocol 9): it offers the publish peer itself, hears
 * of the subscribe peer when the first call comes, and has nothing to control a call with.
 *
 * Assumed, no source having the gateway's side: all of what a session does beyond replying; that `setMediaPreferences` comes
 * first on every socket; that calls are the participants; that the gateway repairs the subscribe peer, as the device
 * repairs the publish peer.
 */
export function createWebrtcSession(options: GatewaySessionOptions): GatewaySession {
  const { endpointId } = options
  const device = createDeviceSession(options)
  let revision = 0

  function notify<N extends WebrtcNotification>(
    method: N,
    params: WebrtcNotificationParams<N>,
  ): void {
    options.notify(method, params)
  }

  function open(): void {
    device.open({
      channels: 'negotiated',
      onConnected: () => {},
      onFailed: restartIce,
      idleTrack: false,
      renegotiates: true,
      autoAccepted: true,
      sendOffer: (_peer, sdpOffer) =>
        notify('sdpOffer', {
          endpointId,
          sdpRevision: ++revision,
          sdpOffer,
          streamMetadata: callers(),
        }),
    })
  }

  /** Each offer describes all streams: what a device was told before is forgotten. */
  function callers(): Record<string, StreamMetadata> {
    const described = device
      .opened()
      .calls.offered()
      .map(({ leg, track }) => [track.streamId, describe(leg.callId)] as const)
    return Object.fromEntries(described)
  }

  function published({ mediaStreams }: MediaMetadata): Record<string, StreamMetadata> {
    const described = Object.entries(mediaStreams).map(
      ([streamId, { alias }]) => [streamId, describe(endpointId, alias)] as const,
    )
    return Object.fromEntries(described)
  }

  function describe(participantId: string, alias?: string): StreamMetadata {
    // Telephones have no pictures.
    return {
      endpointId,
      mediaTypes: ['AUDIO'],
      participantId,
      ...(alias !== undefined && { alias }),
    }
  }

  /** An offer addresses no peer: it is always the subscribe peer's, once that has been offered at all. */
  function restartIce(peer: 'publish' | 'subscribe'): boolean {
    return peer === 'subscribe' && revision > 0 && device.restartIce(peer)
  }

  const handlers: MethodHandlers<typeof webrtcMethods> = {
    setMediaPreferences: async () => {
      open()
      return {}
    },
    offerSdp: async ({ sdpOffer, mediaMetadata }) => {
      const sdpAnswer = await device.answerOffer(sdpOffer)
      return { sdpAnswer, endpointId, streamMetadata: published(mediaMetadata) }
    },
    answerSdp: async ({ sdpAnswer }) => {
      await device.opened().negotiations.subscribe.answer(sdpAnswer)
      return {}
    },
    ping: async () => ({}),
  }

  return { ...device, call: serveMethods(webrtcMethods, handlers), restartIce }
}
