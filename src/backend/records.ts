import * as v from 'valibot'
import { EndCause } from '../wire/phone-api.ts'

/**
 * What the application remembers. These schemas are the format of its database too: a new field is optional, or the version of
 * the format goes up. All times in milliseconds since the epoch.
 */

const Time = v.number()

/** What Bandwidth's events say about an endpoint. `eligible` = connected and heard, so it may be connected to a call. */
export const Presence = v.object({
  status: v.picklist(['absent', 'connected', 'eligible']),
  deviceId: v.optional(v.string()),
  /** Devices that were replaced or have left. Every connection has a new id [D-WH], so they never come back. */
  gone: v.array(v.string()),
  /** When the eligibility was last reported. */
  eligibilityAt: Time,
})
export type Presence = v.InferOutput<typeof Presence>

/** One endpoint that this application minted, and the agent behind it. `id` is Bandwidth's endpoint id. */
export const AgentRecord = v.object({
  id: v.string(),
  /** Whose endpoint it is. The session is the browser's: another session of the same user has its own endpoints. */
  userId: v.string(),
  sessionId: v.string(),
  /** What Bandwidth was given as `tag` and sends back as `tags`; opaque. */
  tag: v.string(),
  createdAt: Time,
  expiresAt: Time,
  presence: Presence,
  /**
   * False after a restart, in which an event may have been lost, until Bandwidth or the phone says something: nobody is
   * given a call on the strength of an old memory.
   */
  isConfirmed: v.boolean(),
  /** When the last call was over, or the endpoint was made. */
  idleSince: Time,
  /** The one call that this agent is claimed for. */
  callId: v.optional(v.string()),
  /** On the way out: gets no more calls. */
  isLeaving: v.boolean(),
  /** The phone was told that the endpoint is about to expire. */
  isExpiring: v.boolean(),
})
export type AgentRecord = v.InferOutput<typeof AgentRecord>

/** How an offer to one agent came out; `unknown` until somebody has said something. */
export const OfferOutcome = v.picklist([
  'unknown',
  'accepted',
  'declined',
  'timed-out',
  'cancelled',
  'failed',
  'denied',
])
export type OfferOutcome = v.InferOutput<typeof OfferOutcome>

const facts = {
  /** The application's own id, the one the phone knows. */
  id: v.string(),
  endpointId: v.string(),
  userId: v.string(),
  /** The far end. E.164 where known. */
  number: v.string(),
  startedAt: Time,
  /** When something was last heard of it, from Bandwidth or the agent. */
  heardAt: Time,
  /** Bandwidth has reported the endpoint ineligible while this call was being connected to it, or was. */
  wasIneligible: v.boolean(),
}
const outbound = { ...facts, direction: v.literal('outbound') }
const inbound = {
  ...facts,
  direction: v.literal('inbound'),
  /** Names the last `<Connect>` of this offer in what Bandwidth says about it: what it says of an earlier one is history. */
  attemptId: v.string(),
  /** Those of this offer before it. A redirect that was overtaken gets an attempt too, which is then never carried out. */
  earlierAttempts: v.optional(v.array(v.string())),
  to: v.string(),
  bandwidthCallId: v.string(),
}

/** `bandwidthCallId` is there from the moment that Bandwidth has told it. */
export const OutboundCall = v.variant('status', [
  v.object({ ...outbound, status: v.literal('dialing') }),
  v.object({ ...outbound, status: v.literal('ringing'), bandwidthCallId: v.string() }),
  v.object({ ...outbound, status: v.literal('answered'), bandwidthCallId: v.string() }),
  v.object({
    ...outbound,
    status: v.literal('ended'),
    cause: EndCause,
    message: v.optional(v.string()),
    bandwidthCallId: v.optional(v.string()),
  }),
])
export type OutboundCall = v.InferOutput<typeof OutboundCall>

export const InboundCall = v.variant('status', [
  v.object({ ...inbound, status: v.literal('offered') }),
  v.object({ ...inbound, status: v.literal('accepted') }),
  v.object({
    ...inbound,
    status: v.literal('ended'),
    cause: EndCause,
    outcome: OfferOutcome,
    /** The agent's side has ended it, and Bandwidth, which may still be on the way to the endpoint, has not said anything since. */
    mayConnect: v.optional(v.boolean()),
  }),
])
export type InboundCall = v.InferOutput<typeof InboundCall>

/**
 * A call as one agent has it. A caller who is offered to three agents in turn is three of these with one
 * `bandwidthCallId`, so that a late word of the first agent cannot touch the offer to the second.
 *
 *   outbound   dialing ──▶ ringing ──▶ answered ──▶ ended(cause)
 *   inbound    offered ──▶ accepted ──▶ ended(cause)
 *
 * Every live state can end; `dialing` can be `answered` at once where the webhook overtakes Bandwidth's reply.
 */
export const CallRecord = v.union([OutboundCall, InboundCall])
export type CallRecord = v.InferOutput<typeof CallRecord>

const caller = {
  id: v.string(),
  from: v.string(),
  to: v.string(),
  arrivedAt: Time,
  heardAt: Time,
  /** When this caller was last put on hold, or arrived: agents who were asked before and did not decline may be asked again. */
  roundSince: Time,
}

/**
 * Somebody from the telephone network who called. `id` is Bandwidth's call id. `heldSince` is when the caller was first put
 * on hold: a second hold goes on from there.
 *
 *   offered ⇄ holding      either ──▶ gone
 */
export const CallerRecord = v.variant('status', [
  v.object({ ...caller, heldSince: v.optional(Time), status: v.literal('offered') }),
  v.object({
    ...caller,
    heldSince: Time,
    status: v.literal('holding'),
    /** When Bandwidth was last asked to fetch this caller out of the hold, as an agent had become free. */
    fetchedAt: v.optional(Time),
  }),
  /** Whatever else comes for it was overtaken: nobody is claimed for a caller who is gone. */
  v.object({ id: v.string(), status: v.literal('gone'), goneAt: Time }),
])
export type CallerRecord = v.InferOutput<typeof CallerRecord>

/** A person, whatever endpoints they have. `away` = does not want to be called, however eligible the phone is. */
export const UserRecord = v.object({
  id: v.string(),
  presence: v.picklist(['available', 'away']),
})
export type UserRecord = v.InferOutput<typeof UserRecord>

/** `id` names the webhook, see `webhook-log.ts`. */
export const ReplyRecord = v.object({ id: v.string(), reply: v.unknown(), until: Time })
export type ReplyRecord = v.InferOutput<typeof ReplyRecord>
