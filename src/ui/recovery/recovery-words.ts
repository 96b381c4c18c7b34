import { text, type TextKey } from '../../language/language.ts'
import type { Attempt, RecoveryCause, Trouble, TroubleCode } from '../../phone/phone-state.ts'
import { explain } from '../words.ts'

/** What happened, and what the phone does about it. */
type Account = { what: string; doing: string }

const causeWords: Record<RecoveryCause, TextKey> = {
  'network-offline': 'recovery.network-offline',
  'gateway-restarting': 'recovery.gateway-restarting',
  'connection-lost': 'recovery.connection-lost',
  'gateway-silent': 'recovery.gateway-silent',
  'gateway-ended': 'recovery.gateway-ended',
  'gateway-unreachable': 'recovery.gateway-unreachable',
  'media-failed': 'recovery.media-failed',
  'application-unavailable': 'recovery.application-unavailable',
  'registration-ending': 'recovery.registration-ending',
}

/** Of a phone whose connection stands. `isLost`: it is being repaired, as when the connection is lost. */
const troubleWords: Record<TroubleCode, { key: TextKey; isLost: boolean }> = {
  'network-offline': { key: 'recovery.network-offline', isLost: true },
  checking: { key: 'recovery.checking', isLost: true },
  'media-failed': { key: 'recovery.media-interrupted', isLost: true },
  'not-sending': { key: 'recovery.not-sending', isLost: false },
  'heartbeat-silent': { key: 'recovery.heartbeat-silent', isLost: false },
  'microphone-lost': { key: 'recovery.microphone-lost', isLost: false },
}

export function explainTrouble({ code }: Trouble): Account & { isLost: boolean } {
  const { key, isLost } = troubleWords[code]
  return { ...account(key), isLost }
}

export function explainAttempt({ cause, waitsFor }: Attempt): Account {
  const words = account(causeWords[cause])
  return waitsFor === 'end-of-call' ? { ...words, doing: text('recovery.afterCall') } : words
}

function account(key: TextKey): Account {
  const { what, todo: doing } = explain(key)
  return { what, doing }
}
