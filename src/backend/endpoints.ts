import type { CreatedEndpoint } from '../wire/endpoints-api.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'
import { BandwidthApiError } from './bandwidth-api.ts'
import type { CallControl } from './call-control.ts'
import { eventOf } from './calls.ts'
import type { LifecycleEvent } from './endpoint-events.ts'
import type { EventStream } from './event-stream.ts'
import type { Switchboard } from './switchboard.ts'
import type { WebhookUrls } from './webhook-urls.ts'

/** The endpoints of this application: made for a phone, watched by Bandwidth's events, deleted when it leaves. */
export interface Endpoints {
  /** @throws BandwidthApiError */
  create: () => Promise<CreatedEndpoint>
  /**
   * Ends what the agent was doing and deletes the endpoint. One that is not ours is left alone.
   * @throws BandwidthApiError where it is still there; it gets no more calls, and this can be repeated
   */
  remove: (endpointId: string) => Promise<void>
  report: (event: LifecycleEvent) => void
  /** All that a phone must know which has just begun to listen; undefined where the endpoint is not ours. */
  snapshot: (
    endpointId: string,
  ) => { state: ApplicationEvent; call: ApplicationEvent | undefined } | undefined
}

export function createEndpoints(
  { agents, calls, bandwidth, log }: Switchboard,
  parts: { control: CallControl; events: EventStream; urls: WebhookUrls },
): Endpoints {
  const { control, events, urls } = parts

  const request = () =>
    bandwidth.createEndpoint({
      type: 'WEBRTC',
      direction: 'BIDIRECTIONAL',
      eventCallbackUrl: urls.endpointEvents,
    })

  const remove = async (endpointId: string) => {
    if (!agents.get(endpointId)) return
    agents.retire(endpointId)
    control.deviceLeft(endpointId)
    await bandwidth.deleteEndpoint(endpointId)
    agents.remove(endpointId)
    events.forget(endpointId)
  }

  const stateOf = (endpointId: string): ApplicationEvent => {
    const status = agents.get(endpointId)?.presence.status
    const connected = status === 'connected' || status === 'eligible'
    return { type: 'endpoint.state', endpointId, connected, eligible: status === 'eligible' }
  }

  return {
    remove,
    create: async () => {
      const endpoint = await request().catch(async (error: unknown) => {
        const spent = agents.spent()
        if (!isCeiling(error) || spent.length === 0) throw error
        await Promise.all(spent.map(remove))
        return request()
      })
      agents.add(endpoint.endpointId, Date.parse(endpoint.expirationTimestamp))
      return endpoint
    },
    report: (event) => {
      const { endpointId } = event
      const before = agents.get(endpointId)?.presence
      if (!before || !agents.report(event)) {
        log({ level: 'warn', message: `${event.event} of an unknown endpoint`, endpointId })
        return
      }
      const after = agents.get(endpointId)?.presence ?? before
      if (after.status === before.status && after.deviceId === before.deviceId) return
      events.publish(endpointId, stateOf(endpointId))
      const isReplaced = before.deviceId !== undefined && after.deviceId !== before.deviceId
      if (after.status === 'absent' || isReplaced) control.deviceLeft(endpointId)
      else if (after.status === 'eligible') control.becameEligible(endpointId)
      else if (event.event === 'endpointIneligible') control.becameIneligible(endpointId)
    },
    snapshot: (endpointId) => {
      const agent = agents.get(endpointId)
      if (!agent) return undefined
      const call = agent.callId === undefined ? undefined : calls.get(agent.callId)
      return { state: stateOf(endpointId), call: call && eventOf(call) }
    },
  }
}

function isCeiling(error: unknown): boolean {
  return error instanceof BandwidthApiError && error.status === 429
}
