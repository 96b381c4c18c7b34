import type { LogEntry } from '../../phone/event-log.ts'
import type { Devices, PhoneState } from '../../phone/phone-state.ts'
import type { QualitySample } from '../../phone/quality.ts'
import { redactJson } from '../../phone/redact-json.ts'
import type { Step } from '../../phone/step.ts'

export type ReportParts = {
  version: string
  /** The browser's own name for itself. */
  browser: string
  /** Milliseconds since the epoch. */
  now: number
  state: Pick<PhoneState, 'session' | 'call' | 'devices' | 'preferences'>
  samples: readonly QualitySample[]
  log: readonly LogEntry[]
  /** Of the call on the screen, or else of the last. */
  steps: readonly Step[]
}

/**
 * What somebody who helps wants to know, as JSON. Whatever came from outside goes through `redactJson`: no token, no
 * telephone number and no SDP is in it, wherever it came from.
 */
export function writeReport(parts: ReportParts): string {
  const { state, now } = parts
  const told = redactJson({
    session: withMoments(state.session),
    call: state.call && withMoments(state.call),
    devices: namesOf(state.devices),
    preferences: state.preferences,
    log: parts.log.map(withMoments),
    steps: parts.steps.map(({ order: _order, begins: _begins, ...step }) =>
      withMoments({ ...step, ...(step.detail !== undefined && { detail: parse(step.detail) }) }),
    ),
  })
  const report = {
    offhook: parts.version,
    browser: parts.browser,
    writtenAt: toMoment(now),
    lastStatistics: parts.samples.slice(-10).map(withMoments),
    ...(told as object),
  }
  return JSON.stringify(report, null, 2)
}

const moments = ['at', 'since', 'startedAt', 'answeredAt', 'endedAt', 'expiresAt']

/** Milliseconds since the epoch look like a telephone number: written as ISO 8601 they stay. */
function withMoments(record: object): object {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'number' && moments.includes(name) ? toMoment(value) : value,
    ]),
  )
}

function toMoment(at: number): string | null {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

function namesOf(devices: Devices) {
  const { microphones, outputs, microphone, speaker, ringer } = devices
  const nameOf = (id: string, list: Devices['outputs']) =>
    list.find((device) => device.id === id)?.label ?? 'default'
  return {
    microphone: nameOf(microphone, microphones),
    speaker: nameOf(speaker, outputs),
    ringer: nameOf(ringer, outputs),
    microphones: microphones.length,
    outputs: outputs.length,
  }
}

function parse(detail: string): unknown {
  try {
    return JSON.parse(detail)
  } catch {
    return detail
  }
}
