import * as v from 'valibot'

/**
 * What Bandwidth posts to the application. Two families with different field names: BRTC events use
 * `event`, `timestamp` (ms since the epoch) and `tags` [D-WH]; Voice callbacks use `eventType`,
 * `eventTime` (ISO 8601) and `tag` [SPEC].
 */

const lifecycle = {
  accountId: v.string(),
  endpointId: v.string(),
  deviceId: v.optional(v.string()),
  timestamp: v.number(),
  tags: v.optional(v.nullable(v.string())),
}

/** [D-WH]; `errorId` and `errorMessage` come with a newer revision of the page [AE]. */
const EndpointLifecycle = v.object({
  ...lifecycle,
  event: v.picklist([
    'endpointConnected',
    'endpointEligible',
    'endpointIneligible',
    'endpointDisconnected',
  ]),
  errorId: v.optional(v.string()),
  errorMessage: v.optional(v.string()),
})

/**
 * [QS] names destination type, destination id, endpoint id, device id; field names as in the samples
 * [S-JS][S-SWJ]. `fromType`, `timestamp` and `tags` on this event are assumed, hence optional.
 */
const OutboundConnectionRequest = v.object({
  event: v.literal('outboundConnectionRequest'),
  accountId: v.optional(v.string()),
  endpointId: v.string(),
  deviceId: v.optional(v.string()),
  from: v.optional(v.string()),
  fromType: v.optional(v.string()),
  to: v.string(),
  toType: v.string(),
  timestamp: v.optional(v.number()),
  tags: v.optional(v.nullable(v.string())),
})

/** INITIATED and ANSWERED are not terminal [S-JS]; the rest are [D-WH staging][AE]. Body assumed from [S-JS]. */
export const ConnectStatus = v.picklist([
  'INITIATED',
  'ANSWERED',
  'COMPLETED',
  'TIMED_OUT',
  'DENIED',
  'CANCELED',
  'FAILED',
])
export type ConnectStatus = v.InferOutput<typeof ConnectStatus>

export const ConnectStatusEvent = v.object({
  event: v.optional(v.string()),
  accountId: v.optional(v.string()),
  from: v.string(),
  fromType: v.optional(v.string()),
  to: v.string(),
  toType: v.optional(v.string()),
  status: ConnectStatus,
  timestamp: v.optional(v.number()),
})
export type ConnectStatusEvent = v.InferOutput<typeof ConnectStatusEvent>

/** Everything that arrives at an endpoint's `eventCallbackUrl`. */
export const EndpointEvent = v.variant('event', [EndpointLifecycle, OutboundConnectionRequest])
export type EndpointEvent = v.InferOutput<typeof EndpointEvent>

/** Common to all Voice callbacks [SPEC]. `from` may be a number, Restricted, Anonymous, Private, Unavailable [V23]. */
const voice = {
  eventTime: v.string(),
  accountId: v.string(),
  applicationId: v.string(),
  from: v.string(),
  to: v.string(),
  direction: v.picklist(['inbound', 'outbound']),
  callId: v.string(),
  callUrl: v.string(),
  startTime: v.string(),
  enqueuedTime: v.optional(v.string()),
  answerTime: v.optional(v.string()),
  tag: v.optional(v.string()),
}

/** The list "is not exhaustive" [SPEC][V23]: read as a string, compared with these. */
export const disconnectCauses = [
  'hangup',
  'busy',
  'timeout',
  'cancel',
  'rejected',
  'callback-error',
  'invalid-bxml',
  'application-error',
  'account-limit',
  'node-capacity-exceeded',
  'error',
  'unknown',
] as const
export type DisconnectCause = (typeof disconnectCauses)[number]

const Initiate = v.object({ ...voice, eventType: v.literal('initiate') })
const Answer = v.object({ ...voice, eventType: v.literal('answer') })
const Redirect = v.object({ ...voice, eventType: v.literal('redirect') })
const Disconnect = v.object({
  ...voice,
  eventType: v.literal('disconnect'),
  endTime: v.string(),
  cause: v.string(),
  errorMessage: v.optional(v.string()),
  errorId: v.optional(v.string()),
})

/** `initiate`, `answer` and `redirect` expect BXML back; `disconnect` expects 2xx. */
export const VoiceCallback = v.variant('eventType', [Initiate, Answer, Redirect, Disconnect])
export type VoiceCallback = v.InferOutput<typeof VoiceCallback>
export type VoiceEventType = VoiceCallback['eventType']
