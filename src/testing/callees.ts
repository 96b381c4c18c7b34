import type { AgentClient } from './agent-client.ts'
import { type Caller, createCaller } from './caller.ts'
import type { ProcessWorld } from './process-world.ts'

/** Telephones of the simulator, by what they do. Those that answer do so after a second. */
export const telephones = {
  answers: '+19191111111',
  answersToo: '+19195550101',
  busy: '+19195550102',
  neverAnswers: '+19195550103',
  rejects: '+19195550104',
} as const

/** The far ends of outbound calls. */
export interface Callees {
  /** Resolves when that telephone is being called. */
  called: (number: string) => Promise<Caller>
  /** Resolves when it has been picked up. */
  pickedUp: (number: string) => Promise<Caller>
  /** How often that telephone has begun to ring. */
  rang: (number: string) => Promise<number>
  /** The statuses with which Bandwidth has answered create-call, oldest first. */
  createCalls: () => Promise<readonly number[]>
  /** Resolves when the agent was told that the call with that number has come so far. */
  reaches: (agent: AgentClient, number: string, word: string) => Promise<void>
  /** What the agent was last told in words about a call with that number. */
  sentenceOf: (agent: AgentClient, number: string) => string | undefined
}

export function createCallees({ control, until }: ProcessWorld): Callees {
  const find = (number: string, isPickedUp: boolean) =>
    until(`${number} to be ${isPickedUp ? 'picked up' : 'called'}`, async () => {
      const calls = await control.liveCalls()
      const call = calls.findLast(({ to, answered }) => to === number && answered >= isPickedUp)
      return call && createCaller({ callId: call.callId, number, control, until })
    })
  return {
    called: (number) => find(number, false),
    pickedUp: (number) => find(number, true),
    rang: async (number) =>
      (await control.journal()).filter(({ summary }) => summary === `${number} rings`).length,
    createCalls: async () =>
      (await control.journal())
        .map(({ summary }) => /^POST \S+\/calls → (\d+)/.exec(summary)?.[1])
        .filter((status) => status !== undefined)
        .map(Number),
    reaches: async (agent, number, word) => {
      await until(`${agent.name} to see “${word}” of ${number}`, () =>
        agent.storyOf(number).includes(word),
      )
    },
    sentenceOf: (agent, number) =>
      agent
        .events()
        .flatMap((event) => (event.type === 'call.state' && event.number === number ? [event] : []))
        .at(-1)?.message,
  }
}
