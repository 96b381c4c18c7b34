import type { NoticeCode, PhoneState } from './phone-state.ts'
import { isLive } from './reduce-call.ts'

/** What "Eligible" promises: a call will ring here, and will be heard. */
export function isReachable({ session, sound }: Pick<PhoneState, 'session' | 'sound'>): boolean {
  if (session.status !== 'online' || session.presence === 'away') return false
  if (session.trouble) return false
  return session.eligibility === 'eligible' && sound === 'audible'
}

/** Nothing that rings or speaks here is heard, though the agent counts on it. */
export function isSilenced({ session, sound }: Pick<PhoneState, 'session' | 'sound'>): boolean {
  return session.status !== 'offline' && (sound === 'blocked' || sound === 'interrupted')
}

const hindrances: readonly NoticeCode[] = [
  'offline-cannot-dial',
  'reconnecting-cannot-dial',
  'busy-cannot-dial',
]

/** Why nobody can be called just now; undefined where somebody can. */
export function hindranceToDial({
  session,
  call,
}: Pick<PhoneState, 'session' | 'call'>): NoticeCode | undefined {
  const hasNetwork = session.status !== 'online' || session.trouble?.code !== 'network-offline'
  if (session.status === 'reconnecting' || !hasNetwork) return 'reconnecting-cannot-dial'
  if (session.status !== 'online') return 'offline-cannot-dial'
  return isLive(call) ? 'busy-cannot-dial' : undefined
}

/** That a call could not be made is no news any more once it could. */
export function isPastHindrance({
  notice,
  ...state
}: Pick<PhoneState, 'session' | 'call' | 'notice'>): boolean {
  const isHindrance = notice !== null && hindrances.includes(notice.code)
  return isHindrance && hindranceToDial(state) !== notice.code
}
