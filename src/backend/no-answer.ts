import { BandwidthApiError } from './bandwidth-api.ts'

/** What Node's errors say of themselves; a page's say nothing. */
type Failure = { code?: unknown; syscall?: unknown; cause?: unknown; errors?: unknown }

/** Node verifies the certificate before it sends the request, and a peer without a good one is not Bandwidth. */
const badCertificate =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_|UNABLE_TO_(?:GET|VERIFY)_|ERR_TLS_CERT_)/

/**
 * The error for a request that got no answer. `unreachable` only where nothing can have arrived: no address, no connection,
 * a stranger's certificate. All else is `timeout`, a connection lost after the request went out above all: a call may
 * have been placed, and must not be placed again.
 */
export function noAnswer(error: unknown): BandwidthApiError {
  const cause = describe(error)
  return wasNeverSent(error)
    ? new BandwidthApiError('Bandwidth cannot be reached', { type: 'unreachable', cause })
    : new BandwidthApiError('Bandwidth did not answer in time', { type: 'timeout', cause })
}

function wasNeverSent(error: unknown): boolean {
  if (!isFailure(error)) return false
  const { code, syscall, cause, errors } = error
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return true
  if (typeof code === 'string' && badCertificate.test(code)) return true
  // One failure for each address of the host.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(wasNeverSent)
  return wasNeverSent(cause)
}

/** In words only: the errors of an HTTP client carry the request, and with it the credentials. */
function describe(error: unknown): Error {
  const root = rootOf(error)
  const message = root instanceof Error ? root.message : ''
  const code = isFailure(root) && typeof root.code === 'string' ? root.code : ''
  return new Error(message.includes(code) ? message : `${code} ${message}`.trim())
}

function rootOf(error: unknown): unknown {
  return isFailure(error) && isFailure(error.cause) ? rootOf(error.cause) : error
}

function isFailure(error: unknown): error is Failure {
  return typeof error === 'object' && error !== null
}
