import { text, type TextKey } from '../../language/language.ts'
import type { AddressProblem, DeviceToken, TokenProblem } from '../../phone/device-token.ts'
import { formatFromNow, formatMoment } from '../format.ts'
import type { TokenCode } from '../shown-code.ts'
import { explain, type Explanation } from '../words.ts'

export type Fact = { term: string; value: string; inFull: string }

/** What a token says of itself, as far as it does. `now` in milliseconds since the epoch. */
export function describeToken(token: DeviceToken, now: number): Fact[] {
  if (token.status === 'invalid') return []
  if (token.status === 'opaque') return [fact('token.platform', text('token.opaquePlatform'))]
  const { platform, version, account, endpoint, issuedAt, expiresAt } = token
  const moment = (term: TextKey, at: number) => fact(term, formatFromNow(at, now), formatMoment(at))
  return [
    fact(
      'token.platform',
      platform === 'brtc' ? 'BRTC' : `Bandwidth WebRTC ${version ?? ''}`.trim(),
    ),
    ...(account === undefined ? [] : [fact('token.account', account)]),
    ...(issuedAt === undefined ? [] : [moment('token.issued', issuedAt)]),
    expiresAt === undefined
      ? fact('token.expires', text('token.noExpiry'))
      : moment(expiresAt > now ? 'token.expires' : 'token.expired', expiresAt),
    ...(endpoint === undefined
      ? []
      : [fact(platform === 'brtc' ? 'token.endpoint' : 'token.participant', endpoint)]),
  ]
}

function fact(term: TextKey, value: string, inFull = value): Fact {
  return { term: text(term), value, inFull }
}

/** What must be known before such a token is used. */
export function remarkOn(token: DeviceToken): string | undefined {
  if (token.status === 'opaque') return text('token.unreadable')
  if (token.status === 'invalid') return undefined
  return text(token.platform === 'webrtc' ? 'token.inboundOnly' : 'token.asTokenHasIt')
}

export type Problem = Explanation & { code: TokenCode }

/** Whether trying is worth anything: of Bandwidth WebRTC the phone speaks v3 alone. */
export function isUsable(token: DeviceToken): boolean {
  return token.status === 'opaque' || (token.status === 'readable' && token.version !== 'v2')
}

/** What is wrong with a token that was pasted: one that has expired can still be tried. */
export function problemOfToken(token: DeviceToken, now: number): Problem | undefined {
  if (token.status === 'invalid') {
    return { ...explain(tokenWords[token.reason]), code: token.reason }
  }
  if (!isUsable(token)) return { ...explain('token.version2'), code: 'token-version-2' }
  const expiresAt = token.status === 'readable' ? token.expiresAt : undefined
  if (expiresAt === undefined || expiresAt > now) return undefined
  const words = explain('token.expiredProblem', { when: formatFromNow(expiresAt, now) })
  return { ...words, code: 'token-expired' }
}

export function problemOfAddress(reason: AddressProblem): Problem {
  return { ...explain(addressWords[reason]), code: reason }
}

/** Only its last characters, and never more than a quarter of it. */
export function maskToken(token: string): string {
  const shown = Math.min(6, Math.floor(token.length / 4))
  return `${'•'.repeat(16)}${shown > 0 ? token.slice(-shown) : ''}`
}

export const tokenWords: Record<TokenProblem, TextKey> = {
  'token-empty': 'token.token-empty',
  'token-not-three-parts': 'token.token-not-three-parts',
  'token-wrong-characters': 'token.token-wrong-characters',
}

export const addressWords: Record<AddressProblem, TextKey> = {
  'address-empty': 'token.address-empty',
  'address-not-a-url': 'token.address-not-a-url',
  'address-not-websocket': 'token.address-not-websocket',
  'address-not-encrypted': 'token.address-not-encrypted',
  'address-has-secret': 'token.address-has-secret',
  'address-has-query': 'token.address-has-query',
}
