import type { AudioCheckFailure } from '../phone/checks/audio-check.ts'
import type { NetworkReason } from '../phone/checks/network-report.ts'
import type { VoiceVerdict } from '../phone/checks/voice-verdict.ts'
import type { AddressProblem, TokenProblem } from '../phone/device-token.ts'
import type { EndCause, NoticeCode, OfflineReason } from '../phone/phone-state.ts'
import type { RecordErrorCode } from '../phone/records/record-store.ts'

export type RecordCode = `records-${RecordErrorCode}`

/** What the checks before work find, besides what keeps the phone offline. */
export type CheckCode =
  | Exclude<NetworkReason | AudioCheckFailure, OfflineReason>
  | `voice-${Exclude<VoiceVerdict, 'fine'>}`

/** What a part of the page says of itself. */
export type PageCode =
  | 'sound-blocked'
  | 'sound-interrupted'
  | 'call-in-other-tab'
  | 'page-unavailable'
  | 'check-unavailable'
  | 'not-contacts'
  | 'not-settings'

/** What is wrong with a device token that was pasted, or with the address of a gateway. */
export type TokenCode = TokenProblem | AddressProblem | 'token-version-2' | 'token-expired'

/** Every code that the screen may show: each is in the catalogue. */
export type ShownCode =
  | OfflineReason
  | EndCause
  | NoticeCode
  | RecordCode
  | CheckCode
  | PageCode
  | TokenCode
