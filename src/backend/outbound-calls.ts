import type { CreateCallRequest } from '../wire/calls-api.ts'
import { callsOf, tagOf } from './association.ts'
import { BandwidthApiError } from './bandwidth-api.ts'
import { bandwidthIdOf, ended, isLive } from './calls.ts'
import { createCallFailure, isBusy, unknownOutcome } from './create-call-failure.ts'
import {
  callerIdFor,
  type DialingRules,
  type DialingUsage,
  refusalOf,
  toE164,
} from './dialing-rules.ts'
import { agentGone, type Bxml } from './documents.ts'
import type { OutboundRequest } from './endpoint-events.ts'
import type { CallRecord, OutboundCall } from './records.ts'
import { abandon, type Switchboard } from './switchboard.ts'

export type OutboundOptions = {
  applicationId: string
  rules: DialingRules
  /** Seconds that the far end may ring. */
  callTimeout: number
}

/** Calls that an agent's device asks for. A request is not an order: it is checked, claimed, and only then dialled. */
export interface OutboundCalls {
  /** Returns at once; what comes of it goes to the agent as events. */
  request: (request: Pick<OutboundRequest, 'endpointId' | 'to' | 'toType' | 'tags'>) => void
  /** The far end answered: connects it to the agent who asked, and to nobody else. */
  answer: (callback: { callId: string; tag?: string | undefined }) => Bxml
  /** Nothing has been heard of whether this call was placed, and nothing will be. */
  giveUp: (call: OutboundCall) => void
}

/** Longest `Retry-After` that is worth making an agent wait for, in seconds. */
const longestRetry = 3

/** In milliseconds. */
const hour = 60 * 60_000

export function createOutboundCalls(board: Switchboard, options: OutboundOptions): OutboundCalls {
  const { agents, calls, bandwidth, documents, background, log, now } = board
  const { applicationId, rules, callTimeout } = options

  const request: OutboundCalls['request'] = ({ endpointId, to, toType, tags }) => {
    const agent = agents.get(endpointId)
    if (!agent) {
      log({ level: 'warn', message: 'Outbound request from an unknown endpoint', endpointId })
      return
    }
    if (tags && tags !== agent.tag) {
      log({ level: 'warn', message: 'Outbound request with a foreign tag', endpointId })
      return
    }
    const { userId } = agent
    const id = board.randomId('call')
    const number = toE164(to)
    const refusal =
      refusalNow(toType) ??
      refusalOf(rules, { to: number, userId, now: now(), ...usageOf(userId) }) ??
      (agents.claim(endpointId, id) ? undefined : 'You already have a call.')
    const call = {
      direction: 'outbound',
      id,
      endpointId,
      userId,
      number,
      startedAt: now(),
      wasIneligible: false,
    } as const
    if (refusal !== undefined) {
      calls.put({ ...call, status: 'ended', cause: 'refused', message: refusal })
      return
    }
    calls.put({ ...call, status: 'dialing' })
    background('Create-call failed', { endpointId }, () => place({ ...call, status: 'dialing' }))
  }

  const refusalNow = (toType: string) => {
    if (board.isStopping()) return 'The telephone system is being restarted. Try again in a moment.'
    return toType === 'PHONE_NUMBER' ? undefined : 'Only telephone numbers can be called.'
  }

  const usageOf = (userId: string): { agent: DialingUsage; total: DialingUsage } => {
    const dialed = calls
      .outboundSince(now() - hour)
      .filter((call) => call.status !== 'ended' || call.cause !== 'refused')
    const usage = (of: readonly CallRecord[]): DialingUsage => ({
      startedAt: of.map(({ startedAt }) => startedAt),
      concurrent: of.filter(isLive).length,
    })
    return { agent: usage(dialed.filter((call) => call.userId === userId)), total: usage(dialed) }
  }

  const place = async (call: Omit<OutboundCall & { status: 'dialing' }, 'heardAt'>) => {
    const body: CreateCallRequest = {
      to: call.number,
      from: callerIdFor(rules, call.userId),
      applicationId,
      callTimeout,
      tag: tagOf(call),
      ...documents.callbacks(),
    }
    try {
      const { callId } = await createCall(body, call.id)
      placed(call.id, callId)
    } catch (error) {
      notPlaced(call.id, error)
      throw error
    }
  }

  /** Once more where Bandwidth says that it will work in a moment, unless the agent has given up meanwhile. */
  const createCall = async (body: CreateCallRequest, id: string) => {
    try {
      return await bandwidth.createCall(body)
    } catch (error) {
      if (!isBusy(error) || error.retryAfter === undefined || error.retryAfter > longestRetry) {
        throw error
      }
      const delay = error.retryAfter * 1_000
      await new Promise<void>((resolve) => {
        board.after(delay, resolve)
      })
      if (calls.get(id)?.status !== 'dialing') throw error
      return await bandwidth.createCall(body)
    }
  }

  const placed = (id: string, bandwidthCallId: string) => {
    const call = calls.get(id)
    if (call?.status === 'dialing') {
      calls.put({ ...call, status: 'ringing', bandwidthCallId })
      return
    }
    const isAdopted = call !== undefined && bandwidthIdOf(call) !== undefined
    // The agent was gone before Bandwidth had even answered: nobody is waiting for this call.
    if (!isAdopted) abandon(board, bandwidthCallId)
  }

  const notPlaced = (id: string, error: unknown) => {
    const call = calls.get(id)
    if (call?.status !== 'dialing') return
    // Its webhooks can still adopt the call, and dialling again could ring the same person twice.
    if (error instanceof BandwidthApiError && error.type === 'timeout') return
    const { cause, message } = createCallFailure(error)
    calls.put(ended(call, cause, { message }))
  }

  return {
    request,
    answer: ({ callId, tag }) => {
      const [call] = callsOf(calls, { callId, tag })
      if (call?.direction !== 'outbound' || !isLive(call)) {
        log({ level: 'warn', message: 'Answered, but the agent is gone', callId })
        return agentGone
      }
      calls.put({ ...call, status: 'answered', bandwidthCallId: callId })
      return documents.connect(call.endpointId, tagOf(call))
    },
    giveUp: (call) => {
      if (call.status !== 'dialing') return
      calls.put(ended(call, unknownOutcome.cause, { message: unknownOutcome.message }))
    },
  }
}
