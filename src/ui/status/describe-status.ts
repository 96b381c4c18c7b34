import { text, type TextKey } from '../../language/language.ts'
import type { Call, PhoneState, Session } from '../../phone/phone-state.ts'
import type { Sound } from '../../phone/ports.ts'
import { isReachable } from '../../phone/reachable.ts'
import { formatTime } from '../format.ts'
import { explainAttempt, explainTrouble } from '../recovery/recovery-words.ts'
import { explainOffline, stepWords } from '../words.ts'

/** `tone` is the colour's role, never the only sign: the word is always there. */
export type StatusDescription = { word: string; tone: 'off' | 'wait' | 'go'; why: string }

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
      word: text('status.reconnecting'),
      tone: 'wait',
      why: text('status.callAdrift'),
    }
  }
  if (call.status === 'connected' && session.status === 'online' && session.trouble) {
    const { what, doing, isLost } = explainTrouble(session.trouble)
    return {
      word: text(isLost ? 'status.reconnecting' : 'status.onACall'),
      tone: 'wait',
      why: `${what} ${doing}`,
    }
  }
  if (call.status === 'connected') {
    return {
      word: text('status.onACall'),
      tone: 'go',
      why: text(call.muted ? 'status.muted' : 'status.heard'),
    }
  }
  return {
    word: text('status.ringing'),
    tone: 'go',
    why: text(call.direction === 'inbound' ? 'status.somebodyCalls' : 'status.awaitsAnswer'),
  }
}

function describeSession(session: Session, sound: Sound): StatusDescription {
  if (session.status === 'online') return describeOnline(session, sound)
  if (session.status === 'connecting') {
    const why = text(stepWords[session.step]).replace('\n', ': ')
    return { word: text('status.connecting'), tone: 'wait', why }
  }
  if (session.status === 'reconnecting') {
    const { what, doing } = explainAttempt(session)
    return { word: text('status.reconnecting'), tone: 'wait', why: `${what} ${doing}` }
  }
  return {
    word: text('status.offline'),
    tone: 'off',
    why: session.reason
      ? explainOffline({ ...session, reason: session.reason }).what
      : text('status.noRing'),
  }
}

function describeOnline(
  session: Extract<Session, { status: 'online' }>,
  sound: Sound,
): StatusDescription {
  const { eligibility, expiresAt, isTokenPasted, presence, trouble } = session
  if (trouble) {
    const { what, doing, isLost } = explainTrouble(trouble)
    const word = text(isLost ? 'status.reconnecting' : 'status.connected')
    return { word, tone: 'wait', why: `${what} ${doing}` }
  }
  if (presence === 'away') {
    return { word: text('status.connected'), tone: 'wait', why: text('status.away') }
  }
  if (eligibility === 'eligible' && !isReachable({ session, sound })) {
    const why = text(sound === 'unknown' ? 'status.soundUnknown' : 'status.unheard')
    return { word: text('status.connected'), tone: 'wait', why }
  }
  if (eligibility === 'eligible') {
    const why =
      expiresAt === null
        ? text('status.rings')
        : text('status.ringsUntil', { time: formatTime(expiresAt) })
    return { word: text('status.eligible'), tone: 'go', why }
  }
  const unknown: TextKey = isTokenPasted ? 'status.pasted' : 'status.unconfirmed'
  return {
    word: text('status.connected'),
    tone: 'wait',
    why: text(eligibility === 'unknown' ? unknown : 'status.ineligible'),
  }
}
