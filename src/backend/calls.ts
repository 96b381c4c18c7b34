import type { ApplicationEvent, EndCause } from '../wire/phone-api.ts'
import type { CallRecord, InboundCall, OfferOutcome } from './records.ts'
import type { Store } from './store.ts'

export type Call = CallRecord
export type LiveCall = Exclude<Call, { status: 'ended' }>
type EndedOffer = Extract<InboundCall, { status: 'ended' }>
/** What is known of a call beside what this application writes into it by itself. */
type NewCall = Unheard<CallRecord>
type Unheard<Each> = Each extends unknown ? Omit<Each, 'heardAt'> : never

export interface Calls {
  get: (id: string) => Call | undefined
  /** All that belong to one call of Bandwidth's, oldest first. */
  ofBandwidthCall: (bandwidthCallId: string) => readonly Call[]
  /** Records a call as just heard of; `onChange` gets it where its status is new. A call that has ended stays as it is. */
  put: (call: NewCall) => void
  /** What turns out about an offer after its end. It stays ended, and nobody is told. */
  amend: (
    offer: EndedOffer,
    changes: Pick<EndedOffer, 'mayConnect'> & { outcome?: 'accepted' },
  ) => void
  /** Something was heard of this call, and it goes on. */
  heard: (id: string) => void
  /** Those that are not over, oldest first. */
  live: () => readonly LiveCall[]
  /** Outbound calls that were begun in the last so many milliseconds, and those that are not over. */
  outboundSince: (time: number) => readonly Extract<Call, { direction: 'outbound' }>[]
  /** Forgets calls that have been over for so many milliseconds. */
  forget: (age: number) => void
}

export function createCalls(
  { transaction, afterCommit, calls }: Store,
  now: () => number,
  onChange: (call: Call) => void,
): Calls {
  const all = () => [...calls.all()]
  /** Ids of ours by Bandwidth's, oldest first. What a transaction has taken back stays in here, and is passed over. */
  const candidates = new Map<string, Set<string>>()
  const index = (call: NewCall) => {
    const key = bandwidthIdOf(call)
    if (key !== undefined) candidates.set(key, (candidates.get(key) ?? new Set()).add(call.id))
  }
  const unindex = (call: Call) => {
    const key = bandwidthIdOf(call) ?? ''
    const ids = candidates.get(key)
    ids?.delete(call.id)
    if (ids?.size === 0) candidates.delete(key)
  }
  for (const call of calls.all()) index(call)

  return {
    get: (id) => calls.get(id),
    ofBandwidthCall: (bandwidthCallId) =>
      [...(candidates.get(bandwidthCallId) ?? [])].flatMap((id) => {
        const call = calls.get(id)
        return call && bandwidthIdOf(call) === bandwidthCallId ? [call] : []
      }),
    put: (call) =>
      transaction(() => {
        const before = calls.get(call.id)
        if (before?.status === 'ended') return
        const heard = { ...call, heardAt: now() }
        calls.put(heard)
        index(heard)
        if (before?.status !== call.status) onChange(heard)
      }),
    amend: (offer, changes) => calls.put({ ...offer, ...changes, heardAt: now() }),
    heard: (id) => {
      const call = calls.get(id)
      if (call && isLive(call)) calls.put({ ...call, heardAt: now() })
    },
    live: () => all().filter(isLive),
    outboundSince: (time) =>
      all()
        .filter((call) => call.direction === 'outbound')
        .filter((call) => isLive(call) || call.startedAt >= time),
    forget: (age) =>
      transaction(() => {
        const old = all().filter((call) => !isLive(call) && now() - call.heardAt > age)
        for (const { id } of old) calls.delete(id)
        afterCommit(() => {
          for (const call of old) unindex(call)
        })
      }),
  }
}

export function isLive(call: Call): call is LiveCall {
  return call.status !== 'ended'
}

export function bandwidthIdOf(call: Call | NewCall): string | undefined {
  return 'bandwidthCallId' in call ? call.bandwidthCallId : undefined
}

/** The call as it is over. An offer that nobody accepted keeps `outcome` as the reason. */
export function ended(
  call: LiveCall,
  cause: EndCause,
  details: { message?: string; outcome?: OfferOutcome; mayConnect?: boolean } = {},
): Call {
  const { id, endpointId, userId, number, startedAt, heardAt, wasIneligible } = call
  const facts = {
    id,
    endpointId,
    userId,
    number,
    startedAt,
    heardAt,
    wasIneligible,
    status: 'ended',
    cause,
  } as const
  if (call.direction === 'inbound') {
    const outcome = call.status === 'accepted' ? 'accepted' : (details.outcome ?? 'unknown')
    const { to, bandwidthCallId, attemptId, earlierAttempts } = call
    return {
      ...facts,
      direction: 'inbound',
      to,
      bandwidthCallId,
      attemptId,
      ...(earlierAttempts && { earlierAttempts }),
      ...(details.mayConnect && { mayConnect: true }),
      outcome,
    }
  }
  const bandwidthCallId = bandwidthIdOf(call)
  return {
    ...facts,
    direction: 'outbound',
    ...(details.message !== undefined && { message: details.message }),
    ...(bandwidthCallId !== undefined && { bandwidthCallId }),
  }
}

/** What the agent's phone is told about the call as it is now. */
export function eventOf(call: Call): ApplicationEvent {
  const { id: callId, direction, number } = call
  if (call.status === 'offered') return { type: 'call.offered', callId, from: number, to: call.to }

  const facts = { type: 'call.state', callId, direction, number } as const
  if (call.status === 'ended') {
    const message = 'message' in call && { message: call.message }
    return { ...facts, state: 'ended', cause: call.cause, ...message }
  }
  return { ...facts, state: call.status === 'accepted' ? 'answered' : call.status }
}
