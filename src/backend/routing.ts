import type { OfferOutcome } from './records.ts'

/** How the last offer of an inbound call came out, as far as is known when Bandwidth asks for the next verb. */
export type LastOffer = {
  outcome: OfferOutcome
  /** Milliseconds since the agent was offered the call. */
  elapsed: number
  /** Bandwidth has reported the endpoint ineligible in that time. */
  wasIneligible: boolean
}

/** What is known when Bandwidth asks what to do; the callback itself carries no outcome [SPEC]. */
export type Question =
  | { direction: 'outbound' }
  | {
      direction: 'inbound'
      /** Undefined where nobody was offered the call since the caller arrived or was put on hold. */
      lastOffer: LastOffer | undefined
      /** An agent is free who has not had this offer. */
      isSomebodyFree: boolean
      /** How many agents were offered the call. */
      offers: number
      /** Milliseconds since the caller was first put on hold; 0 for one who was not. */
      held: number
    }

export type NextStep = 'hang-up' | 'offer' | 'hold' | 'apologise'

export type RoutingLimits = {
  /** Milliseconds on hold. */
  hold: number
  /** Offers of one call, to one agent after another. */
  offers: number
}

/** Nobody rings this long and then declines without a word from phone or Bandwidth. */
const surelyConversation = 20_000

/** The table of bandwidth-backend 11.5. */
export function nextStep(question: Question, limits: RoutingLimits): NextStep {
  if (question.direction === 'outbound') return 'hang-up'
  const { lastOffer, isSomebodyFree, offers, held } = question
  if (lastOffer && isConversationOver(lastOffer)) return 'hang-up'
  // The account may not connect endpoints: the next agent would be denied as well.
  if (lastOffer?.outcome === 'denied') return 'apologise'
  if (offers >= limits.offers) return 'apologise'
  if (isSomebodyFree) return 'offer'
  return held < limits.hold ? 'hold' : 'apologise'
}

function isConversationOver({ outcome, elapsed, wasIneligible }: LastOffer): boolean {
  if (outcome === 'unknown') return wasIneligible && elapsed >= surelyConversation
  return outcome === 'accepted'
}
