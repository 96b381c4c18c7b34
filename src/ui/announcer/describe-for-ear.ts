import { text } from '../../language/language.ts'
import type { Call, PhoneState } from '../../phone/phone-state.ts'
import { describeParty, partyLine } from '../party.ts'
import { describeStatus } from '../status/describe-status.ts'
import { endWords } from '../words.ts'

/**
 * `urgent` interrupts whatever is being read: for a call that rings, and for nothing else. `fleeting` is said only if
 * nothing else of the kind follows at once.
 */
export type Spoken = { text: string; manner?: 'urgent' | 'fleeting' }

/**
 * What somebody who does not see the screen must be told of a change; undefined for the rest. Errors are alerts, which
 * are read by themselves, and time is never read.
 */
export function describeForEar(state: PhoneState, previous: PhoneState): Spoken | undefined {
  const { call } = state
  if (call?.status === 'offered' && call.id !== previous.call?.id) {
    return { text: text('announce.incoming', { name: nameOf(call, state) }), manner: 'urgent' }
  }
  const ofCall = sayCall(state, previous.call)
  if (ofCall !== undefined) return { text: ofCall }
  const ofSession = saySession(state, previous)
  return ofSession === undefined ? undefined : { text: ofSession, manner: 'fleeting' }
}

function sayCall(state: PhoneState, before: Call | null): string | undefined {
  const { call } = state
  if (!call || call === before) return undefined
  if (call.status === 'connected' && before?.status === 'connected') {
    if ((call.lostAt === undefined) !== (before.lostAt === undefined)) {
      return text(call.lostAt === undefined ? 'announce.connectedAgain' : 'announce.adrift')
    }
    if (call.muted === before.muted) return undefined
    return text(call.muted ? 'announce.muted' : 'announce.unmuted')
  }
  if (call.id === before?.id && call.status === before.status) return undefined
  return sayStatus(call, state)
}

function sayStatus(call: Call, state: PhoneState): string | undefined {
  switch (call.status) {
    case 'requesting':
      return text('announce.calling', { name: nameOf(call, state) })
    case 'ringing':
      return text('announce.ringing')
    case 'connected':
      return text('announce.answered')
    case 'ended': {
      const { label, failed } = endWords[call.cause]
      return failed ? undefined : text('announce.over', { cause: text(label) })
    }
    case 'offered':
    case 'accepting':
    case 'declining':
      return undefined
  }
}

function saySession({ session, sound }: PhoneState, previous: PhoneState): string | undefined {
  if (session.status === 'offline') {
    return previous.session.status === 'offline' || session.reason
      ? undefined
      : text('announce.offline')
  }
  if (session.status === 'connecting') {
    return previous.session.status === 'connecting' ? undefined : text('announce.goingOnline')
  }
  const { word, why } = describeStatus({ session, sound, call: null })
  const isNews = word !== describeStatus({ ...previous, call: null }).word
  return isNews ? `${word}. ${why}` : undefined
}

function nameOf(call: Call, state: PhoneState): string {
  const country = state.numberPlan?.countryName(call.number)
  return [partyLine(describeParty(call, state)), country].filter(Boolean).join(', ')
}
