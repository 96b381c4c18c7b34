import { Hono } from 'hono'
import type { Platform } from '../wire/phone-api.ts'
import { createAgents } from './agents.ts'
import type { BandwidthApi } from './bandwidth-api.ts'
import { createCallControl } from './call-control.ts'
import { createCalls, eventOf } from './calls.ts'
import { createDocuments, type Credentials } from './documents.ts'
import { createEndpoints } from './endpoints.ts'
import { createEventRoutes } from './event-routes.ts'
import { createEventStream } from './event-stream.ts'
import { createInboundCalls } from './inbound-calls.ts'
import type { Log } from './log.ts'
import { createOutboundCalls } from './outbound-calls.ts'
import { createPhoneRoutes } from './phone-routes.ts'
import type { After, Switchboard } from './switchboard.ts'
import { createVoiceRoutes } from './voice-routes.ts'
import { createWebhookLog } from './webhook-log.ts'
import { webhookUrls } from './webhook-urls.ts'

export type ApplicationOptions = {
  bandwidth: BandwidthApi
  /** Which of Bandwidth's platforms the device tokens are for; `brtc` unless told otherwise. */
  platform?: Platform
  /** Where Bandwidth reaches this application from outside: the base of all webhook URLs. */
  publicUrl: string
  /** Where the phones reach the gateway: `wss://…` without a query. */
  gatewayUrl: string
  /** The voice application, and the number of the account that outbound calls come from. */
  voice: { applicationId: string; fromNumber: string }
  /** The path segment of webhooks that can carry no credentials: at least 128 random bits. */
  webhookSecret: string
  /** What Bandwidth authenticates itself with on voice webhooks. */
  voiceCredentials: Credentials
  /** A rule on who may be called, by E.164 number: the sentence for the agent where it may not. */
  refuses?: (to: string) => string | undefined
  /** Seconds that the far end of an outbound call may ring. */
  callTimeout?: number
  /** Seconds of ringing before an inbound call is connected: this answers it. */
  ringSeconds?: number
  /** Milliseconds since the epoch. */
  now?: () => number
  after?: After
  randomId?: () => string
  log?: Log
}

/** The customer's application as one request handler: Node serves it, and so does a page. */
export interface Application {
  fetch: (request: Request) => Response | Promise<Response>
}

/** State lives in memory, so one process is one application. */
export function createApplication(options: ApplicationOptions): Application {
  const { bandwidth, publicUrl, gatewayUrl, voice, webhookSecret, voiceCredentials } = options
  const {
    platform = 'brtc',
    callTimeout = 30,
    ringSeconds = 2,
    refuses = () => undefined,
  } = options
  const { now = Date.now, after = afterTimeout, log = () => {} } = options
  const { randomId = () => crypto.randomUUID() } = options

  const urls = webhookUrls(publicUrl, webhookSecret)
  const credentials = voiceCredentials
  const events = createEventStream()
  const agents = createAgents(now)
  const calls = createCalls(now, (call) => {
    if (call.status === 'ended') agents.release(call.endpointId, call.id)
    events.publish(call.endpointId, eventOf(call))
  })
  const documents = createDocuments({ urls, credentials, ringSeconds })
  const board: Switchboard = {
    platform,
    agents,
    calls,
    bandwidth,
    documents,
    now,
    after,
    randomId,
    log,
  }

  const control = createCallControl(board)
  const inbound = createInboundCalls(board)
  const outbound = createOutboundCalls(board, { voice, urls, credentials, callTimeout, refuses })
  const endpoints = createEndpoints(board, { control, events, urls })
  const webhookLog = createWebhookLog(now)
  const hooks = { endpoints, outbound, inbound, control, webhookLog, credentials, log }

  const app = new Hono()
  const grants = { platform, gatewayUrl }
  app.route('/api', createPhoneRoutes({ endpoints, control, outbound, events, grants, after, log }))
  app.route('/hooks/voice', createVoiceRoutes(hooks))
  app.route('/hooks', createEventRoutes({ ...hooks, secret: webhookSecret }))
  return { fetch: (request) => app.fetch(request) }
}

const afterTimeout: After = (delay, run) => {
  const timer = setTimeout(run, delay)
  return () => clearTimeout(timer)
}
