import * as v from 'valibot'
import { vi } from 'vitest'
import { type ApplicationOptions, createApplication } from '../backend/app.ts'
import type { BandwidthApi } from '../backend/bandwidth-api.ts'
import type { DialingRules } from '../backend/dialing-rules.ts'
import type { LogEntry } from '../backend/log.ts'
import { ApplicationEvent } from '../wire/phone-api.ts'
import type { ConnectStatus } from '../wire/webhooks.ts'

/** Bandwidth's REST APIs that say yes: endpoints `e-1`, `e-2`, …, calls `c-1`, `c-2`, …. */
export function createFakeBandwidth() {
  let endpoints = 0
  let calls = 0
  return {
    createEndpoint: vi.fn<BandwidthApi['createEndpoint']>(async () => ({
      endpointId: `e-${++endpoints}`,
      token: 'header.claims.signature',
      type: 'WEBRTC',
      status: 'DISCONNECTED',
      creationTimestamp: '2030-01-01T00:00:00.000Z',
      expirationTimestamp: '2030-01-02T00:00:00.000Z',
    })),
    deleteEndpoint: vi.fn<BandwidthApi['deleteEndpoint']>(async () => {}),
    createCall: vi.fn<BandwidthApi['createCall']>(async () => ({ callId: `c-${++calls}` })),
    updateCall: vi.fn<BandwidthApi['updateCall']>(async () => true),
    listEndpoints: vi.fn<BandwidthApi['listEndpoints']>(async () => []),
    getCall: vi.fn<BandwidthApi['getCall']>(async () => ({ state: 'answered' })),
  } satisfies BandwidthApi
}

export const secret = 'secret-segment'
export const credentials = { username: 'bandwidth', password: 'pässword' }
export const authorization = `Basic ${btoa(
  String.fromCharCode(
    ...new TextEncoder().encode(`${credentials.username}:${credentials.password}`),
  ),
)}`

/** Rules that allow every number but one, as often as anybody likes. */
export const testRules: DialingRules = {
  allowedCountries: ['US'],
  allowedPrefixes: [],
  blocked: [{ prefix: '+19195550107', reason: 'You are not allowed to dial this number.' }],
  perAgent: { perMinute: 1_000, perHour: 1_000, concurrent: 1_000 },
  total: { perMinute: 1_000, perHour: 1_000, concurrent: 1_000 },
  ownNumbers: ['+19195550100'],
  callerId: { default: '+19195550100', byAgent: {} },
}

/** An application with a fake Bandwidth and a clock that only `advance` moves. Ids are `call-1`, `call-2`, …. */
export function createTestApplication(options: Partial<ApplicationOptions> = {}) {
  const bandwidth = createFakeBandwidth()
  const log: LogEntry[] = []
  let time = Date.parse('2030-01-01T00:00:00.000Z')
  const counts = { call: 0, attempt: 0, endpoint: 0, redirect: 0 }
  let timers: { at: number; run: () => void }[] = []

  const app = createApplication({
    bandwidth,
    publicUrl: 'https://phone.test/',
    gatewayUrl: 'wss://gateway.test/endpoints',
    accountId: '9900000',
    voice: { applicationId: 'app-1' },
    dialingRules: testRules,
    webhookSecrets: [secret],
    voiceCredentials: credentials,
    // Everybody is who they say, and nobody says it in most tests.
    authenticator: {
      identify: async (request) => {
        const [userId = 'agent', sessionId = 'session'] =
          request.headers.get('x-test-owner')?.split('/') ?? []
        return { userId, sessionId }
      },
    },
    now: () => time,
    after: (delay, run) => {
      const timer = { at: time + delay, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    randomId: (what) => `${what}-${++counts[what]}`,
    log: (entry) => log.push(entry),
    ...options,
  })

  app.start()
  const send = async (method: string, path: string, body?: unknown, headers = {}) =>
    app.fetch(
      new Request(`https://phone.test${path}`, {
        method,
        headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    )

  const voice = async (path: string, callback: Record<string, unknown>) => {
    const facts = {
      eventTime: new Date(time).toISOString(),
      accountId: '9900000',
      applicationId: 'app-1',
      from: '+19195551234',
      to: '+19195550100',
      direction: 'inbound',
      callUrl: 'https://voice.test/calls',
      startTime: new Date(time).toISOString(),
    }
    const response = await send(
      'POST',
      `/hooks/voice/${path}`,
      { ...facts, ...callback },
      { Authorization: authorization },
    )
    return response.text()
  }

  const brtc = (event: Record<string, unknown>) =>
    send('POST', `/hooks/brtc/${secret}`, { accountId: '9900000', timestamp: time, ...event })

  return {
    app,
    bandwidth,
    log,
    send,
    voice,
    brtc,
    now: () => time,
    /** Moves the clock and runs what has fallen due, each once: a heartbeat or sweep is not made up for. */
    advance: (milliseconds: number) => {
      time += milliseconds
      const due = timers.filter(({ at }) => at <= time)
      timers = timers.filter(({ at }) => at > time)
      for (const { run } of due) run()
    },
    /** How many wait beside the regular sweep. */
    timers: () => timers.length - 1,

    /** A phone that is online; returns what its event stream brings, the opening snapshot included. */
    goOnline: async () => {
      const response = await send('POST', '/api/endpoints')
      const { endpointId } = v.parse(v.object({ endpointId: v.string() }), await response.json())
      await brtc({ event: 'endpointConnected', endpointId, deviceId: `d-${endpointId}` })
      await brtc({ event: 'endpointEligible', endpointId, deviceId: `d-${endpointId}` })
      const stream = await send('GET', `/api/events?endpoint=${endpointId}`)
      return { endpointId, events: collect(stream) }
    },
    lifecycle: (event: string, endpointId: string, deviceId = `d-${endpointId}`) => {
      time += 1
      return brtc({ event, endpointId, deviceId })
    },
    dial: (endpointId: string, to: string, more = {}) =>
      brtc({ event: 'outboundConnectionRequest', endpointId, to, toType: 'PHONE_NUMBER', ...more }),

    initiate: (callId: string, more = {}) =>
      voice('initiate', { eventType: 'initiate', callId, ...more }),
    answer: (callId: string, tag?: string) =>
      voice('answer', { eventType: 'answer', direction: 'outbound', callId, tag }),
    next: (callId: string, more = {}) => voice('next', { eventType: 'redirect', callId, ...more }),
    disconnect: (callId: string, cause: string, more = {}) =>
      voice('disconnect', {
        eventType: 'disconnect',
        endTime: new Date(time).toISOString(),
        callId,
        cause,
        ...more,
      }),
    connectStatus: (
      callId: string,
      endpointId: string,
      status: ConnectStatus,
      attemptId?: string,
    ) =>
      send('POST', `/hooks/voice/connect-status/${[secret, attemptId].filter(Boolean).join('/')}`, {
        from: callId,
        to: endpointId,
        status,
      }),
    /** What the phone says about a call: `accepted`, `declined` or `hangup`. */
    say: (callId: string, word: string) => send('POST', `/api/calls/${callId}/${word}`),
  }
}

/** The names of a document's elements in order: `Response Connect Endpoint Redirect`. */
export function elementsOf(bxml: string): string {
  return [...bxml.matchAll(/<([A-Z]\w*)/g)].map(([, name]) => name).join(' ')
}

export const connecting = 'Response Connect Endpoint Redirect'
export const ringingAndConnecting = 'Response Ring Connect Endpoint Redirect'
export const holding = 'Response SpeakSentence PlayAudio Redirect'
export const apology = 'Response SpeakSentence Hangup'
export const hangingUp = 'Response Hangup'

/** Reads a response of server-sent events into an array that goes on growing. */
export function collect(response: Response): ApplicationEvent[] {
  const events: ApplicationEvent[] = []
  const read = async () => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
      text += chunk.value
      const messages = text.split('\n\n')
      text = messages.pop() ?? ''
      for (const message of messages) {
        const data = message.split('\n').find((line) => line.startsWith('data: '))
        if (data) events.push(v.parse(ApplicationEvent, JSON.parse(data.slice(6))))
      }
    }
  }
  void read()
  return events
}
