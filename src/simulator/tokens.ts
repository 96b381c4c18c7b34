import * as v from 'valibot'
import type { Platform } from '../wire/phone-api.ts'

/**
 * Mints a device token: three base64url parts like a JWT. Its claims are the simulator's own, those of the real one
 * being UNVERIFIED (brtc-protocol 2.2), but for `v`: tokens of the older platform name the version of its protocol there
 * (brtc-protocol 9). Nothing checks the third part as a signature: a token is known or it is not.
 */
export function mintToken(
  claims: {
    platform: Platform
    accountId: string
    endpointId: string
    createdAt: number
    expiresAt: number
  },
  nonce: string,
): string {
  const header = { alg: 'none', typ: 'JWT' }
  const payload = {
    iss: 'offhook-simulator',
    ...(claims.platform === 'webrtc' && { v: 'v3' }),
    accountId: claims.accountId,
    endpointId: claims.endpointId,
    iat: Math.floor(claims.createdAt / 1000),
    exp: Math.floor(claims.expiresAt / 1000),
  }
  return [JSON.stringify(header), JSON.stringify(payload), nonce].map(base64Url).join('.')
}

const WebrtcClaims = v.object({ v: v.pipe(v.string(), v.toLowerCase(), v.literal('v3')) })

/** Whose token that is, by its claims; whatever does not look like one of the older platform's is BRTC's. */
export function platformOf(token: string): Platform {
  try {
    const payload = token.split('.')[1] ?? ''
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    return v.is(WebrtcClaims, claims) ? 'webrtc' : 'brtc'
  } catch {
    return 'brtc'
  }
}

function base64Url(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
