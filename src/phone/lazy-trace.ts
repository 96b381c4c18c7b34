import type { BrtcEvent } from '../brtc/client.ts'
import type { CallTrace, Moment } from './call-trace.ts'
import type { PhoneState } from './phone-state.ts'
import type { NetworkSteps, StepSource } from './step.ts'
import type { ApplicationFact } from './watch-application.ts'

/** What a phone has to tell of itself, call by call. */
export interface LazyTrace extends StepSource {
  onApplication: (fact: ApplicationFact) => void
  onGateway: (event: BrtcEvent) => void
  follow: (state: PhoneState, previous: PhoneState) => void
  close: () => void
}

export type LazyTraceOptions = { now: () => number; network?: NetworkSteps | undefined }

/**
 * Writes down what went by. Few look at it, so what does the writing is loaded when there is first something to write, and is
 * then told all that it has missed, each with its own moment. Where it cannot be loaded there is nothing to look at.
 */
export function createLazyTrace({ now, network }: LazyTraceOptions): LazyTrace {
  const missed: ((trace: CallTrace) => void)[] = []
  const listeners = new Set<() => void>()
  let trace: CallTrace | undefined
  let loading: Promise<void> | undefined
  let lastPlace = 0
  const place = network?.place ?? (() => ++lastPlace)
  const take = (): Moment => ({ order: place(), at: now() })

  async function load(): Promise<void> {
    const { createCallTrace } = await import('./call-trace.ts')
    trace = createCallTrace(() => listeners.forEach((listener) => listener()))
    for (const write of missed.splice(0)) write(trace)
  }

  function tell(write: (trace: CallTrace) => void): void {
    if (trace) return write(trace)
    missed.push(write)
    loading ??= load().catch(() => {})
  }

  const leaveNetwork = network?.subscribe((step) => tell((to) => to.add(step)))

  return {
    steps: (callId) => trace?.steps(callId) ?? nothing,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    onApplication: (fact) => {
      const moment = take()
      tell((to) => to.onApplication(fact, moment))
    },
    onGateway: (event) => {
      const moment = take()
      tell((to) => to.onGateway(event, moment))
    },
    follow: (state, previous) => {
      if (state.session !== previous.session) {
        const moment = take()
        tell((to) => to.followSession(state.session, previous.session, moment))
      }
      if (state.call !== previous.call) {
        const moment = take()
        tell((to) => to.followCall(state.call, previous.call, moment))
      }
    },
    close: () => leaveNetwork?.(),
  }
}

/** Always the same, so that nobody takes it for a change. */
const nothing: readonly never[] = []
