import type { DisconnectCause } from '../wire/webhooks.ts'
import type { EndCause } from '../wire/phone-api.ts'
import { callsOf } from './association.ts'
import { ended, isLive, type LiveCall } from './calls.ts'
import { abandon, takeBack, type Switchboard } from './switchboard.ts'

/** What agents, devices and the far end do to a call that exists. */
export interface CallControl {
  /** The three acts of an agent; false where there is no such call. What makes no sense any more does nothing. */
  accept: (id: string) => boolean
  decline: (id: string) => boolean
  /** @throws BandwidthApiError where Bandwidth did not end the call: it goes on */
  hangUp: (id: string) => Promise<boolean>
  /** Bandwidth's last word about a call. */
  disconnected: (callback: {
    callId: string
    direction: 'inbound' | 'outbound'
    tag?: string | undefined
    cause: string
  }) => void
  /** The agent's device is not there any more. */
  deviceLeft: (endpointId: string) => void
  /**
   * The agent's device has lost its connection. A call that is up may come back with it, if the gateway offers it again
   * (brtc-protocol 13, 7): Bandwidth's own words about the call are waited for. All others are over.
   */
  deviceLost: (endpointId: string) => void
  becameIneligible: (endpointId: string) => void
  becameEligible: (endpointId: string) => void
}

/** So long a device may take to come back to its call, in milliseconds; the phone gives a call up no sooner. */
export const returnTime = 12_000

export function createCallControl(board: Switchboard): CallControl {
  const { agents, calls, bandwidth } = board

  const callOf = (endpointId: string): LiveCall | undefined => {
    const id = agents.get(endpointId)?.callId
    const call = id === undefined ? undefined : calls.get(id)
    return call && isLive(call) ? call : undefined
  }

  const decline = (id: string) => {
    const call = calls.get(id)
    if (call?.status === 'offered') {
      calls.put(ended(call, 'rejected', { outcome: 'declined', mayConnect: true }))
      takeBack(board, call)
    }
    return call !== undefined
  }

  const deviceLeft = (endpointId: string) => {
    const call = callOf(endpointId)
    if (!call) return
    if (call.status === 'offered') {
      calls.put(ended(call, 'failed', { outcome: 'failed', mayConnect: true }))
      return
    }
    calls.put(ended(call, causeOfHangUp(call)))
    if (call.status === 'ringing') abandon(board, call.bandwidthCallId)
  }

  return {
    decline,
    deviceLeft,
    deviceLost: (endpointId) => {
      const call = callOf(endpointId)
      if (call?.status !== 'accepted' && call?.status !== 'answered') return deviceLeft(endpointId)
      board.after(returnTime, () => {
        const isAway = agents.get(endpointId)?.presence.status === 'absent'
        if (isAway && callOf(endpointId)?.id === call.id) {
          board.store.transaction(() => deviceLeft(endpointId))
        }
      })
    },
    accept: (id) => {
      const call = calls.get(id)
      if (call?.status === 'offered') calls.put({ ...call, status: 'accepted' })
      return call !== undefined
    },
    hangUp: async (id) => {
      const call = calls.get(id)
      if (!call || !isLive(call)) return call !== undefined
      if (call.status === 'offered') return decline(id)
      if (call.status !== 'dialing') {
        await bandwidth.updateCall(call.bandwidthCallId, { state: 'completed' })
      }
      const latest = calls.get(id)
      if (latest && isLive(latest)) calls.put(ended(latest, causeOfHangUp(latest)))
      return true
    },
    disconnected: (callback) => {
      if (callback.direction === 'inbound') board.callers.leave(callback.callId)
      const cause = causeOf(callback.cause)
      for (const call of callsOf(calls, callback)) {
        if (isLive(call)) calls.put(ended(adopted(call, callback.callId), cause))
      }
    },
    becameIneligible: (endpointId) => {
      const call = callOf(endpointId)
      if (call && isWithBandwidth(call)) calls.put({ ...call, wasIneligible: true })
    },
    becameEligible: (endpointId) => {
      const call = callOf(endpointId)
      // Stands in for a `disconnect` that never came: Bandwidth sends that callback once, or twice at most.
      const isOver = call?.status === 'accepted' || call?.status === 'answered'
      if (isOver && call.wasIneligible) calls.put(ended(call, 'hangup'))
    },
  }
}

/** Gives a call that is still being placed the id that Bandwidth turns out to have given it. */
function adopted(call: LiveCall, bandwidthCallId: string): LiveCall {
  return call.status === 'dialing' ? { ...call, status: 'ringing', bandwidthCallId } : call
}

function isWithBandwidth({ status }: LiveCall): boolean {
  return status === 'offered' || status === 'accepted' || status === 'answered'
}

function causeOfHangUp({ status }: LiveCall): EndCause {
  return status === 'dialing' || status === 'ringing' ? 'cancelled' : 'hangup'
}

/** Causes of [SPEC]; the list "is not exhaustive". */
const causes: Record<DisconnectCause, EndCause> = {
  hangup: 'hangup',
  busy: 'busy',
  timeout: 'no-answer',
  cancel: 'cancelled',
  rejected: 'rejected',
  'callback-error': 'failed',
  'invalid-bxml': 'failed',
  'application-error': 'failed',
  'account-limit': 'try-later',
  'node-capacity-exceeded': 'try-later',
  error: 'failed',
  unknown: 'failed',
}

function causeOf(cause: string): EndCause {
  return new Map<string, EndCause>(Object.entries(causes)).get(cause) ?? 'failed'
}
