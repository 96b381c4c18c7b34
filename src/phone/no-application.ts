import type { Application } from './ports.ts'

/** A device token and where to use it, as a developer pasted them. */
export type PastedToken = { token: string; gatewayUrl: string }

/**
 * - `bad-token`, `bad-gateway-address`: not what it should be, so nothing was sent; the message names the problem.
 * - `no-application`: only an application can do that, and there is none.
 */
export type PastedTokenErrorCode = 'bad-token' | 'bad-gateway-address' | 'no-application'

export class PastedTokenError extends Error {
  override readonly name = 'PastedTokenError'
  readonly code: PastedTokenErrorCode

  constructor(code: PastedTokenErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * What stands in for the application where a developer brings the device token: it has that one endpoint to give, no
 * word about eligibility or about calls, and nothing to take back. The token is in the grant and nowhere else.
 */
export function createNoApplication(pasted: PastedToken): Application {
  return {
    // Few ever need it, so nobody else loads it.
    createEndpoint: async () => (await import('./pasted-grant.ts')).readPastedGrant(pasted),
    deleteEndpoint: async () => {},
    releaseEndpoint: () => {},
    subscribe: () => () => {},
    accepted: async () => {},
    declined: async () => {},
    hangUp: async () => {},
    setPresence: async () => {},
    requestOutbound: async () => {
      throw new PastedTokenError('no-application', 'Only an application can place that call.')
    },
  }
}
