import { bandwidthIdOf, type Call, type Calls } from './calls.ts'

/**
 * What a call's `tag` says: ours, which endpoint, which call. No number in it. An `answer` can overtake Bandwidth's
 * reply to create-call (bandwidth-backend 5.1): then the tag alone says whose it is.
 */
export function tagOf({
  direction,
  endpointId,
  id,
}: Pick<Call, 'direction' | 'endpointId' | 'id'>): string {
  return `${direction === 'outbound' ? 'o1' : 'i1'}:${endpointId}:${id}`
}

/** The calls that a voice callback is about: by Bandwidth's id, else by the tag of one that has no such id yet. */
export function callsOf(
  calls: Calls,
  { callId, tag }: { callId: string; tag?: string | undefined },
): readonly Call[] {
  const known = calls.ofBandwidthCall(callId)
  if (known.length > 0 || tag === undefined) return known
  const call = calls.get(tag.slice(tag.lastIndexOf(':') + 1))
  const isTagged =
    call?.direction === 'outbound' && tagOf(call) === tag && bandwidthIdOf(call) === undefined
  return isTagged ? [call] : []
}
