import { createChecks } from '../backend/host/doctor-checks.ts'
import type { Finding } from '../backend/host/doctor-report.ts'
import type { Subject, Tools } from '../backend/host/doctor-subject.ts'

/** Milliseconds since the epoch. */
export const stageTime = Date.parse('2026-11-23T12:00:00Z')
export const [secret, olderSecret] = ['0123456789abcdefABCDEF_1', '0123456789abcdefABCDEF_2']

/** A deployment in which everything is right. */
export const goodSubject: Subject = {
  accountId: '9900000',
  clientId: 'CLI-1',
  clientSecret: 'client-secret-1234',
  applicationId: 'app-1',
  tokenUrl: 'https://api.bandwidth.com/api/v1/oauth2/token',
  endpointsUrl: 'https://api.bandwidth.com/v2',
  callsUrl: 'https://voice.bandwidth.com/api/v2',
  publicUrl: 'https://phone.example',
  webhookSecrets: [secret, olderSecret],
  voiceCredentials: { username: 'bandwidth', password: 'voice-password-1234' },
  database: ':memory:',
  callerId: '+19195150100',
  auth: { method: 'proxy' },
}

/** What a server says to a request; undefined hangs up. */
export type Answers = Record<string, (request: Request) => Response>

const json = (body: unknown, status = 200) =>
  Response.json(body, { status, headers: { Date: new Date(stageTime).toUTCString() } })
export const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers })

const basicOf = ({ username, password }: { username: string; password: string }) =>
  `Basic ${btoa(`${username}:${password}`)}`

/** The voice application in Bandwidth's XML, with the fields given. */
export function applicationXml(fields: Record<string, string | undefined> = {}): Response {
  const good = {
    ApplicationId: 'app-1',
    ServiceType: 'Voice-V2',
    AppName: 'Phones &amp; more',
    CallInitiatedCallbackUrl: 'https://phone.example/hooks/voice/initiate',
    CallInitiatedMethod: 'POST',
    CallStatusCallbackUrl: 'https://phone.example/hooks/voice/disconnect',
    CallStatusMethod: 'POST',
    CallbackCreds: '<UserId>bandwidth</UserId>',
  }
  const elements = Object.entries({ ...good, ...fields })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
  return new Response(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <ApplicationProvisioningResponse><Application>${elements.join('')}</Application></ApplicationProvisioningResponse>`,
    { headers: { 'Content-Type': 'application/xml' } },
  )
}

/** Bandwidth, and the application behind its public address, by method and place. */
const goodAnswers: Answers = {
  'POST api.bandwidth.com/api/v1/oauth2/token': (request) =>
    request.headers.get('authorization') ===
    basicOf({ username: goodSubject.clientId, password: goodSubject.clientSecret })
      ? json({ access_token: 'token', expires_in: 3600, token_type: 'bearer' })
      : json({ error: 'invalid_client' }, 401),
  'GET api.bandwidth.com/v2/accounts/9900000/endpoints': () => json({ links: [], data: [] }),
  'GET voice.bandwidth.com/api/v2/accounts/9900000/statistics': () =>
    json({ currentCallQueueSize: 0, maxCallQueueSize: 1500 }),
  'GET api.bandwidth.com/api/accounts/9900000/applications/app-1': () => applicationXml(),
  'GET phone.example/healthz': () => answer(200),
  'POST phone.example/hooks/voice/initiate': () =>
    answer(401, { 'WWW-Authenticate': 'Basic realm="voice"' }),
  'POST phone.example/hooks/voice/disconnect': (request) =>
    answer(
      request.headers.get('authorization') === basicOf(goodSubject.voiceCredentials) ? 204 : 401,
    ),
  [`POST phone.example/hooks/brtc/${secret}`]: () => answer(204),
  [`POST phone.example/hooks/brtc/${olderSecret}`]: () => answer(204),
  'GET phone.example/media/hold.wav': () => answer(200, { 'Content-Type': 'audio/wav' }),
  'GET phone.example/api/calls/active': () => answer(401),
  'GET keys.example/jwks': () => json({ keys: [{ kty: 'EC' }] }),
}

export type Scene = {
  subject?: Partial<Subject>
  answers?: Answers
  tools?: Partial<Tools>
  env?: Record<string, string>
}

/** The checks of a deployment in which all is right but what is given; `requests` are those that were made. */
export function stageDoctor({ subject = {}, answers = {}, tools = {}, env = {} }: Scene = {}) {
  const requests: Request[] = []
  const all: Answers = { ...goodAnswers, ...answers }
  const checks = createChecks(
    { ...goodSubject, ...subject },
    {
      fetch: async (request) => {
        requests.push(request)
        const { host, pathname } = new URL(request.url)
        return all[`${request.method} ${host}${pathname}`]?.(request) ?? answer(404)
      },
      lookup: async () => ['93.184.215.14'],
      readCertificate: async () => ({ validTo: stageTime + 60 * 86_400_000 }),
      now: () => stageTime,
      ...tools,
    },
    env,
  )
  const find = async (name: string): Promise<Finding> => {
    const check = checks.find((other) => other.name === name)
    if (!check) throw new Error(`There is no check "${name}".`)
    return check.run()
  }
  return { checks, find, requests }
}

/** A request that fails below HTTP, as `fetch` reports it. */
export function failing(code: string): (request: Request) => Response {
  return () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
  }
}
