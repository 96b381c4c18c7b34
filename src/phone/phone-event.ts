import type { ApplicationEvent } from '../wire/phone-api.ts'
import type { Contact } from './contacts/contact-book.ts'
import type { NumberPlan } from './number-plan.ts'
import type { Sound } from './ports.ts'
import type { Preferences } from './preferences.ts'
import type { Quality, QualitySummary } from './quality.ts'
import type { RecordsStatus } from './records/record-store.ts'
import type {
  AgentPresence,
  Attempt,
  ConnectingStep,
  Departure,
  DeviceKind,
  Devices,
  Eligibility,
  EndCause,
  EndedCall,
  Notice,
  NoticeCode,
  Trouble,
} from './phone-state.ts'
import type { Unfinished } from './unfinished.ts'

/**
 * Everything that changes PhoneState: facts, never commands. `at` is milliseconds since the epoch and `id` the
 * local id of a call, so that the reducer needs neither a clock nor chance, and an answer that comes late cannot
 * touch another call.
 */
export type PhoneEvent =
  | SessionEvent
  | CallEvent
  | AnsweredEvent
  | SettingEvent
  | RecordEvent
  | ApplicationFact

type SessionEvent =
  | { type: 'connectingStarted'; isTokenPasted?: true; at: number }
  | { type: 'stepReached'; step: ConnectingStep }
  | {
      type: 'published'
      endpointId: string
      eligibility: Eligibility
      expiresAt: number | null
      at: number
    }
  | ({ type: 'reconnecting'; at: number } & Attempt)
  | { type: 'troubleChanged'; trouble: Trouble | null }
  | ({ type: 'wentOffline'; at: number } & Departure)
  | { type: 'applicationEventsLost' }
  | { type: 'applicationEventsOpened' }
  | { type: 'presenceChosen'; presence: AgentPresence }

export type CallEvent =
  | { type: 'dialed'; id: string; number: string; at: number }
  /** The gateway's answer to the request; it says nothing about the callee (brtc-protocol 4.4). */
  | { type: 'requestAnswered'; id: string; accepted: boolean; at: number }
  /** `id` is for the call that this stream may be; `from` is the gateway's. */
  | { type: 'streamAvailable'; id: string; streamId: string; from?: string; at: number }
  | { type: 'streamUnavailable'; streamId: string; at: number }
  /** The call whose connection was lost goes on, on this stream. */
  | { type: 'callResumed'; id: string; streamId: string }
  /** The page before this one was in that call, and the gateway may offer it again. */
  | { type: 'callTakenUp'; call: Unfinished['call']; at: number }
  /** A stream that came during a call has been sent away. */
  | { type: 'secondCallDeclined' }
  | { type: 'callEnded'; id: string; cause: EndCause; at: number }
  | { type: 'qualityChanged'; id: string; quality: Quality }
  | { type: 'missedCallsSeen' }
  | { type: 'callDismissed' }

export type AnsweredEvent =
  | { type: 'acceptPressed'; id: string }
  | { type: 'streamAccepted'; id: string; at: number }
  | { type: 'declinePressed'; id: string }
  | { type: 'muteChanged'; muted: boolean }
  | { type: 'digitsQueued'; digits: string }
  /** The next of them has gone out. */
  | { type: 'digitPlayed' }

export type RecordEvent =
  /** About the call of that id, present or recent. */
  | { type: 'noteWritten'; id: string; note: string }
  | { type: 'qualitySummed'; id: string; summary: QualitySummary }
  /** From the store, or from another tab: they take the place of what had their ids. */
  | { type: 'callsRead'; calls: readonly EndedCall[] }
  /** It ended with the page before this one. */
  | { type: 'leftCallRemembered'; call: EndedCall }
  | { type: 'callsForgotten'; ids: readonly string[] | 'all' }
  | { type: 'contactsRead'; contacts: readonly Contact[] }
  | { type: 'contactsForgotten'; ids: readonly string[] | 'all' }
  | { type: 'recordsStatusChanged'; status: RecordsStatus }

type SettingEvent =
  | { type: 'devicesListed'; devices: Pick<Devices, 'microphones' | 'outputs' | 'canChooseOutput'> }
  | { type: 'deviceChosen'; kind: DeviceKind; id: string }
  | { type: 'soundChanged'; sound: Sound }
  | { type: 'numberPlanLoaded'; numberPlan: NumberPlan }
  | { type: 'preferencesChanged'; preferences: Partial<Preferences> }
  | { type: 'noticeRaised'; notice: Notice }
  | { type: 'noticeDismissed'; code?: NoticeCode }

/** What the application said, as it said it, with the time at which it was heard. */
export type ApplicationFact = ApplicationEvent & { at: number }
