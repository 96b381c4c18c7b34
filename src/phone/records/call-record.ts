import * as v from 'valibot'
import type { CallFacts, EndCause, EndedCall } from '../phone-state.ts'
import { factsOf, type LiveCall } from '../reduce-call.ts'

const causes: Record<EndCause, true> = {
  hangup: true,
  busy: true,
  'no-answer': true,
  rejected: true,
  cancelled: true,
  refused: true,
  failed: true,
  'try-later': true,
  declined: true,
  missed: true,
  'connection-lost': true,
  'media-failed': true,
  'gateway-refused': true,
  'no-application': true,
  'not-signed-in': true,
  'application-stopping': true,
  'page-left': true,
  'page-crashed': true,
}

const facts = {
  id: v.string(),
  direction: v.picklist(['inbound', 'outbound']),
  number: v.string(),
  ownNumber: v.optional(v.string()),
  applicationCallId: v.optional(v.string()),
  startedAt: v.number(),
  ringingAt: v.optional(v.number()),
  answeredAt: v.optional(v.number()),
  devices: v.optional(v.object({ microphone: v.string(), speaker: v.string() })),
  note: v.optional(v.string()),
}

const EndedRecord = v.object({
  ...facts,
  status: v.literal('ended'),
  cause: v.picklist(Object.keys(causes) as EndCause[]),
  name: v.optional(v.string()),
  message: v.optional(v.string()),
  quality: v.optional(
    v.object({
      level: v.picklist(['good', 'fair', 'poor']),
      samples: v.number(),
      roundTrip: v.optional(v.number()),
      jitter: v.optional(v.number()),
      loss: v.optional(v.number()),
      mos: v.optional(v.number()),
    }),
  ),
  endedAt: v.number(),
})

const LiveRecord = v.object({
  ...facts,
  status: v.literal('live'),
  page: v.string(),
  seenAt: v.number(),
})
export type LiveRecord = CallFacts & {
  direction: 'inbound' | 'outbound'
  answeredAt?: number
  status: 'live'
  /** The page that it is in; see RecordStores. */
  page: string
  /** When it was last known to go on, milliseconds since the epoch. */
  seenAt: number
}

/** A call as it is kept: from its first moment on, so that a page that crashes loses none. */
export const CallRecord = v.variant('status', [EndedRecord, LiveRecord])
export type CallRecord = EndedCall | LiveRecord

/** @returns undefined where it was written by another hand, or by a version that knows more */
export function readCallRecord(stored: unknown): CallRecord | undefined {
  const record = v.safeParse(CallRecord, stored)
  // What is not there stays not there; the schema's type cannot say so without another 0.2 kB in the entry.
  return record.success ? (record.output as CallRecord) : undefined
}

/** @param seenAt milliseconds since the epoch */
export function recordOf(call: LiveCall, page: string, seenAt: number): LiveRecord {
  return {
    ...factsOf(call),
    ...(call.status === 'connected' && { answeredAt: call.answeredAt }),
    status: 'live',
    page,
    seenAt,
  }
}

/** A call whose page is gone: when it ended is not known, only how long it went on for certain. */
export function endAbandoned(record: LiveRecord): EndedCall {
  const { page: _, seenAt, ...facts } = record
  return { ...facts, status: 'ended', cause: 'page-crashed', endedAt: seenAt }
}
