import type { LifecycleEvent } from './endpoint-events.ts'

/** What Bandwidth's events say about an endpoint. `eligible` = connected and heard, so it may be connected to a call. */
export type Presence = {
  status: 'absent' | 'connected' | 'eligible'
  deviceId: string | undefined
  /** Devices that were replaced or have left. Every connection has a new id [D-WH], so they never come back. */
  gone: readonly (string | undefined)[]
  /** When the eligibility was last reported, milliseconds since the epoch. */
  eligibilityAt: number
}

export const unseen: Presence = {
  status: 'absent',
  deviceId: undefined,
  gone: [],
  eligibilityAt: -Infinity,
}

/**
 * Events come late, twice and in any order (bandwidth-backend 4.1): each is sufficient by itself, an older report of
 * eligibility never replaces a newer one, and at the same millisecond the safer one wins.
 */
export function presenceAfter(presence: Presence, event: LifecycleEvent): Presence {
  const deviceId = event.deviceId ?? presence.deviceId
  if (presence.gone.includes(deviceId)) return presence

  const replaces = presence.deviceId !== undefined && deviceId !== presence.deviceId
  if (event.event === 'endpointDisconnected') {
    const gone = [...presence.gone, deviceId]
    return replaces ? { ...presence, gone } : { ...presence, status: 'absent', deviceId, gone }
  }
  if (replaces) {
    if (event.timestamp < presence.eligibilityAt) return presence
    const gone = [...presence.gone, presence.deviceId]
    return presenceAfter({ ...unseen, deviceId, gone }, event)
  }
  return presenceOfDevice({ ...presence, deviceId }, event)
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
