import { createContactBook } from './contacts/contact-book.ts'
import type { PhoneEvent } from './phone-event.ts'
import type {
  AgentPresence,
  Call,
  EndCause,
  Notice,
  NoticeCode,
  PhoneState,
  Session,
  Trouble,
} from './phone-state.ts'
import { defaultPreferences } from './preferences.ts'
import { isPastHindrance } from './reachable.ts'
import { endCall, isLive, loseCall, reduceCall } from './reduce-call.ts'
import { reduceRecords } from './reduce-records.ts'
import { causeOfLoss } from './take-up.ts'

export const initialPhoneState: PhoneState = {
  session: { status: 'offline' },
  call: null,
  recent: [],
  records: 'unkept',
  contacts: createContactBook([]),
  unseenMissed: 0,
  preferences: defaultPreferences,
  sound: 'unknown',
  devices: {
    microphones: [],
    outputs: [],
    microphone: '',
    speaker: '',
    ringer: '',
    // As nearly every browser can: until it has said so, what plays is its default in any case.
    canChooseOutput: true,
  },
  notice: null,
  numberPlan: null,
}

/**
 * Pure and total: an event that is not legal in the present state leaves the state as it is, the same object.
 *
 *   session   offline ──▶ connecting(step) ──▶ online(eligibility) ⇄ reconnecting(attempt, retryAt, cause)
 *                ▲               │                    │                    │
 *                └───────────────┴────────────────────┴────────────────────┘   takes the live call with it
 *
 * The call's machine is drawn in `reduce-call.ts`.
 */
export function reducePhone(state: PhoneState, event: PhoneEvent): PhoneState {
  const next = reduceEvent(state, event)
  return isPastHindrance(next) ? dismiss(next) : next
}

function reduceEvent(state: PhoneState, event: PhoneEvent): PhoneState {
  const { session } = state
  switch (event.type) {
    case 'connectingStarted':
      if (session.status !== 'offline') return state
      // It asked for just that.
      return withSession(dismiss(state, 'offline-cannot-dial'), {
        status: 'connecting',
        step: 'token',
        startedAt: event.at,
        ...(event.isTokenPasted && { isTokenPasted: true }),
      })
    case 'stepReached':
      if (session.status !== 'connecting') return state
      return withSession(state, { ...session, step: event.step })
    case 'published': {
      if (session.status !== 'connecting' && session.status !== 'reconnecting') return state
      const { endpointId, eligibility, expiresAt, at: since } = event
      return withSession(state, {
        status: 'online',
        endpointId,
        eligibility,
        since,
        expiresAt,
        ...(session.isTokenPasted && { isTokenPasted: true }),
        ...('presence' in session && { presence: session.presence }),
      })
    }
    case 'reconnecting':
      return reconnect(state, event)
    case 'troubleChanged':
      return withTrouble(state, event.trouble)
    case 'wentOffline':
      return leave(state, event)
    case 'applicationEventsLost':
      if (session.status === 'offline') return state
      return {
        ...withEligibility(state, 'unknown'),
        notice: { code: 'application-events-lost' },
      }
    case 'applicationEventsOpened':
      return dismiss(state, 'application-events-lost')
    case 'endpoint.state':
      if (session.status !== 'online' || session.endpointId !== event.endpointId) return state
      return withPresence(
        withEligibility(state, event.eligible ? 'eligible' : 'ineligible'),
        event.presence,
      )
    case 'presenceChosen':
      return withPresence(state, event.presence)
    case 'endpoint.expiring':
      return state
    case 'devicesListed':
      return { ...state, devices: { ...state.devices, ...event.devices } }
    case 'deviceChosen':
      return { ...state, devices: { ...state.devices, [event.kind]: event.id } }
    case 'soundChanged':
      return { ...state, sound: event.sound }
    case 'numberPlanLoaded':
      return { ...state, numberPlan: event.numberPlan }
    case 'preferencesChanged':
      return { ...state, preferences: { ...state.preferences, ...event.preferences } }
    case 'noticeRaised':
      return { ...state, notice: withEarlierChanges(event.notice, state.notice) }
    case 'noticeDismissed':
      return dismiss(state, event.code)
    case 'dialed':
    case 'requestAnswered':
    case 'streamAvailable':
    case 'streamUnavailable':
    case 'callResumed':
    case 'callTakenUp':
    case 'secondCallDeclined':
    case 'callEnded':
    case 'callDismissed':
    case 'qualityChanged':
    case 'missedCallsSeen':
    case 'acceptPressed':
    case 'streamAccepted':
    case 'declinePressed':
    case 'muteChanged':
    case 'digitsQueued':
    case 'digitPlayed':
    case 'call.offered':
    case 'call.state':
      return reduceCall(state, event)
    case 'noteWritten':
    case 'qualitySummed':
    case 'callsRead':
    case 'leftCallRemembered':
    case 'callsForgotten':
    case 'contactsRead':
    case 'contactsForgotten':
    case 'recordsStatusChanged':
      return reduceRecords(state, event)
  }
}

function withSession(state: PhoneState, session: Session): PhoneState {
  return { ...state, session }
}

function withEligibility(
  state: PhoneState,
  eligibility: 'eligible' | 'ineligible' | 'unknown',
): PhoneState {
  const { session } = state
  return session.status === 'online' ? withSession(state, { ...session, eligibility }) : state
}

/** What was not connected cannot be any more: nothing of it will be heard. */
function reconnect(
  state: PhoneState,
  { at, cause, attempt, retryAt, waitsFor }: Extract<PhoneEvent, { type: 'reconnecting' }>,
): PhoneState {
  const { session } = state
  if (session.status === 'offline') return state
  const next: Session = {
    status: 'reconnecting',
    since: session.status === 'reconnecting' ? session.since : at,
    cause,
    attempt,
    retryAt,
    ...(waitsFor && { waitsFor }),
    ...(session.isTokenPasted && { isTokenPasted: true }),
    ...('presence' in session && { presence: session.presence }),
  }
  const { announced: _announced, ...rest } = loseCall(state, at)
  return withSession(rest, next)
}

function withTrouble(state: PhoneState, trouble: Trouble | null): PhoneState {
  const { session } = state
  if (session.status !== 'online') return state
  const { trouble: before, ...healthy } = session
  if (before?.code === trouble?.code && before?.until === trouble?.until) return state
  return withSession(state, trouble ? { ...healthy, trouble } : healthy)
}

function withPresence(state: PhoneState, presence: AgentPresence | undefined): PhoneState {
  const { session } = state
  if (session.status !== 'online' || presence === undefined || session.presence === presence) {
    return state
  }
  return withSession(state, { ...session, presence })
}

function leave(
  state: PhoneState,
  { reason, retryAfter, at }: Extract<PhoneEvent, { type: 'wentOffline' }>,
): PhoneState {
  if (state.session.status === 'offline') return state
  const cause = reason === undefined ? causeOfLeaving(state.call) : causeOfLoss(state.call)
  const { announced: _, ...ended } = endCall(state, cause, at)
  const session: Session = {
    status: 'offline',
    ...(reason !== undefined && { reason }),
    ...(reason !== undefined && retryAfter !== undefined && { retryAfter }),
    // Why it went wrong, and what to do, is another matter where there is no application.
    ...(reason !== undefined && state.session.isTokenPasted && { isTokenPasted: true }),
  }
  return dismiss({ ...ended, session }, 'application-events-lost')
}

/** Going offline is the agent's own act: so is the end of the call. */
function causeOfLeaving(call: Call | null): EndCause {
  if (!isLive(call) || call.status === 'connected') return 'hangup'
  return call.direction === 'outbound' ? 'cancelled' : 'declined'
}

/** A headset takes a microphone, a speaker and a ringer with it: one notice tells of all. */
function withEarlierChanges(notice: Notice, shown: Notice | null): Notice {
  const { changes } = notice
  if (!changes || !shown?.changes || shown.code !== notice.code) return notice
  const kinds = new Set(changes.map(({ kind }) => kind))
  return {
    ...notice,
    changes: [...shown.changes.filter(({ kind }) => !kinds.has(kind)), ...changes],
  }
}

/** Without a code, whatever notice there is. */
function dismiss(state: PhoneState, code?: NoticeCode): PhoneState {
  if (!state.notice || (code !== undefined && state.notice.code !== code)) return state
  return { ...state, notice: null }
}
