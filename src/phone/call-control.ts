import type { BrtcClient, BrtcEvent } from '../brtc/client.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'
import { createCancelledCalls } from './cancelled-calls.ts'
import { causeOfGateway, describeError } from './offline-reason.ts'
import type { PhoneEvent } from './phone-event.ts'
import type { Call, EndCause, PhoneState } from './phone-state.ts'
import type { Application } from './ports.ts'
import { isAwaitingAnswer, isLive, type LiveCall } from './reduce-call.ts'
import { causeOfLoss } from './take-up.ts'

export type CallControlOptions = {
  getState: () => PhoneState
  dispatch: (event: PhoneEvent) => void
  /** The client of the present session. */
  client: () => BrtcClient | undefined
  application: Pick<Application, 'accepted' | 'declined' | 'hangUp'>
  now: () => number
  randomId: () => string
  log: (level: 'warn' | 'error', message: string) => void
}

const causesOfNoCall: ReadonlySet<EndCause> = new Set<EndCause>([
  'gateway-refused',
  'no-application',
  'not-signed-in',
  'application-stopping',
  'try-later',
])

type ConnectedCall = Extract<Call, { status: 'connected' }>
type StreamAvailable = Extract<BrtcEvent, { type: 'streamAvailable' }>

/** What the actions about a call do at the gateway and in the application. The state itself is the reducer's. */
export interface CallControl {
  /** @returns whether the call was started */
  dial: (e164: string) => boolean
  accept: () => void
  decline: () => void
  /** @param cause where it is not the agent who ends it */
  hangUp: (cause?: 'page-left') => void
  onStream: (event: StreamAvailable) => void
  /** The gateway's connection is about to be given up: what has not been answered is over, there too. */
  onConnectionLost: () => void
  /** The connected call cannot be saved. */
  lose: () => void
  /** It has rung for too long. */
  stopRinging: () => void
  onApplication: (event: ApplicationEvent) => void
  /** After each change: tells the application of an answered call, once, as soon as it has named the call. */
  follow: (state: PhoneState) => void
}

/** Milliseconds that the application has to hear of a decline before the gateway does. */
const applicationHeadStart = 1_000

export function createCallControl(options: CallControlOptions): CallControl {
  const { getState, dispatch, client, application, now, randomId, log } = options
  const cancelled = createCancelledCalls(now)

  /** The screen does not wait for it: a failure is for the log. */
  function attempt(what: string, promise: Promise<unknown> | undefined): void {
    promise?.catch((error: unknown) => log('warn', `${what}: ${describeError(error)}`))
  }

  /** Ends it at both: whether the gateway also ends the leg to the telephone is UNVERIFIED (brtc-protocol 4.5). */
  function release(call: LiveCall): void {
    const { applicationCallId, direction, number } = call
    const type = direction === 'outbound' ? 'PHONE_NUMBER' : 'CALL_ID'
    attempt('hang-up at the gateway', client()?.hangupConnection(number, type))
    if (applicationCallId !== undefined) {
      attempt('hang-up in the application', application.hangUp(applicationCallId))
    }
    if (direction === 'inbound') return
    const named = applicationCallId === undefined ? {} : { applicationCallId }
    cancelled.add({ id: call.id, number, wasAnswered: call.status === 'connected', ...named })
  }

  function fail(id: string, error: unknown): void {
    const { call } = getState()
    if (call?.id !== id || !isLive(call)) return
    log('error', `call failed: ${describeError(error)}`)
    const cause = causeOfGateway(error)
    // A request that was rejected, or never made, has left nothing to hang up.
    if (!isAwaitingAnswer(call) || !causesOfNoCall.has(cause)) release(call)
    dispatch({ type: 'callEnded', id, cause, at: now() })
  }

  function dial(number: string): boolean {
    const id = randomId()
    const gateway = client()
    if (!gateway) return false
    dispatch({ type: 'dialed', id, number, at: now() })
    if (getState().call?.id !== id) return false
    gateway.requestOutboundConnection(number, 'PHONE_NUMBER').then(
      ({ accepted }) => {
        if (!accepted) cancelled.forget(id)
        dispatch({ type: 'requestAnswered', id, accepted, at: now() })
      },
      (error: unknown) => fail(id, error),
    )
    return true
  }

  function accept(): void {
    const { call } = getState()
    const gateway = client()
    if (call?.status !== 'offered' || !gateway) return
    const { id, streamId } = call
    dispatch({ type: 'acceptPressed', id })
    gateway.acceptStream(streamId).then(
      () => dispatch({ type: 'streamAccepted', id, at: now() }),
      (error: unknown) => fail(id, error),
    )
  }

  async function declineOffered(call: LiveCall & { streamId: string }): Promise<void> {
    dispatch({ type: 'declinePressed', id: call.id })
    // The application first: Bandwidth asks it for the next verb as soon as the gateway has heard, and who declines without its
    // knowing is taken for somebody who was not there, and asked again. One that is slow holds nobody up.
    await atMost(applicationHeadStart, declineInApplication(call.applicationCallId))
    try {
      await client()?.declineStream(call.streamId)
    } catch (error) {
      log('warn', `decline at the gateway: ${describeError(error)}`)
    }
    const { call: present, recent } = getState()
    const named = [present, ...recent].find((other) => other?.id === call.id)
    if (call.applicationCallId === undefined) void declineInApplication(named?.applicationCallId)
    dispatch({ type: 'callEnded', id: call.id, cause: 'declined', at: now() })
  }

  /** Resolves when the application has answered, whatever it says. */
  async function declineInApplication(callId: string | undefined): Promise<void> {
    if (callId === undefined) return
    const declined = application.declined(callId)
    attempt('decline in the application', declined)
    await declined.catch(() => {})
  }

  function decline(): void {
    const { call } = getState()
    if (call?.status === 'offered') void declineOffered(call)
  }

  function hangUp(cause?: 'page-left'): void {
    const { call } = getState()
    if (!isLive(call) || call.status === 'declining') return
    if (call.status === 'offered') return decline()
    release(call)
    const own = isAwaitingAnswer(call) ? 'cancelled' : 'hangup'
    dispatch({ type: 'callEnded', id: call.id, cause: cause ?? own, at: now() })
  }

  function onConnectionLost(): void {
    const { call } = getState()
    if (call && isAwaitingAnswer(call)) release(call)
  }

  function lose(): void {
    const { call } = getState()
    if (call?.status !== 'connected') return
    release(call)
    dispatch({ type: 'callEnded', id: call.id, cause: causeOfLoss(call), at: now() })
  }

  function stopRinging(): void {
    const { call } = getState()
    if (call?.status === 'offered') {
      attempt('decline at the gateway', client()?.declineStream(call.streamId))
      void declineInApplication(call.applicationCallId)
      dispatch({ type: 'callEnded', id: call.id, cause: 'missed', at: now() })
    } else if (call && isAwaitingAnswer(call)) {
      release(call)
      dispatch({ type: 'callEnded', id: call.id, cause: 'no-answer', at: now() })
    }
  }

  /** After a new session the gateway offers the call's track again, or not (brtc-protocol 7.7). */
  function resumes(call: Call | null, from: string | undefined): call is ConnectedCall {
    if (call?.status !== 'connected' || call.lostAt === undefined) return false
    return !from || !call.number || from === call.number
  }

  function onStream({ streamId, from, autoAccepted }: StreamAvailable): void {
    const { call, announced } = getState()
    if (resumes(call, from)) {
      dispatch({ type: 'callResumed', id: call.id, streamId })
      if (!autoAccepted) attempt('accept of the resumed call', client()?.acceptStream(streamId))
      return
    }
    const isWaiting = isAwaitingAnswer(call)
    const isAnnounced = announced?.from === from && from !== undefined
    const isSecondCall = isLive(call) && (!isWaiting || (isAnnounced && from !== call.number))
    if (isSecondCall) {
      attempt('second call', client()?.declineStream(streamId))
      void declineInApplication(announced?.applicationCallId)
      dispatch({ type: 'secondCallDeclined' })
      return
    }
    if (!isWaiting && !announced && cancelled.isAnsweredBy(from)) {
      attempt('answer to a cancelled call', client()?.declineStream(streamId))
      return
    }
    const id = randomId()
    dispatch({
      type: 'streamAvailable',
      id,
      streamId,
      ...(from !== undefined && { from }),
      at: now(),
    })
    if (isWaiting && !autoAccepted) {
      client()
        ?.acceptStream(streamId)
        .catch((error: unknown) => fail(call.id, error))
    }
  }

  function onApplication(event: ApplicationEvent): void {
    const heeded = cancelled.heed(event, getState().call?.applicationCallId)
    if (heeded === 'named' && event.type === 'call.state') {
      attempt('hang-up of a cancelled call', application.hangUp(event.callId))
    }
    if (heeded !== 'other-call') return
    dispatch({ ...event, at: now() })
  }

  let reported: string | undefined
  function follow({ call, session }: PhoneState): void {
    if (session.status === 'offline') cancelled.clear()
    if (call?.status !== 'connected' || call.direction !== 'inbound') return
    const callId = call.applicationCallId
    if (callId === undefined || callId === reported) return
    reported = callId
    attempt('accept in the application', application.accepted(callId))
  }

  return {
    dial,
    accept,
    decline,
    hangUp,
    onStream,
    onConnectionLost,
    lose,
    stopRinging,
    onApplication,
    follow,
  }
}

/** Resolves when it has, or after so many milliseconds. */
async function atMost(limit: number, promise: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeOut = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limit)
  })
  await Promise.race([promise, timeOut])
  clearTimeout(timer)
}
