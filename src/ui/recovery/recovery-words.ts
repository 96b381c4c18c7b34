import type { Attempt, RecoveryCause, Trouble, TroubleCode } from '../../phone/phone-state.ts'

/** What happened, and what the phone does about it. */
type Account = { what: string; doing: string }

const causeWords: Record<RecoveryCause, Account> = {
  'network-offline': {
    what: 'This computer has no network.',
    doing: 'The phone comes back by itself as soon as there is one.',
  },
  'gateway-restarting': {
    what: 'Bandwidth moves this phone to another machine.',
    doing: 'The phone comes back with the same registration.',
  },
  'connection-lost': {
    what: 'The connection to Bandwidth broke.',
    doing: 'The phone connects again.',
  },
  'gateway-silent': {
    what: 'Bandwidth has stopped answering.',
    doing: 'The phone connects again.',
  },
  'gateway-ended': {
    what: 'Bandwidth ended the connection.',
    doing: 'The phone gets a new registration.',
  },
  'gateway-unreachable': {
    what: 'Bandwidth cannot be reached, or does not let this phone in.',
    doing: 'The phone tries again.',
  },
  'media-failed': {
    what: 'The audio path to Bandwidth failed, and was not repaired.',
    doing: 'The phone builds another one.',
  },
  'application-unavailable': {
    what: 'The application gives this phone no new registration.',
    doing: 'The phone asks again.',
  },
  'registration-ending': {
    what: 'The registration of this phone is about to end.',
    doing: 'The phone changes to a new one; that takes a second.',
  },
}

/** Of a phone whose connection stands. `isLost`: it is being repaired, as when the connection is lost. */
const troubleWords: Record<TroubleCode, Account & { isLost: boolean }> = {
  'network-offline': { ...causeWords['network-offline'], isLost: true },
  checking: {
    what: 'The connection to Bandwidth may be broken.',
    doing: 'The phone asks whether Bandwidth still answers; that takes a second or two.',
    isLost: true,
  },
  'media-failed': {
    what: 'The audio path to Bandwidth is interrupted.',
    doing: 'Bandwidth is given time to repair it; then the phone builds another one.',
    isLost: true,
  },
  'not-sending': {
    what: 'No sound leaves this phone.',
    doing: 'If that stays so, the phone builds another audio path.',
    isLost: false,
  },
  'heartbeat-silent': {
    what: 'Bandwidth has stopped looking after this phone.',
    doing: 'If that stays so, the phone connects again.',
    isLost: false,
  },
  'microphone-lost': {
    what: 'There is no microphone.',
    doing: 'Plug one in or choose one under Media: the phone goes on with it.',
    isLost: false,
  },
}

export const explainTrouble = ({ code }: Trouble) => troubleWords[code]

export function explainAttempt({ cause, waitsFor }: Attempt): Account {
  const words = causeWords[cause]
  if (waitsFor !== 'end-of-call') return words
  return { ...words, doing: 'Your call goes on without it; the phone comes back after the call.' }
}
