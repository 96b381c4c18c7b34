import type { LifecycleEvent } from './endpoint-events.ts'
import { type Presence, presenceAfter, unseen } from './presence.ts'

/** One endpoint that this application minted, and the agent behind it. Times in milliseconds since the epoch. */
export type Agent = {
  endpointId: string
  presence: Presence
  expiresAt: number
  /** When the last call was over, or the endpoint was made. */
  idleSince: number
  /** The one call that this agent is claimed for. */
  callId: string | undefined
  /** On the way out: gets no more calls. */
  isLeaving: boolean
}

/**
 * Claiming is atomic and exclusive: an agent has at most one call, and a call keeps its agent until it is released.
 */
export interface Agents {
  add: (endpointId: string, expiresAt: number) => void
  get: (endpointId: string) => Agent | undefined
  /** Takes a lifecycle event in; false where the endpoint is not ours. */
  report: (event: LifecycleEvent) => boolean
  /** Claims a certain agent, whose device asked for a call; false where it is unknown, leaving or has a call. */
  claim: (endpointId: string, callId: string) => boolean
  /** Claims whoever is eligible and has waited longest; undefined where there is nobody. */
  claimLongestIdle: (callId: string, excluding: readonly string[]) => string | undefined
  /** Does nothing where the agent has another call by now. */
  release: (endpointId: string, callId: string) => void
  /** No more calls for this agent. */
  retire: (endpointId: string) => void
  remove: (endpointId: string) => void
  /** Endpoints whose device has left: they cannot be used again [D-FAQ]. */
  spent: () => readonly string[]
}

/** An endpoint about to expire gets no new call: its end would end the call's media too (bandwidth-backend 3). */
const lastCallBeforeExpiry = 2 * 60_000

export function createAgents(now: () => number): Agents {
  const agents = new Map<string, Agent>()

  const change = (endpointId: string, changes: Partial<Agent>) => {
    const agent = agents.get(endpointId)
    if (agent) agents.set(endpointId, { ...agent, ...changes })
  }
  const isFree = (agent: Agent) => agent.callId === undefined && !agent.isLeaving
  const isRoutable = (agent: Agent) =>
    isFree(agent) &&
    agent.presence.status === 'eligible' &&
    agent.expiresAt - now() > lastCallBeforeExpiry

  return {
    add: (endpointId, expiresAt) => {
      for (const agent of agents.values()) {
        if (agent.expiresAt <= now() && isFree(agent)) agents.delete(agent.endpointId)
      }
      agents.set(endpointId, {
        endpointId,
        presence: unseen,
        expiresAt,
        idleSince: now(),
        callId: undefined,
        isLeaving: false,
      })
    },
    get: (endpointId) => agents.get(endpointId),
    report: (event) => {
      const agent = agents.get(event.endpointId)
      if (!agent) return false
      change(event.endpointId, { presence: presenceAfter(agent.presence, event) })
      return true
    },
    claim: (endpointId, callId) => {
      const agent = agents.get(endpointId)
      if (!agent || !isFree(agent)) return false
      change(endpointId, { callId })
      return true
    },
    claimLongestIdle: (callId, excluding) => {
      const [agent] = [...agents.values()]
        .filter((agent) => isRoutable(agent) && !excluding.includes(agent.endpointId))
        .sort((a, b) => a.idleSince - b.idleSince)
      if (!agent) return undefined
      change(agent.endpointId, { callId })
      return agent.endpointId
    },
    release: (endpointId, callId) => {
      if (agents.get(endpointId)?.callId !== callId) return
      change(endpointId, { callId: undefined, idleSince: now() })
    },
    retire: (endpointId) => change(endpointId, { isLeaving: true }),
    remove: (endpointId) => {
      agents.delete(endpointId)
    },
    spent: () =>
      [...agents.values()]
        .filter(({ presence }) => presence.status === 'absent' && presence.gone.length > 0)
        .map(({ endpointId }) => endpointId),
  }
}
