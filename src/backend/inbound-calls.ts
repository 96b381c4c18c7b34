import type { ConnectStatus, ConnectStatusEvent } from '../wire/webhooks.ts'
import { callsOf, tagOf } from './association.ts'
import { isLiveCaller, type LiveCaller } from './callers.ts'
import { ended, isLive } from './calls.ts'
import { type Bxml, hangUp, nobodyFree, outOfOrder } from './documents.ts'
import { type HoldQueue, isInDoubt } from './hold-queue.ts'
import type { InboundCall, OfferOutcome } from './records.ts'
import { type LastOffer, nextStep, type RoutingLimits } from './routing.ts'
import { takeBack, type Switchboard } from './switchboard.ts'

type Callback = { callId: string; from: string; to: string; tag?: string | undefined }

/** Calls from the telephone network, offered to one agent after another, and on hold while nobody is free. */
export interface InboundCalls {
  /** A caller is there: offers the call to whoever has been idle longest. */
  initiate: (callback: Callback) => Bxml
  /**
   * The verb after `<Connect>`, of both directions: the endpoint did not take the call, or the conversation is over. And the
   * verb for a caller who was fetched out of the hold.
   */
  next: (callback: Callback & { direction: 'inbound' | 'outbound' }) => Bxml
  /** The hold music is over. */
  hold: (callback: Callback) => Bxml
  /**
   * What Bandwidth says about an attempt to connect. Ends an offer, never the caller's call: the BXML goes on. What it says
   * late, of an attempt that another has replaced, means nothing any more, unless it shows that it was not replaced.
   * @param attemptId from the address; that of the last attempt where there is none
   */
  connectStatus: (event: ConnectStatusEvent, attemptId?: string) => void
  /** Ends an offer that rings too long on the platform where Bandwidth does not end it. */
  giveUp: (call: InboundCall) => void
}

export function createInboundCalls(
  board: Switchboard,
  { queue, limits }: { queue: HoldQueue; limits: RoutingLimits },
): InboundCalls {
  const { platform, agents, calls, callers, documents, log } = board

  const offer = (caller: LiveCaller, endpointId: string): InboundCall => {
    const id = board.randomId('call')
    const call = {
      direction: 'inbound',
      status: 'offered',
      id,
      endpointId,
      userId: agents.get(endpointId)?.userId ?? '',
      number: caller.from,
      to: caller.to,
      bandwidthCallId: caller.id,
      attemptId: board.randomId('attempt'),
      startedAt: board.now(),
      wasIneligible: false,
    } as const
    agents.claim(endpointId, id)
    callers.offer(caller)
    calls.put(call)
    return { ...call, heardAt: call.startedAt }
  }

  const hold = (caller: LiveCaller): Bxml => {
    const isFirst = caller.heldSince === undefined
    callers.hold(caller)
    return documents.hold(`h1:${board.randomId('redirect')}`, isFirst)
  }

  /** Bandwidth has left this endpoint: the agent can be given another call. */
  const settle = (offer: InboundCall) => {
    if (!isInDoubt(offer)) return
    calls.amend(offer, { mayConnect: false })
    queue.wake()
  }

  /** @param last the offer that has just come to an end, undefined where the caller comes from nowhere or from the hold */
  const seekAgent = (
    caller: LiveCaller,
    last: InboundCall | undefined,
    connect: typeof documents.connect,
  ): Bxml => {
    if (last) settle(last)
    const free = board.isStopping() ? undefined : queue.agentFor(caller)
    const step = nextStep(
      {
        direction: 'inbound',
        lastOffer: last && lastOfferOf(last, board.now()),
        isSomebodyFree: free !== undefined,
        offers: queue.offersOf(caller.id).length,
        held: caller.heldSince === undefined ? 0 : board.now() - caller.heldSince,
      },
      limits,
    )
    if (last && isLive(last))
      calls.put(step === 'hang-up' ? conversationOver(last) : declined(last))
    if (step === 'hang-up') return hangUp
    if (step === 'hold') return hold(caller)
    if (step === 'apologise' || free === undefined) return nobodyFree
    const call = offer(caller, free)
    return connect(call.endpointId, tagOf(call), call.attemptId)
  }

  const connectAgain = (call: InboundCall): Bxml => {
    const attemptId = board.randomId('attempt')
    calls.put({ ...call, attemptId, earlierAttempts: attemptsOf(call) })
    return documents.connect(call.endpointId, tagOf(call), attemptId)
  }

  const endOutbound = (callback: Callback) => {
    for (const call of callsOf(calls, callback)) {
      if (isLive(call)) calls.put(ended(call, 'hangup'))
    }
    return hangUp
  }

  const next = (callback: Callback): Bxml => {
    const caller = callers.get(callback.callId)
    if (!caller) {
      log({ level: 'warn', message: 'Redirect for an unknown call', callId: callback.callId })
      return outOfOrder
    }
    if (!isLiveCaller(caller)) return hangUp
    if (caller.status === 'holding') return seekAgent(caller, undefined, documents.connect)
    const last = queue.offersOf(caller.id).at(-1)
    // Only the redirect behind its own <Connect> ends an offer: any other was overtaken by the offer, or has interrupted it.
    const isForeign = last && callback.tag !== undefined && callback.tag !== tagOf(last)
    if (isForeign && isLive(last)) return connectAgain(last)
    return seekAgent(caller, last, documents.connect)
  }

  return {
    initiate: (callback) => {
      const caller = callers.arrive(callback)
      return caller ? seekAgent(caller, undefined, documents.ringAndConnect) : hangUp
    },
    next: (callback) =>
      callback.direction === 'outbound' ? endOutbound(callback) : next(callback),
    hold: (callback) => {
      const caller = callers.get(callback.callId)
      if (caller?.status !== 'holding') return next(callback)
      if (!queue.isBeingFetched(caller)) return seekAgent(caller, undefined, documents.connect)
      return documents.waitForFetch(`h1:${board.randomId('redirect')}`)
    },
    connectStatus: ({ from, to, status }, attemptId) => {
      callers.heard(from)
      const call = queue
        .offersOf(from)
        .filter(({ endpointId }) => endpointId === to)
        .findLast((offer) => attemptId === undefined || attemptsOf(offer).includes(attemptId))
      if (attemptId !== undefined && call?.attemptId !== attemptId && !isCertain(status)) return
      if (status === 'DENIED') {
        const message = 'Bandwidth denied the connect: is the account enabled for BRTC?'
        log({ level: 'error', message, callId: from, endpointId: to })
      }
      const outcome = outcomes[status]
      if (!call || outcome === undefined) return
      // There Bandwidth answers for the device, and only the agent's phone knows of the agent.
      if (platform === 'webrtc' && outcome === 'accepted') return
      if (call.status === 'ended') {
        // The offer had ended before Bandwidth came to the device, which then took the call all the same.
        if (outcome === 'accepted') calls.amend(call, { outcome })
        else settle(call)
        return
      }
      if (call.status !== 'offered') return
      calls.put(
        outcome === 'accepted'
          ? { ...call, status: 'accepted' }
          : ended(call, causes[outcome], { outcome }),
      )
    },
    giveUp: (call) => {
      if (call.status !== 'offered') return
      calls.put(ended(call, 'no-answer', { outcome: 'timed-out' }))
      takeBack(board, call)
    },
  }
}

type FailedOutcome = Exclude<OfferOutcome, 'unknown' | 'accepted' | 'declined'>

/** Undefined is not an outcome yet (bandwidth-backend 4.5). */
const outcomes: Record<ConnectStatus, FailedOutcome | 'accepted' | undefined> = {
  INITIATED: undefined,
  ANSWERED: 'accepted',
  COMPLETED: 'accepted',
  TIMED_OUT: 'timed-out',
  CANCELED: 'cancelled',
  FAILED: 'failed',
  DENIED: 'denied',
}

/**
 * True of the whole offer even where another attempt was made after this one: whoever was interrupted has not taken the call
 * nor rung to the end, so that this is the attempt that was carried out.
 */
function isCertain(status: ConnectStatus): boolean {
  return status === 'ANSWERED' || status === 'COMPLETED' || status === 'TIMED_OUT'
}

function attemptsOf({ earlierAttempts = [], attemptId }: InboundCall): string[] {
  return [...earlierAttempts, attemptId]
}

const causes = {
  'timed-out': 'no-answer',
  cancelled: 'cancelled',
  failed: 'failed',
  denied: 'failed',
} as const satisfies Record<FailedOutcome, string>

function lastOfferOf(call: InboundCall, now: number): LastOffer {
  const { startedAt, wasIneligible } = call
  return { outcome: outcomeOf(call), elapsed: now - startedAt, wasIneligible }
}

function outcomeOf(call: InboundCall): OfferOutcome {
  if (call.status === 'ended') return call.outcome
  return call.status === 'accepted' ? 'accepted' : 'unknown'
}

const conversationOver = (call: InboundCall & { status: 'offered' | 'accepted' }) =>
  ended(call, 'hangup', { outcome: 'accepted' })
const declined = (call: InboundCall & { status: 'offered' | 'accepted' }) =>
  ended(call, 'rejected', { outcome: 'declined' })
