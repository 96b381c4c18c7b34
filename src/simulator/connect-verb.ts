import type { ConnectStatus } from '../wire/webhooks.ts'
import type { Clock } from './clock.ts'
import type { CallLeg } from './device-link.ts'
import type { Endpoints } from './endpoints.ts'
import type { Switches } from './switches.ts'

/**
 * Performs one `<Connect>` (backend 8) and resolves when the call may go on to its next verb. Aborting takes the leg
 * away from the device: the far end hung up, or the call was redirected.
 *
 *   INITIATED ──▶ ANSWERED ──▶ COMPLETED
 *       └──▶ decline status, TIMED_OUT, CANCELED, FAILED
 *
 * An endpoint that cannot be offered the call is FAILED at once. With several endpoints the first to accept has it.
 */
export function performConnect(options: {
  endpointIds: readonly string[]
  endpoints: Pick<Endpoints, 'isAvailable' | 'offer'>
  leg: CallLeg
  clock: Clock
  switches: Switches
  signal: AbortSignal
  onStatus: (status: ConnectStatus, endpointId: string) => void
}): Promise<void> {
  const { endpoints, leg, clock, switches, signal, onStatus } = options
  return new Promise((resolve) => {
    const legs = new Map<string, { end: () => void } | undefined>()
    let talking: string | undefined
    let isOffering = true

    const settle = (endpointId: string, status: ConnectStatus | 'none') => {
      if (!legs.has(endpointId)) return
      const ended = legs.get(endpointId)
      legs.delete(endpointId)
      if (status !== 'none') onStatus(status, endpointId)
      ended?.end()
      finishIfOver()
    }
    const finishIfOver = () => {
      if (isOffering || legs.size > 0) return
      cancelTimeout()
      signal.removeEventListener('abort', cancel)
      resolve()
    }
    const cancel = () => {
      for (const endpointId of legs.keys()) {
        settle(endpointId, talking === endpointId ? 'COMPLETED' : 'CANCELED')
      }
    }
    const take = (endpointId: string) => {
      talking = endpointId
      cancelTimeout()
      onStatus('ANSWERED', endpointId)
      for (const other of legs.keys()) if (other !== endpointId) settle(other, 'CANCELED')
    }
    const ring = (endpointId: string) => {
      if (talking !== undefined) return
      if (!endpoints.isAvailable(endpointId)) {
        onStatus('FAILED', endpointId)
        return
      }
      onStatus('INITIATED', endpointId)
      legs.set(endpointId, undefined)
      const offered = endpoints.offer(endpointId, leg, {
        accepted: () => take(endpointId),
        declined: () => settle(endpointId, switches.declineStatus),
        hungUp: () => settle(endpointId, 'COMPLETED'),
        lost: () => settle(endpointId, talking === endpointId ? 'COMPLETED' : 'FAILED'),
      })
      if (legs.has(endpointId)) legs.set(endpointId, offered)
    }

    const cancelTimeout = clock.after(switches.connectTimeout, () => {
      for (const endpointId of legs.keys()) settle(endpointId, 'TIMED_OUT')
    })
    signal.addEventListener('abort', cancel)
    if (!signal.aborted) for (const endpointId of new Set(options.endpointIds)) ring(endpointId)
    isOffering = false
    finishIfOver()
  })
}
