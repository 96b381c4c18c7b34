import * as v from 'valibot'
import type { LiveCall } from './cloud.ts'
import type { DeviceDouble } from './device-doubles.ts'
import { ApiFault, WebhookFault, type Faults } from './faults.ts'
import type { ConnectedDevice } from './gateway.ts'
import { GatewayFault, Impairment } from './gateway-faults.ts'
import type { JournalEntry } from './journal.ts'

/** What the control API takes and gives, all of it JSON. */

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

export type CallsAnswer = { calls: readonly LiveCall[] }
export type DevicesAnswer = { devices: readonly DeviceDouble[] }
export type ConnectedDevicesAnswer = { devices: readonly ConnectedDevice[] }
export type FaultsAnswer = ReturnType<Faults['list']>
export type JournalAnswer = { entries: readonly JournalEntry[] }
/** Every refusal: 400 for a bad body, 404 for what is not there, 409 for the wrong moment; for a device what the gateway says. */
export type ControlError = { error: string }
