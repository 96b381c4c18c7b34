import type { OfferOutcome } from './calls.ts'

/** What is known when Bandwidth asks for the verb after `<Connect>`; the callback itself carries no outcome [SPEC]. */
export type ConnectEnd =
  | { direction: 'outbound' }
  | {
      direction: 'inbound'
      outcome: OfferOutcome
      /** Milliseconds since the agent was offered the call. */
      elapsed: number
      /** Bandwidth has reported the endpoint ineligible in that time. */
      wasIneligible: boolean
    }

/** `another-agent` is an apology too where nobody is free. */
export type NextStep = 'hang-up' | 'another-agent' | 'apologise'

/** Nobody rings this long and then declines without a word from phone or Bandwidth. */
const surelyConversation = 20_000

/** The table of bandwidth-backend 11.5. */
export function nextStep(end: ConnectEnd): NextStep {
  if (end.direction === 'outbound') return 'hang-up'
  if (end.outcome !== 'unknown') return steps[end.outcome]
  return end.wasIneligible && end.elapsed >= surelyConversation ? 'hang-up' : 'another-agent'
}

const steps: Record<Exclude<OfferOutcome, 'unknown'>, NextStep> = {
  accepted: 'hang-up',
  declined: 'another-agent',
  'timed-out': 'another-agent',
  cancelled: 'another-agent',
  failed: 'another-agent',
  // The account may not connect endpoints: the next agent would be denied as well.
  denied: 'apologise',
}
