import { closeCodes } from '../../wire/close-codes.ts'
import { departureFor, reasonWithoutGateway, reasonWithoutToken } from '../offline-reason.ts'
import type { Departure, OfflineReason, RecoveryCause } from '../phone-state.ts'

/**
 * How a connection was lost, or could not be had:
 *
 * - `closed`: the gateway's socket closed with `closeCode`.
 * - `silent`: the socket says that it is open, and nothing answers on it.
 * - `refused-upgrade`: the socket closed, or the limit passed, before it was open. A browser hides whether that was 403, 409 or
 *   no network (brtc-protocol 2.3).
 * - `unusable`: the gateway answered with an error, nonsense, or not in time.
 * - `sick-media`: the audio path failed, and the gateway has not repaired it.
 * - `no-endpoint`: the application has given none.
 * - `no-microphone`
 * - `expiring`: the endpoint is about to end, and the next one is there.
 */
export type Loss = Departure & {
  how:
    | 'closed'
    | 'silent'
    | 'refused-upgrade'
    | 'unusable'
    | 'sick-media'
    | 'no-endpoint'
    | 'no-microphone'
    | 'expiring'
  /** What the phone would be offline for. */
  reason: OfflineReason
  closeCode?: number
}

/**
 * What the end of a gateway session means.
 *
 * @param wasOpen whether its socket had opened
 */
export function lossOfGateway(
  error: unknown,
  closeCode: number | undefined,
  wasOpen: boolean,
): Loss {
  const reason = reasonWithoutGateway(error, closeCode)
  if (!wasOpen) return { how: reason === 'bad-token' ? 'unusable' : 'refused-upgrade', reason }
  if (closeCode !== undefined) return { how: 'closed', closeCode, reason }
  if (reason === 'media-failed') return { how: 'sick-media', reason }
  return { how: reason === 'gateway-timeout' ? 'silent' : 'unusable', reason }
}

/** What the application's failure to give an endpoint means. */
export function lossOfEndpoint(error: unknown): Loss {
  return { how: 'no-endpoint', ...departureFor(reasonWithoutToken(error), error) }
}

/** What the screen says of it while the phone is on its way back. */
export function causeOf({ how, closeCode }: Loss): RecoveryCause {
  switch (how) {
    case 'closed':
      if (closeCode === closeCodes.goingAway) return 'gateway-restarting'
      return closeCode === closeCodes.noCloseFrame ? 'connection-lost' : 'gateway-ended'
    case 'silent':
      return 'gateway-silent'
    case 'refused-upgrade':
    case 'unusable':
      return 'gateway-unreachable'
    case 'sick-media':
      return 'media-failed'
    case 'no-endpoint':
    case 'no-microphone':
      return 'application-unavailable'
    case 'expiring':
      return 'registration-ending'
  }
}
