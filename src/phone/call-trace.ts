import type { BrtcEvent } from '../brtc/client.ts'
import { describeFact } from './describe-fact.ts'
import { describeFrame } from './describe-frame.ts'
import type { Call, Session } from './phone-state.ts'
import { isLive } from './reduce-call.ts'
import type { Step, StepSource } from './step.ts'
import type { ApplicationFact } from './watch-application.ts'

export type NewStep = Omit<Step, 'order' | 'at'>

/** When something was, and its place in the one order of all steps. */
export type Moment = Pick<Step, 'order' | 'at'>

/** Writes down, call by call, what went by between this phone, Bandwidth and the application. */
export interface CallTrace extends Pick<StepSource, 'steps'> {
  add: (step: Step) => void
  onApplication: (fact: ApplicationFact, moment: Moment) => void
  onGateway: (event: BrtcEvent, moment: Moment) => void
  followSession: (session: Session, previous: Session, moment: Moment) => void
  followCall: (call: Call | null, previous: Call | null, moment: Moment) => void
}

/** As many calls, and as many steps of each, as somebody looks back at. */
const limits = { calls: 25, steps: 300 }

/** Milliseconds after the end of a call in which what is said is still about it. */
const aftermath = 5_000
/** Milliseconds for which somebody who began to call may wait until this phone rings. */
const patience = 60_000
/** Milliseconds before an inbound call that are about it, where nobody said when it began. */
const prelude = 2_000

/** @param onChange told after each change */
export function createCallTrace(onChange: () => void): CallTrace {
  const traces = new Map<string | null, readonly Step[]>([[null, []]])
  /** The call on the screen, and since when it is over. */
  let current: { id: string; endedAt?: number } | undefined
  /** Where what is about the next inbound call begins. */
  let beginning: { order: number; at: number } | undefined

  const stepsOf = (id: string | null) => traces.get(id) ?? []

  const put = (id: string | null, steps: readonly Step[]) => {
    traces.set(id, steps.toSorted((a, b) => a.order - b.order).slice(-limits.steps))
    const [oldest] = [...traces.keys()].filter((key) => key !== null)
    if (traces.size > limits.calls + 1 && oldest !== undefined) traces.delete(oldest)
    onChange()
  }

  const isOver = (at: number) =>
    !current || (current.endedAt !== undefined && (beginning || at - current.endedAt > aftermath))

  const add = (step: Step) => {
    const isFree = !current || current.endedAt !== undefined
    const isForgotten = !beginning || step.at - beginning.at > patience
    if (step.begins && isFree && isForgotten) beginning = { order: step.order, at: step.at }
    const id = isOver(step.at) ? null : (current?.id ?? null)
    put(id, [...stepsOf(id), step])
  }

  /** What has been said about an inbound call before it rang here belongs to it. */
  const begin = (call: Call) => {
    current = { id: call.id }
    const isOurs = (step: Step) =>
      beginning ? step.order >= beginning.order : step.at >= call.startedAt - prelude
    const earlier = stepsOf(null)
    if (call.direction === 'inbound' && earlier.some(isOurs)) {
      put(call.id, earlier.filter(isOurs))
      put(
        null,
        earlier.filter((step) => !isOurs(step)),
      )
    }
    beginning = undefined
  }

  const note = (summary: string, moment: Moment) =>
    add({ ...moment, from: 'device', to: 'device', kind: 'state', summary })

  return {
    add,
    steps: stepsOf,
    onApplication: (fact, moment) => add({ ...describeFact(fact), ...moment }),
    onGateway: (event, moment) => {
      const step = stepOf(event)
      if (step) add({ ...step, ...moment })
    },
    followSession: (session, previous, moment) => {
      const state = stateOfSession(session)
      if (state !== stateOfSession(previous)) note(state, moment)
    },
    followCall: (call, previous, moment) => {
      if (!call || (call.id === previous?.id && call.status === previous.status)) return
      if (call.id !== previous?.id) begin(call)
      note(call.status === 'ended' ? `ended:${call.cause}` : call.status, moment)
      if (!isLive(call)) current = { id: call.id, endedAt: moment.at }
    },
  }
}

function stateOfSession(session: Session): string {
  return session.status === 'offline' && session.reason
    ? `offline:${session.reason}`
    : session.status
}

function stepOf(event: BrtcEvent): NewStep | undefined {
  switch (event.type) {
    case 'frame':
      return event.method === 'ping' || event.replyTo === 'ping' ? undefined : describeFrame(event)
    case 'socketOpened':
      return { from: 'gateway', to: 'device', kind: 'frame', summary: 'socket open' }
    case 'disconnected': {
      const { closeCode, reason } = event
      const summary = ['socket closed', closeCode, reason].filter(Boolean).join(' ')
      return { from: 'gateway', to: 'device', kind: 'frame', summary }
    }
    case 'faulted':
      return {
        from: 'gateway',
        to: 'device',
        kind: 'warning',
        summary: event.error.code,
        detail: event.error.message,
      }
    case 'streamAvailable':
    case 'streamUnavailable':
    case 'peerStateChanged':
    case 'tonePlayed':
    case 'ready':
    case 'heartbeat':
      return undefined
  }
}
