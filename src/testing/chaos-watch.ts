import * as v from 'valibot'
import {
  type AgentRecord,
  AgentRecord as AgentRow,
  type CallRecord,
  CallRecord as CallRow,
} from '../backend/records.ts'
import type { Row } from '../backend/store.ts'
import { parseBxml } from '../simulator/bxml-parser.ts'
import type { DeviceDoubles } from '../simulator/device-doubles.ts'
import { defaultSwitches } from '../simulator/switches.ts'
import { CreateCallRequest } from '../wire/calls-api.ts'
import type { Verb } from '../wire/bxml.ts'
import type { Message, WebhookAnswer } from './chaos-network.ts'
import type { Told } from './chaos-phone.ts'
import type { WebhookFate } from './chaos-schedule.ts'

/** What a webhook's body may say, of both families. */
const Body = v.object({
  event: v.optional(v.string()),
  eventType: v.optional(v.string()),
  endpointId: v.optional(v.string()),
  callId: v.optional(v.string()),
  direction: v.optional(v.string()),
  cause: v.optional(v.string()),
  from: v.optional(v.string()),
  to: v.optional(v.string()),
  tag: v.optional(v.string()),
  status: v.optional(v.string()),
  timestamp: v.optional(v.number()),
})

type Inbound = {
  from: string
  /** A voice webhook of the call was not simply delivered and answered. */
  isDisturbed: boolean
  /** A Connect Status of the call was not. */
  isStatusDisturbed: boolean
  cause?: string
}

/**
 * Looks at everything that passes between the application, Bandwidth and the phones, and at the rows that the application
 * commits, and notes what must never happen.
 */
export function createChaosWatch(options: { devices: DeviceDoubles }) {
  const { devices } = options
  const violations: string[] = []
  const agents = new Map<string, AgentRecord>()
  const calls = new Map<string, CallRecord>()
  const liveCallers = new Set<string>()
  const callOwners = new Map<string, string>()
  const inbound = new Map<string, Inbound>()
  const farEndGone = new Set<string>()
  const talkedTo = new Set<string>()
  const givenUp = new Set<string>()
  /**
   * CANCELED on a bad network: it does not name the attempt, so a late one of an attempt that was interrupted and made anew
   * ends the new one as far as the application can know.
   */
  const cancelled = new Set<string>()
  const heard = new Map<string, string[]>()
  /** Timestamps of an endpoint's requests for a number. */
  const requests = new Map<string, Set<number>>()
  /** Call requests that were carried out, by tag. */
  const placed = new Map<string, { endpointId: string; to: string }>()
  /** Voice webhooks that were answered before: what comes again gets the same answer. */
  const documents = new Map<string, string>()
  /** Those that a process may have written its answer to before it died: the next one repeats that answer. */
  const diedOver = new Set<string>()

  const violate = (what: string) => {
    if (!violations.includes(what)) violations.push(what)
  }
  const requestKey = (endpointId: string, to: string) => `${endpointId} to ${to}`

  const committed = (rows: readonly Row[]) => {
    for (const { collection, id, value } of rows) {
      const record: unknown = value === undefined ? undefined : JSON.parse(value)
      if (collection === 'agents') take(agents, id, record, AgentRow)
      if (collection === 'calls') {
        take(calls, id, record, CallRow)
        const call = calls.get(id)
        if (call) callOwners.set(id, call.endpointId)
      }
      if (collection === 'callers') {
        const isLive = v.is(v.object({ status: v.picklist(['offered', 'holding']) }), record)
        if (isLive) liveCallers.add(id)
        else liveCallers.delete(id)
      }
    }
    checkRows()
  }

  const checkRows = () => {
    const live = new Map<string, string>()
    for (const { id, endpointId, status } of calls.values()) {
      if (status === 'ended') continue
      if (live.has(endpointId)) violate(`${endpointId} has two live calls`)
      live.set(endpointId, id)
    }
    for (const { id, callId } of agents.values()) {
      if (callId !== live.get(id))
        violate(`${id} is claimed for ${callId}, its call is ${live.get(id)}`)
    }
  }

  const sent = (message: Message, fate: WebhookFate) => {
    const body = v.parse(Body, JSON.parse(message.text))
    const { callId = '', direction, from = '', to = '' } = body
    if (body.event === 'outboundConnectionRequest') {
      const key = requestKey(from, to)
      requests.set(key, (requests.get(key) ?? new Set()).add(body.timestamp ?? 0))
    }
    if (body.event === 'connectStatus' && fate.type !== 'delivered') {
      const call = inbound.get(from)
      if (call) call.isStatusDisturbed = true
      if (body.status === 'CANCELED') cancelled.add(`${from} ${to}`)
    }
    if (direction !== 'inbound') return
    const call = inbound.get(callId) ?? { from, isDisturbed: false, isStatusDisturbed: false }
    inbound.set(callId, call)
    if (fate.type !== 'delivered' && fate.type !== 'twice') call.isDisturbed = true
    if (body.eventType === 'disconnect') call.cause = body.cause ?? ''
  }

  /** No process was there, or it died over it. */
  const unanswered = ({ text }: Message) => {
    const body = v.parse(Body, JSON.parse(text))
    const { event, callId = '', from = '' } = body
    diedOver.add(keyOf(body))
    const call = inbound.get(event === 'connectStatus' ? from : callId)
    if (!call) return
    if (event === 'connectStatus') call.isStatusDisturbed = true
    else call.isDisturbed = true
  }

  const answered = (message: Message, { status, text }: WebhookAnswer) => {
    const isVoice = /^\/hooks\/voice\/(?:initiate|answer|next|hold)$/.test(message.url.pathname)
    if (status === 401 && !message.headers.has('authorization')) return
    if (!isVoice) {
      if (status !== 204) violate(`${message.url.pathname} was answered with ${status}`)
      return
    }
    const body = v.parse(Body, JSON.parse(message.text))
    const { eventType } = body
    const parsed = parseBxml(text, defaultSwitches)
    if (status !== 200 || parsed.type !== 'bxml' || parsed.verbs.length === 0) {
      violate(`${eventType} was answered with ${status} ${text}`)
      return
    }
    const key = keyOf(body)
    const isRepetition = documents.has(key)
    if (isRepetition && documents.get(key) !== text) violate(`${key} got two answers`)
    documents.set(key, text)
    if (isRepetition || diedOver.has(key)) return
    for (const verb of parsed.verbs) if (verb.verb === 'Connect') checkConnect(body, verb)
  }

  const checkConnect = (
    { direction, callId = '', tag = '' }: v.InferOutput<typeof Body>,
    { endpoints }: Verb & { verb: 'Connect' },
  ) => {
    const [endpointId = ''] = endpoints
    const offers = devices.find(endpointId)?.offers ?? []
    const isTaken = offers.some(
      (leg) =>
        leg.callId !== callId &&
        (leg.state === 'offered' || leg.state === 'accepted') &&
        !givenUp.has(`${leg.callId} ${endpointId}`) &&
        !cancelled.has(`${leg.callId} ${endpointId}`),
    )
    if (isTaken) violate(`${callId} is to be connected to ${endpointId}, which has another call`)
    if (direction !== 'outbound') return
    if (placed.get(tag)?.endpointId !== endpointId) {
      violate(`the outbound call ${tag} is to be connected to ${endpointId}`)
    }
  }

  const carriedOut = ({ method, url, text }: Message, status: number) => {
    if (method !== 'POST' || !url.pathname.endsWith('/calls') || status !== 201) return
    const { tag = '', to } = v.parse(CreateCallRequest, JSON.parse(text))
    const [, endpointId = ''] = tag.split(':')
    if (placed.has(tag)) violate(`${tag} was placed twice`)
    placed.set(tag, { endpointId, to })
    const count = [...placed.values()].filter(
      (call) => call.endpointId === endpointId && call.to === to,
    ).length
    const key = requestKey(endpointId, to)
    const asked = requests.get(key)?.size ?? 0
    if (count > asked) violate(`${key} was dialled ${count} times and asked for ${asked} times`)
  }

  const told = ({ userId, endpointId, event }: Told) => {
    const about =
      event.type === 'call.offered' || event.type === 'call.state'
        ? callOwners.get(event.callId)
        : event.endpointId
    if (about !== endpointId) violate(`${userId} at ${endpointId} was told of ${about}`)
  }

  /** Each caller's call must have ended in a way that the caller understands. */
  const checkCallers = () => {
    for (const [callId, { from, cause, isDisturbed, isStatusDisturbed }] of inbound) {
      if (cause === undefined || farEndGone.has(callId) || talkedTo.has(callId)) continue
      if (cause === 'callback-error' && isDisturbed) continue
      const heardSorry = heard.get(from)?.some((what) => /Sorry/.test(what))
      // Where Bandwidth's word was lost, half a minute of ringing is taken for a conversation.
      if (cause === 'hangup' && (heardSorry || isStatusDisturbed)) continue
      violate(`the caller of ${callId} was left with ${cause}, without a word`)
    }
  }

  return {
    violations,
    committed,
    sent,
    unanswered,
    answered,
    carriedOut,
    told,
    violate,
    /** An agent talks to the caller. */
    accepted: (callId: string) => talkedTo.add(callId),
    /** An agent has said that one of the application's calls is over: from then on it counts as such. */
    givenUp: (id: string) => {
      const call = calls.get(id)
      if (call && 'bandwidthCallId' in call)
        givenUp.add(`${call.bandwidthCallId} ${call.endpointId}`)
    },
    heard: (number: string, what: string) =>
      heard.set(number, [...(heard.get(number) ?? []), what]),
    farEndHangsUp: (callId: string) => farEndGone.add(callId),
    checkCallers,
    /** Nothing is going on, and nobody is kept from taking a call. */
    checkIdle: () => {
      for (const { id, status } of calls.values()) {
        if (status !== 'ended') violate(`${id} is ${status} for ever`)
      }
      for (const { id, callId } of agents.values()) {
        if (callId !== undefined) violate(`${id} is claimed for ${callId} for ever`)
      }
      for (const id of liveCallers) violate(`the caller of ${id} is waited for for ever`)
    },
  }
}

function keyOf({ eventType, callId, tag }: v.InferOutput<typeof Body>): string {
  return `${eventType} ${callId} ${eventType === 'redirect' ? tag : ''}`
}

export type ChaosWatch = ReturnType<typeof createChaosWatch>

function take<Schema extends v.GenericSchema>(
  records: Map<string, v.InferOutput<Schema>>,
  id: string,
  record: unknown,
  schema: Schema,
): void {
  if (record === undefined) records.delete(id)
  else records.set(id, v.parse(schema, record))
}
