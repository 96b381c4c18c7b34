import type { LifecycleEvent } from './endpoint-events.ts'
import type { Presence } from './records.ts'

export const unseen: Presence = { status: 'absent', gone: [], eligibilityAt: 0 }

/** Stands for the device of an event that names none, among those that are gone. */
const unnamed = ''

/**
 * Events come late, twice and in any order (bandwidth-backend 4.1): each is sufficient by itself, an older report of
 * eligibility never replaces a newer one, and at the same millisecond the safer one wins.
 */
export function presenceAfter(presence: Presence, event: LifecycleEvent): Presence {
  const deviceId = event.deviceId ?? presence.deviceId
  if (presence.gone.includes(deviceId ?? unnamed)) return presence
  const isNamed = deviceId !== undefined && { deviceId }

  const replaced = deviceId === presence.deviceId ? undefined : presence.deviceId
  if (event.event === 'endpointDisconnected') {
    const gone = [...presence.gone, deviceId ?? unnamed]
    return replaced !== undefined
      ? { ...presence, gone }
      : { ...presence, status: 'absent', ...isNamed, gone }
  }
  if (replaced !== undefined) {
    if (event.timestamp < presence.eligibilityAt) return presence
    const gone = [...presence.gone, replaced]
    return presenceAfter({ ...unseen, ...isNamed, gone }, event)
  }
  return presenceOfDevice({ ...presence, ...isNamed }, event)
}

function presenceOfDevice(presence: Presence, { event, timestamp }: LifecycleEvent): Presence {
  if (event === 'endpointConnected') {
    return presence.status === 'absent' ? { ...presence, status: 'connected' } : presence
  }
  const eligible = event === 'endpointEligible'
  const isStale = eligible
    ? timestamp <= presence.eligibilityAt
    : timestamp < presence.eligibilityAt
  if (isStale) return presence
  return { ...presence, status: eligible ? 'eligible' : 'connected', eligibilityAt: timestamp }
}
