import type { ApplicationEvent, EndpointGrant } from '../../wire/phone-api.ts'
import { describeError } from '../offline-reason.ts'
import type { Eligibility } from '../phone-state.ts'
import type { Application } from '../ports.ts'

export type LeaseListener = {
  onEvent: (event: ApplicationEvent) => void
  onOpen: () => void
  onLost: () => void
  log: (level: 'warn', message: string) => void
}

/** An endpoint as long as it is ours: its token, the application's events about it, and giving it back. */
export interface EndpointLease {
  grant: EndpointGrant
  /** Milliseconds since the epoch, null where the token does not say. */
  expiresAt: number | null
  /** What the application last said; `unknown` since what was said does not hold any more. */
  eligibility: () => Eligibility
  /** It never held a connection. */
  isFresh: () => boolean
  /** It holds a connection. */
  use: () => void
  /** It holds none: what was said of it does not hold any more. */
  doubt: () => void
  /** Hears the application's present word about it again, which comes first on a new stream of events. */
  askAgain: () => void
  /** Gives it back; `release` in a way that outlives the page. Idempotent. */
  close: (how?: 'delete' | 'release') => void
}

export function leaseEndpoint(
  application: Application,
  grant: EndpointGrant,
  listener: LeaseListener,
): EndpointLease {
  const { endpointId } = grant
  let eligibility: Eligibility = 'unknown'
  let isFresh = true
  let isOpen = true
  const expiry = Date.parse(grant.expiresAt)

  function subscribe(): () => void {
    return application.subscribe(endpointId, {
      onEvent: (event) => {
        if (!isOpen) return
        if (event.type === 'endpoint.state' && event.endpointId === endpointId) {
          eligibility = event.eligible ? 'eligible' : 'ineligible'
        }
        listener.onEvent(event)
      },
      onOpen: () => isOpen && listener.onOpen(),
      onLost: () => {
        if (!isOpen) return
        eligibility = 'unknown'
        listener.onLost()
      },
      onFault: (message) => listener.log('warn', message),
    })
  }

  let unsubscribe = subscribe()
  return {
    grant,
    expiresAt: Number.isNaN(expiry) ? null : expiry,
    eligibility: () => eligibility,
    isFresh: () => isFresh,
    use: () => {
      isFresh = false
    },
    doubt: () => {
      eligibility = 'unknown'
    },
    askAgain: () => {
      const before = unsubscribe
      // The new one first: no event falls between the two.
      unsubscribe = subscribe()
      before()
    },
    close: (how = 'delete') => {
      if (!isOpen) return
      isOpen = false
      unsubscribe()
      if (how === 'release') return application.releaseEndpoint(endpointId)
      application.deleteEndpoint(endpointId).catch((error: unknown) => {
        listener.log('warn', `endpoint not deleted: ${describeError(error)}`)
      })
    },
  }
}
