import * as v from 'valibot'

/**
 * What the phone and its application say to each other: our own, so nothing here is assumed.
 * Routes: `POST /api/endpoints` → EndpointGrant, `DELETE /api/endpoints/:id` → 204,
 * `GET /api/events?endpoint=:id` → server-sent ApplicationEvents, each `data:` line one JSON object,
 * `POST /api/calls/:id/{accepted,declined,hangup}` → 204.
 *
 * Call ids are the application's own: they exist before Bandwidth has answered the create-call, so a call
 * can be cancelled at any moment.
 */

/**
 * Which of Bandwidth's platforms a device token belongs to: `brtc`, or `webrtc`, the older Bandwidth WebRTC whose tokens
 * have a `v` claim of v2 or v3 and which `@bandwidth/webrtc-browser` speaks.
 */
export const Platform = v.picklist(['brtc', 'webrtc'])
export type Platform = v.InferOutput<typeof Platform>

/**
 * `POST /api/endpoints/:id/calls` on the `webrtc` platform only, which has no outbound request of its own. Answered with
 * 202; what comes of the call arrives as `call.state`.
 */
export const OutboundCallRequest = v.object({ to: v.string() })
export type OutboundCallRequest = v.InferOutput<typeof OutboundCallRequest>

/** The device token of one endpoint and where to use it. `expiresAt` is ISO 8601. */
export const EndpointGrant = v.object({
  endpointId: v.string(),
  token: v.string(),
  gatewayUrl: v.string(),
  expiresAt: v.string(),
  platform: v.optional(Platform, 'brtc'),
})
export type EndpointGrant = v.InferOutput<typeof EndpointGrant>

/** Why a call is over, as the application knows it. The phone has words for each. */
export const EndCause = v.picklist([
  'hangup',
  'busy',
  'no-answer',
  'rejected',
  'cancelled',
  'refused',
  'failed',
  'try-later',
])
export type EndCause = v.InferOutput<typeof EndCause>

/**
 * - `endpoint.state`: sent on opening the stream and at every change. `connected` = a device holds the
 *   gateway socket, `eligible` = Bandwidth hears its audio.
 * - `call.offered`: an inbound call has been claimed for this endpoint and will ring.
 * - `call.state`: `dialing` = approved, being placed; `ringing` = Bandwidth took the call; `answered` = the
 *   far end answered and is being connected. `message` is a sentence for the agent when one is owed.
 */
export const ApplicationEvent = v.variant('type', [
  v.object({
    type: v.literal('endpoint.state'),
    endpointId: v.string(),
    connected: v.boolean(),
    eligible: v.boolean(),
  }),
  v.object({
    type: v.literal('call.offered'),
    callId: v.string(),
    from: v.string(),
    to: v.string(),
  }),
  v.object({
    type: v.literal('call.state'),
    callId: v.string(),
    direction: v.picklist(['inbound', 'outbound']),
    number: v.string(),
    state: v.picklist(['dialing', 'ringing', 'answered', 'ended']),
    cause: v.optional(EndCause),
    message: v.optional(v.string()),
  }),
])
export type ApplicationEvent = v.InferOutput<typeof ApplicationEvent>

/** Body of every 4xx and 5xx answer of `/api`. `retryAfter` in seconds. */
export const ApplicationError = v.object({
  code: v.picklist([
    'bad-request',
    'not-found',
    'too-many-endpoints',
    'upstream-unavailable',
    'upstream-refused',
    'internal',
  ]),
  message: v.string(),
  retryAfter: v.optional(v.number()),
})
export type ApplicationError = v.InferOutput<typeof ApplicationError>
