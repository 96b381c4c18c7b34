import * as v from 'valibot'

/**
 * What the phone and its application say to each other: our own, so nothing here is assumed. Everything is of the user who
 * asks and of their session; what belongs to somebody else is 404, as if it did not exist. Routes:
 * - `POST /api/endpoints` → EndpointGrant
 * - `GET /api/endpoints/:id` → EndpointSnapshot
 * - `DELETE /api/endpoints/:id` → 204, and `POST /api/endpoints/:id/release`, the same for `navigator.sendBeacon`
 * - `POST /api/endpoints/:id/leave` → 204: the page goes away in a call; released unless its device is back in a moment
 * - `GET /api/events?endpoint=:id` → server-sent ApplicationEvents, each `data:` line one JSON object
 * - `POST /api/calls/:id/{accepted,declined,hangup}` → 204
 * - `GET /api/calls/active` → ActiveCalls
 * - `PUT /api/presence` with AgentPresence → 204
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

/** Whether the agent wants calls, which is apart from whether the phone could take one. */
export const AgentPresence = v.object({ state: v.picklist(['available', 'away']) })
export type AgentPresence = v.InferOutput<typeof AgentPresence>

/**
 * - `endpoint.state`: sent on opening the stream and at every change. `connected` = a device holds the
 *   gateway socket, `eligible` = Bandwidth hears its audio.
 * - `call.offered`: an inbound call has been claimed for this endpoint and will ring.
 * - `call.state`: `dialing` = approved, being placed; `ringing` = Bandwidth took the call; `answered` = the
 *   far end answered and is being connected. `message` is a sentence for the agent when one is owed.
 * - `endpoint.expiring`: the endpoint ends at `expiresAt` (ISO 8601): time for another one, when the phone is idle.
 */
export const ApplicationEvent = v.variant('type', [
  v.object({
    type: v.literal('endpoint.state'),
    endpointId: v.string(),
    connected: v.boolean(),
    eligible: v.boolean(),
    presence: v.optional(AgentPresence.entries.state),
  }),
  v.object({
    type: v.literal('endpoint.expiring'),
    endpointId: v.string(),
    expiresAt: v.string(),
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

/** The endpoint as the application knows it; `call` is the event that tells of the current call. */
export const EndpointSnapshot = v.object({
  endpointId: v.string(),
  connected: v.boolean(),
  eligible: v.boolean(),
  presence: AgentPresence.entries.state,
  expiresAt: v.string(),
  call: v.optional(ApplicationEvent),
})
export type EndpointSnapshot = v.InferOutput<typeof EndpointSnapshot>

/** The calls of this session that are not over, each as the event that tells of it, oldest first. */
export const ActiveCalls = v.object({ calls: v.array(ApplicationEvent) })
export type ActiveCalls = v.InferOutput<typeof ActiveCalls>

/**
 * Body of every 4xx and 5xx answer of `/api`. `retryAfter` in seconds. `unauthenticated`: nobody is signed in (401);
 * `forbidden`: a request from another site (403); `rate-limited`: too many requests of this user (429); `stopping`: the
 * application is being restarted (503).
 */
export const ApplicationError = v.object({
  code: v.picklist([
    'bad-request',
    'unauthenticated',
    'forbidden',
    'rate-limited',
    'stopping',
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
