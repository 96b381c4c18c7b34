import type { CreatedEndpoint } from '../wire/endpoints-api.ts'
import type { AgentPresence, ApplicationEvent, EndpointSnapshot } from '../wire/phone-api.ts'
import { isSpent } from './agents.ts'
import type { Owner } from './authenticator.ts'
import { BandwidthApiError } from './bandwidth-api.ts'
import { type CallControl, returnTime } from './call-control.ts'
import { eventOf, isLive } from './calls.ts'
import type { LifecycleEvent } from './endpoint-events.ts'
import type { EventStream } from './event-stream.ts'
import type { AgentRecord } from './records.ts'
import type { Switchboard } from './switchboard.ts'

/** The endpoints of this application: made for a phone, watched by Bandwidth's events, deleted when it leaves. */
export interface Endpoints {
  /**
   * The session's endpoints that cannot be used any more are deleted first.
   * @throws BandwidthApiError; `too_many_endpoints` (429) also where the user has as many as one may have
   */
  create: (owner: Owner) => Promise<CreatedEndpoint>
  /**
   * Ends what the agent was doing and deletes the endpoint. One that is not ours is left alone.
   * @throws BandwidthApiError where it is still there; it gets no more calls, and this can be repeated
   */
  remove: (endpointId: string) => Promise<void>
  /** Its page went away in a call: removed, unless its device has connected anew in a moment. */
  leave: (endpointId: string) => void
  report: (event: LifecycleEvent) => void
  /** Bandwidth knows of no device that holds it. */
  lose: (endpointId: string) => void
  /** Its call has ended without a word of Bandwidth's: the word that it is eligible again will not come either. */
  endedUnheard: (endpointId: string) => void
  /** Its phone listens: what was known of it before a restart counts again. */
  listened: (endpointId: string) => void
  setPresence: (userId: string, presence: AgentPresence['state']) => void
  /** All that a phone must know which has just begun to listen. */
  snapshot: (agent: AgentRecord) => EndpointSnapshot
  stateOf: (agent: AgentRecord) => ApplicationEvent
}

/** Enough for the browsers of one person; a script that goes on minting is stopped. */
const endpointsPerUser = 5
/** A phone connects within this time of getting its token, or never will, in milliseconds. */
const connectTime = 2 * 60_000
/** Marks the endpoints of this application among all of the account. */
const tagPrefix = 'offhook:'

export function createEndpoints(
  board: Switchboard,
  parts: { control: CallControl; events: EventStream; wake: () => void },
): Endpoints {
  const { store, agents, calls, bandwidth, documents, log, now } = board
  const { control, events, wake } = parts

  const remove = async (endpointId: string) => {
    if (!agents.get(endpointId)) return
    store.transaction(() => {
      agents.retire(endpointId)
      control.deviceLeft(endpointId)
    })
    await bandwidth.deleteEndpoint(endpointId)
    store.transaction(() => {
      agents.remove(endpointId)
      events.forget(endpointId)
    })
  }

  const isUseless = (agent: AgentRecord) =>
    isSpent(agent) ||
    (agent.presence.status === 'absent' && now() - agent.createdAt > connectTime) ||
    agent.expiresAt <= now()

  /** Deletes what nobody can use; what cannot be deleted now is deleted another time. */
  const removeAll = async (endpointIds: readonly string[]) => {
    const removals = await Promise.allSettled(endpointIds.map(remove))
    for (const removal of removals) {
      if (removal.status === 'rejected') {
        const message = 'A useless endpoint could not be deleted'
        log({ level: 'warn', message, cause: removal.reason })
      }
    }
  }

  /** Endpoints at Bandwidth that this application made, that no device holds and that no phone is about to use. */
  const sweepAccount = async () => {
    const useless = agents.all().filter(isUseless)
    await removeAll(useless.map(({ id }) => id))
    const disconnected = await bandwidth.listEndpoints('DISCONNECTED')
    const lost = disconnected.filter(
      ({ endpointId, tag }) => tag?.startsWith(tagPrefix) && !agents.get(endpointId),
    )
    await Promise.allSettled(lost.map(({ endpointId }) => bandwidth.deleteEndpoint(endpointId)))
    return useless.length + lost.length
  }

  const create: Endpoints['create'] = async (owner) => {
    const own = agents.all().filter(({ userId }) => userId === owner.userId)
    const useless = own.filter((agent) => agent.sessionId === owner.sessionId && isUseless(agent))
    await removeAll(useless.map(({ id }) => id))
    if (own.length - useless.length >= endpointsPerUser) {
      const message = `A user has ${endpointsPerUser} endpoints at once`
      throw new BandwidthApiError(message, { status: 429, type: 'too_many_endpoints' })
    }
    const tag = `${tagPrefix}${board.randomId('endpoint')}`
    const mint = () =>
      bandwidth.createEndpoint({
        type: 'WEBRTC',
        direction: 'BIDIRECTIONAL',
        tag,
        ...documents.endpointEvents(),
      })
    const endpoint = await mint().catch(async (error: unknown) => {
      if (!isCeiling(error) || (await sweepAccount()) === 0) throw error
      return mint()
    })
    const { endpointId: id, expirationTimestamp } = endpoint
    agents.add({ ...owner, id, tag, expiresAt: Date.parse(expirationTimestamp) })
    return endpoint
  }

  const isReachable = ({ presence, isConfirmed }: AgentRecord) => ({
    connected: presence.status !== 'absent',
    eligible: presence.status === 'eligible' && isConfirmed,
  })

  const stateOf = (agent: AgentRecord): ApplicationEvent => ({
    type: 'endpoint.state',
    endpointId: agent.id,
    ...isReachable(agent),
    presence: agents.presenceOf(agent.userId),
  })

  const publishState = (endpointId: string) => {
    const agent = agents.get(endpointId)
    if (agent) events.publish(endpointId, stateOf(agent))
  }

  const leave = (endpointId: string) => {
    const left = agents.get(endpointId)?.presence.deviceId
    board.after(returnTime, () => {
      const presence = agents.get(endpointId)?.presence
      // Every connection is a new device [D-FAQ].
      const isBack = presence?.status !== 'absent' && presence?.deviceId !== left
      if (!presence || isBack) return
      const failure = 'An endpoint that was left could not be deleted'
      board.background(failure, { endpointId }, () => remove(endpointId))
    })
  }

  return {
    create,
    remove,
    leave,
    stateOf,
    report: (event) => {
      const { endpointId } = event
      const before = agents.get(endpointId)
      if (!before) {
        // The last events of an endpoint come after it was deleted: those are nobody's concern.
        if (event.tags?.startsWith(tagPrefix)) return
        log({ level: 'warn', message: `${event.event} of an unknown endpoint`, endpointId })
        return
      }
      if (event.tags && event.tags !== before.tag) {
        log({ level: 'warn', message: `${event.event} with a foreign tag`, endpointId })
        return
      }
      agents.report(event)
      const { presence, isConfirmed } = agents.get(endpointId) ?? before
      const isReplaced =
        before.presence.deviceId !== undefined && presence.deviceId !== before.presence.deviceId
      const isSame =
        presence.status === before.presence.status && isConfirmed === before.isConfirmed
      if (isSame && !isReplaced) return
      publishState(endpointId)
      if (presence.status === 'absent' || isReplaced) control.deviceLost(endpointId)
      else if (presence.status === 'eligible') control.becameEligible(endpointId)
      else if (event.event === 'endpointIneligible') control.becameIneligible(endpointId)
      wake()
    },
    lose: (endpointId) => {
      if (agents.get(endpointId)?.presence.status === 'absent') return
      agents.lose(endpointId)
      publishState(endpointId)
      control.deviceLeft(endpointId)
    },
    endedUnheard: (endpointId) => {
      if (agents.get(endpointId)?.presence.status !== 'connected') return
      agents.presumeEligible(endpointId)
      publishState(endpointId)
      wake()
    },
    listened: (endpointId) => {
      if (agents.get(endpointId)?.isConfirmed !== false) return
      agents.confirm(endpointId)
      publishState(endpointId)
      wake()
    },
    setPresence: (userId, presence) => {
      agents.setPresence(userId, presence)
      for (const agent of agents.all()) if (agent.userId === userId) publishState(agent.id)
      wake()
    },
    snapshot: (agent) => {
      const call = agent.callId === undefined ? undefined : calls.get(agent.callId)
      return {
        endpointId: agent.id,
        ...isReachable(agent),
        presence: agents.presenceOf(agent.userId),
        expiresAt: new Date(agent.expiresAt).toISOString(),
        ...(call && isLive(call) && { call: eventOf(call) }),
      }
    },
  }
}

function isCeiling(error: unknown): boolean {
  return error instanceof BandwidthApiError && error.status === 429
}
