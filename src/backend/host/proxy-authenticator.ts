import { BlockList, isIP } from 'node:net'
import * as v from 'valibot'
import { type Authenticator, OpaqueId } from '../authenticator.ts'
import { equalInConstantTime } from '../webhook-auth.ts'

export type ProxyAuthenticatorOptions = {
  /** Where the proxy writes the user, e.g. `X-Forwarded-User`. It must remove what a browser sends under that name. */
  userHeader: string
  /** Whose word is taken: addresses and networks (`10.0.0.0/8`, `fd00::/8`) that requests come from. */
  trustedProxies: readonly [string, ...string[]]
  /** The TCP peer of a request, never a header's word: see `createPeerAddresses`. */
  peerAddress: (request: Request) => string | undefined
  /** What only the proxy knows, for networks in which others have such an address too. */
  secret?: { header: string; value: string }
}

/** In characters. An empty secret would be a request without the header. */
const minimumSecret = 16

/**
 * Believes a reverse proxy that signs people in and says who it was in a header.
 * @throws Error where an entry of `trustedProxies` is no address and no network, or the secret is short
 */
export function createProxyAuthenticator(options: ProxyAuthenticatorOptions): Authenticator {
  const { userHeader, peerAddress, secret } = options
  const trusted = createBlockList(options.trustedProxies)
  if (secret && secret.value.length < minimumSecret) {
    throw new Error(`The proxy’s secret must have at least ${minimumSecret} characters.`)
  }

  const isFromProxy = (request: Request): boolean => {
    const address = peerAddress(request)
    if (address === undefined || !isListed(trusted, address)) return false
    if (!secret) return true
    return equalInConstantTime(secret.value, request.headers.get(secret.header) ?? '')
  }

  return {
    identify: async (request) => {
      if (!isFromProxy(request)) return undefined
      const userId = v.safeParse(HeaderUser, request.headers.get(userHeader))
      return userId.success ? { userId: userId.output } : undefined
    },
  }
}

/** Two headers of a name arrive as one with a comma: a proxy that adds its own to a browser's is none to believe. */
const HeaderUser = v.pipe(OpaqueId, v.excludes(','))

/** IPv4 in IPv6 (`::ffff:10.0.0.1`), as a dual-stack socket has it, is found under its IPv4 address. */
function isListed(list: BlockList, address: string): boolean {
  const version = isIP(address)
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

function createBlockList(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.split('/')
    const version = isIP(address)
    const bits = prefix === undefined ? undefined : Number(/^\d{1,3}$/.exec(prefix)?.[0] ?? NaN)
    // A prefix of 0 would be everybody.
    const isPrefix = bits === undefined || (bits >= 1 && bits <= (version === 4 ? 32 : 128))
    if (version === 0 || !isPrefix || rest.length > 0) {
      throw new Error(`A trusted proxy must be an address or a network like 10.0.0.0/8: ${entry}`)
    }
    const family = version === 4 ? 'ipv4' : 'ipv6'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, bits, family)
  }
  return list
}
