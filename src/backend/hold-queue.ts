import { byArrival, type HoldingCaller, type LiveCaller } from './callers.ts'
import type { InboundCall } from './records.ts'
import type { Switchboard } from './switchboard.ts'
import { match, type Waiting } from './waiting.ts'

/** Callers for whom nobody is free, and the agents that they get when one becomes free: first come, first served. */
export interface HoldQueue {
  /** The offers of this caller, oldest first. */
  offersOf: (callerId: string) => readonly InboundCall[]
  /** Who may be offered this caller now; undefined where nobody is free who is not for an earlier caller. */
  agentFor: (caller: LiveCaller) => string | undefined
  /** An agent may have become free: has Bandwidth fetch callers out of the hold, instead of waiting for the music to end. */
  wake: () => void
  /** Bandwidth is about to interrupt this caller's hold. */
  isBeingFetched: (caller: HoldingCaller) => boolean
}

/** A fetch has become a redirect by then, or never will, in milliseconds. */
const fetchTime = 5_000

/** Tags of redirects that end a hold. */
const fetchTag = 'f1:'

export function createHoldQueue(board: Switchboard): HoldQueue {
  const { store, agents, calls, callers, bandwidth, documents, background, now } = board

  const offersOf = (callerId: string) => calls.ofBandwidthCall(callerId).filter(isInbound)

  /** Who declined is not asked again in this call; who was not there, or not in time, is not asked again in this round. */
  const waiting = (caller: LiveCaller): Waiting => ({
    id: caller.id,
    excluded: offersOf(caller.id)
      .filter((offer) => isDeclined(offer) || offer.startedAt >= caller.roundSince)
      .map(({ endpointId }) => endpointId),
  })
  /** Endpoints that Bandwidth may be about to connect: a second call could not be connected to them. */
  const inDoubt = () => {
    const offers = callers.live().flatMap(({ id }) => offersOf(id))
    return new Set(offers.filter(isInDoubt).map(({ endpointId }) => endpointId))
  }
  const routable = () => {
    const taken = inDoubt()
    return agents
      .routable()
      .map(({ id }) => id)
      .filter((id) => !taken.has(id))
  }
  const isBeingFetched = ({ fetchedAt }: HoldingCaller) =>
    fetchedAt !== undefined && now() - fetchedAt < fetchTime

  const fetch = (caller: HoldingCaller) => {
    const { id: callId } = caller
    callers.fetch(caller)
    background('A caller could not be fetched out of the hold', { callId }, async () => {
      const target = documents.next(`${fetchTag}${board.randomId('redirect')}`)
      const isThere = await bandwidth.updateCall(callId, { state: 'active', ...target })
      // Gone, or not yet as far as to be redirected: those look the same.
      if (isThere || (await bandwidth.getCall(callId))?.state !== 'disconnected') return
      callers.leave(callId)
      wake()
    })
  }

  const wake = () =>
    store.afterCommit(() => {
      if (board.isStopping()) return
      const holding = callers.holding()
      if (holding.length === 0) return
      const matched = match(holding.map(waiting), routable())
      for (const caller of holding) {
        if (matched.has(caller.id) && !isBeingFetched(caller)) fetch(caller)
      }
    })

  return {
    offersOf,
    isBeingFetched,
    wake,
    agentFor: (caller) => {
      const earlier = callers.holding().filter((other) => byArrival(other, caller) < 0)
      return match([...earlier, caller].map(waiting), routable()).get(caller.id)
    },
  }
}

function isInbound(call: { direction: string }): call is InboundCall {
  return call.direction === 'inbound'
}

/** The agent's side has ended this offer, and Bandwidth may not know of that. */
export function isInDoubt(
  offer: InboundCall,
): offer is InboundCall & { status: 'ended'; mayConnect: true } {
  return offer.status === 'ended' && offer.mayConnect === true
}

function isDeclined(offer: InboundCall): boolean {
  return offer.status === 'ended' && offer.outcome === 'declined'
}
