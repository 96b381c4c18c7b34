import type { ConnectStatus, ConnectStatusEvent } from '../wire/webhooks.ts'
import { callsOf, tagOf } from './association.ts'
import { ended, type InboundCall, isLive, type OfferOutcome } from './calls.ts'
import { type Bxml, hangUp, nobodyFree, outOfOrder } from './documents.ts'
import { nextStep } from './routing.ts'
import { takeBack, type Switchboard } from './switchboard.ts'

type Callback = { callId: string; from: string; to: string; tag?: string | undefined }

/** Calls from the telephone network, offered to one agent after another. */
export interface InboundCalls {
  /** A caller is there: offers the call to whoever has been idle longest. */
  initiate: (callback: Callback) => Bxml
  /** The verb after `<Connect>`, of both directions: the endpoint did not take the call, or the conversation is over. */
  next: (callback: Callback & { direction: 'inbound' | 'outbound' }) => Bxml
  /** What Bandwidth says about an attempt to connect. Ends an offer, never the caller's call: the BXML goes on. */
  connectStatus: (event: ConnectStatusEvent) => void
}

/** So long an offer rings where Bandwidth does not end it, because to it the call is connected: in milliseconds. */
const longestOffer = 30_000

export function createInboundCalls(board: Switchboard): InboundCalls {
  const { platform, agents, calls, documents, log } = board

  const offer = ({ callId, from, to }: Callback, excluding: readonly string[]) => {
    // An agent claimed for a caller who is gone would never be released.
    if (calls.isFinished(callId)) return undefined
    const id = board.randomId()
    const endpointId = agents.claimLongestIdle(id, excluding)
    if (endpointId === undefined) return undefined
    const call: InboundCall = {
      direction: 'inbound',
      status: 'offered',
      id,
      endpointId,
      number: from,
      to,
      bandwidthCallId: callId,
      startedAt: board.now(),
      wasIneligible: false,
    }
    calls.put(call)
    if (platform === 'webrtc') board.after(longestOffer, () => giveUp(id))
    return call
  }

  const giveUp = (id: string) => {
    const call = calls.get(id)
    if (call?.status !== 'offered') return
    calls.put(ended(call, 'no-answer', { outcome: 'timed-out' }))
    void takeBack(board, call)
  }

  const endOutbound = (callback: Callback) => {
    for (const call of callsOf(calls, callback)) {
      if (isLive(call)) calls.put(ended(call, 'hangup'))
    }
    return hangUp
  }

  const afterOffer = (callback: Callback, offers: readonly InboundCall[]): Bxml => {
    const last = offers.at(-1)
    if (!last) {
      log({ level: 'warn', message: 'Redirect for an unknown call', callId: callback.callId })
      return outOfOrder
    }
    const step = nextStep({
      direction: 'inbound',
      outcome: outcomeOf(last),
      elapsed: board.now() - last.startedAt,
      wasIneligible: last.wasIneligible,
    })
    if (step === 'hang-up') {
      if (isLive(last)) calls.put(ended(last, 'hangup', { outcome: 'accepted' }))
      return hangUp
    }
    if (isLive(last)) calls.put(ended(last, 'rejected', { outcome: 'declined' }))
    if (step === 'apologise') return nobodyFree
    const tried = offers.map(({ endpointId }) => endpointId)
    const call = offer(callback, tried)
    return call ? documents.connect(call.endpointId, tagOf(call)) : nobodyFree
  }

  return {
    initiate: (callback) => {
      const call = offer(callback, [])
      return call ? documents.ringAndConnect(call.endpointId, tagOf(call)) : nobodyFree
    },
    next: (callback) =>
      callback.direction === 'outbound'
        ? endOutbound(callback)
        : afterOffer(callback, calls.ofBandwidthCall(callback.callId).filter(isInbound)),
    connectStatus: ({ from, to, status }) => {
      const call = calls
        .ofBandwidthCall(from)
        .filter(isInbound)
        .findLast(({ endpointId }) => endpointId === to)
      if (status === 'DENIED') {
        const message = 'Bandwidth denied the connect: is the account enabled for BRTC?'
        log({ level: 'error', message, callId: from, endpointId: to })
      }
      const outcome = outcomes[status]
      if (call?.status !== 'offered' || outcome === undefined) return
      // There Bandwidth answers for the device, and only the agent's phone knows of the agent.
      if (platform === 'webrtc' && outcome === 'accepted') return
      calls.put(
        outcome === 'accepted'
          ? { ...call, status: 'accepted' }
          : ended(call, causes[outcome], { outcome }),
      )
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

const causes = {
  'timed-out': 'no-answer',
  cancelled: 'cancelled',
  failed: 'failed',
  denied: 'failed',
} as const satisfies Record<FailedOutcome, string>

function outcomeOf(call: InboundCall): OfferOutcome {
  if (call.status === 'ended') return call.outcome
  return call.status === 'accepted' ? 'accepted' : 'unknown'
}

function isInbound(call: { direction: string }): call is InboundCall {
  return call.direction === 'inbound'
}
