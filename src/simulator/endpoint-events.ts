import { iso } from './call.ts'
import type { Clock } from './clock.ts'
import { describeEndpoint } from './describe-endpoint.ts'
import type { EndpointRecord, LifecycleEvent } from './endpoints.ts'
import type { Journal } from './journal.ts'
import type { Switches } from './switches.ts'
import type { Webhooks } from './webhooks.ts'

export interface EndpointEvents {
  onLifecycle: (event: LifecycleEvent, record: EndpointRecord, deviceId: string) => void
  /** Resolves to `accepted`, which `Switches.outboundAccepted` decides. */
  onOutboundRequest: (
    record: EndpointRecord,
    deviceId: string,
    destination: { id: string; type: string },
  ) => Promise<boolean>
}

/** Tells the application about its endpoints (backend 4). */
export function createEndpointEvents(options: {
  webhooks: Webhooks
  journal: Journal
  clock: Clock
  switches: Switches
  accountId: string
}): EndpointEvents {
  const { webhooks, journal, clock, switches, accountId } = options

  const deliver = async (
    { request, endpointId }: EndpointRecord,
    name: string,
    body: Readonly<Record<string, string | number | undefined>>,
  ): Promise<boolean> => {
    if (request.eventCallbackUrl === undefined) {
      const summary = `${name}: ${endpointId} has no eventCallbackUrl`
      journal.record({ from: 'gateway', to: 'application', kind: 'warning', summary })
      return false
    }
    const outcome = await webhooks.deliver({
      name,
      body,
      target: { url: request.eventCallbackUrl },
      ...(request.eventFallbackUrl !== undefined && {
        fallback: { url: request.eventFallbackUrl },
      }),
      timeout: switches.endpointWebhookTimeout,
      fallbackOn: 'error-status',
    })
    return outcome.delivered
  }

  const common = ({ endpointId, request }: EndpointRecord, deviceId: string) => ({
    accountId,
    endpointId,
    deviceId,
    timestamp: clock.now(),
    ...(request.tag !== undefined && { tags: request.tag }),
  })

  return {
    onLifecycle: (event, record, deviceId) => {
      const specified = specifiedTypes[event]
      const body =
        switches.eventShape === 'spec' && specified !== undefined
          ? specifiedShape(record, specified, clock.now())
          : { ...common(record, deviceId), event }
      void deliver(record, event, body)
    },
    onOutboundRequest: async (record, deviceId, destination) => {
      const event = 'outboundConnectionRequest'
      const delivered = await deliver(record, event, {
        ...common(record, deviceId),
        event,
        from: record.endpointId,
        fromType: 'ENDPOINT',
        to: destination.id,
        toType: destination.type,
      })
      if (switches.outboundAccepted === 'after-2xx') return delivered
      return switches.outboundAccepted === 'always'
    },
  }
}

/** The specification's shape has no word for eligibility (backend 4.4): those two keep the documentation's. */
const specifiedTypes: Partial<Record<LifecycleEvent, string>> = {
  endpointConnected: 'DEVICE_CONNECTED',
  endpointDisconnected: 'DEVICE_DISCONNECTED',
}

function specifiedShape(record: EndpointRecord, eventType: string, now: number) {
  return { ...describeEndpoint(record), eventTime: iso(now), eventType }
}
