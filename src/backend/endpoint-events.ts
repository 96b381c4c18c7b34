import * as v from 'valibot'
import { EndpointEvent } from '../wire/webhooks.ts'

export type OutboundRequest = Extract<EndpointEvent, { event: 'outboundConnectionRequest' }>
export type LifecycleEvent = Exclude<EndpointEvent, OutboundRequest>

/** The shape of Bandwidth's OpenAPI file, which no page and no sample shows (bandwidth-backend 4.4) [SPEC]. */
const SpecEndpointEvent = v.pipe(
  v.object({
    endpointId: v.string(),
    eventType: v.picklist(['DEVICE_CONNECTED', 'DEVICE_DISCONNECTED']),
    eventTime: v.pipe(v.string(), v.isoTimestamp()),
    device: v.optional(v.object({ deviceId: v.string() })),
  }),
  v.transform(({ endpointId, eventType, eventTime, device }): LifecycleEvent => ({
    event: eventType === 'DEVICE_CONNECTED' ? 'endpointConnected' : 'endpointDisconnected',
    // That shape has none.
    accountId: '',
    endpointId,
    timestamp: Date.parse(eventTime),
    ...(device && { deviceId: device.deviceId }),
  })),
)

/** Reads what arrives at an endpoint's `eventCallbackUrl`, in either shape; undefined for anything else. */
export function parseEndpointEvent(body: unknown): EndpointEvent | undefined {
  const parsed = v.safeParse(v.union([EndpointEvent, SpecEndpointEvent]), body)
  return parsed.success ? parsed.output : undefined
}
