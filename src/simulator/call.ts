import type { CallState } from '../wire/calls-api.ts'
import type { DisconnectCause, VoiceEventType } from '../wire/webhooks.ts'
import type { Callback } from './call-callbacks.ts'
import type { Impairment } from './device-link.ts'

/**
 *   outbound   queued ──▶ initiated ──▶ ringing ──▶ answered ──▶ disconnected
 *   inbound               initiated ──────────────▶ answered ──▶ disconnected
 *
 * Every state can go to `disconnected`, and nothing leads out of it. Times in milliseconds since the epoch.
 */
export type CallPhase =
  | { status: 'queued' }
  | { status: 'initiated' | 'ringing' }
  | { status: 'answered'; answeredAt: number }
  | {
      status: 'disconnected'
      answeredAt?: number
      endedAt: number
      cause: DisconnectCause
      errorMessage?: string
      errorId?: string
    }

export type Call = {
  callId: string
  callUrl: string
  accountId: string
  applicationId: string
  direction: 'inbound' | 'outbound'
  from: string
  to: string
  tag?: string
  startedAt: number
  phase: CallPhase
  /** `initiate` of an inbound call, `answer` of an outbound one. */
  opening: Callback
  disconnect?: Callback
  /** Milliseconds for every webhook of this call. */
  callbackTimeout: number
  /** Milliseconds that an outbound call may ring. */
  callTimeout: number
  /** What befalls the sound of this call in place of what is usual at that number. */
  impairment?: Impairment
}

/** The other party, as the device is told of it. */
export const farEndOf = ({ direction, from, to }: Call): string =>
  direction === 'inbound' ? from : to

export const isAnswered = ({ phase }: Call): boolean => phase.status === 'answered'
export const isLive = ({ phase }: Call): boolean => phase.status !== 'disconnected'

/** A voice callback's body (backend 6.2). `initiate` has no tag. */
export function voiceCallback(
  call: Call,
  eventType: VoiceEventType,
  now: number,
): Record<string, string | undefined> {
  const { phase } = call
  const ended = phase.status === 'disconnected' ? phase : undefined
  return {
    eventType,
    eventTime: iso(now),
    accountId: call.accountId,
    applicationId: call.applicationId,
    from: call.from,
    to: call.to,
    direction: call.direction,
    callId: call.callId,
    callUrl: call.callUrl,
    ...(call.direction === 'outbound' && { enqueuedTime: iso(call.startedAt) }),
    startTime: iso(call.startedAt),
    ...(answeredAt(phase) !== undefined && { answerTime: iso(answeredAt(phase) ?? now) }),
    ...(call.tag !== undefined && { tag: call.tag }),
    ...(ended && { endTime: iso(ended.endedAt), cause: ended.cause }),
    ...(ended?.errorMessage !== undefined && {
      errorMessage: ended.errorMessage,
      errorId: ended.errorId,
    }),
  }
}

/** What GET of a call answers (backend 5.4). */
export function toCallState(call: Call): CallState {
  const { phase } = call
  const answered = answeredAt(phase)
  const ended = phase.status === 'disconnected' ? phase : undefined
  return {
    callId: call.callId,
    accountId: call.accountId,
    applicationId: call.applicationId,
    to: call.to,
    from: call.from,
    direction: call.direction,
    // `ringing` is not among the documented states.
    state: phase.status === 'ringing' ? 'initiated' : phase.status,
    startTime: iso(call.startedAt),
    answerTime: answered === undefined ? null : iso(answered),
    endTime: ended ? iso(ended.endedAt) : null,
    disconnectCause: ended?.cause ?? null,
    errorMessage: ended?.errorMessage ?? null,
    errorId: ended?.errorId ?? null,
  }
}

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

function answeredAt(phase: CallPhase): number | undefined {
  return 'answeredAt' in phase ? phase.answeredAt : undefined
}
