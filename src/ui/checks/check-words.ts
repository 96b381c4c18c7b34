import type { AudioCheckFailure } from '../../phone/checks/audio-check.ts'
import type { NetworkReason, NetworkStep, Verdict } from '../../phone/checks/network-report.ts'
import type { MediaPath } from '../../phone/checks/path-reading.ts'
import type { VoiceVerdict } from '../../phone/checks/voice-verdict.ts'
import type { OfflineReason } from '../../phone/phone-state.ts'
import { formatMilliseconds } from '../quality/describe-quality.ts'
import { offlineWords } from '../words.ts'
import type { Explanation } from '../words.ts'

/** `awaits` is what the step waits for while it runs. */
export const networkStepWords: Record<NetworkStep, { label: string; awaits: string }> = {
  application: { label: 'Application', awaits: 'waiting for its answer' },
  token: { label: 'Token', awaits: 'waiting for a token' },
  gateway: { label: 'Gateway', awaits: 'connecting to Bandwidth' },
  path: { label: 'Media path', awaits: 'finding a way for the sound' },
  microphone: { label: 'Microphone', awaits: 'the browser may ask you: allow it' },
  publish: { label: 'Publish', awaits: 'waiting for Bandwidth to take the sound' },
  cleanup: { label: 'Clean up', awaits: 'giving everything back' },
}

export const verdictWords: Record<Verdict, Explanation> = {
  ready: { what: 'Ready.', todo: 'Calls can come and go from here.' },
  degraded: { what: 'Ready, but not at its best.', todo: 'Calls work; see what could be better.' },
  blocked: { what: 'Blocked.', todo: 'Calls do not work from here until this is solved.' },
}

export const lesserReasons: Record<Exclude<NetworkReason, OfflineReason>, Explanation> = {
  relayed: {
    what: 'The sound takes a detour through a relay.',
    todo: 'A firewall keeps it from the straight way: ask for UDP to Bandwidth to be allowed.',
  },
  'over-tcp': {
    what: 'The sound travels over TCP.',
    todo: 'It stumbles where packets are lost: ask for UDP to Bandwidth to be allowed.',
  },
  'slow-path': {
    what: 'The way to Bandwidth is long.',
    todo: 'Turn off a VPN that you do not need, or use a cable.',
  },
  'path-unknown': {
    what: 'The browser does not tell which way the sound takes.',
    todo: 'Nothing else speaks against calling.',
  },
  'not-eligible': {
    what: 'Bandwidth does not send calls to this phone yet.',
    todo: 'Wait a moment, or go offline and online again.',
  },
  'application-quiet': {
    what: 'The application has gone quiet.',
    todo: 'Calls may end without a reason; the phone keeps trying.',
  },
  'not-cleaned-up': {
    what: 'The phone that was made for the check could not be taken away.',
    todo: 'It counts as one of yours until it expires.',
  },
}

const networkReasons: Record<NetworkReason, Explanation> = { ...offlineWords, ...lesserReasons }

export function explainReason(reason: NetworkReason): Explanation {
  return networkReasons[reason]
}

const pathWords: Record<MediaPath['type'], string> = {
  host: 'straight',
  srflx: 'through your router',
  prflx: 'through your router',
  relay: 'through a relay',
}

/** "straight, UDP, round trip 23 ms" */
export function describePath({ type, protocol, roundTrip }: MediaPath): string {
  const time = roundTrip === undefined ? [] : [`round trip ${formatMilliseconds(roundTrip)}`]
  return [pathWords[type], protocol.toUpperCase(), ...time].join(', ')
}

export const voiceWords: Record<VoiceVerdict, Explanation> = {
  fine: { what: 'Your voice is fine.', todo: 'If you heard it too, you are ready.' },
  silent: {
    what: 'Nothing was heard.',
    todo: 'Look for a mute switch on the headset, or choose another microphone under Media.',
  },
  'too-quiet': {
    what: 'Your voice is too quiet.',
    todo: 'Move the microphone closer, or turn it up in the system’s sound settings.',
  },
  clipping: {
    what: 'Your voice is too loud: it is distorted.',
    todo: 'Move the microphone away, or turn it down in the system’s sound settings.',
  },
}

export const audioFailures: Record<Exclude<AudioCheckFailure, OfflineReason>, Explanation> = {
  'not-recorded': {
    what: 'This browser could not record your voice.',
    todo: 'Watch the level under Media instead, while the phone is online.',
  },
  'not-played': {
    what: 'The recording could not be played on that speaker.',
    todo: 'Choose another speaker under Media, and check again.',
  },
}

const audioReasons: Record<AudioCheckFailure, Explanation> = {
  ...offlineWords,
  ...audioFailures,
}

export function explainAudioFailure(reason: AudioCheckFailure): Explanation {
  return audioReasons[reason]
}
