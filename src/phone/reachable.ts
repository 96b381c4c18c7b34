import type { PhoneState } from './phone-state.ts'

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
