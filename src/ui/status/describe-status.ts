import type { Call, PhoneState, Session } from '../../phone/phone-state.ts'
import type { Sound } from '../../phone/ports.ts'
import { isReachable } from '../../phone/reachable.ts'
import { formatTime } from '../format.ts'
import { explainAttempt, explainTrouble } from '../recovery/recovery-words.ts'
import { explainOffline, stepWords } from '../words.ts'

export type StatusWord =
  'Offline' | 'Connecting' | 'Connected' | 'Eligible' | 'Ringing' | 'On a call' | 'Reconnecting'

/** `tone` is the colour's role, never the only sign: the word is always there. */
export type StatusDescription = { word: StatusWord; tone: 'off' | 'wait' | 'go'; why: string }

/** The phone in one word, and in one honest line why. A live call comes before the session that carries it. */
export function describeStatus({
  session,
  call,
  sound,
}: Pick<PhoneState, 'session' | 'call' | 'sound'>): StatusDescription {
  const isLive = call !== null && call.status !== 'ended'
  return isLive ? describeCall(call, session) : describeSession(session, sound)
}

function describeCall(call: Call, session: Session): StatusDescription {
  if (call.status === 'connected' && call.lostAt !== undefined) {
    return {
      word: 'Reconnecting',
      tone: 'wait',
      why: 'The connection is lost: as long as you hear each other, the call goes on.',
    }
  }
  if (call.status === 'connected' && session.status === 'online' && session.trouble) {
    const { what, doing, isLost } = explainTrouble(session.trouble)
    return { word: isLost ? 'Reconnecting' : 'On a call', tone: 'wait', why: `${what} ${doing}` }
  }
  if (call.status === 'connected') {
    return {
      word: 'On a call',
      tone: 'go',
      why: call.muted ? 'You are muted: they cannot hear you.' : 'They can hear you.',
    }
  }
  return {
    word: 'Ringing',
    tone: 'go',
    why: call.direction === 'inbound' ? 'Somebody is calling you.' : 'Waiting for an answer.',
  }
}

function describeSession(session: Session, sound: Sound): StatusDescription {
  if (session.status === 'online') return describeOnline(session, sound)
  if (session.status === 'connecting') {
    const { label, detail } = stepWords[session.step]
    return { word: 'Connecting', tone: 'wait', why: `${label}: ${detail}` }
  }
  if (session.status === 'reconnecting') {
    const { what, doing } = explainAttempt(session)
    return { word: 'Reconnecting', tone: 'wait', why: `${what} ${doing}` }
  }
  return {
    word: 'Offline',
    tone: 'off',
    why: session.reason
      ? explainOffline({ ...session, reason: session.reason }).what
      : 'Calls do not ring here.',
  }
}

function describeOnline(
  session: Extract<Session, { status: 'online' }>,
  sound: Sound,
): StatusDescription {
  const { eligibility, expiresAt, isTokenPasted, presence, trouble } = session
  if (trouble) {
    const { what, doing, isLost } = explainTrouble(trouble)
    const word = isLost ? 'Reconnecting' : 'Connected'
    return { word, tone: 'wait', why: `${what} ${doing}` }
  }
  if (presence === 'away') {
    return { word: 'Connected', tone: 'wait', why: 'Calls do not ring here: you are away.' }
  }
  if (eligibility === 'eligible' && !isReachable({ session, sound })) {
    const why =
      sound === 'unknown'
        ? 'Calls ring here; the browser has not said yet whether they are heard.'
        : 'Calls would ring here unheard: there is no sound.'
    return { word: 'Connected', tone: 'wait', why }
  }
  if (eligibility === 'eligible') {
    const until = expiresAt === null ? '' : ` Token good until ${formatTime(expiresAt)}.`
    return { word: 'Eligible', tone: 'go', why: `Calls ring here.${until}` }
  }
  const unknown = isTokenPasted
    ? 'Calls may not ring here: a pasted token has no application to confirm it.'
    : 'Calls may not ring here: the application has not confirmed this phone.'
  const ineligible = 'Calls will not ring here: Bandwidth does not hear this phone yet.'
  return { word: 'Connected', tone: 'wait', why: eligibility === 'unknown' ? unknown : ineligible }
}
