import * as v from 'valibot'

/**
 * The vocabulary of Bandwidth WebRTC, the platform before BRTC, in its version 3: what `@bandwidth/webrtc-browser` and
 * its gateway say to each other. Section numbers are those of the protocol reference; [LEG] is the package's own source,
 * 0.12.0-beta.1 `src/v3`, which shows the device's side only. What the gateway does beyond that says "assumed".
 *
 * The framing, the close codes and the labels of the data channels are those of `gateway.ts`.
 */

const Ignored = v.unknown()

/** One stream, in records whose keys are stream ids: the `msid` of the SDP [LEG types.ts]. */
export const StreamMetadata = v.object({
  endpointId: v.string(),
  mediaTypes: v.array(v.picklist(['AUDIO', 'VIDEO', 'APPLICATION'])),
  alias: v.optional(v.string()),
  participantId: v.string(),
})
export type StreamMetadata = v.InferOutput<typeof StreamMetadata>

/** What a device says of what it publishes [LEG types.ts]. `streamId` is the id of the SCTP stream. */
export const MediaMetadata = v.object({
  mediaStreams: v.record(v.string(), v.object({ alias: v.optional(v.string()) })),
  dataChannels: v.record(v.string(), v.object({ label: v.string(), streamId: v.number() })),
})
export type MediaMetadata = v.InferOutput<typeof MediaMetadata>

/**
 * Device → gateway, calls with a reply (9.2).
 *
 * - `setMediaPreferences` [LEG signaling.ts]: once per object, not again on a socket that the library reopens.
 * - `offerSdp` [LEG bandwidthRtc.ts]: the publish peer, which the device offers first: data channels alone, then with the
 *   tracks. `streamMetadata` must be there, its entries may be missing.
 * - `answerSdp` [LEG bandwidthRtc.ts]: the subscribe peer.
 * - `ping` [LEG signaling.ts]: every 300 s.
 */
export const webrtcMethods = {
  setMediaPreferences: { params: v.object({ protocol: v.literal('WEBRTC') }), result: Ignored },
  offerSdp: {
    params: v.object({ sdpOffer: v.string(), mediaMetadata: MediaMetadata }),
    result: v.object({
      sdpAnswer: v.string(),
      endpointId: v.string(),
      streamMetadata: v.record(v.string(), StreamMetadata),
    }),
  },
  answerSdp: { params: v.object({ sdpAnswer: v.string() }), result: Ignored },
  ping: { params: v.nullish(v.looseObject({})), result: Ignored },
} as const

export type WebrtcMethod = keyof typeof webrtcMethods
export type WebrtcParams<M extends WebrtcMethod> = v.InferOutput<
  (typeof webrtcMethods)[M]['params']
>

/**
 * Gateway → device (9.3) [LEG bandwidthRtc.ts]: offers of the subscribe peer. `sdpRevision` counts from 1, and an offer that
 * is not above the last one answered is ignored. `streamMetadata` replaces all that was said before: every offer needs
 * an entry for every stream there is.
 */
export const webrtcNotifications = {
  sdpOffer: v.object({
    sdpOffer: v.string(),
    sdpRevision: v.number(),
    endpointId: v.string(),
    streamMetadata: v.record(v.string(), StreamMetadata),
  }),
} as const

export type WebrtcNotification = keyof typeof webrtcNotifications
export type WebrtcNotificationParams<N extends WebrtcNotification> = v.InferOutput<
  (typeof webrtcNotifications)[N]
>

/**
 * How both ends open the data channels of both peers (9.4) [LEG bandwidthRtc.ts]: negotiated by these ids, not in-band.
 */
export const negotiatedChannels = {
  __heartbeat__: { negotiated: true, id: 0, protocol: 'udp' },
  __diagnostics__: { negotiated: true, id: 1, protocol: 'udp' },
} as const

/** What the package puts behind the gateway's URL, `wss://device.webrtc.bandwidth.com` unless told otherwise (9.1) [LEG signaling.ts]. */
export const webrtcPath = '/v3/'

/** The query of the gateway's URL (9.1) [LEG signaling.ts]. */
export const webrtcQuery = {
  client: 'client',
  sdkVersion: 'sdkVersion',
  uniqueId: 'uniqueId',
  token: 'token',
} as const
