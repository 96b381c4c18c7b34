import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  answer,
  applicationXml,
  failing,
  goodSubject,
  olderSecret,
  type Scene,
  secret,
  stageDoctor,
  stageTime,
} from '../../testing/doctor-stage.ts'
import { secretsOf } from './doctor-checks.ts'
import type { Finding } from './doctor-report.ts'

const tokenUrl = 'POST api.bandwidth.com/api/v1/oauth2/token'
const endpointsUrl = 'GET api.bandwidth.com/v2/accounts/9900000/endpoints'
const statisticsUrl = 'GET voice.bandwidth.com/api/v2/accounts/9900000/statistics'
const applicationUrl = 'GET api.bandwidth.com/api/accounts/9900000/applications/app-1'
const health = 'GET phone.example/healthz'
const initiate = 'POST phone.example/hooks/voice/initiate'
const disconnect = 'POST phone.example/hooks/voice/disconnect'
const api = 'GET phone.example/api/calls/active'
const publicly = (check: string) => `PUBLIC_URL: ${check}`
const hooksWith = (key: string) => `POST phone.example/hooks/brtc/${key}`

type Row = [situation: string, check: string, scene: Scene, status: Finding['status'], says: RegExp]

async function expectFinding([, check, scene, status, says]: Row): Promise<void> {
  const finding = await stageDoctor(scene).find(check)
  expect(finding).toMatchObject({ status })
  expect(sentencesOf(finding).join(' ')).toMatch(says)
  expectReadable(finding)
}

function sentencesOf(finding: Finding): string[] {
  return 'todo' in finding ? [finding.what, finding.todo] : [finding.what]
}

/** One sentence each, with nothing secret in it. */
function expectReadable(finding: Finding): void {
  for (const sentence of sentencesOf(finding)) {
    expect(sentence).toMatch(/^[A-Z].*\.$/)
    expect(sentence).not.toMatch(/\. [A-Z]/)
    for (const hidden of secretsOf(goodSubject)) expect(sentence).not.toContain(hidden)
  }
}

const status = (place: string, code: number): Scene => ({
  answers: { [place]: () => answer(code) },
})
const application = (fields: Record<string, string | undefined>): Scene => ({
  answers: { [applicationUrl]: () => applicationXml(fields) },
})
const ahead = (seconds: number): Scene => ({ tools: { now: () => stageTime + seconds * 1_000 } })

describe('a deployment in which all is right', () => {
  it('has nothing found but that its database is memory', async () => {
    for (const { name, run } of stageDoctor().checks) {
      const finding = await run()
      expect([name, finding.status]).toEqual([name, name === 'database' ? 'warning' : 'ok'])
      expectReadable(finding)
    }
  })

  it('is asked for one token, and for nothing twice', async () => {
    const { checks, requests } = stageDoctor()
    await Promise.all(checks.map(({ run }) => run()))
    const places = requests.map(({ method, url }) => `${method} ${url}`)
    expect(new Set(places).size).toBe(places.length)
    expect(places.filter((place) => place.endsWith('/token'))).toHaveLength(1)
  })
})

describe('Bandwidth’s APIs', () => {
  it.each<Row>([
    [
      'wrong credentials',
      'credentials',
      { subject: { clientSecret: 'no' } },
      'problem',
      /BANDWIDTH_CLIENT_ID with BANDWIDTH_CLIENT_SECRET/,
    ],
    [
      'no route',
      'credentials',
      { answers: { [tokenUrl]: failing('ENETUNREACH') } },
      'problem',
      /no route/,
    ],
    [
      'a name that does not resolve',
      'credentials',
      { answers: { [tokenUrl]: failing('ENOTFOUND') } },
      'problem',
      /does not resolve/,
    ],
    ['an outage', 'credentials', status(tokenUrl, 503), 'problem', /503.*Try again/],
    [
      'another token address',
      'credentials',
      status(tokenUrl, 404),
      'problem',
      /BANDWIDTH_TOKEN_URL/,
    ],
    [
      'an answer that is no token',
      'credentials',
      { answers: { [tokenUrl]: () => new Response('<html>') } },
      'problem',
      /no token/,
    ],
    ['no token', 'BRTC role', status(tokenUrl, 401), 'skipped', /no access token/],
    ['no BRTC role', 'BRTC role', status(endpointsUrl, 403), 'problem', /BRTC role/],
    ['another account', 'BRTC role', status(endpointsUrl, 404), 'problem', /BANDWIDTH_ACCOUNT_ID/],
    ['an outage', 'BRTC role', status(endpointsUrl, 500), 'warning', /status 500/],
    [
      'an endpoints address that nobody listens at',
      'BRTC role',
      { answers: { [endpointsUrl]: failing('ECONNREFUSED') } },
      'problem',
      /nothing listens.*BANDWIDTH_ENDPOINTS_URL/,
    ],
    ['no voice role', 'voice role', status(statisticsUrl, 403), 'problem', /HTTP Voice/],
    [
      'another account',
      'voice role',
      status(statisticsUrl, 404),
      'problem',
      /BANDWIDTH_ACCOUNT_ID/,
    ],
    ['too many requests', 'voice role', status(statisticsUrl, 429), 'warning', /status 429/],
    ['a clock that is ahead', 'clock', ahead(40), 'warning', /40 seconds ahead.*NTP/],
    ['a clock that is far behind', 'clock', ahead(-300), 'problem', /30[01] seconds behind/],
    [
      'no Date header',
      'clock',
      { answers: { [tokenUrl]: () => Response.json({}) } },
      'skipped',
      /did not tell/,
    ],
  ])('%s: %s', async (...row) => expectFinding(row))
})

describe('the voice application', () => {
  it.each<Row>([
    [
      'an unknown id',
      'voice application',
      status(applicationUrl, 404),
      'problem',
      /BANDWIDTH_APPLICATION_ID/,
    ],
    [
      'no role to read it',
      'voice application',
      status(applicationUrl, 403),
      'warning',
      /only the doctor needs/,
    ],
    [
      'a web page',
      'voice application',
      { answers: { [applicationUrl]: () => new Response('<html><p>Hello') } },
      'warning',
      /another form/,
    ],
    [
      'XML of another shape',
      'voice application',
      { answers: { [applicationUrl]: () => new Response('<Error><Code>1</Code></Error>') } },
      'warning',
      /could not be read/,
    ],
    ['an outage', 'voice application', status(applicationUrl, 500), 'warning', /status 500/],
    [
      'nobody there',
      'voice application',
      { answers: { [applicationUrl]: failing('ECONNRESET') } },
      'warning',
      /could not be read/,
    ],
    [
      'a messaging application',
      'voice application',
      application({ ServiceType: 'Messaging-V2' }),
      'problem',
      /Messaging-V2/,
    ],
    [
      'one that cannot be read',
      'call-initiated URL',
      status(applicationUrl, 403),
      'skipped',
      /could not be read/,
    ],
    [
      'another initiated URL',
      'call-initiated URL',
      application({ CallInitiatedCallbackUrl: 'https://old.example/x?key=hidden' }),
      'problem',
      /is https:\/\/old\.example\/x\.*.*https:\/\/phone\.example\/hooks\/voice\/initiate/,
    ],
    [
      'no initiated URL',
      'call-initiated URL',
      application({ CallInitiatedCallbackUrl: undefined }),
      'problem',
      /not set/,
    ],
    [
      'an initiated URL by GET',
      'call-initiated URL',
      application({ CallInitiatedMethod: 'GET' }),
      'problem',
      /GET.*POST/,
    ],
    [
      'no method, which means POST',
      'call-initiated URL',
      application({ CallInitiatedMethod: undefined }),
      'ok',
      /hooks\/voice\/initiate/,
    ],
    [
      'a public URL with a slash at its end',
      'call-initiated URL',
      { subject: { publicUrl: 'https://phone.example/' } },
      'ok',
      /example\/hooks/,
    ],
    [
      'no status URL',
      'call-status URL',
      application({ CallStatusCallbackUrl: '' }),
      'problem',
      /hooks\/voice\/disconnect/,
    ],
    [
      'a status URL by GET',
      'call-status URL',
      application({ CallStatusMethod: 'GET' }),
      'problem',
      /GET/,
    ],
    [
      'no callback credentials',
      'callback credentials',
      application({ CallbackCreds: undefined }),
      'problem',
      /refused with 401/,
    ],
    [
      'empty callback credentials',
      'callback credentials',
      application({ CallbackCreds: '' }),
      'problem',
      /refused with 401/,
    ],
    [
      'other callback credentials',
      'callback credentials',
      application({ CallbackCreds: '<UserId>joe</UserId>' }),
      'problem',
      /VOICE_USERNAME/,
    ],
    [
      'a fallback that is not set',
      'call-initiated fallback URL',
      { subject: { fallbackUrl: 'https://b.example' } },
      'warning',
      /b\.example\/hooks\/voice\/initiate/,
    ],
  ])('%s: %s', async (...row) => expectFinding(row))

  it('does not show what stands in the query of a URL', async () => {
    const scene = application({
      CallStatusCallbackUrl: 'https://u:hidden@old.example/x?key=hidden',
    })
    const finding = await stageDoctor(scene).find('call-status URL')
    expect(sentencesOf(finding).join()).not.toContain('hidden')
  })
})

const atLoopback = { publicUrl: 'http://127.0.0.1:8787' }
const resolvesTo = (...addresses: string[]): Scene => ({ tools: { lookup: async () => addresses } })
const certificate = (found: { trouble?: string; validTo?: number }): Scene => ({
  tools: { readCertificate: async () => found },
})
const day = 86_400_000

describe('the public address', () => {
  it.each<Row>([
    ['this machine', publicly('address'), { subject: atLoopback }, 'problem', /tunnel/],
    [
      'this machine, as the simulator',
      publicly('address'),
      { subject: { ...atLoopback, endpointsUrl: 'http://127.0.0.1:8788/v2' } },
      'ok',
      /simulator/,
    ],
    [
      'a private address',
      publicly('address'),
      resolvesTo('93.184.215.14', '10.1.2.3'),
      'problem',
      /10\.1\.2\.3/,
    ],
    ['a private IPv6 address', publicly('address'), resolvesTo('fd00::1'), 'problem', /fd00::1/],
    [
      'a private address written as IPv6',
      publicly('address'),
      resolvesTo('::ffff:192.168.1.1'),
      'problem',
      /internal/,
    ],
    [
      'an address in place of a name',
      publicly('address'),
      { subject: { publicUrl: 'https://[fe80::1]' } },
      'problem',
      /fe80::1/,
    ],
    ['a public IPv6 address', publicly('address'), resolvesTo('2606:2800:21f::1'), 'ok', /public/],
    [
      'a name that does not resolve',
      publicly('address'),
      { tools: { lookup: () => Promise.reject(new Error('ENOTFOUND')) } },
      'problem',
      /DNS/,
    ],
    [
      'a port that Bandwidth does not call',
      publicly('port'),
      { subject: { publicUrl: 'https://phone.example:444' } },
      'problem',
      /port 444/,
    ],
    [
      'a high port',
      publicly('port'),
      { subject: { publicUrl: 'https://phone.example:8443' } },
      'ok',
      /8443/,
    ],
    [
      'no TLS',
      publicly('certificate'),
      { subject: { publicUrl: 'http://phone.example' } },
      'problem',
      /https/,
    ],
    [
      'no TLS on this machine',
      publicly('certificate'),
      { subject: atLoopback },
      'skipped',
      /this machine/,
    ],
    [
      'a certificate about to end',
      publicly('certificate'),
      certificate({ validTo: stageTime + 3 * day }),
      'warning',
      /in 3 days/,
    ],
    [
      'an expired certificate',
      publicly('certificate'),
      certificate({ trouble: 'CERT_HAS_EXPIRED' }),
      'problem',
      /expired/,
    ],
    [
      'a certificate of tomorrow',
      publicly('certificate'),
      certificate({ trouble: 'CERT_NOT_YET_VALID' }),
      'problem',
      /clocks/,
    ],
    [
      'a certificate for another name',
      publicly('certificate'),
      certificate({ trouble: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
      'problem',
      /not for phone\.example/,
    ],
    [
      'half a chain',
      publicly('certificate'),
      certificate({ trouble: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
      'problem',
      /intermediate/,
    ],
    [
      'one’s own certificate',
      publicly('certificate'),
      certificate({ trouble: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      'problem',
      /public authority/,
    ],
    [
      'nobody there',
      publicly('certificate'),
      {
        tools: {
          readCertificate: () =>
            Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })),
        },
      },
      'problem',
      /nothing listens/,
    ],
  ])('%s: %s', async (...row) => expectFinding(row))
})

describe('the webhooks through the public address', () => {
  it.each<Row>([
    [
      'nobody there',
      publicly('application'),
      { answers: { [health]: failing('ECONNREFUSED') } },
      'problem',
      /nothing listens/,
    ],
    [
      'no answer in time',
      publicly('application'),
      {
        answers: {
          [health]: () => {
            throw new DOMException('late', 'TimeoutError')
          },
        },
      },
      'problem',
      /10 seconds/,
    ],
    [
      'a proxy without its application',
      publicly('application'),
      status(health, 502),
      'problem',
      /PORT/,
    ],
    ['another site', publicly('application'), status(health, 404), 'problem', /leads to Offhook/],
    [
      'a sign-in page before all',
      publicly('application'),
      { answers: { [health]: () => answer(302, { Location: 'https://login.example/a?state=1' }) } },
      'problem',
      /redirected to login\.example,/,
    ],
    [
      'an application that is down',
      publicly('event webhooks'),
      status(health, 502),
      'skipped',
      /does not answer/,
    ],
    [
      'a sign-in page before the webhooks',
      publicly('voice webhooks without credentials'),
      { answers: { [initiate]: () => answer(302, { Location: '/login' }) } },
      'problem',
      /Exempt \/hooks/,
    ],
    [
      'a header that is lost',
      publicly('voice webhooks without credentials'),
      status(initiate, 401),
      'problem',
      /WWW-Authenticate/,
    ],
    [
      'another scheme',
      publicly('voice webhooks without credentials'),
      { answers: { [initiate]: () => answer(401, { 'WWW-Authenticate': 'Bearer' }) } },
      'problem',
      /WWW-Authenticate/,
    ],
    [
      'no question for credentials',
      publicly('voice webhooks without credentials'),
      status(initiate, 200),
      'problem',
      /forge calls/,
    ],
    [
      'a path that is lost',
      publicly('voice webhooks without credentials'),
      status(initiate, 404),
      'problem',
      /404 instead of 401/,
    ],
    [
      'no question for credentials',
      publicly('voice webhooks with credentials'),
      status(initiate, 200),
      'skipped',
      /not asked/,
    ],
    [
      'another password',
      publicly('voice webhooks with credentials'),
      { subject: { voiceCredentials: { username: 'bandwidth', password: 'another' } } },
      'problem',
      /Restart/,
    ],
    [
      'a fault',
      publicly('voice webhooks with credentials'),
      status(disconnect, 500),
      'problem',
      /log/,
    ],
    [
      'any secret will do',
      publicly('event webhooks with a wrong secret'),
      status(hooksWith('no-such-secret-as-this-one'), 204),
      'problem',
      /forge events/,
    ],
    [
      'any secret will do',
      publicly('event webhooks'),
      status(hooksWith('no-such-secret-as-this-one'), 204),
      'skipped',
      /not refused/,
    ],
    [
      'a secret that is not known yet',
      publicly('event webhooks'),
      status(hooksWith(olderSecret), 404),
      'problem',
      /secret 2 of WEBHOOK_SECRETS/,
    ],
    [
      'a fault',
      publicly('event webhooks'),
      status(hooksWith(secret), 500),
      'problem',
      /500 instead of 204/,
    ],
    [
      'a connection that breaks',
      publicly('event webhooks'),
      { answers: { [hooksWith(secret)]: failing('ECONNRESET') } },
      'problem',
      /lost on its way/,
    ],
    ['no sign-in', publicly('agents’ API'), status(api, 200), 'problem', /Anybody/],
    ['a sign-in by redirection', publicly('agents’ API'), status(api, 302), 'ok', /not let in/],
    [
      'the sign-in of development behind a proxy that hides itself',
      publicly('agents’ API'),
      { ...status(api, 200), subject: { auth: { method: 'development' } } },
      'problem',
      /Anybody/,
    ],
    [
      'the sign-in of development on this machine',
      publicly('agents’ API'),
      {
        subject: { auth: { method: 'development' }, ...atLoopback },
        answers: {
          'GET 127.0.0.1:8787/healthz': () => answer(200),
          'GET 127.0.0.1:8787/api/calls/active': () => answer(200),
        },
      },
      'warning',
      /AUTH=jwt/,
    ],
    [
      'the sign-in of development',
      publicly('agents’ API'),
      { subject: { auth: { method: 'development' } } },
      'warning',
      /AUTH=jwt/,
    ],
    ['a fault', publicly('agents’ API'), status(api, 500), 'warning', /500/],
    [
      'music behind the sign-in',
      publicly('music on hold'),
      status('GET phone.example/media/hold.wav', 302),
      'problem',
      /Exempt/,
    ],
    [
      'a page in place of the music',
      publicly('music on hold'),
      {
        answers: {
          'GET phone.example/media/hold.wav': () => answer(200, { 'Content-Type': 'text/html' }),
        },
      },
      'problem',
      /no sound/,
    ],
    [
      'a fallback that is down',
      'FALLBACK_URL: application',
      { subject: { fallbackUrl: 'https://b.example' } },
      'problem',
      /FALLBACK_URL/,
    ],
  ])('%s: %s', async (...row) => expectFinding(row))

  it('are sent no credentials and no secret where something else answers', async () => {
    const elsewhere = () => answer(200)
    const { checks, requests } = stageDoctor({
      answers: { [initiate]: elsewhere, [hooksWith('no-such-secret-as-this-one')]: elsewhere },
    })
    await Promise.all(checks.map(({ run }) => run()))
    const there = requests.filter(({ url }) => url.startsWith('https://phone.example'))
    expect(there.map(({ url }) => url).join()).not.toContain(secret)
    expect(there.some(({ headers }) => headers.has('authorization'))).toBe(false)
  })
})

const jwt = { auth: { method: 'jwt', jwksUrl: 'https://keys.example/jwks' } } as const

describe('the machine', () => {
  it.each<Row>([
    ['no memory beyond the process', 'database', {}, 'warning', /restart/],
    [
      'no folder',
      'database',
      { subject: { database: '/no/such/folder/offhook.db' } },
      'problem',
      /does not exist/,
    ],
    [
      'a folder that is a file',
      'database',
      { subject: { database: '/dev/null/offhook.db' } },
      'problem',
      /cannot be written/,
    ],
    [
      'a number of the films',
      'caller id',
      { subject: { callerId: '+19195550100' } },
      'problem',
      /ends in 0100.*OUTBOUND_NUMBER/,
    ],
    [
      'a number of the films, called from by the simulator',
      'caller id',
      {
        subject: { callerId: '+19195550100', endpointsUrl: 'http://127.0.0.1:8788/v2' },
      },
      'ok',
      /simulator/,
    ],
    [
      'a number that cannot be',
      'caller id',
      { subject: { callerId: '+1999' } },
      'warning',
      /numbering plan/,
    ],
    ['keys', 'sign-in keys', { subject: jwt }, 'ok', /shows its keys/],
    [
      'no keys',
      'sign-in keys',
      { subject: jwt, answers: { 'GET keys.example/jwks': () => Response.json({ keys: [] }) } },
      'problem',
      /jwks_uri/,
    ],
    [
      'a provider that is down',
      'sign-in keys',
      { subject: jwt, answers: { 'GET keys.example/jwks': failing('ETIMEDOUT') } },
      'problem',
      /not answered/,
    ],
    [
      'an API user that is left over',
      'deprecations',
      { env: { BW_USERNAME: 'joe' } },
      'warning',
      /BW_USERNAME is set.* end on 2 December 2026/,
    ],
    [
      'an API user that has ended',
      'deprecations',
      { env: { BW_PASSWORD: 'x' }, tools: { now: () => Date.parse('2027-01-01') } },
      'warning',
      /ended on/,
    ],
  ])('%s: %s', async (...row) => expectFinding(row))

  it('is fine with a database in a folder of its own, where nothing is left behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'offhook-doctor-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const { find } = stageDoctor({ subject: { database: join(folder, 'offhook.db') } })
    await expect(find('database')).resolves.toEqual({ status: 'ok', what: 'It can be written to.' })
    await expect(readdir(folder)).resolves.toEqual([])
  })
})

it('has every check that docs/deploying.md sends operators to', async () => {
  const page = await readFile('docs/deploying.md', 'utf8')
  const named = [...page.matchAll(/doctor: (_[^|;]+_)/g)].flatMap(([, names = '']) =>
    [...names.matchAll(/_([^_]+)_/g)].map(([, name = '']) => name),
  )
  expect(named.length).toBeGreaterThan(5)
  const names = stageDoctor({ subject: jwt }).checks.map(({ name }) => name)
  for (const name of named) {
    expect(names.some((other) => other.includes(name))).toBe(true)
  }
})
