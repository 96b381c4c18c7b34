import type { BrtcErrorCode } from '../brtc/errors.ts'
import { closeCodes } from '../wire/close-codes.ts'
import type { PastedTokenErrorCode } from './no-application.ts'
import type { Departure, EndCause, OfflineReason } from './phone-state.ts'
import type { ApplicationErrorCode, MicrophoneErrorCode } from './ports.ts'

const applicationReasons: Record<ApplicationErrorCode, OfflineReason> = {
  unreachable: 'application-unreachable',
  refused: 'application-refused',
  unauthenticated: 'not-signed-in',
  'rate-limited': 'rate-limited',
  stopping: 'application-stopping',
  'too-many-endpoints': 'too-many-endpoints',
  protocol: 'application-protocol',
}

const microphoneReasons: Record<MicrophoneErrorCode, OfflineReason> = {
  blocked: 'microphone-blocked',
  missing: 'microphone-missing',
  busy: 'microphone-busy',
}

const pastedTokenReasons: Partial<Record<PastedTokenErrorCode, OfflineReason>> = {
  'bad-token': 'bad-token',
  'bad-gateway-address': 'bad-gateway-address',
}

const gatewayReasons: Record<BrtcErrorCode, OfflineReason> = {
  'bad-token': 'bad-token',
  'handshake-failed': 'gateway-refused',
  timeout: 'gateway-timeout',
  closed: 'connection-lost',
  rejected: 'gateway-refused',
  protocol: 'gateway-protocol',
  media: 'media-failed',
  'not-connected': 'connection-lost',
  'dtmf-unavailable': 'connection-lost',
}

/** Where one call fails the session may well go on. */
const callCauses: Partial<
  Record<BrtcErrorCode | PastedTokenErrorCode | ApplicationErrorCode, EndCause>
> = {
  'no-application': 'no-application',
  media: 'media-failed',
  rejected: 'gateway-refused',
  timeout: 'failed',
  // Where the application places the call, and could not.
  unreachable: 'failed',
  refused: 'failed',
  unauthenticated: 'not-signed-in',
  'rate-limited': 'try-later',
  'too-many-endpoints': 'try-later',
  stopping: 'application-stopping',
}

/** Why there is no device token. */
export function reasonWithoutToken(error: unknown): OfflineReason {
  const reasons = { ...applicationReasons, ...pastedTokenReasons }
  return find(reasons, error) ?? 'application-unreachable'
}

/** The reason, and the wait that the error asks for. */
export function departureFor(reason: OfflineReason, error: unknown): Departure {
  const retryAfter = error instanceof Error && 'retryAfter' in error && error.retryAfter
  return typeof retryAfter === 'number' ? { reason, retryAfter } : { reason }
}

/** Why there is no microphone: `code` as AudioInput promises it. One that fails otherwise is in use. */
export function reasonWithoutMicrophone(error: unknown): OfflineReason {
  return find(microphoneReasons, error) ?? 'microphone-busy'
}

/** Why the gateway session failed or ended. The close code, where there is one, says more than the error. */
export function reasonWithoutGateway(error: unknown, closeCode?: number): OfflineReason {
  if (closeCode === closeCodes.superseded) return 'superseded'
  if (closeCode === closeCodes.normal) return 'endpoint-ended'
  return find(gatewayReasons, error) ?? 'connection-lost'
}

/** Why a call that the gateway was asked for did not come about. */
export function causeOfGateway(error: unknown): EndCause {
  return find(callCauses, error) ?? 'connection-lost'
}

/** For the log: the kind of error and its code where it has one. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  const code = codeOf(error)
  return `${error.name}${code === undefined ? '' : ` (${code})`}: ${error.message}`
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

function find<T>(meanings: Record<string, T>, error: unknown): T | undefined {
  const code = codeOf(error)
  return code !== undefined && Object.hasOwn(meanings, code) ? meanings[code] : undefined
}
