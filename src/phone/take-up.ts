import type { EndpointGrant } from '../wire/phone-api.ts'
import type { CallEvent, PhoneEvent } from './phone-event.ts'
import type { Call, PhoneState } from './phone-state.ts'
import type { Application } from './ports.ts'
import type { Unfinished } from './unfinished.ts'

/** What the next page needs for the call of this one; undefined where there is none that it could take up. */
export function unfinishedOf(
  { call, session }: Pick<PhoneState, 'call' | 'session'>,
  grant: EndpointGrant | undefined,
  uniqueId: string,
): Unfinished | undefined {
  const isUp = session.status === 'online' && !session.isTokenPasted
  if (!isUp || !grant || call?.status !== 'connected' || call.lostAt !== undefined) return undefined
  const { id, number, direction, startedAt, answeredAt, muted, applicationCallId, note } = call
  const named = applicationCallId !== undefined && { applicationCallId }
  const noted = note !== undefined && { note }
  const left = { id, number, direction, startedAt, answeredAt, muted, ...named, ...noted }
  return { call: left, grant, uniqueId }
}

/** The page goes away: the call is over here, and its connection, and with it the call, may be found again there. */
export function leaveUnfinished(
  { call, grant }: Unfinished,
  options: {
    dispatch: (event: PhoneEvent) => void
    application: Pick<Application, 'releaseEndpoint'>
    now: () => number
  },
): void {
  options.dispatch({ type: 'callEnded', id: call.id, cause: 'page-left', at: options.now() })
  options.application.releaseEndpoint(grant.endpointId, true)
}

/** As after any loss: the gateway offers it again, or it ends. It did not end with the page before. */
export function takeUpCall(
  state: PhoneState,
  { call, at }: Extract<CallEvent, { type: 'callTakenUp' }>,
): PhoneState {
  if (state.call && state.call.status !== 'ended') return state
  const recent = state.recent.filter(({ id }) => id !== call.id)
  const silent = { streamId: '', digits: '', playedDigits: 0, quality: null }
  return { ...state, recent, call: { ...call, ...silent, status: 'connected', lostAt: at } }
}

/** A call that the page before this one has left, and that the gateway has not offered to this one yet. */
export function awaitsStream(call: Call | null): boolean {
  return call?.status === 'connected' && call.streamId === ''
}

/** What ends a call whose connection does not come back. */
export function causeOfLoss(call: Call | null): 'page-left' | 'connection-lost' {
  return awaitsStream(call) ? 'page-left' : 'connection-lost'
}
