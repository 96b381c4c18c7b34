import type { ContactBook } from './contacts/contact-book.ts'
import type { NumberPlan } from './number-plan.ts'
import type { Preferences } from './preferences.ts'
import type { Quality, QualitySummary } from './quality.ts'
import type { Sound } from './ports.ts'
import type { RecordsStatus } from './records/record-store.ts'
import type { EndCause as ApplicationEndCause } from '../wire/phone-api.ts'

/** What going online is doing at the moment, in the order in which it is shown. */
export type ConnectingStep = 'token' | 'microphone' | 'socket' | 'media' | 'publishing'

/**
 * Why the phone is offline although nobody asked it to be. The screen has a sentence and a way out for each;
 * `code` is shown with it.
 */
export type OfflineReason =
  | 'application-unreachable'
  | 'application-refused'
  | 'application-protocol'
  | 'application-stopping'
  | 'not-signed-in'
  | 'rate-limited'
  | 'too-many-endpoints'
  | 'microphone-blocked'
  | 'microphone-missing'
  | 'microphone-busy'
  | 'gateway-refused'
  | 'gateway-timeout'
  | 'gateway-protocol'
  | 'media-failed'
  | 'connection-lost'
  | 'superseded'
  | 'endpoint-ended'
  | 'bad-token'
  | 'bad-gateway-address'

/** Why the phone went offline; nothing where the agent left. `retryAfter` in seconds, where the application named a time. */
export type Departure = { reason?: OfflineReason; retryAfter?: number }

/** What the phone is on its way back from. */
export type RecoveryCause =
  | 'network-offline'
  | 'gateway-restarting'
  | 'connection-lost'
  | 'gateway-silent'
  | 'gateway-ended'
  | 'gateway-unreachable'
  | 'media-failed'
  | 'application-unavailable'
  | 'registration-ending'

/** What is wrong with a phone whose connection to the gateway stands, so that calls may not ring, or not be heard. */
export type TroubleCode =
  | 'network-offline'
  | 'checking'
  | 'media-failed'
  | 'not-sending'
  | 'heartbeat-silent'
  | 'microphone-lost'

/** `until`, milliseconds since the epoch, where the phone does something about it then. */
export type Trouble = { code: TroubleCode; until?: number }

/**
 *   offline ──goOnline──▶ connecting(step) ──published──▶ online(eligible?)
 *      ▲                        │                          │ ▲   │
 *      │                        └──────────┐           lost▼ │published
 *      │                                   └────────▶ reconnecting(attempt, retryAt, cause)
 *      └──────────── goOffline, given up ────────────────────┘
 *
 * `eligible` is what Bandwidth told the application and the application told us; `unknown` where there is
 * no word from the application, which is not a promise to ring. With a pasted token there is no application, so it
 * stays `unknown`, and an end that only an application reports (busy, no answer, rejected) is not heard of.
 */
export type Session = { isTokenPasted?: true } & (
  | ({ status: 'offline' } & Departure)
  | { status: 'connecting'; step: ConnectingStep; startedAt: number }
  | {
      status: 'online'
      endpointId: string
      eligibility: Eligibility
      since: number
      /** Null where the token does not say. */
      expiresAt: number | null
      /** Whether the agent wants calls, as the application has it; undefined where there is none to honour it. */
      presence?: AgentPresence
      trouble?: Trouble
    }
  | ({ status: 'reconnecting'; since: number; presence?: AgentPresence } & Attempt)
)

/** What is being done to come back. Times in milliseconds since the epoch. */
export type Attempt = {
  cause: RecoveryCause
  /** Which one it is since the phone was well, from 1; 0 before the first. */
  attempt: number
  /** When it begins; null while it is under way, and where it waits for something else. */
  retryAt: number | null
  /** What comes first: a network, or the end of a call that goes on by its media alone. */
  waitsFor?: 'network' | 'end-of-call'
}

export type ReconnectingSession = Extract<Session, { status: 'reconnecting' }>

export type AgentPresence = 'available' | 'away'

export type OfflineSession = Extract<Session, { status: 'offline' }>

export type Eligibility = 'eligible' | 'ineligible' | 'unknown'

export type EndCause =
  | ApplicationEndCause
  | 'declined'
  | 'missed'
  | 'connection-lost'
  | 'page-left'
  | 'media-failed'
  | 'gateway-refused'
  | 'no-application'
  | 'not-signed-in'
  | 'application-stopping'
  /** Found at the next start, by the record that the page had written until then. */
  | 'page-crashed'

/** Labels; '' is the system's default. */
export type CallDevices = { microphone: string; speaker: string }

export type CallFacts = {
  /** Local to this page. */
  id: string
  /** E.164 where known; what the gateway said otherwise; '' for a caller that withholds it. */
  number: string
  /** The application's id for it, once the application has named it. */
  applicationCallId?: string
  /** Ours that was called, E.164, where the application named it. */
  ownNumber?: string
  /** Milliseconds since the epoch: requested, or offered. */
  startedAt: number
  /** Of an outbound call; an inbound one rings as soon as it is offered. */
  ringingAt?: number
  /** What it was spoken with at its beginning. */
  devices?: CallDevices
  /** What the agent wrote down about it. */
  note?: string
}

/**
 *   outbound   requesting ──▶ ringing ──▶ connected ──▶ ended(cause)
 *   inbound    offered ──accept──▶ accepting ──▶ connected ──▶ ended(cause)
 *              offered ──decline─▶ declining ──▶ ended(declined)
 *
 * Every live state can end. `requesting` lasts until the application or the gateway has approved. What is not connected
 * ends with the gateway's connection; what is connected may go on by its media alone, and is `lostAt` until the
 * gateway offers its track again.
 */
export type Call =
  | (CallFacts & { direction: 'outbound'; status: 'requesting' | 'ringing' })
  | (CallFacts & {
      direction: 'inbound'
      status: 'offered' | 'accepting' | 'declining'
      streamId: string
    })
  | (CallFacts & {
      direction: 'outbound' | 'inbound'
      status: 'connected'
      streamId: string
      answeredAt: number
      muted: boolean
      /** When the connection that carried it was lost, milliseconds since the epoch; absent while all is well. */
      lostAt?: number
      /** The keys of this call, `0-9 * #` and the comma for a pause, in the order in which they go out. */
      digits: string
      /** How many of them are out; the rest is queued. */
      playedDigits: number
      /** Null until enough has been measured to say. */
      quality: Quality | null
    })
  | (CallFacts & {
      direction: 'outbound' | 'inbound'
      status: 'ended'
      cause: EndCause
      /** The contact's at that time. */
      name?: string
      /** A sentence of the application's about the end, where it sent one. */
      message?: string
      /** How it sounded; absent where it was too short to say. */
      quality?: QualitySummary
      answeredAt?: number
      endedAt: number
    })

export type Announcement = { applicationCallId: string; from: string; to: string }

export type CallStatus = Call['status']
export type EndedCall = Extract<Call, { status: 'ended' }>

/** One microphone, speaker or ringer that can be chosen. The system's default is '' in both: the screen has words for it. */
export type AudioDevice = { id: string; label: string }

export type Devices = {
  microphones: readonly AudioDevice[]
  outputs: readonly AudioDevice[]
  /** The chosen ids; '' is the system's default. */
  microphone: string
  speaker: string
  ringer: string
  /** Some browsers cannot choose an output; the lists are then absent from the screen. */
  canChooseOutput: boolean
}

export type DeviceKind = 'microphone' | 'speaker' | 'ringer'

/**
 * Of one choice, by label: what it was and what it is. After nothing (`device-restored`) `from` is ''. In `device-back`
 * what it can be, with the id by which it is chosen.
 */
export type DeviceChange = { kind: DeviceKind; from: string; to: string; id?: string }

/** Something the agent must see and can dismiss: a stable code and, where there is one, a detail in words. */
export type Notice = { code: NoticeCode; detail?: string; changes?: readonly DeviceChange[] }
export type NoticeCode =
  | 'number-empty'
  | 'number-too-short'
  | 'number-too-long'
  | 'number-not-a-number'
  | 'number-emergency'
  | 'offline-cannot-dial'
  | 'reconnecting-cannot-dial'
  | 'busy-cannot-dial'
  | 'number-plan-unavailable'
  | 'digits-not-sent'
  | 'digits-left-out'
  | 'digits-too-many'
  | 'microphone-change-failed'
  | 'microphone-change-blocked'
  | 'microphone-change-busy'
  | 'microphone-lost'
  | 'microphone-revoked'
  | 'microphone-taken'
  | 'microphone-silent'
  | 'device-gone'
  | 'device-back'
  | 'device-restored'
  | 'default-changed'
  | 'output-change-failed'
  | 'second-call-declined'
  | 'application-events-lost'
  | 'presence-not-changed'
  | 'preferences-not-kept'

export type PhoneState = {
  session: Session
  /** The current call; an ended one stays, with its cause, until the next call or until it is dismissed. */
  call: Call | null
  /** An inbound call of which the application has told and whose stream is not there yet. */
  announced?: Announcement
  /** The calls that are over, newest first: of this page, and of all before as they are read from the store. */
  recent: readonly EndedCall[]
  /** Whether calls and contacts outlive the page. */
  records: RecordsStatus
  contacts: ContactBook
  /** How many calls of this page were missed and have not been looked at since. */
  unseenMissed: number
  preferences: Preferences
  /** Whether what this page plays is heard. */
  sound: Sound
  devices: Devices
  notice: Notice | null
  /** Null until the numbering plan has been loaded; see `number-plan.ts`. */
  numberPlan: NumberPlan | null
}
