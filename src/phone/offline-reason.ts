import { BrtcError } from '../brtc/errors.ts'
import { closeCodes } from '../wire/gateway.ts'
import { ApplicationClientError } from './application-client.ts'
import type { EndCause, OfflineReason } from './phone-state.ts'

/** Why there is no device token. An answer that is not the application's means that it is not there. */
export function reasonWithoutToken(error: unknown): OfflineReason {
  const code = error instanceof ApplicationClientError ? error.code : 'unreachable'
  switch (code) {
    case 'unreachable':
    case 'protocol':
      return 'application-unreachable'
    case 'refused':
      return 'application-refused'
    case 'too-many-endpoints':
      return 'too-many-endpoints'
  }
}

/** Why there is no microphone: `code` as AudioInput promises it. One that fails otherwise is in use. */
export function reasonWithoutMicrophone(error: unknown): OfflineReason {
  switch (codeOf(error)) {
    case 'blocked':
      return 'microphone-blocked'
    case 'missing':
      return 'microphone-missing'
    default:
      return 'microphone-busy'
  }
}

/** Why the gateway session failed or ended. The close code, where there is one, says more than the error. */
export function reasonWithoutGateway(error: unknown, closeCode?: number): OfflineReason {
  if (closeCode === closeCodes.superseded) return 'superseded'
  if (closeCode === closeCodes.normal) return 'endpoint-ended'
  if (!(error instanceof BrtcError)) return 'connection-lost'
  switch (error.code) {
    case 'bad-token':
      return 'bad-token'
    case 'handshake-failed':
    case 'rejected':
      return 'gateway-refused'
    case 'timeout':
      return 'gateway-timeout'
    case 'protocol':
      return 'gateway-protocol'
    case 'media':
      return 'media-failed'
    case 'closed':
    case 'not-connected':
    case 'dtmf-unavailable':
      return 'connection-lost'
  }
}

/** Why one call failed while the session may well go on. */
export function causeOfGateway(error: unknown): EndCause {
  switch (error instanceof BrtcError ? error.code : undefined) {
    case 'media':
      return 'media-failed'
    case 'rejected':
      return 'gateway-refused'
    case 'timeout':
      return 'failed'
    default:
      return 'connection-lost'
  }
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
