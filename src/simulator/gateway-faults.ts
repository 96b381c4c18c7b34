import * as v from 'valibot'
import { about, milliseconds, times } from './fault-fields.ts'

/** A request by its method, a notification of the gateway's by its name. */
const method = v.string()
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(10))

/**
 * Faults of the path from the telephone to the device, for the sound of one call. `loss` is a fraction 0–1, the others are
 * in seconds, `silence`: what the telephone says is not heard.
 */
export const Impairment = v.strictObject({
  loss: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
  jitter: v.optional(seconds, 0),
  delay: v.exactOptional(seconds),
  silence: v.exactOptional(v.boolean()),
})

/** What goes wrong between the gateway and a device, each time there is an occasion for it. */
export const GatewayFault = v.variant('type', [
  /** The next device that asks for the upgrade is refused it; a browser sees close 1006 whatever the status. */
  v.strictObject({
    type: v.literal('refuse'),
    status: v.picklist([403, 404, 409, 500, 503]),
    times,
  }),
  /** The request is carried out and its reply is lost; or the notification is. */
  v.strictObject({ type: v.literal('drop'), method, about, times }),
  /** The reply or notification arrives `delay` ms later; others overtake it. */
  v.strictObject({ type: v.literal('delay'), method, delay: milliseconds, about, times }),
  /** The reply or notification arrives twice, an `sdpOffer` so with the same revision. */
  v.strictObject({ type: v.literal('duplicate'), method, about, times }),
  /** Only the first half of the reply or notification arrives. */
  v.strictObject({ type: v.literal('garble'), method, about, times }),
  /** The request is not carried out and answered with that error. */
  v.strictObject({
    type: v.literal('error'),
    method,
    code: v.optional(v.pipe(v.number(), v.integer()), -32_000),
    message: v.optional(v.string(), 'a fault that was ordered'),
    about,
    times,
  }),
  /** The `sdpOffer` is followed by itself under the revision before it. */
  v.strictObject({ type: v.literal('stale-offer'), about, times }),
  /** The `sdpOffer` has what it says of its track under the id of another. */
  v.strictObject({ type: v.literal('misnamed-track'), about, times }),
  /** The sound of the next call is impaired. */
  v.strictObject({ type: v.literal('impair'), ...Impairment.entries, about, times }),
])
export type GatewayFault = v.InferOutput<typeof GatewayFault>

export type GatewayFaultOf<Type extends GatewayFault['type']> = Extract<
  GatewayFault,
  { type: Type }
>

/** What may go wrong just now: with that method or notification, for that endpoint. */
export type Occasion = { method?: string; endpointId?: string }

/** Whether the fault is one for this occasion. Of which types it may be is the asker's affair. */
export function befalls(fault: GatewayFault, { method, endpointId }: Occasion): boolean {
  const isItsMethod = !('method' in fault) || fault.method === method
  const isItsDevice = !('about' in fault) || fault.about === undefined || fault.about === endpointId
  return isItsMethod && isItsDevice
}
