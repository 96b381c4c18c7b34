import * as v from 'valibot'
import type { EndCause, EndedCall } from '../phone-state.ts'
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
  'page-closed': true,
}

const facts = {
  id: v.string(),
  direction: v.picklist(['inbound', 'outbound']),
  number: v.string(),
  ownNumber: v.exactOptional(v.string()),
  applicationCallId: v.exactOptional(v.string()),
  startedAt: v.number(),
  ringingAt: v.exactOptional(v.number()),
  answeredAt: v.exactOptional(v.number()),
  devices: v.exactOptional(v.object({ microphone: v.string(), speaker: v.string() })),
  note: v.exactOptional(v.string()),
}

const EndedRecord = v.object({
  ...facts,
  status: v.literal('ended'),
  cause: v.picklist(Object.keys(causes) as EndCause[]),
  name: v.exactOptional(v.string()),
  message: v.exactOptional(v.string()),
  quality: v.exactOptional(
    v.object({
      level: v.picklist(['good', 'fair', 'poor']),
      samples: v.number(),
      roundTrip: v.exactOptional(v.number()),
      jitter: v.exactOptional(v.number()),
      loss: v.exactOptional(v.number()),
      mos: v.exactOptional(v.number()),
    }),
  ),
  endedAt: v.number(),
})

const LiveRecord = v.object({
  ...facts,
  status: v.literal('live'),
  /** The page that it is in; see RecordStores. */
  page: v.string(),
  /** When it was last known to go on, milliseconds since the epoch. */
  seenAt: v.number(),
})
export type LiveRecord = v.InferOutput<typeof LiveRecord>

/** A call as it is kept: from its first moment on, so that a page that crashes loses none. */
export const CallRecord = v.variant('status', [EndedRecord, LiveRecord])
export type CallRecord = EndedCall | LiveRecord

/** @returns undefined where it was written by another hand, or by a version that knows more */
export function readCallRecord(stored: unknown): CallRecord | undefined {
  const record = v.safeParse(CallRecord, stored)
  return record.success ? record.output : undefined
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
  return { ...facts, status: 'ended', cause: 'page-closed', endedAt: seenAt }
}
