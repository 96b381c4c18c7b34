import { type CreateCallRequest, e164Pattern } from '../wire/calls-api.ts'
import type { EndCause } from '../wire/phone-api.ts'
import { callsOf, tagOf } from './association.ts'
import { BandwidthApiError } from './bandwidth-api.ts'
import { bandwidthIdOf, ended, isLive, type OutboundCall } from './calls.ts'
import { agentGone, type Bxml, type Credentials } from './documents.ts'
import type { OutboundRequest } from './endpoint-events.ts'
import { abandon, type Switchboard } from './switchboard.ts'
import type { WebhookUrls } from './webhook-urls.ts'

export type OutboundOptions = {
  voice: { applicationId: string; fromNumber: string }
  urls: WebhookUrls
  credentials: Credentials
  /** Seconds that the far end may ring. */
  callTimeout: number
  /** The sentence for the agent where a number may not be called. */
  refuses: (to: string) => string | undefined
}

/** Calls that an agent's device asks for. A request is not an order: it is checked, claimed, and only then dialled. */
export interface OutboundCalls {
  /** Returns at once; what comes of it goes to the agent as events. */
  request: (request: Pick<OutboundRequest, 'endpointId' | 'to' | 'toType'>) => void
  /** The far end answered: connects it to the agent who asked, and to nobody else. */
  answer: (callback: { callId: string; tag?: string | undefined }) => Bxml
}

/** A create-call without an answer may have worked: so long its webhooks can still adopt the call. */
const unknownOutcomeLimit = 60_000
/** Longest `Retry-After` that is worth making an agent wait for, in seconds. */
const longestRetry = 3

export function createOutboundCalls(board: Switchboard, options: OutboundOptions): OutboundCalls {
  const { agents, calls, bandwidth, documents, log } = board
  const { voice, urls, credentials, callTimeout, refuses } = options

  const request: OutboundCalls['request'] = ({ endpointId, to, toType }) => {
    if (!agents.get(endpointId)) {
      log({ level: 'warn', message: 'Outbound request from an unknown endpoint', endpointId })
      return
    }
    const id = board.randomId()
    const number = toE164(to)
    const refusal =
      refusalOf(number, toType) ??
      refuses(number) ??
      (agents.claim(endpointId, id) ? undefined : 'You already have a call.')
    const facts = { direction: 'outbound', id, endpointId, number, wasIneligible: false } as const
    const startedAt = board.now()
    if (refusal !== undefined) {
      const end = { status: 'ended', cause: 'refused', message: refusal } as const
      calls.put({ ...facts, startedAt, ...end })
      return
    }
    const call: OutboundCall = { ...facts, startedAt, status: 'dialing' }
    calls.put(call)
    void place(call)
  }

  const place = async (call: OutboundCall) => {
    const body: CreateCallRequest = {
      to: call.number,
      from: voice.fromNumber,
      applicationId: voice.applicationId,
      answerUrl: urls.answer,
      disconnectUrl: urls.disconnect,
      callTimeout,
      tag: tagOf(call),
      ...credentials,
    }
    await createCall(body, call.id).then(
      ({ callId }) => placed(call.id, callId),
      (error: unknown) => notPlaced(call.id, error),
    )
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

  const placed = async (id: string, bandwidthCallId: string) => {
    const call = calls.get(id)
    if (call?.status === 'dialing') {
      calls.put({ ...call, status: 'ringing', bandwidthCallId })
      return
    }
    const isAdopted = call !== undefined && bandwidthIdOf(call) !== undefined
    if (isAdopted) return
    // The agent was gone before Bandwidth had even answered: nobody is waiting for this call.
    await abandon(board, bandwidthCallId)
  }

  const notPlaced = (id: string, error: unknown) => {
    const call = calls.get(id)
    log({ level: 'error', message: 'Create-call failed', cause: error })
    if (call?.status !== 'dialing') return
    if (error instanceof BandwidthApiError && error.type === 'timeout') {
      // Dialling again could ring the same person twice.
      board.after(unknownOutcomeLimit, () => {
        const call = calls.get(id)
        if (call?.status === 'dialing')
          calls.put(ended(call, 'failed', { message: sentences.failed }))
      })
      return
    }
    const cause = causeOf(error)
    calls.put(ended(call, cause, { message: sentences[cause] }))
  }

  const answer: OutboundCalls['answer'] = ({ callId, tag }) => {
    const [call] = callsOf(calls, { callId, tag })
    if (call?.direction !== 'outbound' || !isLive(call)) {
      log({ level: 'warn', message: 'Answered, but the agent is gone', callId })
      return agentGone
    }
    calls.put({ ...call, status: 'answered', bandwidthCallId: callId })
    return documents.connect(call.endpointId, tagOf(call))
  }

  return { request, answer }
}

const sentences = {
  failed:
    'The call could not be placed. Check the number, and tell your administrator if it happens again.',
  'try-later': 'The telephone network is busy. Try again in a moment.',
}

function causeOf(error: unknown): EndCause & keyof typeof sentences {
  const isUnreachable = error instanceof BandwidthApiError && error.status === undefined
  return isUnreachable || isBusy(error) ? 'try-later' : 'failed'
}

function isBusy(error: unknown): error is BandwidthApiError {
  return error instanceof BandwidthApiError && (error.status === 429 || error.status === 503)
}

/**
 * Devices may leave the `+` out [S-JS]. Only what is long enough for an international number gets one: `+911` would
 * be in India, not the emergency call that somebody meant.
 */
function toE164(to: string): string {
  const trimmed = to.trim()
  return /^[1-9]\d{6,14}$/.test(trimmed) ? `+${trimmed}` : trimmed
}

function refusalOf(number: string, toType: string): string | undefined {
  if (toType !== 'PHONE_NUMBER') return 'Only telephone numbers can be called.'
  if (!e164Pattern.test(number)) return 'This is not a number that can be called.'
  return undefined
}
