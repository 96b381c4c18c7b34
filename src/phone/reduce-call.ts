import type { AnsweredEvent, ApplicationFact, CallEvent } from './phone-event.ts'
import { digitsAfter } from './digit-progress.ts'
import { takeUpCall } from './take-up.ts'
import type {
  Announcement,
  Call,
  CallFacts,
  CallStatus,
  Devices,
  EndCause,
  EndedCall,
  PhoneState,
} from './phone-state.ts'

type CallFact = Exclude<ApplicationFact, { type: 'endpoint.state' | 'endpoint.expiring' }>
type ApplicationState = Extract<ApplicationFact, { type: 'call.state' }>

/**
 *   requesting ─▶ ringing ─┐
 *        └─────────────────┤
 *   offered ─▶ accepting ──┴▶ connected ─▶ ended
 *        └───▶ declining ───────────────────▲        every live state can end
 */
export const legalMoves: Record<CallStatus, readonly CallStatus[]> = {
  requesting: ['ringing', 'connected', 'ended'],
  ringing: ['connected', 'ended'],
  offered: ['accepting', 'declining', 'ended'],
  accepting: ['connected', 'ended'],
  declining: ['ended'],
  connected: ['ended'],
  ended: [],
}

/** The part of `reducePhone` that is about the call. */
export function reduceCall(
  state: PhoneState,
  event: CallEvent | AnsweredEvent | CallFact,
): PhoneState {
  switch (event.type) {
    case 'dialed':
      return dial(state, event)
    case 'requestAnswered':
      return answerRequest(state, event)
    case 'streamAvailable':
      return isAwaitingAnswer(state.call)
        ? connect(state, event.streamId, event.at)
        : offer(state, event)
    case 'streamUnavailable':
      return endStream(state, event)
    case 'callResumed':
      return resume(state, event)
    case 'callTakenUp':
      return takeUpCall(state, event)
    case 'secondCallDeclined': {
      const { announced: _, ...rest } = state
      return { ...rest, notice: { code: 'second-call-declined' } }
    }
    case 'callEnded':
      return state.call?.id === event.id ? endCall(state, event.cause, event.at) : state
    case 'qualityChanged':
      return state.call?.status === 'connected' && state.call.id === event.id
        ? { ...state, call: { ...state.call, quality: event.quality } }
        : state
    case 'missedCallsSeen':
      return state.unseenMissed === 0 ? state : { ...state, unseenMissed: 0 }
    case 'callDismissed':
      return state.call?.status === 'ended' ? { ...state, call: null } : state
    case 'acceptPressed':
    case 'streamAccepted':
    case 'declinePressed':
    case 'muteChanged':
    case 'digitsQueued':
    case 'digitPlayed':
      return reduceAnswering(state, event)
    case 'call.offered':
      return announce(state, { applicationCallId: event.callId, from: event.from, to: event.to })
    case 'call.state':
      return heedApplication(state, event)
  }
}

/** Ends the call if it is live: `ended` stays on the screen, and becomes the newest of `recent`. */
export function endCall(
  state: PhoneState,
  cause: EndCause,
  endedAt: number,
  message?: string,
): PhoneState {
  const { call } = state
  if (!isLive(call)) return state
  return move(state, {
    ...factsOf(call),
    status: 'ended',
    cause,
    ...(message !== undefined && { message }),
    ...(call.status === 'connected' && { answeredAt: call.answeredAt }),
    endedAt,
  })
}

/** The connection that carried it is gone: a connected call may go on by its media, every other is over. */
export function loseCall(state: PhoneState, at: number): PhoneState {
  const { call } = state
  if (!isLive(call)) return state
  if (call.status === 'connected') {
    return call.lostAt === undefined ? { ...state, call: { ...call, lostAt: at } } : state
  }
  return endCall(state, call.status === 'declining' ? 'declined' : 'connection-lost', at)
}

export type LiveCall = Exclude<Call, EndedCall>

export function isLive(call: Call | null): call is LiveCall {
  return call !== null && call.status !== 'ended'
}

/** An outbound call whose callee has not answered: the next stream is the answer (brtc-protocol 6.5, 6). */
export function isAwaitingAnswer(
  call: Call | null,
): call is Extract<Call, { status: 'requesting' | 'ringing' }> {
  return call?.status === 'requesting' || call?.status === 'ringing'
}

/** What stays the same whatever becomes of the call. */
export function factsOf(call: Call): CallFacts & Pick<Call, 'direction'> {
  const { id, number, startedAt, direction } = call
  const { applicationCallId, ownNumber, ringingAt, devices, note } = call
  return {
    id,
    number,
    startedAt,
    direction,
    ...(applicationCallId !== undefined && { applicationCallId }),
    ...(ownNumber !== undefined && { ownNumber }),
    ...(ringingAt !== undefined && { ringingAt }),
    ...(devices && { devices }),
    ...(note !== undefined && { note }),
  }
}

function move(state: PhoneState, next: Call): PhoneState {
  const { call } = state
  if (!call || !legalMoves[call.status].includes(next.status)) return state
  if (next.status !== 'ended') return { ...state, call: next }
  const unseenMissed = state.unseenMissed + (next.cause === 'missed' ? 1 : 0)
  const name = state.contacts.nameOf(next.number)
  const ended = { ...next, ...(name !== undefined && { name }) }
  return { ...state, call: ended, recent: [ended, ...state.recent], unseenMissed }
}

function dial(
  state: PhoneState,
  { id, number, at }: Extract<CallEvent, { type: 'dialed' }>,
): PhoneState {
  if (state.session.status !== 'online' || isLive(state.call)) return state
  const call: Call = { id, number, startedAt: at, direction: 'outbound', status: 'requesting' }
  // What kept an earlier attempt from starting is settled.
  const notice = state.notice?.code === 'application-events-lost' ? state.notice : null
  return { ...state, call, notice }
}

/** Without the application's word, approval is the most that is known: the phone then shows ringing. */
function answerRequest(
  state: PhoneState,
  { id, accepted, at }: Extract<CallEvent, { type: 'requestAnswered' }>,
): PhoneState {
  const { call, session } = state
  if (call?.id !== id || !isAwaitingAnswer(call)) return state
  if (!accepted) return endCall(state, 'refused', at)
  const isUntold = session.status === 'online' && session.eligibility === 'unknown'
  return isUntold ? move(state, { ...call, status: 'ringing', ringingAt: at }) : state
}

function connect(state: PhoneState, streamId: string, answeredAt: number): PhoneState {
  const { call } = state
  if (!isLive(call)) return state
  return move(state, {
    ...factsOf(call),
    devices: devicesInUse(state.devices),
    status: 'connected',
    streamId,
    answeredAt,
    muted: false,
    digits: '',
    playedDigits: 0,
    quality: null,
  })
}

function devicesInUse({ microphones, outputs, microphone, speaker }: Devices) {
  const labelOf = (devices: Devices['outputs'], chosen: string) =>
    devices.find(({ id }) => id === chosen && id !== '')?.label ?? ''
  return { microphone: labelOf(microphones, microphone), speaker: labelOf(outputs, speaker) }
}

function resume(
  state: PhoneState,
  { id, streamId }: Extract<CallEvent, { type: 'callResumed' }>,
): PhoneState {
  const { call } = state
  if (call?.status !== 'connected' || call.id !== id || call.lostAt === undefined) return state
  const { lostAt: _, ...resumed } = call
  return { ...state, call: { ...resumed, streamId } }
}

function offer(
  state: PhoneState,
  { id, streamId, from, at }: Extract<CallEvent, { type: 'streamAvailable' }>,
): PhoneState {
  if (state.session.status === 'offline' || isLive(state.call)) return state
  const { announced, ...rest } = state
  const call: Call = {
    id,
    number: from || announced?.from || '',
    ...(announced && {
      applicationCallId: announced.applicationCallId,
      ownNumber: announced.to,
    }),
    startedAt: at,
    direction: 'inbound',
    status: 'offered',
    streamId,
  }
  return { ...rest, call }
}

function endStream(
  state: PhoneState,
  { streamId, at }: Extract<CallEvent, { type: 'streamUnavailable' }>,
): PhoneState {
  const { call } = state
  if (!isLive(call) || isAwaitingAnswer(call) || call.streamId !== streamId) return state
  return endCall(state, causeOfFarEnd(call, 'hangup'), at)
}

/** What the end of an inbound call means to the agent depends on how far the agent had come. */
function causeOfFarEnd(call: LiveCall, cause: EndCause): EndCause {
  const gaveUp = cause === 'hangup' || cause === 'cancelled' || cause === 'no-answer'
  switch (call.status) {
    case 'offered':
    case 'accepting':
      return gaveUp ? 'missed' : cause
    case 'declining':
      return 'declined'
    case 'requesting':
    case 'ringing':
    case 'connected':
      return cause
  }
}

function reduceAnswering(state: PhoneState, event: AnsweredEvent): PhoneState {
  const { call } = state
  switch (event.type) {
    case 'acceptPressed':
      return call?.status === 'offered' && call.id === event.id
        ? move(state, { ...call, status: 'accepting' })
        : state
    case 'streamAccepted':
      return call?.status === 'accepting' && call.id === event.id
        ? connect(state, call.streamId, event.at)
        : state
    case 'declinePressed':
      return call?.status === 'offered' && call.id === event.id
        ? move(state, { ...call, status: 'declining' })
        : state
    case 'muteChanged':
      return call?.status === 'connected'
        ? { ...state, call: { ...call, muted: event.muted } }
        : state
    case 'digitsQueued':
    case 'digitPlayed':
      return call?.status === 'connected'
        ? { ...state, call: { ...call, ...digitsAfter(call, event) } }
        : state
  }
}

/** The application and the gateway tell of an inbound call in either order; here the two are joined. */
function announce(state: PhoneState, announced: Announcement): PhoneState {
  const { call, session } = state
  const { applicationCallId, from, to } = announced
  if (session.status === 'offline') return state
  if (isLive(call) && call.direction === 'inbound' && call.applicationCallId === undefined) {
    const number = call.number || from
    return { ...state, call: { ...call, applicationCallId, number, ownNumber: to } }
  }
  return { ...state, announced }
}

function heedApplication(before: PhoneState, event: ApplicationState): PhoneState {
  const state = event.state === 'ended' ? withoutAnnouncement(before, event.callId) : before
  const { call } = state
  if (!call || !isAbout(call, event)) return state
  if (event.state === 'ended') return heedEnd(state, call, event)
  if (!isAwaitingAnswer(call)) return state
  const named: Call = { ...call, applicationCallId: event.callId }
  return event.state === 'ringing' && call.status === 'requesting'
    ? move(state, { ...named, status: 'ringing', ringingAt: event.at })
    : { ...state, call: named }
}

/** An outbound call is known by its number until the application has named it. */
function isAbout(call: Call, event: ApplicationState): boolean {
  if (call.applicationCallId !== undefined) return call.applicationCallId === event.callId
  return (
    call.direction === 'outbound' && event.direction === 'outbound' && call.number === event.number
  )
}

function heedEnd(state: PhoneState, call: Call, event: ApplicationState): PhoneState {
  const cause = event.cause ?? 'hangup'
  if (call.status !== 'ended') {
    return endCall(state, causeOfFarEnd(call, cause), event.at, event.message)
  }
  // The gateway's bare refusal came first; the application knows why.
  const isBareRefusal =
    (call.cause === 'refused' || call.cause === 'gateway-refused') && call.message === undefined
  if (!isBareRefusal) return state
  const explained: EndedCall = {
    ...call,
    cause,
    ...(event.message !== undefined && { message: event.message }),
  }
  return {
    ...state,
    call: explained,
    recent: state.recent.map((ended) => (ended.id === call.id ? explained : ended)),
  }
}

function withoutAnnouncement(state: PhoneState, applicationCallId: string): PhoneState {
  if (state.announced?.applicationCallId !== applicationCallId) return state
  const { announced: _, ...rest } = state
  return rest
}
