import type { ApplicationEvent, EndCause } from '../wire/phone-api.ts'

/** How an offer to one agent came out; `unknown` until somebody has said something. */
export type OfferOutcome =
  'unknown' | 'accepted' | 'declined' | 'timed-out' | 'cancelled' | 'failed' | 'denied'

type CallFacts = {
  /** The application's own id, the one the phone knows. */
  id: string
  endpointId: string
  /** The far end. E.164 where known. */
  number: string
  /** Milliseconds since the epoch. */
  startedAt: number
  /** Bandwidth has reported the endpoint ineligible while this call was being connected to it, or was. */
  wasIneligible: boolean
}

/** `bandwidthCallId` is there from the moment that Bandwidth has told it. */
export type OutboundCall = CallFacts & { direction: 'outbound' } & (
    | { status: 'dialing' }
    | { status: 'ringing' | 'answered'; bandwidthCallId: string }
    | { status: 'ended'; cause: EndCause; message?: string; bandwidthCallId?: string }
  )

export type InboundCall = CallFacts & {
  direction: 'inbound'
  to: string
  bandwidthCallId: string
} & (
    { status: 'offered' | 'accepted' } | { status: 'ended'; cause: EndCause; outcome: OfferOutcome }
  )

/**
 * A call as one agent has it. A caller who is offered to three agents in turn is three of these with one
 * `bandwidthCallId`, so that a late word of the first agent cannot touch the offer to the second.
 *
 *   outbound   dialing ──▶ ringing ──▶ answered ──▶ ended(cause)
 *   inbound    offered ──▶ accepted ──▶ ended(cause)
 *
 * Every live state can end; `dialing` can be `answered` at once where the webhook overtakes Bandwidth's reply.
 */
export type Call = OutboundCall | InboundCall
export type LiveCall = Exclude<Call, { status: 'ended' }>

export interface Calls {
  get: (id: string) => Call | undefined
  /** All that belong to one call of Bandwidth's, oldest first. */
  ofBandwidthCall: (bandwidthCallId: string) => readonly Call[]
  /** Records a call; `onChange` gets it where its status is new. A call that has ended stays as it is. */
  put: (call: Call) => void
  /** Bandwidth has disconnected that call: whatever else comes for it was overtaken. */
  finish: (bandwidthCallId: string) => void
  isFinished: (bandwidthCallId: string) => boolean
}

/** An ended call is remembered for an hour: a late webhook must find out that it is over. */
const rememberedFor = 60 * 60_000

export function createCalls(now: () => number, onChange: (call: Call) => void): Calls {
  const calls = new Map<string, { call: Call; changedAt: number }>()
  const finished = new Map<string, number>()

  const forgetOld = () => {
    for (const [id, { call, changedAt }] of calls) {
      if (call.status === 'ended' && now() - changedAt > rememberedFor) calls.delete(id)
    }
    for (const [id, finishedAt] of finished) {
      if (now() - finishedAt > rememberedFor) finished.delete(id)
    }
  }

  return {
    get: (id) => calls.get(id)?.call,
    ofBandwidthCall: (bandwidthCallId) =>
      [...calls.values()]
        .map(({ call }) => call)
        .filter((call) => bandwidthIdOf(call) === bandwidthCallId),
    put: (call) => {
      const before = calls.get(call.id)
      if (before?.call.status === 'ended') return
      if (!before) forgetOld()
      calls.set(call.id, { call, changedAt: now() })
      if (before?.call.status !== call.status) onChange(call)
    },
    finish: (bandwidthCallId) => {
      finished.set(bandwidthCallId, now())
    },
    isFinished: (bandwidthCallId) => finished.has(bandwidthCallId),
  }
}

export function isLive(call: Call): call is LiveCall {
  return call.status !== 'ended'
}

export function bandwidthIdOf(call: Call): string | undefined {
  return 'bandwidthCallId' in call ? call.bandwidthCallId : undefined
}

/** The call as it is over. An offer that nobody accepted keeps `outcome` as the reason. */
export function ended(
  call: LiveCall,
  cause: EndCause,
  details: { message?: string; outcome?: OfferOutcome } = {},
): Call {
  const { id, endpointId, number, startedAt, wasIneligible } = call
  const facts = {
    id,
    endpointId,
    number,
    startedAt,
    wasIneligible,
    status: 'ended',
    cause,
  } as const
  if (call.direction === 'inbound') {
    const outcome = call.status === 'accepted' ? 'accepted' : (details.outcome ?? 'unknown')
    const { to, bandwidthCallId } = call
    return { ...facts, direction: 'inbound', to, bandwidthCallId, outcome }
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
