import { describeError } from '../offline-reason.ts'
import type { EndpointLease } from './endpoint-lease.ts'

export type RegistrationOptions = {
  lease: EndpointLease
  /** Neither a call nor an attempt to come back would be disturbed. */
  isIdle: () => boolean
  renew: () => Promise<EndpointLease>
  /** The next one is there, and the phone is idle. */
  onRenewed: (next: EndpointLease) => void
  now: () => number
  log: (level: 'info' | 'warn', message: string) => void
}

/** Sees to it that an endpoint is replaced before it ends, never in the middle of a call (brtc-protocol 1, 2). */
export interface Registration {
  /** The application says that it is time. */
  hurry: () => void
  /** The phone may have become idle. */
  follow: () => void
  close: () => void
}

/** How long before its end an endpoint is replaced, in milliseconds: no call is likely to last longer than what is left. */
export const renewalMs = 10 * 60_000
/** After an attempt that failed; the endpoint is good until its end. */
const retryMs = 60_000
/** What a browser's timer can wait at most. */
const longestTimer = 2 ** 31 - 1

export function createRegistration(options: RegistrationOptions): Registration {
  const { lease, isIdle, now, log } = options
  let isDue = false
  let isRenewing = false
  let isClosed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function schedule(): void {
    if (lease.expiresAt === null) return
    const left = lease.expiresAt - renewalMs - now()
    timer = setTimeout(left <= longestTimer ? hurry : schedule, Math.min(left, longestTimer))
  }

  function hurry(): void {
    isDue = true
    follow()
  }

  function follow(): void {
    if (isDue && !isRenewing && !isClosed && isIdle()) void renew()
  }

  async function renew(): Promise<void> {
    clearTimeout(timer)
    isRenewing = true
    try {
      const next = await options.renew()
      if (!isClosed && isIdle()) return options.onRenewed(next)
      // A call came meanwhile: an endpoint that nobody connects to is soon thought useless.
      next.close()
    } catch (error) {
      log('warn', `no other endpoint yet: ${describeError(error)}`)
      if (!isClosed) timer = setTimeout(hurry, retryMs)
    }
    isRenewing = false
  }

  schedule()
  return {
    hurry,
    follow,
    close: () => {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
