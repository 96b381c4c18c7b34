import * as v from 'valibot'

/**
 * The gateway's vocabulary: what a BRTC device and the gateway say to each other. Section numbers and
 * source tags are those of Bandwidth's public SDKs as read on 2026-11-22; generations G0 to G3 differ in
 * how a call is announced. What no source settles says "assumed".
 */

/** `publish` carries device to gateway, `subscribe` gateway to device [JS-sig@2cb4a58]. */
export const PeerType = v.picklist(['publish', 'subscribe'])
export type PeerType = v.InferOutput<typeof PeerType>

/** [KT-SDK enum]. Only PHONE_NUMBER is shipped in samples; the others are "in progress" [SA-readme]. */
export const DestinationType = v.picklist(['ENDPOINT', 'CALL_ID', 'PHONE_NUMBER'])
export type DestinationType = v.InferOutput<typeof DestinationType>

const SdpOffer = v.object({ peerType: v.optional(PeerType), sdpOffer: v.string() })
const Empty = v.nullish(v.looseObject({}))
/** Acknowledged, content ignored: `null`, an object or a bare string have all been seen. */
const Ignored = v.unknown()

/**
 * Device → gateway, calls with a reply.
 *
 * - `setMediaPreferences` (4.1): first call on every socket; `autoAccept` since G1b, absent = accept.
 * - `answerSdp` (4.2): the two initial offers and every later `sdpOffer`.
 * - `offerSdp` (4.3): publish peer only; "peer not ready for sdp offers" before it is connected
 *   [JS-test-new, seen against a live gateway].
 * - `requestOutboundConnection` (4.4): `id` in E.164 with `+` for PHONE_NUMBER.
 * - `hangupConnection` (4.5): the reply is `{result}`, a bare string such as "bye" while ringing, "" or
 *   null (VAPI-2966 in both mobile SDKs).
 * - `acceptStream` / `declineStream` (4.6): `{}` since G2, `{callId}` or `{}` in G1.
 * - `ping` (2.6): every 60 s; JS sends a call, the mobile SDKs a notification.
 */
export const gatewayMethods = {
  setMediaPreferences: {
    params: v.object({ protocol: v.literal('WEBRTC'), autoAccept: v.optional(v.boolean()) }),
    result: v.object({
      endpointId: v.optional(v.string()),
      deviceId: v.optional(v.string()),
      publishSdpOffer: SdpOffer,
      subscribeSdpOffer: SdpOffer,
    }),
  },
  answerSdp: {
    params: v.object({ peerType: PeerType, sdpAnswer: v.string() }),
    result: Ignored,
  },
  offerSdp: {
    params: v.object({ peerType: v.literal('publish'), sdpOffer: v.string() }),
    result: v.object({ sdpAnswer: v.string(), peerType: v.optional(PeerType) }),
  },
  requestOutboundConnection: {
    params: v.object({ id: v.string(), type: DestinationType }),
    result: v.object({ accepted: v.boolean() }),
  },
  hangupConnection: {
    params: v.object({ endpoint: v.string(), type: DestinationType }),
    result: Ignored,
  },
  acceptStream: { params: v.object({ callId: v.optional(v.string()) }), result: Ignored },
  declineStream: { params: v.object({ callId: v.optional(v.string()) }), result: Ignored },
  ping: { params: Empty, result: Ignored },
} as const

export type GatewayMethod = keyof typeof gatewayMethods
export type MethodParams<M extends GatewayMethod> = v.InferInput<
  (typeof gatewayMethods)[M]['params']
>
export type MethodResult<M extends GatewayMethod> = v.InferOutput<
  (typeof gatewayMethods)[M]['result']
>

/**
 * Device → gateway, without a reply.
 *
 * - `leave` (2.6): JS sends no `params` member, the mobile SDKs `{}`.
 * - `deviceDiagnostics` (4.7): optional; the official JS SDK uploads its log, token and SDPs included.
 *   Offhook never sends it.
 */
export const deviceNotifications = {
  leave: Empty,
  ping: Empty,
  deviceDiagnostics: v.looseObject({ logs: v.array(v.unknown()) }),
} as const
export type DeviceNotification = keyof typeof deviceNotifications

/** [JS-v1types@787165c]; values of `fromType` are UNVERIFIED, all members optional. */
const TrackMetadata = v.object({
  from: v.optional(v.string()),
  fromType: v.optional(v.string()),
  autoAccepted: v.optional(v.boolean()),
  tags: v.optional(v.string()),
})
export type TrackMetadata = v.InferOutput<typeof TrackMetadata>

/**
 * Gateway → device.
 *
 * - `ready` (5.1): moment and content UNVERIFIED; may be early, late, repeated or missing.
 * - `established` (5.2): payload unknown, ignored by every SDK.
 * - `sdpOffer` (5.3): `peerType` absent = subscribe (G0–G2); `sdpRevision` counts per peer from 1;
 *   `trackMetadata` (G2+) is keyed by the track id of the offer's `a=msid` and rides only on the offer
 *   that adds the track.
 * - `streamAvailable` / `streamUnavailable` (5.4): G1 and G1b only; not ordered against `sdpOffer`.
 */
export const gatewayNotifications = {
  ready: v.nullish(
    v.object({
      endpointId: v.optional(v.string()),
      deviceId: v.optional(v.string()),
      territory: v.optional(v.string()),
      region: v.optional(v.string()),
    }),
  ),
  established: v.unknown(),
  sdpOffer: v.object({
    endpointId: v.optional(v.string()),
    peerType: v.optional(PeerType),
    sdpRevision: v.optional(v.number()),
    sdpOffer: v.string(),
    trackMetadata: v.optional(v.record(v.string(), TrackMetadata)),
  }),
  streamAvailable: v.object({
    callId: v.optional(v.string()),
    endpointId: v.optional(v.string()),
    autoAccepted: v.optional(v.boolean()),
  }),
  streamUnavailable: v.object({
    callId: v.optional(v.string()),
    endpointId: v.optional(v.string()),
  }),
} as const

export type GatewayNotification = keyof typeof gatewayNotifications
export type NotificationParams<N extends GatewayNotification> = v.InferOutput<
  (typeof gatewayNotifications)[N]
>

/** [JS-test-new]; the numeric code is UNVERIFIED, so it is assumed to be the general server error. */
export const peerNotReady = { code: -32000, message: 'peer not ready for sdp offers' } as const

/** Labels of the data channels that the gateway opens in-band on both peers (6.3) [SW-main]. */
export const heartbeatChannel = '__heartbeat__'
export const diagnosticsChannel = '__diagnostics__'

/** The default gateway (2.1) [KT-main]. Bandwidth gives each customer a URL [SA-readme]: configurable. */
export const defaultGatewayUrl =
  'wss://gateway.pv.prod.global.aws.bandwidth.com/prod/gateway-service/api/v1/endpoints'

/** What a device puts into the query of the gateway's URL (2.1). The token is only ever there. */
export const gatewayQuery = {
  client: 'client',
  sdkVersion: 'sdkVersion',
  uniqueId: 'uniqueId',
  endpointToken: 'endpointToken',
} as const
