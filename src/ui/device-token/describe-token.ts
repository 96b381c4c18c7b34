import type { AddressProblem, DeviceToken, TokenProblem } from '../../phone/device-token.ts'
import { formatFromNow, formatMoment } from '../format.ts'
import type { Explanation } from '../words.ts'

export type Fact = { term: string; value: string; inFull: string }

/** What a token says of itself, as far as it does. `now` in milliseconds since the epoch. */
export function describeToken(token: DeviceToken, now: number): Fact[] {
  if (token.status === 'invalid') return []
  if (token.status === 'opaque') return [fact('Platform', 'BRTC, as far as one can see')]
  const { platform, version, account, endpoint, issuedAt, expiresAt } = token
  const moment = (term: string, at: number) => fact(term, formatFromNow(at, now), formatMoment(at))
  return [
    fact('Platform', platform === 'brtc' ? 'BRTC' : `Bandwidth WebRTC ${version ?? ''}`.trim()),
    ...(account === undefined ? [] : [fact('Account', account)]),
    ...(issuedAt === undefined ? [] : [moment('Issued', issuedAt)]),
    expiresAt === undefined
      ? fact('Expires', 'It does not say')
      : moment(expiresAt > now ? 'Expires' : 'Expired', expiresAt),
    ...(endpoint === undefined
      ? []
      : [fact(platform === 'brtc' ? 'Endpoint' : 'Participant', endpoint)]),
  ]
}

function fact(term: string, value: string, inFull = value): Fact {
  return { term, value, inFull }
}

/** What must be known before such a token is used. */
export function remarkOn(token: DeviceToken): string | undefined {
  if (token.status === 'opaque') return 'Nothing in it can be read. It may well be good.'
  if (token.status === 'invalid') return undefined
  return token.platform === 'webrtc'
    ? 'As the token has it; nobody has checked. With it alone, calls come in but cannot be placed.'
    : 'As the token has it; nobody has checked.'
}

export type Problem = Explanation & { code: string }

/** Whether trying is worth anything: of Bandwidth WebRTC the phone speaks v3 alone. */
export function isUsable(token: DeviceToken): boolean {
  return token.status === 'opaque' || (token.status === 'readable' && token.version !== 'v2')
}

/** What is wrong with a token that was pasted: one that has expired can still be tried. */
export function problemOfToken(token: DeviceToken, now: number): Problem | undefined {
  if (token.status === 'invalid') return { ...tokenWords[token.reason], code: token.reason }
  if (!isUsable(token)) return versionProblem
  const expiresAt = token.status === 'readable' ? token.expiresAt : undefined
  if (expiresAt === undefined || expiresAt > now) return undefined
  return {
    what: `The token expired ${formatFromNow(expiresAt, now)}.`,
    todo: 'You can try it, but the gateway will most likely refuse it: create a new one.',
    code: 'token-expired',
  }
}

export function problemOfAddress(reason: AddressProblem): Problem {
  return { ...addressWords[reason], code: reason }
}

/** Only its last characters, and never more than a quarter of it. */
export function maskToken(token: string): string {
  const shown = Math.min(6, Math.floor(token.length / 4))
  return `${'•'.repeat(16)}${shown > 0 ? token.slice(-shown) : ''}`
}

const versionProblem: Problem = {
  what: 'This phone does not speak version 2 of Bandwidth WebRTC.',
  todo: 'Create a token of version 3, or one of BRTC.',
  code: 'token-version-2',
}

const tokenWords: Record<TokenProblem, Explanation> = {
  'token-empty': { what: 'There is no token.', todo: 'Paste one.' },
  'token-not-three-parts': {
    what: 'That is not a device token.',
    todo: 'Paste the whole of it: three parts with dots between them.',
  },
  'token-wrong-characters': {
    what: 'That is not a device token.',
    todo: 'Paste the token alone: letters, digits, - and _, and two dots.',
  },
}

const addressWords: Record<AddressProblem, Explanation> = {
  'address-empty': { what: 'There is no gateway address.', todo: 'Type or paste one.' },
  'address-not-a-url': {
    what: 'That is not an address.',
    todo: 'It begins with wss:// and names a host.',
  },
  'address-not-websocket': {
    what: 'That is not the address of a gateway.',
    todo: 'A gateway’s begins with wss://.',
  },
  'address-not-encrypted': {
    what: 'The token would travel unencrypted.',
    todo: 'Use wss://; ws:// is only for a gateway on this computer.',
  },
  'address-has-secret': {
    what: 'The address holds a token or a password of its own.',
    todo: 'Take it out: the phone adds the device token itself.',
  },
  'address-has-query': {
    what: 'On this platform an address ends before its question mark.',
    todo: 'Take out the question mark and what follows it.',
  },
}
