import type { Authenticator } from '../authenticator.ts'
import type { Log } from '../log.ts'
import type { Config } from './config.ts'
import { createDevelopmentAuthenticator } from './development-authenticator.ts'
import { createJwtAuthenticator } from './jwt-authenticator.ts'
import type { PeerAddresses } from './peer-addresses.ts'
import { createProxyAuthenticator } from './proxy-authenticator.ts'

/** Where a proxy shows that it is the one that is trusted. */
export const proxySecretHeader = 'X-Offhook-Proxy-Secret'

/** The one that the configuration names. */
export function createAuthenticator(
  { auth, listen }: Config,
  { peerAddresses, log }: { peerAddresses: PeerAddresses; log: Log },
): Authenticator {
  switch (auth.type) {
    case 'development':
      return createDevelopmentAuthenticator({ listenAddress: listen.host })
    case 'proxy':
      return createProxyAuthenticator({
        userHeader: auth.header,
        trustedProxies: auth.addresses,
        peerAddress: peerAddresses.of,
        ...(auth.secret !== undefined && {
          secret: { header: proxySecretHeader, value: auth.secret },
        }),
      })
    case 'jwt':
      return createJwtAuthenticator({ ...auth, log })
  }
}
