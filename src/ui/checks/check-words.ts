import { text, type TextKey } from '../../language/language.ts'
import type { AudioCheckFailure } from '../../phone/checks/audio-check.ts'
import type { NetworkReason, NetworkStep, Verdict } from '../../phone/checks/network-report.ts'
import type { MediaPath } from '../../phone/checks/path-reading.ts'
import type { VoiceVerdict } from '../../phone/checks/voice-verdict.ts'
import type { OfflineReason } from '../../phone/phone-state.ts'
import { formatMilliseconds } from '../quality/describe-quality.ts'
import { offlineWords } from '../words.ts'

/** `awaits` is what the step waits for while it runs. */
export const networkStepWords: Record<NetworkStep, { label: TextKey; awaits: TextKey }> = {
  application: { label: 'checks.application', awaits: 'checks.applicationAwaits' },
  token: { label: 'checks.token', awaits: 'checks.tokenAwaits' },
  gateway: { label: 'checks.gateway', awaits: 'checks.gatewayAwaits' },
  path: { label: 'checks.path', awaits: 'checks.pathAwaits' },
  microphone: { label: 'checks.microphone', awaits: 'checks.microphoneAwaits' },
  publish: { label: 'checks.publish', awaits: 'checks.publishAwaits' },
  cleanup: { label: 'checks.cleanup', awaits: 'checks.cleanupAwaits' },
}

export const verdictWords: Record<Verdict, TextKey> = {
  ready: 'checks.ready',
  degraded: 'checks.degraded',
  blocked: 'checks.blocked',
}

export const lesserReasons: Record<Exclude<NetworkReason, OfflineReason>, TextKey> = {
  relayed: 'checks.relayed',
  'over-tcp': 'checks.over-tcp',
  'slow-path': 'checks.slow-path',
  'path-unknown': 'checks.path-unknown',
  'not-eligible': 'checks.not-eligible',
  'application-quiet': 'checks.application-quiet',
  'not-cleaned-up': 'checks.not-cleaned-up',
}

export const networkReasons: Record<NetworkReason, TextKey> = { ...offlineWords, ...lesserReasons }

const pathWords: Record<MediaPath['type'], TextKey> = {
  host: 'checks.pathHost',
  srflx: 'checks.pathReflexive',
  prflx: 'checks.pathReflexive',
  relay: 'checks.pathRelay',
}

/** "straight, UDP, round trip 23 ms" */
export function describePath({ type, protocol, roundTrip }: MediaPath): string {
  const time =
    roundTrip === undefined
      ? []
      : [text('checks.roundTrip', { time: formatMilliseconds(roundTrip) })]
  return [text(pathWords[type]), protocol.toUpperCase(), ...time].join(', ')
}

export const voiceWords: Record<VoiceVerdict, TextKey> = {
  fine: 'checks.voiceFine',
  silent: 'checks.voiceSilent',
  'too-quiet': 'checks.voiceTooQuiet',
  clipping: 'checks.voiceClipping',
}

export const audioFailures: Record<Exclude<AudioCheckFailure, OfflineReason>, TextKey> = {
  'not-recorded': 'checks.not-recorded',
  'not-played': 'checks.not-played',
}

export const audioReasons: Record<AudioCheckFailure, TextKey> = {
  ...offlineWords,
  ...audioFailures,
}
