import * as v from 'valibot'
import { BrtcError } from './errors.ts'

/** The one claim that the package reads; without it, it takes the token for v2 (brtc-protocol 9). */
const Claims = v.object({ v: v.optional(v.string(), 'v2') })

/**
 * Refuses, before a socket is asked for, what the client of the older platform cannot use. Of its two versions v2 is
 * another protocol altogether (one peer per stream, DTMF as sound in the microphone: 9.5), and is not spoken here.
 * @throws BrtcError `bad-token`; the message does not repeat the token
 */
export function checkV3Token(token: string): void {
  if (!/^[^.\s]+\.[^.\s]+\.[^.\s]+$/.test(token)) {
    throw new BrtcError('bad-token', 'A device token has three parts with dots between them')
  }
  const claims = v.safeParse(Claims, decode(token.split('.')[1] ?? ''))
  if (!claims.success) {
    throw new BrtcError('bad-token', 'The claims of the device token cannot be read')
  }
  if (claims.output.v.toLowerCase() !== 'v3') {
    throw new BrtcError('bad-token', 'Of Bandwidth WebRTC only tokens of version v3 are supported')
  }
}

/** undefined, which no schema takes, where it is no base64url of JSON. */
function decode(part: string): unknown {
  try {
    const claims: unknown = JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/')))
    return claims
  } catch {
    return undefined
  }
}
