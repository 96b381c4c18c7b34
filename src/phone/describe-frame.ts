import type { BrtcEvent } from '../brtc/client.ts'
import type { NewStep } from './call-trace.ts'

type Frame = { params?: unknown; error?: { code?: unknown } }

/** A frame as a step: its method and what tells it from another of that method. The client has parsed it; this is for showing. */
export function describeFrame(event: Extract<BrtcEvent, { type: 'frame' }>): NewStep {
  const { direction, method, replyTo = 'a frame', text } = event
  const frame = read(text)
  const lanes = direction === 'sent' ? toGateway : toDevice
  const step = { ...lanes, kind: 'frame', detail: text } as const
  if (!frame) return { ...step, kind: 'warning', summary: 'no JSON' }
  if (method !== 'reply') return { ...step, summary: [method, ...tell(frame.params)].join(' ') }
  const { error } = frame
  if (!error) return { ...step, summary: replyTo, isAnswer: true }
  return { ...step, kind: 'warning', summary: `${replyTo}: ${String(error.code)}`, isAnswer: true }
}

const toGateway = { from: 'device', to: 'gateway' } as const
const toDevice = { from: 'gateway', to: 'device' } as const

function read(text: string): Frame | undefined {
  try {
    const frame: unknown = JSON.parse(text)
    return typeof frame === 'object' && frame !== null ? frame : {}
  } catch {
    return undefined
  }
}

/** What of the parameters tells one frame of a method from another. */
function tell(params: unknown): string[] {
  if (typeof params !== 'object' || params === null) return []
  const { peerType, sdpRevision, type } = params as Record<string, unknown>
  const revision = typeof sdpRevision === 'number' ? `rev ${sdpRevision}` : undefined
  return [peerType, revision, type].filter((word) => typeof word === 'string')
}
