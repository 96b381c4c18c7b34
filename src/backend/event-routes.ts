import { Hono } from 'hono'
import * as v from 'valibot'
import { ConnectStatusEvent, VoiceCallback } from '../wire/webhooks.ts'
import type { CallControl } from './call-control.ts'
import type { Credentials } from './documents.ts'
import { type OutboundRequest, parseEndpointEvent } from './endpoint-events.ts'
import type { Endpoints } from './endpoints.ts'
import type { InboundCalls } from './inbound-calls.ts'
import type { Log } from './log.ts'
import type { OutboundCalls } from './outbound-calls.ts'
import { readJson } from './request-body.ts'
import { basicAuth, secretPath } from './webhook-auth.ts'
import type { WebhookLog } from './webhook-log.ts'

/** So long an outbound request without a timestamp counts as a repetition of the same one before, in milliseconds. */
const repetitionWindow = 3_000

/**
 * What Bandwidth only tells: answered with 204 at once, whatever it was, as a repetition would not be read any better. The
 * work that it causes goes on behind the answer (bandwidth-backend 4.1).
 */
export function createEventRoutes(parts: {
  endpoints: Endpoints
  outbound: OutboundCalls
  inbound: InboundCalls
  control: CallControl
  webhookLog: WebhookLog
  secret: string
  credentials: Credentials
  log: Log
}): Hono {
  const { endpoints, outbound, inbound, control, webhookLog, log } = parts
  const routes = new Hono()

  const post = (path: string, authentication: ReturnType<typeof basicAuth>, take: Take) =>
    routes.post(path, authentication, async (c) => {
      const body = await readJson(c.req.raw)
      if (body.status === 413 || body.status === 415) return c.body(null, body.status)
      const isTaken = body.status === 200 && take(body.value)
      if (!isTaken) log({ level: 'warn', message: `${path} got an unknown event` })
      return c.body(null, 204)
    })

  post('/brtc/:secret', secretPath(parts.secret), (body) => {
    const event = parseEndpointEvent(body)
    if (event?.event === 'outboundConnectionRequest') {
      const lifetime = event.timestamp === undefined ? repetitionWindow : undefined
      webhookLog.once(keyOf(event), () => outbound.request(event), lifetime)
    } else if (event) endpoints.report(event)
    return event !== undefined
  })

  post('/voice/connect-status/:secret', secretPath(parts.secret), (body) => {
    const event = v.safeParse(ConnectStatusEvent, body)
    if (event.success) inbound.connectStatus(event.output)
    return event.success
  })

  post('/voice/disconnect', basicAuth(parts.credentials), (body) => {
    const callback = v.safeParse(VoiceCallback, body)
    if (!callback.success || callback.output.eventType !== 'disconnect') return false
    control.disconnected(callback.output)
    return true
  })

  routes.onError((error, c) => {
    log({ level: 'error', message: 'An event could not be handled', cause: error })
    return c.body(null, 204)
  })
  return routes
}

/** False for a body that is none of the events of that route. */
type Take = (body: unknown) => boolean

function keyOf({ event, endpointId, to, timestamp }: OutboundRequest): string {
  return JSON.stringify([event, endpointId, to, timestamp])
}
