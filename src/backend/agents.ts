import type { Owner } from './authenticator.ts'
import type { LifecycleEvent } from './endpoint-events.ts'
import { presenceAfter, unseen } from './presence.ts'
import type { AgentRecord, UserRecord } from './records.ts'
import type { Store } from './store.ts'

/**
 * Claiming is atomic and exclusive: an agent has at most one call, and a call keeps its agent until it is released.
 */
export interface Agents {
  add: (agent: Owner & Pick<AgentRecord, 'id' | 'tag' | 'expiresAt'>) => void
  get: (endpointId: string) => AgentRecord | undefined
  all: () => readonly AgentRecord[]
  /** Takes a lifecycle event in; false where the endpoint is not ours. */
  report: (event: LifecycleEvent) => boolean
  /** The phone has shown that it is still there: what was known before a restart counts again. */
  confirm: (endpointId: string) => void
  /** Those who can be given a call now, whoever has been idle longest first. */
  routable: () => readonly AgentRecord[]
  /** False where the agent is unknown, leaving or has a call. */
  claim: (endpointId: string, callId: string) => boolean
  /** Does nothing where the agent has another call by now. */
  release: (endpointId: string, callId: string) => void
  /** No more calls for this agent. */
  retire: (endpointId: string) => void
  /** The phone has been told that the endpoint is about to expire. */
  warn: (endpointId: string) => void
  remove: (endpointId: string) => void
  /** No device holds it, as far as Bandwidth knows. An event of the device can still prove the contrary. */
  lose: (endpointId: string) => void
  /** The last call is over, and the word that the device is free again was lost with the word of that. */
  presumeEligible: (endpointId: string) => void
  /** What was known of all of them before a restart is not relied on. */
  doubt: () => void
  presenceOf: (userId: string) => UserRecord['presence']
  setPresence: (userId: string, presence: UserRecord['presence']) => void
}

/** An endpoint about to expire gets no new call: its end would end the call's media too (bandwidth-backend 3). */
const lastCallBeforeExpiry = 2 * 60_000

export function createAgents(store: Store, now: () => number): Agents {
  const { agents, users } = store

  const change = (endpointId: string, changes: Partial<AgentRecord>) => {
    const agent = agents.get(endpointId)
    if (agent) agents.put({ ...agent, ...changes })
  }
  const isFree = (agent: AgentRecord) => agent.callId === undefined && !agent.isLeaving
  const presenceOf = (userId: string) => users.get(userId)?.presence ?? 'available'
  const isRoutable = (agent: AgentRecord) =>
    isFree(agent) &&
    agent.isConfirmed &&
    agent.presence.status === 'eligible' &&
    agent.expiresAt - now() > lastCallBeforeExpiry &&
    presenceOf(agent.userId) === 'available'

  return {
    add: (agent) =>
      agents.put({
        ...agent,
        createdAt: now(),
        presence: unseen,
        isConfirmed: true,
        idleSince: now(),
        isLeaving: false,
        isExpiring: false,
      }),
    get: (endpointId) => agents.get(endpointId),
    all: () => [...agents.all()],
    report: (event) => {
      const agent = agents.get(event.endpointId)
      if (!agent) return false
      const presence = presenceAfter(agent.presence, event)
      change(event.endpointId, { presence, isConfirmed: true })
      return true
    },
    confirm: (endpointId) => {
      if (agents.get(endpointId)?.isConfirmed === false) change(endpointId, { isConfirmed: true })
    },
    routable: () => [...agents.all()].filter(isRoutable).sort((a, b) => a.idleSince - b.idleSince),
    claim: (endpointId, callId) =>
      store.transaction(() => {
        const agent = agents.get(endpointId)
        if (!agent || !isFree(agent)) return false
        change(endpointId, { callId })
        return true
      }),
    release: (endpointId, callId) => {
      const agent = agents.get(endpointId)
      if (agent?.callId !== callId) return
      const { callId: _released, ...free } = agent
      agents.put({ ...free, idleSince: now() })
    },
    lose: (endpointId) => {
      const agent = agents.get(endpointId)
      if (agent) change(endpointId, { presence: { ...agent.presence, status: 'absent' } })
    },
    presumeEligible: (endpointId) => {
      const agent = agents.get(endpointId)
      if (agent?.presence.status !== 'connected') return
      change(endpointId, { presence: { ...agent.presence, status: 'eligible' } })
    },
    retire: (endpointId) => change(endpointId, { isLeaving: true }),
    warn: (endpointId) => change(endpointId, { isExpiring: true }),
    remove: (endpointId) => agents.delete(endpointId),
    doubt: () =>
      store.transaction(() => {
        for (const { id } of agents.all()) change(id, { isConfirmed: false })
      }),
    presenceOf,
    setPresence: (userId, presence) => users.put({ id: userId, presence }),
  }
}

/** The device has been there and left: the endpoint cannot be used again [D-FAQ]. */
export function isSpent({ presence }: AgentRecord): boolean {
  return presence.status === 'absent' && presence.gone.length > 0
}
