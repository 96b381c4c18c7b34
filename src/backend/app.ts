import { Hono } from 'hono'
import type { Platform } from '../wire/phone-api.ts'
import { createAgents } from './agents.ts'
import type { Authenticator } from './authenticator.ts'
import { createBackground } from './background.ts'
import type { BandwidthApi } from './bandwidth-api.ts'
import { createCallControl } from './call-control.ts'
import { createCallers } from './callers.ts'
import { createCalls, eventOf } from './calls.ts'
import { createStore } from './create-store.ts'
import type { DialingRules } from './dialing-rules.ts'
import { createDocuments, type Credentials } from './documents.ts'
import { createEndpoints } from './endpoints.ts'
import { createEventRoutes } from './event-routes.ts'
import { createEventStream } from './event-stream.ts'
import { createHoldQueue } from './hold-queue.ts'
import { createInboundCalls } from './inbound-calls.ts'
import type { Log } from './log.ts'
import { createOutboundCalls } from './outbound-calls.ts'
import { createPhoneRoutes } from './phone-routes.ts'
import type { Store } from './store.ts'
import { createSweeper } from './sweeper.ts'
import type { After, RandomId, Switchboard } from './switchboard.ts'
import { createVoiceRoutes } from './voice-routes.ts'
import { createWebhookLog } from './webhook-log.ts'
import { webhookUrls } from './webhook-urls.ts'

export type ApplicationOptions = {
  bandwidth: BandwidthApi
  /** Which of Bandwidth's platforms the device tokens are for; `brtc` unless told otherwise. */
  platform?: Platform
  /** Bandwidth's account: webhooks of any other are not listened to. */
  accountId: string
  /** Where Bandwidth reaches this application from outside: the base of all webhook URLs. */
  publicUrl: string
  /** The same application under another address, for when Bandwidth cannot reach the first. */
  fallbackUrl?: string
  /** Origins beside `publicUrl` under which the phone is opened. */
  origins?: readonly string[]
  /** Where the phones reach the gateway: `wss://…` without a query. */
  gatewayUrl: string
  /** The voice application that outbound calls are made with. */
  voice: { applicationId: string }
  dialingRules: DialingRules
  /**
   * The path segment of webhooks that can carry no credentials: at least 128 random bits. The first goes into new addresses,
   * all are listened to, so that one can be replaced while endpoints with the old one live on.
   */
  webhookSecrets: readonly [string, ...string[]]
  /** What Bandwidth authenticates itself with on voice webhooks. */
  voiceCredentials: Credentials
  authenticator: Authenticator
  /** In memory unless told otherwise: forgotten with the process. */
  store?: Store
  /** Seconds that the far end of an outbound call may ring. */
  callTimeout?: number
  /** Seconds of ringing before an inbound call is connected: this answers it. */
  ringSeconds?: number
  /** Seconds that a caller is kept on hold in all. */
  holdLimit?: number
  /** Milliseconds since the epoch. */
  now?: () => number
  after?: After
  randomId?: RandomId
  log?: Log
}

/** The customer's application as one request handler: Node serves it, and so does a page. */
export interface Application {
  fetch: (request: Request) => Response | Promise<Response>
  /** Begins to look after what only time ends, and after what a process before this one has left in the store. */
  start: () => void
  /**
   * Takes no new calls from now on, ends all event streams, and resolves when all work behind answers is done. Webhooks of
   * calls that exist are still answered; callers who arrive are put on hold, for the process that comes next.
   */
  stop: () => Promise<void>
}

/** How many agents one caller is offered to, one after another. */
const offersPerCall = 6

export function createApplication(options: ApplicationOptions): Application {
  const { bandwidth, accountId, publicUrl, fallbackUrl, webhookSecrets } = options
  const { platform = 'brtc', callTimeout = 30, ringSeconds = 2, holdLimit = 5 * 60 } = options
  const { now = Date.now, after = afterTimeout, log = () => {}, store = createStore() } = options
  const { randomId = () => crypto.randomUUID(), voiceCredentials: credentials } = options
  let isStopping = false

  const [secret] = webhookSecrets
  const documents = createDocuments({
    urls: webhookUrls(publicUrl, secret),
    fallbackUrls: fallbackUrl === undefined ? undefined : webhookUrls(fallbackUrl, secret),
    credentials,
    ringSeconds,
  })
  const { background, idle } = createBackground(store, log)
  const events = createEventStream(store)
  const agents = createAgents(store, now)
  const calls = createCalls(store, now, (call) => {
    events.publish(call.endpointId, eventOf(call))
    if (call.status !== 'ended') return
    agents.release(call.endpointId, call.id)
    queue.wake()
  })
  const board: Switchboard = {
    platform,
    store,
    agents,
    calls,
    callers: createCallers(store, now),
    bandwidth,
    documents,
    background,
    isStopping: () => isStopping,
    now,
    after,
    randomId,
    log,
  }

  const queue = createHoldQueue(board)
  const control = createCallControl(board)
  const limits = { hold: holdLimit * 1_000, offers: offersPerCall }
  const inbound = createInboundCalls(board, { queue, limits })
  const outbound = createOutboundCalls(board, {
    applicationId: options.voice.applicationId,
    rules: options.dialingRules,
    callTimeout,
  })
  const endpoints = createEndpoints(board, { control, events, wake: queue.wake })
  const webhookLog = createWebhookLog(store, now)
  const sweeper = createSweeper(board, {
    control,
    endpoints,
    events,
    inbound,
    outbound,
    queue,
    webhookLog,
  })

  const hooks = { store, accountId, endpoints, outbound, inbound, control, webhookLog, log }
  const grants = { platform, gatewayUrl: options.gatewayUrl }
  const app = new Hono()
    .route(
      '/api',
      createPhoneRoutes(board, {
        endpoints,
        control,
        outbound,
        events,
        grants,
        authenticator: options.authenticator,
        origins: [publicUrl, ...(options.origins ?? [])],
      }),
    )
    .route('/hooks/voice', createVoiceRoutes({ ...hooks, credentials }))
    .route('/hooks', createEventRoutes({ ...hooks, credentials, secrets: webhookSecrets }))

  return {
    fetch: (request) => app.fetch(request),
    start: sweeper.start,
    stop: async () => {
      isStopping = true
      sweeper.stop()
      events.close()
      await idle()
    },
  }
}

const afterTimeout: After = (delay, run) => {
  const timer = setTimeout(run, delay)
  return () => clearTimeout(timer)
}
