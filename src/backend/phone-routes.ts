import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  type ActiveCalls,
  AgentPresence,
  type EndpointGrant,
  OutboundCallRequest,
} from '../wire/phone-api.ts'
import { sendError } from './api-error.ts'
import type { Authenticator } from './authenticator.ts'
import { BandwidthApiError } from './bandwidth-api.ts'
import type { CallControl } from './call-control.ts'
import { eventOf } from './calls.ts'
import type { Endpoints } from './endpoints.ts'
import type { EventStream } from './event-stream.ts'
import type { OutboundCalls } from './outbound-calls.ts'
import { createRateLimit } from './rate-limit.ts'
import type { AgentRecord } from './records.ts'
import { readJson } from './request-body.ts'
import { sameOrigin } from './same-origin.ts'
import { identify, type OwnerEnvironment } from './sessions.ts'
import { streamEvents } from './stream-events.ts'
import type { Switchboard } from './switchboard.ts'

/** New endpoints for one user; going online now and then takes far fewer. */
const mints = { limit: 12, period: 60_000 }

/** What the phone asks for, see `wire/phone-api.ts`. Every refusal and failure is an ApplicationError in JSON. */
export function createPhoneRoutes(
  board: Switchboard,
  parts: {
    endpoints: Endpoints
    control: CallControl
    outbound: OutboundCalls
    events: EventStream
    /** What all grants have in common. */
    grants: Pick<EndpointGrant, 'platform' | 'gatewayUrl'>
    authenticator: Authenticator
    /** Where the phone is opened: requests of pages from elsewhere are refused. The first is the public one. */
    origins: readonly [string, ...string[]]
  },
): Hono<Environment> {
  const { store, agents, calls, log } = board
  const { endpoints, control, outbound, events, grants, authenticator, origins } = parts
  const secure = new URL(origins[0]).protocol === 'https:'
  const minting = createRateLimit({ ...mints, now: board.now })
  const routes = new Hono<Environment>()

  routes.use(sameOrigin(origins), identify({ authenticator, secure, log }))

  routes.on(['POST', 'PUT'], '*', async (c, next) => {
    const body = await readJson(c.req.raw)
    if (body.status !== 200) return sendError(c, body.status, 'bad-request', body.message)
    const { value = {} } = body
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return sendError(c, 400, 'bad-request', 'The body must be a JSON object, or absent.')
    }
    c.set('body', value)
    return next()
  })

  const isOwn = (c: Context<Environment>, agent: AgentRecord) => {
    const { userId, sessionId } = c.get('owner')
    return agent.userId === userId && agent.sessionId === sessionId
  }

  /** The endpoint of that id where it is the asking session's. */
  const ownEndpoint = (c: Context<Environment>, endpointId: string) => {
    const agent = agents.get(endpointId)
    return agent && isOwn(c, agent) ? agent : undefined
  }

  routes.post('/endpoints', async (c) => {
    const owner = c.get('owner')
    if (board.isStopping()) {
      const message = 'The telephone system is being restarted. Try again in a moment.'
      return sendError(c, 503, 'stopping', message, restartTime)
    }
    const taken = minting.take(owner.userId)
    if (!taken.allowed) {
      const message = 'You went online too often in a short time. Try again in a moment.'
      return sendError(c, 429, 'rate-limited', message, taken.retryAfter)
    }
    const { endpointId, token, expirationTimestamp: expiresAt } = await endpoints.create(owner)
    const grant: EndpointGrant = { endpointId, token, expiresAt, ...grants }
    return c.json(grant, 201, { 'Cache-Control': 'no-store' })
  })

  routes.get('/endpoints/:id', (c) => {
    const agent = ownEndpoint(c, c.req.param('id'))
    return agent ? c.json(endpoints.snapshot(agent)) : sendNoEndpoint(c)
  })

  const remove = async (c: Context<Environment>, endpointId: string) => {
    if (ownEndpoint(c, endpointId)) await endpoints.remove(endpointId)
    return c.body(null, 204)
  }
  routes.delete('/endpoints/:id', (c) => remove(c, c.req.param('id')))
  routes.post('/endpoints/:id/release', (c) => remove(c, c.req.param('id')))
  routes.post('/endpoints/:id/leave', (c) => {
    const endpointId = c.req.param('id')
    if (ownEndpoint(c, endpointId)) endpoints.leave(endpointId)
    return c.body(null, 204)
  })

  routes.get('/events', (c) => {
    const endpointId = c.req.query('endpoint')
    if (!endpointId) return sendError(c, 400, 'bad-request', 'Name the endpoint: ?endpoint=…')
    if (!ownEndpoint(c, endpointId)) return sendNoEndpoint(c)
    endpoints.listened(endpointId)
    const agent = ownEndpoint(c, endpointId)
    if (!agent) return sendNoEndpoint(c)
    const { call } = endpoints.snapshot(agent)
    const snapshot = { state: endpoints.stateOf(agent), call }
    return streamEvents(c, { events, endpointId, snapshot, after: board.after })
  })

  routes.put('/presence', (c) => {
    const presence = v.safeParse(AgentPresence, c.get('body'))
    if (!presence.success) {
      return sendError(c, 400, 'bad-request', 'Name the state: {"state":"available"} or "away".')
    }
    const { state } = presence.output
    store.transaction(() => endpoints.setPresence(c.get('owner').userId, state))
    return c.body(null, 204)
  })

  // Devices of BRTC ask the gateway.
  if (grants.platform === 'webrtc') {
    routes.post('/endpoints/:id/calls', (c) => {
      const call = v.safeParse(OutboundCallRequest, c.get('body'))
      if (!call.success) return sendError(c, 400, 'bad-request', 'Name the number: {"to":"+1…"}')
      const endpointId = c.req.param('id')
      if (!ownEndpoint(c, endpointId)) return sendNoEndpoint(c)
      const request = { endpointId, to: call.output.to, toType: 'PHONE_NUMBER' }
      store.transaction(() => outbound.request(request))
      return c.body(null, 202)
    })
  }

  routes.get('/calls/active', (c) => {
    const own = calls.live().filter(({ endpointId }) => ownEndpoint(c, endpointId))
    const active: ActiveCalls = { calls: own.map(eventOf) }
    return c.json(active)
  })

  /** An act on a call of the asking session; what makes no sense any more does nothing. */
  const act = (word: string, run: (id: string) => unknown) =>
    routes.post(`/calls/:id/${word}`, async (c) => {
      const call = calls.get(c.req.param('id'))
      if (!call || !ownEndpoint(c, call.endpointId)) {
        return sendError(c, 404, 'not-found', 'No such call.')
      }
      await run(call.id)
      return c.body(null, 204)
    })
  act('accepted', (id) => store.transaction(() => control.accept(id)))
  act('declined', (id) => store.transaction(() => control.decline(id)))
  act('hangup', control.hangUp)

  routes.all('*', (c) => sendError(c, 404, 'not-found', 'No such resource.'))
  routes.onError((error, c) => {
    log({ level: 'error', message: `${c.req.method} ${c.req.routePath} failed`, cause: error })
    return error instanceof BandwidthApiError ? sendUpstreamError(c, error) : sendInternalError(c)
  })
  return routes
}

/** `body`: of a POST or PUT, an object. */
type Environment = { Variables: OwnerEnvironment['Variables'] & { body: object } }

/** Seconds until a restarted application most likely answers again. */
const restartTime = 5

function sendNoEndpoint(c: Context): Response {
  return sendError(c, 404, 'not-found', 'No such endpoint.')
}

/** Bandwidth's own words stay in the log: they are for developers, and may name the account. */
function sendUpstreamError(c: Context, error: BandwidthApiError): Response {
  const { status, type, retryAfter } = error
  if (status === 429) {
    const message = 'Too many phones are online, or went offline a moment ago. Try again later.'
    return sendError(c, 429, 'too-many-endpoints', message, retryAfter)
  }
  if (status === undefined || status >= 500) {
    const message = 'Bandwidth cannot be reached at the moment. Try again later.'
    const ours = type === 'timeout' ? 504 : 502
    return sendError(c, ours, 'upstream-unavailable', message, retryAfter)
  }
  const message = 'Bandwidth refused the request. Tell your administrator.'
  return sendError(c, 502, 'upstream-refused', message)
}

function sendInternalError(c: Context): Response {
  return sendError(c, 500, 'internal', 'Something went wrong in the application.')
}
