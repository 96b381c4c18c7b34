import type { Agents } from './agents.ts'
import type { CallControl } from './call-control.ts'
import { bandwidthIdOf, type Call, isLive, type LiveCall } from './calls.ts'
import type { Endpoints } from './endpoints.ts'
import { isLiveCaller } from './callers.ts'
import type { EventStream } from './event-stream.ts'
import type { HoldQueue } from './hold-queue.ts'
import type { InboundCalls } from './inbound-calls.ts'
import type { OutboundCalls } from './outbound-calls.ts'
import type { Presence } from './records.ts'
import type { Switchboard } from './switchboard.ts'
import type { WebhookLog } from './webhook-log.ts'

/**
 * Looks after everything that time alone ends: what webhooks have told is looked at here once more, because they can get
 * lost, and a process can be killed between two of them.
 */
export interface Sweeper {
  /** Begins, with what was left over from before a restart. */
  start: () => void
  stop: () => void
}

/** Milliseconds. */
const interval = 5_000
/** A create-call without an answer may have worked: so long its webhooks can still adopt the call. */
const adoptionTime = 60_000
/** So long an offer rings where Bandwidth does not end it, because to it the call is connected. */
const longestOffer = 30_000
/** After so long without a word Bandwidth is asked what became of a call: one that is being set up, one that is up. */
const silenceInSetup = 60_000
const silenceInCall = 5 * 60_000
/** A call of that age is known to Bandwidth, if it ever was one. */
const longestLag = 5 * 60_000
/** Everything about a call is remembered so long after its end: a late webhook must find out that it is over. */
const remembered = 60 * 60_000
/** The phone is told so long before its endpoint ends. */
const expiryNotice = 10 * 60_000

export function createSweeper(
  board: Switchboard,
  parts: {
    control: CallControl
    endpoints: Endpoints
    events: EventStream
    inbound: InboundCalls
    outbound: OutboundCalls
    queue: HoldQueue
    webhookLog: WebhookLog
  },
): Sweeper {
  const { platform, store, agents, calls, callers, bandwidth, background, now } = board
  const { control, endpoints, events, inbound, outbound, queue, webhookLog } = parts
  /** Calls and endpoints about which Bandwidth is being asked, so that it is not asked twice at a time. */
  const underWay = new Set<string>()
  let cancel: (() => void) | undefined

  const once = (key: string, failure: string, about: object, work: () => Promise<void>) => {
    if (underWay.has(key)) return
    underWay.add(key)
    background(failure, about, () => work().finally(() => underWay.delete(key)))
  }

  const ask = (callId: string, direction: Call['direction']) =>
    once(callId, 'Bandwidth could not be asked about a call', { callId }, async () => {
      const known = await bandwidth.getCall(callId)
      store.transaction(() => take(callId, direction, known))
    })

  const take = (
    callId: string,
    direction: Call['direction'],
    known: { state: string; cause?: string } | undefined,
  ) => {
    // What Bandwidth does not know (yet) may have begun a moment ago [SPEC: may lag minutes].
    const isOver = known ? known.state === 'disconnected' : isOld(callId)
    if (!isOver) {
      callers.heard(callId)
      for (const call of calls.ofBandwidthCall(callId)) calls.heard(call.id)
      return
    }
    const unheard = calls.ofBandwidthCall(callId).filter(isLive)
    control.disconnected({ callId, direction, cause: known?.cause ?? 'hangup' })
    for (const { endpointId, wasIneligible } of unheard) {
      if (wasIneligible) endpoints.endedUnheard(endpointId)
    }
    queue.wake()
  }

  const isOld = (callId: string) => {
    const caller = callers.get(callId)
    const began = [
      ...calls.ofBandwidthCall(callId).map(({ startedAt }) => startedAt),
      ...(caller && isLiveCaller(caller) ? [caller.arrivedAt] : []),
    ]
    return now() - Math.min(...began) >= longestLag
  }

  const sweepCall = (call: LiveCall) => {
    const age = now() - call.startedAt
    if (call.direction === 'outbound' && call.status === 'dialing') {
      if (age >= adoptionTime) outbound.giveUp(call)
      return
    }
    if (call.direction === 'inbound' && platform === 'webrtc' && age >= longestOffer) {
      inbound.giveUp(call)
    }
    const isUp = call.status === 'accepted' || call.status === 'answered'
    const limit = isUp ? silenceInCall : silenceInSetup
    const bandwidthCallId = bandwidthIdOf(call)
    if (bandwidthCallId !== undefined && now() - call.heardAt >= limit) {
      ask(bandwidthCallId, call.direction)
    }
  }

  const sweepAgent = (agent: ReturnType<Agents['all']>[number]) => {
    const { id: endpointId, expiresAt } = agent
    if (expiresAt <= now()) {
      once(endpointId, 'An expired endpoint could not be deleted', { endpointId }, () =>
        endpoints.remove(endpointId),
      )
    } else if (!agent.isExpiring && expiresAt - now() <= expiryNotice) {
      agents.warn(endpointId)
      const at = new Date(expiresAt).toISOString()
      events.publish(endpointId, { type: 'endpoint.expiring', endpointId, expiresAt: at })
    }
  }

  const sweep = () =>
    store.transaction(() => {
      for (const call of calls.live()) sweepCall(call)
      for (const caller of callers.live()) {
        const isInCall = queue.offersOf(caller.id).some(isLive)
        if (!isInCall && now() - caller.heardAt >= silenceInSetup) ask(caller.id, 'inbound')
      }
      for (const agent of agents.all()) sweepAgent(agent)
      calls.forget(remembered)
      callers.forget(remembered)
      webhookLog.forget()
      queue.wake()
    })

  /** Events may have been lost while nobody was listening. */
  const recover = () => {
    agents.doubt()
    const before = new Map(agents.all().map(({ id, presence }) => [id, presence]))
    for (const call of calls.live()) {
      const bandwidthCallId = bandwidthIdOf(call)
      if (bandwidthCallId !== undefined) ask(bandwidthCallId, call.direction)
    }
    for (const caller of callers.live()) ask(caller.id, 'inbound')
    if (before.size === 0) return
    background('Bandwidth could not be asked which phones are connected', {}, async () => {
      const connected = new Set(
        (await bandwidth.listEndpoints('CONNECTED')).map(({ endpointId }) => endpointId),
      )
      store.transaction(() => {
        for (const { id, presence } of agents.all()) {
          // Only an event is newer than the list: a phone can listen to us and have lost its device.
          const isUnheard = isSameReport(before.get(id), presence)
          if (!connected.has(id) && isUnheard) endpoints.lose(id)
        }
      })
    })
  }

  const next = () => {
    cancel = board.after(interval, () => {
      try {
        sweep()
      } catch (error) {
        board.log({ level: 'error', message: 'The sweep failed', cause: error })
      }
      next()
    })
  }

  return {
    start: () => {
      recover()
      next()
    },
    stop: () => cancel?.(),
  }
}

function isSameReport(before: Presence | undefined, now: Presence): boolean {
  if (!before) return false
  return before.deviceId === now.deviceId && before.eligibilityAt === now.eligibilityAt
}
