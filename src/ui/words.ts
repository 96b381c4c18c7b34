import { text, type TextKey, type TextValues } from '../language/language.ts'
import type {
  AudioDevice,
  Call,
  ConnectingStep,
  Departure,
  DeviceKind,
  EndCause,
  OfflineReason,
} from '../phone/phone-state.ts'
import { formatWait } from './format.ts'

/** What happened, in a sentence, and what the agent can do about it; `todo` is empty where there is nothing to be done. */
export type Explanation = { what: string; todo: string }

/** A message of two lines, one for each of the two. */
export function explain(key: TextKey, values?: TextValues): Explanation {
  const [what = '', todo = ''] = text(key, values).split('\n')
  return { what, todo }
}

/** What a device is called on the screen: the system's default has no name of its own. */
export const deviceName = (label: string | undefined): string =>
  label || text('media.systemDefault')

/** That of the one which is chosen. */
export const nameOfChosen = (devices: readonly AudioDevice[], id: string): string =>
  deviceName(devices.find((device) => device.id === id)?.label)

export const offlineWords: Record<OfflineReason, TextKey> = {
  'application-unreachable': 'offline.application-unreachable',
  'application-refused': 'offline.application-refused',
  'application-protocol': 'offline.application-protocol',
  'application-stopping': 'offline.application-stopping',
  'not-signed-in': 'offline.not-signed-in',
  'rate-limited': 'offline.rate-limited',
  'too-many-endpoints': 'offline.too-many-endpoints',
  'microphone-blocked': 'offline.microphone-blocked',
  'microphone-missing': 'offline.microphone-missing',
  'microphone-busy': 'offline.microphone-busy',
  'gateway-refused': 'offline.gateway-refused',
  'gateway-timeout': 'offline.gateway-timeout',
  'gateway-protocol': 'offline.gateway-protocol',
  'media-failed': 'offline.media-failed',
  'connection-lost': 'offline.connection-lost',
  superseded: 'offline.superseded',
  'endpoint-ended': 'offline.endpoint-ended',
  'bad-token': 'offline.bad-token',
  'bad-gateway-address': 'offline.bad-gateway-address',
}

/** Where the token was pasted there is no application to ask for another, and no administrator. */
const pastedTokenWords: Partial<Record<OfflineReason, TextKey>> = {
  'gateway-refused': 'offline.pastedRefused',
  'bad-token': 'offline.pastedBadToken',
  'gateway-protocol': 'offline.pastedProtocol',
  'endpoint-ended': 'offline.pastedEnded',
}

/** Where the application named the time: what to do, and how long the wait is. */
const waits: Partial<Record<OfflineReason, TextKey>> = {
  'rate-limited': 'offline.wait',
  'application-stopping': 'offline.wait',
  'application-refused': 'offline.waitOrTell',
  'too-many-endpoints': 'offline.waitForPhone',
}

export type Failure = Departure & { reason: OfflineReason; isTokenPasted?: boolean }

/** Why the phone is offline although nobody asked it to be. */
export function explainOffline({ reason, retryAfter, isTokenPasted }: Failure): Explanation {
  const words = explain((isTokenPasted && pastedTokenWords[reason]) || offlineWords[reason])
  const wait = waits[reason]
  if (retryAfter === undefined || !wait) return words
  return { ...words, todo: text(wait, { wait: formatWait(retryAfter) }) }
}

/** `label` follows "Ended". `failed` asks for an alert. */
export const endWords: Record<EndCause, { label: TextKey; key: TextKey; failed: boolean }> = {
  hangup: { label: 'endLabel.hangup', key: 'end.hangup', failed: false },
  busy: { label: 'endLabel.busy', key: 'end.busy', failed: false },
  'no-answer': { label: 'endLabel.no-answer', key: 'end.no-answer', failed: false },
  rejected: { label: 'endLabel.declined', key: 'end.rejected', failed: false },
  cancelled: { label: 'endLabel.cancelled', key: 'end.cancelled', failed: false },
  refused: { label: 'endLabel.refused', key: 'end.refused', failed: true },
  failed: { label: 'endLabel.failed', key: 'end.failed', failed: true },
  'try-later': { label: 'endLabel.try-later', key: 'end.try-later', failed: true },
  declined: { label: 'endLabel.declined', key: 'end.declined', failed: false },
  missed: { label: 'endLabel.missed', key: 'end.missed', failed: false },
  'connection-lost': {
    label: 'endLabel.connection-lost',
    key: 'end.connection-lost',
    failed: true,
  },
  'page-left': { label: 'endLabel.page-left', key: 'end.page-left', failed: true },
  'media-failed': { label: 'endLabel.media-failed', key: 'end.media-failed', failed: true },
  'gateway-refused': {
    label: 'endLabel.gateway-refused',
    key: 'end.gateway-refused',
    failed: true,
  },
  'no-application': { label: 'endLabel.no-application', key: 'end.no-application', failed: true },
  'not-signed-in': { label: 'endLabel.not-signed-in', key: 'end.not-signed-in', failed: true },
  'application-stopping': {
    label: 'endLabel.application-stopping',
    key: 'end.application-stopping',
    failed: true,
  },
  'page-crashed': { label: 'endLabel.page-crashed', key: 'end.page-crashed', failed: true },
}

/** In the order in which they happen: the step, and what it is for. */
export const stepWords: Record<ConnectingStep, TextKey> = {
  token: 'step.token',
  microphone: 'step.microphone',
  socket: 'step.socket',
  media: 'step.media',
  publishing: 'step.publishing',
}

export const deviceWords: Record<DeviceKind, TextKey> = {
  microphone: 'media.microphone',
  speaker: 'media.speaker',
  ringer: 'media.ringer',
}

export const directionWords: Record<Call['direction'], TextKey> = {
  inbound: 'call.incoming',
  outbound: 'call.outgoing',
}
