import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { type Certificate, requestTimeout, type Tools } from './doctor-subject.ts'

/** The real ones. */
export function createTools(): Tools {
  return {
    fetch: (request) => globalThis.fetch(request),
    lookup: async (hostname) =>
      (await lookup(hostname, { all: true })).map(({ address }) => address),
    readCertificate,
    now: Date.now,
  }
}

/**
 * Opens a TLS connection for the certificate alone: nothing is sent, so one that is not accepted can be looked at too.
 * @param authorities PEM; those that the system trusts unless given
 */
export function readCertificate(
  hostname: string,
  port: number,
  authorities?: string,
): Promise<Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port,
      // An address is no name to ask for (RFC 6066, 3).
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(authorities !== undefined && { ca: authorities }),
      rejectUnauthorized: false,
      timeout: requestTimeout,
    })
    socket.once('secureConnect', () => {
      const trouble = troubleOf(socket.authorizationError)
      const validTo = Date.parse(socket.getPeerCertificate().valid_to)
      socket.destroy()
      resolve({
        ...(trouble !== undefined && { trouble }),
        ...(!Number.isNaN(validTo) && { validTo }),
      })
    })
    socket.once('timeout', () => {
      socket.destroy(Object.assign(new Error('No answer'), { code: 'ETIMEDOUT' }))
    })
    socket.once('error', reject)
  })
}

/** Typed as an error, and at run time the code as a string, or for a wrong name an error with one. */
function troubleOf(error: unknown): string | undefined {
  if (typeof error === 'string') return error
  if (!(error instanceof Error)) return undefined
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
