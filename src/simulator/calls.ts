import type { CreateCallRequest, UpdateCallRequest } from '../wire/calls-api.ts'
import type { DisconnectCause } from '../wire/webhooks.ts'
import { interpretBxml, type BxmlDocument } from './bxml-interpreter.ts'
import { farEndOf, isAnswered, isLive, voiceCallback, type Call } from './call.ts'
import {
  inboundCallbacks,
  outboundCallbacks,
  redirectCallback,
  type VoiceApplication,
} from './call-callbacks.ts'
import { CallFailure } from './call-failure.ts'
import { createBxmlCall, fetchDocument, readBxml, type ProgramTools } from './call-program.ts'
import type { Impairment, Keys } from './device-link.ts'
import type { TelephoneAct } from './telephones.ts'

export interface Calls {
  /** Queues an outbound call. */
  create: (request: CreateCallRequest) => Call
  /** A call arrives from the phone network. */
  receive: (
    arrival: { from: string; to: string; impairment?: Impairment },
    application: VoiceApplication,
  ) => Call
  find: (callId: string) => Call | undefined
  /** Oldest first; those that are over too. */
  list: () => Call[]
  live: () => Call[]
  /** Interrupts what runs and posts `redirect`. */
  redirect: (call: Call, request: UpdateCallRequest & { redirectUrl: string }) => void
  /** Interrupts what runs and runs this. @throws CallFailure `invalid-bxml` */
  replaceBxml: (call: Call, bxml: string) => void
  /** Hangs up, cancels or rejects, whichever the call's state makes of it (backend 5.3). */
  complete: (call: Call) => void
  /** Somebody at the telephone at the far end acts. @returns false where the call is at no moment for it */
  act: (call: Call, act: TelephoneAct) => boolean
  /** Forgets every call without a word. */
  close: () => void
}

/** While a call lives. */
type Activity = {
  program: AbortController
  timers: Set<() => void>
  /** Whoever hears the keys of the telephone at the far end. */
  listeners: Set<(digits: string) => void>
  /** Whence the last document came. */
  baseUrl: string
}

const defaultCallbackTimeout = 15
const defaultCallTimeout = 30
/** How long the network takes to say that a line is busy, milliseconds. */
const busyDelay = 500

const errorMessages: Partial<Record<DisconnectCause, string>> = {
  busy: 'Callee is busy',
  timeout: 'Call was not answered',
  rejected: 'Call was rejected',
}

/** The call machine: see `call.ts` for its states. Each call ends with exactly one `disconnect`, its last webhook. */
export function createCalls(
  options: ProgramTools & { accountId: string; applicationId: string; randomId: () => string },
): Calls {
  const { clock, switches, journal, webhooks, randomId, accountId, applicationId } = options
  const calls = new Map<string, Call>()
  const activities = new Map<Call, Activity>()

  const add = (
    facts: Omit<Call, 'callId' | 'callUrl' | 'accountId' | 'applicationId' | 'startedAt'>,
  ) => {
    // 47 characters [SMOKE].
    const callId = `c-${randomId().slice(0, 8)}-${randomId()}`
    const callUrl = `https://voice.bandwidth.com/api/v2/accounts/${accountId}/calls/${callId}`
    const call: Call = {
      ...facts,
      callId,
      callUrl,
      accountId,
      applicationId,
      startedAt: clock.now(),
    }
    calls.set(callId, call)
    activities.set(call, {
      program: new AbortController(),
      timers: new Set(),
      listeners: new Set(),
      baseUrl: facts.opening.primary.url,
    })
    return call
  }

  const later = (call: Call, milliseconds: number, run: () => void) => {
    activities.get(call)?.timers.add(clock.after(milliseconds, run))
  }

  const telephoneActs = (call: Call, act: string) =>
    journal.record({
      from: 'telephone',
      to: 'gateway',
      kind: 'telephone',
      summary: `${farEndOf(call)} ${act}`,
    })

  const create = (request: CreateCallRequest) => {
    const call = add({
      direction: 'outbound',
      from: request.from,
      to: request.to,
      ...(request.tag !== undefined && { tag: request.tag }),
      phase: { status: 'queued' },
      ...outboundCallbacks(request),
      callbackTimeout: (request.callbackTimeout ?? defaultCallbackTimeout) * 1000,
      callTimeout: (request.callTimeout ?? defaultCallTimeout) * 1000,
    })
    later(call, 0, () => dial(call))
    return call
  }

  const dial = (call: Call) => {
    call.phase = { status: 'initiated' }
    const { reaction } = options.book.called(call.to)
    if (reaction.type === 'busy') {
      later(call, busyDelay, () => beBusy(call))
      return
    }
    call.phase = { status: 'ringing' }
    telephoneActs(call, 'rings')
    later(call, call.callTimeout, () => {
      if (!isAnswered(call)) disconnect(call, 'timeout')
    })
    if (reaction.type === 'rejects') {
      later(call, reaction.after * 1000, () => {
        if (!isAnswered(call)) hangUpFarEnd(call)
      })
    }
    if (reaction.type === 'answers') {
      later(call, reaction.after * 1000, () => pickUp(call, reaction.hangsUpAfter))
    }
  }

  const beBusy = (call: Call) => {
    telephoneActs(call, 'is busy')
    disconnect(call, 'busy')
  }

  const pickUp = (call: Call, hangsUpAfter?: number) => {
    if (isAnswered(call)) return
    telephoneActs(call, 'answers')
    call.phase = { status: 'answered', answeredAt: clock.now() }
    if (hangsUpAfter !== undefined) later(call, hangsUpAfter * 1000, () => hangUpFarEnd(call))
    start(call, () => fetchDocument(call, 'answer', call.opening, options))
  }

  const receive: Calls['receive'] = (arrival, application) => {
    const { to } = arrival
    const call = add({
      direction: 'inbound',
      ...arrival,
      phase: { status: 'initiated' },
      ...inboundCallbacks(application),
      callTimeout: 0,
      callbackTimeout: (application.callbackTimeout ?? defaultCallbackTimeout) * 1000,
    })
    telephoneActs(call, `calls ${to}`)
    start(call, () => fetchDocument(call, 'initiate', call.opening, options))
    return call
  }

  /** Interrupts what the call was doing, and runs what `first` brings. */
  const start = (call: Call, first: () => BxmlDocument | Promise<BxmlDocument>) => {
    const activity = activities.get(call)
    if (!activity) return
    activity.program.abort()
    activity.program = new AbortController()
    void run(call, first, activity, activity.program.signal)
  }

  const run = async (
    call: Call,
    first: () => BxmlDocument | Promise<BxmlDocument>,
    activity: Activity,
    signal: AbortSignal,
  ) => {
    const answer = () => {
      if (call.phase.status === 'initiated') {
        call.phase = { status: 'answered', answeredAt: clock.now() }
      }
    }
    const keys: Keys = (listener) => {
      activity.listeners.add(listener)
      return () => activity.listeners.delete(listener)
    }
    try {
      const document = await first()
      if (signal.aborted) return
      activity.baseUrl = document.url
      await interpretBxml(document, createBxmlCall(call, signal, { answer, keys }, options), signal)
      if (!signal.aborted) complete(call)
    } catch (error) {
      if (signal.aborted) return
      const failure = error instanceof CallFailure ? error : undefined
      const message = error instanceof Error ? error.message : String(error)
      disconnect(call, failure?.code ?? 'error', message)
    }
  }

  const complete = (call: Call) => {
    if (isAnswered(call)) disconnect(call, 'hangup')
    else disconnect(call, call.direction === 'inbound' ? 'rejected' : 'cancel')
  }

  const hangUpFarEnd = (call: Call) => {
    if (!isLive(call)) return
    const isCaller = call.direction === 'inbound'
    telephoneActs(call, isAnswered(call) ? 'hangs up' : isCaller ? 'gives up' : 'rejects')
    disconnect(call, isAnswered(call) ? 'hangup' : isCaller ? 'cancel' : 'rejected')
  }

  const press = (call: Call, digits: string): boolean => {
    const listeners = activities.get(call)?.listeners ?? new Set()
    if (listeners.size === 0) return false
    telephoneActs(call, `presses ${digits}`)
    for (const hear of listeners) hear(digits)
    return true
  }

  const act = (call: Call, given: TelephoneAct): boolean => {
    if (!isLive(call)) return false
    if (given.type === 'press') return press(call, given.digits)
    if (given.type !== 'hang-up' && call.phase.status !== 'ringing') return false
    switch (given.type) {
      case 'answer':
        pickUp(call)
        return true
      case 'busy':
        beBusy(call)
        return true
      case 'reject':
      case 'hang-up':
        hangUpFarEnd(call)
        return true
    }
  }

  const disconnect = (
    call: Call,
    cause: DisconnectCause,
    errorMessage = call.direction === 'outbound' ? errorMessages[cause] : undefined,
  ) => {
    const activity = activities.get(call)
    if (!activity) return
    activities.delete(call)
    call.phase = {
      status: 'disconnected',
      ...(call.phase.status === 'answered' && { answeredAt: call.phase.answeredAt }),
      endedAt: clock.now(),
      cause,
      ...(errorMessage !== undefined && { errorMessage, errorId: randomId() }),
    }
    for (const cancel of activity.timers) cancel()
    // First the device loses its leg and the application hears how the connection ended.
    activity.program.abort()
    reportEnd(call, cause, errorMessage)
  }

  const reportEnd = (call: Call, cause: DisconnectCause, errorMessage: string | undefined) => {
    const why = errorMessage === undefined ? cause : `${cause}, ${errorMessage}`
    const isFault = /error|bxml|unknown/.test(cause)
    journal.record({
      from: 'gateway',
      to: 'telephone',
      kind: isFault ? 'warning' : 'telephone',
      summary: `call with ${farEndOf(call)} is over: ${why}`,
    })
    if (!call.disconnect) {
      const summary = 'the call has no disconnect URL: the application is not told that it is over'
      journal.record({ from: 'gateway', to: 'application', kind: 'warning', summary })
      return
    }
    void webhooks.deliver({
      name: `disconnect ${cause}`,
      body: voiceCallback(call, 'disconnect', clock.now()),
      target: call.disconnect.primary,
      timeout: call.callbackTimeout,
      fallbackOn: switches.fallbackOn,
      retries: true,
    })
  }

  return {
    create,
    receive,
    find: (callId) => calls.get(callId),
    list: () => [...calls.values()],
    live: () => [...activities.keys()],
    redirect: (call, request) => {
      if (request.tag !== undefined) call.tag = request.tag
      const callback = redirectCallback(request, activities.get(call)?.baseUrl ?? '')
      start(call, () => fetchDocument(call, 'redirect', callback, options))
    },
    replaceBxml: (call, bxml) => {
      const verbs = readBxml(bxml, options)
      const url = activities.get(call)?.baseUrl ?? ''
      start(call, () => ({ verbs, url }))
    },
    complete,
    act,
    close: () => {
      for (const { program, timers } of activities.values()) {
        for (const cancel of timers) cancel()
        program.abort()
      }
      activities.clear()
      calls.clear()
    },
  }
}
