import * as v from 'valibot'
import type { BrtcEvent } from '../brtc/client.ts'
import { parseFrame } from '../wire/json-rpc.ts'
import type { NewStep } from './call-trace.ts'

/** What of the parameters tells one frame of a method from another. */
const Telling = v.looseObject({
  peerType: v.fallback(v.optional(v.string()), undefined),
  sdpRevision: v.fallback(v.optional(v.number()), undefined),
  type: v.fallback(v.optional(v.string()), undefined),
})

/** A frame as a step: its method and what tells it from another of that method. */
export function describeFrame(event: Extract<BrtcEvent, { type: 'frame' }>): NewStep {
  const isSent = event.direction === 'sent'
  const frame = parseFrame(event.text)
  const answered = event.replyTo ?? 'a frame'
  const step = {
    from: isSent ? 'device' : 'gateway',
    to: isSent ? 'gateway' : 'device',
    kind: 'frame',
    detail: event.text,
  } as const
  switch (frame.type) {
    case 'request':
    case 'notification':
      return { ...step, summary: [frame.method, ...tell(frame.params)].join(' ') }
    case 'result':
      return { ...step, summary: answered, isAnswer: true }
    case 'failure':
      return {
        ...step,
        kind: 'warning',
        summary: `${answered}: ${frame.error.code}`,
        isAnswer: true,
      }
    case 'invalid':
      return { ...step, kind: 'warning', summary: frame.reason }
  }
}

function tell(params: unknown): string[] {
  const parsed = v.safeParse(Telling, params)
  if (!parsed.success) return []
  const { peerType, sdpRevision, type } = parsed.output
  const revision = sdpRevision === undefined ? undefined : `rev ${sdpRevision}`
  return [peerType, revision, type].filter((word) => word !== undefined)
}
