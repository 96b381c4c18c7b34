import * as v from 'valibot'
import { defaultGatewayUrl } from '../wire/gateway.ts'
import type { Platform } from '../wire/phone-api.ts'

/**
 * What can be said of a pasted device token without asking anybody, and without repeating it.
 *
 * - `readable`: its claims could be read. Nobody has checked them, and each may be missing. Times are in milliseconds
 *   since the epoch.
 * - `opaque`: three parts, and nothing to be read in them. It may well be good.
 * - `invalid`: no device token of either platform.
 */
export type DeviceToken =
  | {
      status: 'readable'
      platform: Platform
      /** Of the `webrtc` platform. */
      version?: 'v2' | 'v3'
      account?: string
      /** The endpoint on BRTC, the participant on Bandwidth WebRTC. */
      endpoint?: string
      issuedAt?: number
      expiresAt?: number
    }
  | { status: 'opaque'; platform: 'brtc' }
  | { status: 'invalid'; reason: TokenProblem }

export type TokenProblem = 'token-empty' | 'token-not-three-parts' | 'token-wrong-characters'

/** Where each platform listens unless Bandwidth has given the customer another address. */
export const defaultGatewayUrls: Record<Platform, string> = {
  brtc: defaultGatewayUrl,
  // brtc-protocol 9.1; the package puts `/v3/` behind it.
  webrtc: 'wss://device.webrtc.bandwidth.com',
}

/** The token alone, of a text in which it was copied with a scheme, quotes or line breaks around it. */
export function trimDeviceToken(text: string): string {
  return text
    .replace(/^[\s"'`]*(?:bearer\s+)?/i, '')
    .replace(/[\s"'`,;]+$/, '')
    .replaceAll(/\s+/g, '')
}

/**
 * Reads what was pasted. Total: whatever the text, there is an answer, and it holds no token. A token without a readable
 * version is taken for one of BRTC, whose claims are UNVERIFIED (brtc-protocol 13.3).
 */
export function readDeviceToken(text: string): DeviceToken {
  const token = trimDeviceToken(text)
  if (token === '') return { status: 'invalid', reason: 'token-empty' }
  if (!/^[\w\-=.]+$/.test(token)) return { status: 'invalid', reason: 'token-wrong-characters' }
  const parts = token.split('.')
  if (parts.length !== 3 || parts.includes('')) {
    return { status: 'invalid', reason: 'token-not-three-parts' }
  }
  const claims = v.safeParse(Claims, decode(parts[1] ?? ''))
  if (!claims.success) return { status: 'opaque', platform: 'brtc' }
  const { a, accountId, p, endpointId, iat, exp } = claims.output
  const version = versionOf(claims.output.v)
  const account = a ?? accountId
  const endpoint = p ?? endpointId
  return {
    status: 'readable',
    platform: version ? 'webrtc' : 'brtc',
    ...(version && { version }),
    ...(account !== undefined && { account }),
    ...(endpoint !== undefined && { endpoint }),
    ...(iat !== undefined && { issuedAt: iat }),
    ...(exp !== undefined && { expiresAt: exp }),
  }
}

export type AddressProblem =
  | 'address-empty'
  | 'address-not-a-url'
  | 'address-not-websocket'
  | 'address-not-encrypted'
  | 'address-has-secret'
  | 'address-has-query'

export type GatewayAddress =
  | { status: 'valid'; url: string }
  | { status: 'invalid'; reason: AddressProblem }

/**
 * Whether a device token may be sent to that address: encrypted, or to this very machine, and with nothing secret in it.
 * @returns the address as the client takes it
 */
export function checkGatewayAddress(text: string, platform: Platform): GatewayAddress {
  const problem = (reason: AddressProblem): GatewayAddress => ({ status: 'invalid', reason })
  const address = text.trim()
  if (address === '') return problem('address-empty')
  if (!URL.canParse(address)) return problem('address-not-a-url')
  const url = new URL(address)
  if (!/^wss?:$/.test(url.protocol)) return problem('address-not-websocket')
  if (url.protocol === 'ws:' && !isLoopback(url.hostname)) return problem('address-not-encrypted')
  if (holdsSecret(url)) return problem('address-has-secret')
  // The package appends its own path and query to the text (brtc-protocol 9.1).
  if (platform === 'webrtc' && url.search !== '') return problem('address-has-query')
  url.hash = ''
  return { status: 'valid', url: platform === 'webrtc' ? url.href.replace(/\/+$/, '') : url.href }
}

/** A claim that is not what it should be is one that is not there. */
const optional = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.fallback(v.optional(schema), undefined)
const id = optional(
  v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^[\w@:+-]{1,80}$/)),
)
/** Seconds since the epoch, as RFC 7519 has them; not more than a Date can hold. */
const time = optional(
  v.pipe(
    v.number(),
    v.minValue(0),
    v.maxValue(8_640_000_000_000),
    v.transform((seconds) => seconds * 1_000),
  ),
)

/** `a`, `p` and `v` are typed in @bandwidth/webrtc-browser (brtc-protocol 9); the long names are assumed. */
const Claims = v.object({
  v: optional(v.string()),
  a: id,
  accountId: id,
  p: id,
  endpointId: id,
  iat: time,
  exp: time,
})

/** undefined, which no schema takes, where it is no base64url of a JSON object. */
function decode(part: string): unknown {
  try {
    const bytes = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
    const text = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
    const payload: unknown = JSON.parse(text)
    return Array.isArray(payload) ? undefined : payload
  } catch {
    return undefined
  }
}

function versionOf(claim: string | undefined): 'v2' | 'v3' | undefined {
  const version = claim?.toLowerCase()
  return version === 'v2' || version === 'v3' ? version : undefined
}

function isLoopback(host: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(host)
}

function holdsSecret(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return true
  return [...url.searchParams].some(
    ([name, value]) => /token|secret|password/i.test(name) || /[\w-]+\.[\w-]{16,}\./.test(value),
  )
}
