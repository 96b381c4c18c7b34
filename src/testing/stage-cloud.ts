import type { CallLeg, DeviceLink, LegEvents } from '../simulator/device-link.ts'
import { createCloud, defaultAccount, type CloudOptions } from '../simulator/cloud.ts'

export type Received = {
  /** `eventType` or `event`, and the `status` of a Connect Status. */
  name: string
  method: string
  path: string
  authorization: string | null
  body: Record<string, unknown>
}

export type Answer = (received: Received) => Response | Promise<Response>

export const application = 'https://app.example'
export const bxml = (...verbs: string[]): Response =>
  new Response(`<Response>${verbs.join('')}</Response>`, {
    headers: { 'Content-Type': 'application/xml' },
  })

/** A cloud with a scripted application: `answers` by path, 204 for every other. */
export function stageCloud(options: Partial<CloudOptions> = {}) {
  const received: Received[] = []
  const answers = new Map<string, Answer>()
  const cloud = createCloud({
    fetch: async (request) => {
      const url = new URL(request.url)
      const body = (
        request.method === 'GET' ? Object.fromEntries(url.searchParams) : await request.json()
      ) as Record<string, unknown>
      const entry = {
        name: [body.eventType ?? body.event, body.status].filter(Boolean).join(' '),
        method: request.method,
        path: url.pathname,
        authorization: request.headers.get('Authorization'),
        body,
      }
      received.push(entry)
      return answers.get(url.pathname)?.(entry) ?? new Response(null, { status: 204 })
    },
    application: {
      callInitiatedUrl: `${application}/hooks/voice/initiate`,
      callStatusUrl: `${application}/hooks/voice/disconnect`,
    },
    ...options,
  })
  let accessToken: string | undefined

  const request = (
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) =>
    cloud.rest.fetch(
      new Request(url, {
        method,
        headers: {
          'Content-Type': 'application/json',
          ...(accessToken && { Authorization: `Bearer ${accessToken}` }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )

  return {
    cloud,
    received,
    answer: (path: string, answer: Answer) => answers.set(path, answer),
    names: () => received.map(({ name }) => name),
    summaries: () => cloud.journal.entries().map(({ summary }) => summary),
    request,
    /** Gets an access token; later requests carry it. */
    authorize: async () => {
      const { clientId, clientSecret } = defaultAccount.credentials
      const response = await request(
        'POST',
        'https://api.bandwidth.com/api/v1/oauth2/token',
        'grant_type=client_credentials',
        {
          Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
          'Content-Type': 'application/x-www-form-urlencoded',
        },
      )
      accessToken = ((await response.json()) as { access_token: string }).access_token
      return accessToken
    },
    endpoints: (path = '') =>
      `https://api.bandwidth.com/v2/accounts/${defaultAccount.accountId}/endpoints${path}`,
    calls: (path = '') =>
      `https://voice.bandwidth.com/api/v2/accounts/${defaultAccount.accountId}/calls${path}`,
  }
}

export type Stage = ReturnType<typeof stageCloud>

/** Creates an endpoint by the API. */
export async function createEndpoint(
  stage: Stage,
  body: Record<string, unknown> = {},
): Promise<{ endpointId: string; token: string }> {
  const response = await stage.request('POST', stage.endpoints(), {
    type: 'WEBRTC',
    direction: 'BIDIRECTIONAL',
    eventCallbackUrl: `${application}/hooks/brtc/secret-segment`,
    tag: 'agent-17',
    ...body,
  })
  const { data } = (await response.json()) as { data: { endpointId: string; token: string } }
  return data
}

/** A device that remembers what it was offered. */
export function fakeDevice() {
  const offers: { leg: CallLeg; events: LegEvents; ended: boolean }[] = []
  const closes: number[] = []
  const link: DeviceLink = {
    offer: (leg, events) => {
      const offer = { leg, events, ended: false }
      offers.push(offer)
      return {
        end: () => {
          offer.ended = true
        },
      }
    },
    close: (code) => closes.push(code),
  }
  return {
    link,
    offers,
    closes,
    /** The latest offer. */
    offer: () => {
      const offer = offers.at(-1)
      if (!offer) throw new Error('nothing has been offered to the device')
      return offer
    },
  }
}

/** An endpoint whose device is connected and, unless told otherwise, eligible. */
export async function connectDevice(stage: Stage, publishing = true) {
  const { endpointId, token } = await createEndpoint(stage)
  const device = fakeDevice()
  const admission = stage.cloud.endpoints.admit(token, 'device-1', device.link)
  if (!admission.admitted) throw new Error(`the device was refused: ${admission.reason}`)
  stage.cloud.endpoints.publishing(endpointId, publishing)
  return { ...device, endpointId, token, deviceId: admission.deviceId }
}
