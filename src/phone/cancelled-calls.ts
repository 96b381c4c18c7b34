import type { ApplicationEvent } from '../wire/phone-api.ts'

/** For how long after the cancel the application may still name the call, in milliseconds. */
const namingMs = 30_000
/** For how long the callee's answer may still be on its way; later, the callee is calling back. */
const answerMs = 5_000

type Cancelled = {
  id: string
  number: string
  wasAnswered: boolean
  at: number
  applicationCallId?: string
}

/**
 * Outbound calls that the agent has ended and the network may not have: the application may name one only after
 * it was cancelled, and the callee may answer at the same moment. No call id reaches the device (brtc-protocol
 * 6.5), so both are known by the number.
 */
export interface CancelledCalls {
  add: (call: Omit<Cancelled, 'at'>) => void
  /** The request itself was refused: nothing of it will come. */
  forget: (id: string) => void
  /** The session is over, and what belonged to it. */
  clear: () => void
  /** Whether a stream from there, where no call is waited for, can only be the answer to a cancelled call. */
  isAnsweredBy: (from: string | undefined) => boolean
  /** Whether the event is about a cancelled call, and so not about another to the same number. */
  heed: (event: ApplicationEvent, presentCallId: string | undefined) => Heeded
}

/** `named`: the application has told the id of a cancelled call for the first time. */
export type Heeded = 'other-call' | 'cancelled-call' | 'named'

export function createCancelledCalls(now: () => number): CancelledCalls {
  let calls: Cancelled[] = []

  const within = (limitMs: number): Cancelled[] => calls.filter((call) => now() < call.at + limitMs)
  const forget = (id: string): void => {
    calls = calls.filter((call) => call.id !== id)
  }

  return {
    add: (call) => {
      calls = [...within(namingMs), { ...call, at: now() }]
    },
    forget,
    clear: () => {
      calls = []
    },
    isAnsweredBy: (from) =>
      within(answerMs).some((call) => !call.wasAnswered && (!from || from === call.number)),
    heed: (event, presentCallId) => {
      if (event.type !== 'call.state' || event.direction !== 'outbound') return 'other-call'
      if (event.callId === presentCallId) return 'other-call'
      const call = within(namingMs).find(({ applicationCallId, number }) =>
        applicationCallId === undefined
          ? number === event.number
          : applicationCallId === event.callId,
      )
      if (!call) return 'other-call'
      const isFirst = call.applicationCallId === undefined && event.state !== 'ended'
      if (event.state === 'ended') forget(call.id)
      else call.applicationCallId = event.callId
      return isFirst ? 'named' : 'cancelled-call'
    },
  }
}
