import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  type ApplicationError,
  type EndpointGrant,
  OutboundCallRequest,
} from '../wire/phone-api.ts'
import { BandwidthApiError } from './bandwidth-api.ts'
import type { CallControl } from './call-control.ts'
import type { Endpoints } from './endpoints.ts'
import type { EventStream } from './event-stream.ts'
import type { Log } from './log.ts'
import type { OutboundCalls } from './outbound-calls.ts'
import { readJson } from './request-body.ts'
import { streamEvents } from './stream-events.ts'
import type { After } from './switchboard.ts'

/** What the phone asks for, see `wire/phone-api.ts`. Every refusal and failure is an ApplicationError in JSON. */
export function createPhoneRoutes(parts: {
  endpoints: Endpoints
  control: CallControl
  outbound: OutboundCalls
  events: EventStream
  /** What all grants have in common. */
  grants: Pick<EndpointGrant, 'platform' | 'gatewayUrl'>
  after: After
  log: Log
}): Hono<Environment> {
  const { endpoints, control, outbound, events, grants, after, log } = parts
  const routes = new Hono<Environment>()

  routes.on('POST', '*', async (c, next) => {
    const body = await readJson(c.req.raw)
    if (body.status !== 200) return sendError(c, body.status, 'bad-request', body.message)
    const { value = {} } = body
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return sendError(c, 400, 'bad-request', 'The body must be a JSON object, or absent.')
    }
    c.set('body', value)
    return next()
  })

  routes.post('/endpoints', async (c) => {
    const { endpointId, token, expirationTimestamp: expiresAt } = await endpoints.create()
    const grant: EndpointGrant = { endpointId, token, expiresAt, ...grants }
    return c.json(grant, 201, { 'Cache-Control': 'no-store' })
  })

  routes.delete('/endpoints/:id', async (c) => {
    await endpoints.remove(c.req.param('id'))
    return c.body(null, 204)
  })

  routes.get('/events', (c) => {
    const endpointId = c.req.query('endpoint')
    if (!endpointId) return sendError(c, 400, 'bad-request', 'Name the endpoint: ?endpoint=…')
    const snapshot = endpoints.snapshot(endpointId)
    if (!snapshot) return sendError(c, 404, 'not-found', 'No such endpoint.')
    return streamEvents(c, { events, endpointId, snapshot, after })
  })

  // Devices of BRTC ask the gateway.
  if (grants.platform === 'webrtc') {
    routes.post('/endpoints/:id/calls', (c) => {
      const call = v.safeParse(OutboundCallRequest, c.get('body'))
      if (!call.success) return sendError(c, 400, 'bad-request', 'Name the number: {"to":"+1…"}')
      const endpointId = c.req.param('id')
      if (!endpoints.snapshot(endpointId)) {
        return sendError(c, 404, 'not-found', 'No such endpoint.')
      }
      outbound.request({ endpointId, to: call.output.to, toType: 'PHONE_NUMBER' })
      return c.body(null, 202)
    })
  }

  routes.post('/calls/:id/accepted', (c) => answer(c, control.accept(c.req.param('id'))))
  routes.post('/calls/:id/declined', (c) => answer(c, control.decline(c.req.param('id'))))
  routes.post('/calls/:id/hangup', async (c) => answer(c, await control.hangUp(c.req.param('id'))))

  routes.all('*', (c) => sendError(c, 404, 'not-found', 'No such resource.'))
  routes.onError((error, c) => {
    log({ level: 'error', message: `${c.req.method} ${c.req.routePath} failed`, cause: error })
    return error instanceof BandwidthApiError ? sendUpstreamError(c, error) : sendInternalError(c)
  })
  return routes
}

/** The body of a POST, an object. */
type Environment = { Variables: { body: object } }

function answer(c: Context, isKnown: boolean): Response {
  return isKnown ? c.body(null, 204) : sendError(c, 404, 'not-found', 'No such call.')
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

function sendError(
  c: Context,
  status: 400 | 404 | 413 | 415 | 429 | 500 | 502 | 504,
  code: ApplicationError['code'],
  message: string,
  retryAfter?: number,
): Response {
  const body: ApplicationError = { code, message, ...(retryAfter !== undefined && { retryAfter }) }
  if (retryAfter !== undefined) c.header('Retry-After', String(Math.ceil(retryAfter)))
  return c.json(body, status)
}
