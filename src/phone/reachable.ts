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

const hindrances = [
  'offline-cannot-dial',
  'reconnecting-cannot-dial',
  'busy-cannot-dial',
] as const satisfies readonly NoticeCode[]

/** Why nobody can be called just now; undefined where somebody can. */
export function hindranceToDial({
  session,
  call,
}: Pick<PhoneState, 'session' | 'call'>): (typeof hindrances)[number] | undefined {
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
  const hindrance = hindrances.find((code) => code === notice?.code)
  return hindrance !== undefined && hindranceToDial(state) !== hindrance
}
