import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { VoiceCallback, type VoiceEventType } from '../wire/webhooks.ts'
import { writeBxml } from './bxml-writer.ts'
import { type Bxml, type Credentials, outOfOrder } from './documents.ts'
import type { InboundCalls } from './inbound-calls.ts'
import type { Log } from './log.ts'
import type { OutboundCalls } from './outbound-calls.ts'
import { readJson } from './request-body.ts'
import { basicAuth } from './webhook-auth.ts'
import type { WebhookLog } from './webhook-log.ts'

/**
 * The callbacks that Bandwidth wants BXML from, and gets whatever happens: an error answer would end the call with
 * `callback-error`, in silence (bandwidth-backend 6.1). What a callback changes is written before it is answered.
 */
export function createVoiceRoutes(parts: {
  outbound: OutboundCalls
  inbound: InboundCalls
  webhookLog: WebhookLog
  accountId: string
  credentials: Credentials
  log: Log
}): Hono {
  const { outbound, inbound, webhookLog, accountId, log } = parts
  const routes = new Hono()

  const post = <Type extends VoiceEventType>(
    path: string,
    eventType: Type,
    reply: (callback: VoiceCallback & { eventType: Type }) => Bxml,
  ) =>
    routes.post(path, basicAuth(parts.credentials), async (c) => {
      const body = await readJson(c.req.raw)
      if (body.status === 413 || body.status === 415) return c.body(null, body.status)
      const parsed = v.safeParse(VoiceCallback, body.status === 200 ? body.value : undefined)
      if (!parsed.success || !isOf(parsed.output, eventType)) {
        log({ level: 'error', message: `${path} got something else than ${eventType}` })
        return sendBxml(c, outOfOrder)
      }
      const callback = parsed.output
      if (callback.accountId !== accountId) {
        log({ level: 'error', message: `${path} got a callback of another account` })
        return sendBxml(c, outOfOrder)
      }
      return sendBxml(
        c,
        webhookLog.once(keyOf(callback), () => reply(callback)),
      )
    })

  post('/initiate', 'initiate', inbound.initiate)
  post('/answer', 'answer', outbound.answer)
  post('/next', 'redirect', inbound.next)
  post('/hold', 'redirect', inbound.hold)

  routes.onError((error, c) => {
    log({ level: 'error', message: `${c.req.path} failed`, cause: error })
    return sendBxml(c, outOfOrder)
  })
  return routes
}

function sendBxml(c: Context, bxml: Bxml): Response {
  return c.body(writeBxml(bxml), 200, { 'Content-Type': 'application/xml; charset=UTF-8' })
}

function isOf<Type extends VoiceEventType>(
  callback: VoiceCallback,
  eventType: Type,
): callback is VoiceCallback & { eventType: Type } {
  return callback.eventType === eventType
}

/** A call is initiated and answered once; it is redirected once per offer or pass of the hold, and the tag names which. */
function keyOf({ eventType, callId, eventTime, tag }: VoiceCallback): string {
  const occasion = eventType === 'redirect' ? (tag ?? eventTime) : ''
  return JSON.stringify([eventType, callId, occasion])
}
