import { type Context, Hono } from 'hono'
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
import type { Store } from './store.ts'
import { basicAuth, secretPath } from './webhook-auth.ts'
import type { WebhookLog } from './webhook-log.ts'

/** So long an outbound request without a timestamp counts as a repetition of the same one before, in milliseconds. */
const repetitionWindow = 3_000

/**
 * What Bandwidth only tells: answered with 204 at once, whatever it was, as a repetition would not be read any better. The
 * work that it causes goes on behind the answer (bandwidth-backend 4.1). Only what could not be written gets a 500, so that
 * it is sent again to the fallback address.
 */
export function createEventRoutes(parts: {
  endpoints: Endpoints
  outbound: OutboundCalls
  inbound: InboundCalls
  control: CallControl
  webhookLog: WebhookLog
  store: Store
  accountId: string
  secrets: readonly string[]
  credentials: Credentials
  log: Log
}): Hono {
  const { endpoints, outbound, inbound, control, webhookLog, store, log } = parts
  const routes = new Hono()

  const isOurs = (body: unknown) => {
    const account = v.safeParse(OfAccount, body)
    return account.success && (account.output.accountId ?? parts.accountId) === parts.accountId
  }

  const post = (path: string, authentication: ReturnType<typeof basicAuth>, take: Take) =>
    routes.post(path, authentication, async (c) => {
      const body = await readJson(c.req.raw)
      if (body.status === 413 || body.status === 415) return c.body(null, body.status)
      const isTaken =
        body.status === 200 && isOurs(body.value) && store.transaction(() => take(body.value, c))
      if (!isTaken) log({ level: 'warn', message: `${path} got an unknown event` })
      return c.body(null, 204)
    })

  post('/brtc/:secret', secretPath(parts.secrets), (body) => {
    const event = parseEndpointEvent(body)
    if (event?.event === 'outboundConnectionRequest') {
      const lifetime = event.timestamp === undefined ? repetitionWindow : undefined
      const take = () => {
        outbound.request(event)
        return 'taken'
      }
      webhookLog.once(keyOf(event), take, lifetime)
    } else if (event) endpoints.report(event)
    return event !== undefined
  })

  post('/voice/connect-status/:secret/:attempt?', secretPath(parts.secrets), (body, c) => {
    const event = v.safeParse(ConnectStatusEvent, body)
    if (event.success) inbound.connectStatus(event.output, c.req.param('attempt'))
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
    return c.body(null, 500)
  })
  return routes
}

/** Not every shape of every event has it. */
const OfAccount = v.object({ accountId: v.optional(v.string()) })

/** False for a body that is none of the events of that route. */
type Take = (body: unknown, c: Context) => boolean

function keyOf({ event, endpointId, to, timestamp }: OutboundRequest): string {
  return JSON.stringify([event, endpointId, to, timestamp])
}
