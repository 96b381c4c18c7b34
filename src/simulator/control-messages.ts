import * as v from 'valibot'
import type { LiveCall } from './cloud.ts'
import type { DeviceDouble, OfferedLeg } from './device-doubles.ts'
import { ApiFault, WebhookFault, type Faults } from './faults.ts'
import type { ConnectedDevice } from './gateway.ts'
import { GatewayFault, Impairment } from './gateway-faults.ts'
import type { JournalEntry } from './journal.ts'
import type { Heard } from './media-plane.ts'
import { Reaction } from './telephones.ts'

/** What the control API takes and gives, all of it JSON. */

/** One schema for each member of what is answered. */
type Shape<Answer> = Record<
  keyof Answer,
  v.GenericSchema | v.ExactOptionalSchema<v.GenericSchema, never>
>

const Url = v.pipe(v.string(), v.url())
const Method = v.picklist(['POST', 'GET'])
const Manner = v.picklist(['accept', 'decline', 'ignore'])

/** `PUT /application`: a whole VoiceApplication. */
export const ApplicationSettings = v.strictObject({
  callInitiatedUrl: Url,
  callInitiatedMethod: v.exactOptional(Method),
  callInitiatedFallbackUrl: v.exactOptional(Url),
  callInitiatedFallbackMethod: v.exactOptional(Method),
  callStatusUrl: v.exactOptional(Url),
  callStatusMethod: v.exactOptional(Method),
  username: v.exactOptional(v.string()),
  password: v.exactOptional(v.string()),
  fallbackUsername: v.exactOptional(v.string()),
  fallbackPassword: v.exactOptional(v.string()),
  callbackTimeout: v.exactOptional(v.pipe(v.number(), v.minValue(1), v.maxValue(25))),
})
export type ApplicationSettings = v.InferOutput<typeof ApplicationSettings>

/** `POST /calls`; `from` and `to` in E.164, but `from` may be a word like `Anonymous`. */
export const CallPlacement = v.strictObject({
  from: v.string(),
  to: v.exactOptional(v.string()),
  /** What befalls what the device hears. */
  impairment: v.exactOptional(Impairment),
})
export type CallPlacement = v.InferInput<typeof CallPlacement>

/** `POST /devices`. */
export const DeviceArrival = v.strictObject({
  token: v.string(),
  publishing: v.optional(v.boolean()),
  automatic: v.optional(Manner),
  uniqueId: v.optional(v.string()),
})
export type DeviceArrival = v.InferOutput<typeof DeviceArrival>

/** `PUT /devices/:endpointId`. */
export const DeviceChange = v.strictObject({
  publishing: v.optional(v.boolean()),
  automatic: v.optional(Manner),
})
export type DeviceChange = v.InferOutput<typeof DeviceChange>

/** `POST /devices/:endpointId/outbound`. */
export const OutboundRequest = v.strictObject({ to: v.string() })

/** `POST /clock`; milliseconds, a week at most. */
export const ClockAdvance = v.strictObject({
  advance: v.pipe(v.number(), v.minValue(0), v.maxValue(7 * 24 * 60 * 60 * 1000)),
})

/** `POST /faults`: what is on order stays on order. */
export const FaultOrder = v.strictObject({
  api: v.optional(v.array(ApiFault), []),
  webhooks: v.optional(v.array(WebhookFault), []),
  gateway: v.optional(v.array(GatewayFault), []),
  revokeTokens: v.optional(v.boolean(), false),
})
export type FaultOrder = v.InferInput<typeof FaultOrder>

/** `PUT /telephones/:number`. */
export const TelephoneOrder = v.strictObject({ reaction: Reaction })

export const CallsAnswer = v.strictObject({
  calls: v.array(
    v.strictObject({
      callId: v.string(),
      direction: v.picklist(['inbound', 'outbound']),
      from: v.string(),
      to: v.string(),
      answered: v.boolean(),
    } satisfies Shape<LiveCall>),
  ),
})

export const PlacedCall = v.strictObject({ callId: v.string() })

export const TelephonesAnswer = v.strictObject({
  telephones: v.array(v.strictObject({ number: v.string(), reaction: Reaction })),
})

const OfferedCall = v.strictObject({
  callId: v.string(),
  from: v.string(),
  state: v.picklist(['offered', 'accepted', 'declined', 'ended']),
} satisfies Shape<OfferedLeg>)

export const DeviceAnswer = v.strictObject({
  endpointId: v.string(),
  deviceId: v.string(),
  state: v.picklist(['connected', 'closed']),
  closeCode: v.exactOptional(v.number()),
  publishing: v.boolean(),
  automatic: Manner,
  offers: v.array(OfferedCall),
} satisfies Shape<DeviceDouble>)
export const DevicesAnswer = v.strictObject({ devices: v.array(DeviceAnswer) })
export const ArrivedDevice = v.strictObject({ endpointId: v.string(), deviceId: v.string() })
export const OutboundAnswer = v.strictObject({ accepted: v.boolean() })

export const ConnectedDevicesAnswer = v.strictObject({
  devices: v.array(
    v.strictObject({
      endpointId: v.string(),
      deviceId: v.string(),
      heartbeats: v.strictObject({ pings: v.number(), pongs: v.number() }),
    } satisfies Shape<ConnectedDevice>),
  ),
})

export const HeardAnswer = v.strictObject({
  /** Peak amplitude, 0–1. */
  level: v.number(),
  /** The strongest frequency; 0 for silence. */
  hertz: v.number(),
  digits: v.string(),
  gaps: v.number(),
  lost: v.number(),
} satisfies Shape<Heard>)

const Lane = v.picklist(['device', 'gateway', 'application', 'telephone'])
export const JournalEntryAnswer = v.strictObject({
  id: v.number(),
  at: v.number(),
  from: Lane,
  to: Lane,
  kind: v.picklist(['frame', 'webhook', 'api', 'bxml', 'telephone', 'warning']),
  summary: v.string(),
  began: v.exactOptional(v.strictObject({ id: v.number(), at: v.number() })),
  detail: v.exactOptional(v.string()),
} satisfies Shape<JournalEntry>)
export const JournalAnswer = v.strictObject({ entries: v.array(JournalEntryAnswer) })

export const ClockAnswer = v.strictObject({
  /** Milliseconds since the epoch. */
  now: v.number(),
})

export const FaultsAnswer = v.strictObject({
  api: v.array(ApiFault),
  webhooks: v.array(WebhookFault),
  gateway: v.array(GatewayFault),
} satisfies Shape<ReturnType<Faults['list']>>)
export type FaultsAnswer = v.InferOutput<typeof FaultsAnswer>

/** Every refusal: 400 for a bad body, 404 for what is not there, 409 for the wrong moment; for a device what the gateway says. */
export const ControlError = v.strictObject({ error: v.string() })
export type ControlError = v.InferOutput<typeof ControlError>
