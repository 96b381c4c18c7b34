import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from './clock.ts'
import { createJournal } from './journal.ts'
import { defaultSwitches, type Switches } from './switches.ts'
import { createWebhooks, type Webhook } from './webhooks.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const webhook: Webhook = {
  name: 'answer',
  body: { eventType: 'answer', callId: 'c-1', tag: undefined },
  target: { url: 'https://a.example/hook' },
  timeout: 15_000,
  fallbackOn: 'error-status',
}
const fallback = { url: 'https://b.example/hook' }

function setUp(
  answer: (request: Request) => Response | Promise<Response>,
  switches: Partial<Switches> = {},
) {
  const requests: Request[] = []
  const journal = createJournal(Date.now)
  const webhooks = createWebhooks({
    fetch: (request) => {
      requests.push(request)
      return answer(request)
    },
    clock: systemClock,
    switches: { ...defaultSwitches, ...switches },
    journal,
  })
  return { webhooks, requests, journal }
}

const hosts = (requests: Request[]) => requests.map(({ url }) => new URL(url).host)

describe('a webhook', () => {
  it('is posted as JSON, and what comes back is handed over', async () => {
    const { webhooks, requests, journal } = setUp(
      () => new Response('<Response/>', { headers: { 'Content-Type': 'application/xml' } }),
    )
    await expect(webhooks.deliver(webhook)).resolves.toEqual({
      delivered: true,
      url: 'https://a.example/hook',
      contentType: 'application/xml',
      body: '<Response/>',
    })
    expect(requests[0]?.headers.get('Content-Type')).toBe('application/json')
    await expect(requests[0]?.json()).resolves.toEqual({ eventType: 'answer', callId: 'c-1' })
    expect(journal.entries()).toMatchObject([
      { from: 'gateway', to: 'application', kind: 'webhook' },
    ])
    expect(journal.entries()[0]?.summary).toMatch(/^POST \/hook answer → 200 \(\d+ ms\)$/)
  })

  it('puts its properties into the query when it is a GET', async () => {
    const { webhooks, requests } = setUp(() => new Response())
    await webhooks.deliver({ ...webhook, target: { ...webhook.target, method: 'GET' } })
    expect(requests[0]?.url).toBe('https://a.example/hook?eventType=answer&callId=c-1')
  })

  it('is given up after its time limit', async () => {
    const { webhooks, journal } = setUp(() => new Promise<Response>(() => {}))
    const outcome = webhooks.deliver(webhook)
    await vi.advanceTimersByTimeAsync(15_000)
    await expect(outcome).resolves.toMatchObject({ delivered: false })
    expect(journal.entries()[0]).toMatchObject({
      kind: 'warning',
      summary: 'POST /hook answer → no answer within 15000 ms (15000 ms)',
    })
  })

  it.each([
    ['the first is unreachable', () => Promise.reject(new TypeError('refused')), 'error-status'],
    ['the first throws', throwAtOnce, 'no-response'],
    ['the first answers 500', () => new Response(null, { status: 500 }), 'error-status'],
  ] as const)('goes to the fallback when %s', async (_, fail, fallbackOn) => {
    const { webhooks, requests } = setUp((request) =>
      new URL(request.url).host === 'a.example' ? fail() : new Response('b'),
    )
    await expect(webhooks.deliver({ ...webhook, fallback, fallbackOn })).resolves.toMatchObject({
      delivered: true,
      url: fallback.url,
      body: 'b',
    })
    expect(hosts(requests)).toEqual(['a.example', 'b.example'])
  })

  it('does not go to the fallback after a 500 where only silence counts as failure', async () => {
    const { webhooks, requests } = setUp(() => new Response(null, { status: 500 }))
    const outcome = await webhooks.deliver({ ...webhook, fallback, fallbackOn: 'no-response' })
    expect(outcome).toEqual({ delivered: false, reason: 'the callback URL answered 500' })
    expect(hosts(requests)).toEqual(['a.example'])
  })

  it('is sent once more after a connection failure, and only if it asks for that', async () => {
    const refuse = () => Promise.reject(new TypeError('refused'))
    const once = setUp(refuse)
    await once.webhooks.deliver(webhook)
    expect(once.requests).toHaveLength(1)
    const twice = setUp(refuse)
    await twice.webhooks.deliver({ ...webhook, retries: true })
    expect(twice.requests).toHaveLength(2)
    const status = setUp(() => new Response(null, { status: 503 }))
    await status.webhooks.deliver({ ...webhook, retries: true })
    expect(status.requests).toHaveLength(1)
  })

  const target = { ...webhook.target, username: 'bw', password: 'pä:ss' }
  const challenge = (request: Request) =>
    request.headers.has('Authorization')
      ? new Response('ok')
      : new Response(null, { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } })

  it('answers a Basic challenge with its credentials', async () => {
    const { webhooks, requests } = setUp(challenge)
    await expect(webhooks.deliver({ ...webhook, target })).resolves.toMatchObject({
      delivered: true,
    })
    expect(requests.map((request) => request.headers.get('Authorization'))).toEqual([
      null,
      'Basic Ync6cMOkOnNz',
    ])
  })

  it('does not repeat itself after a 401 without a challenge, or without credentials', async () => {
    const bare = setUp(() => new Response(null, { status: 401 }))
    await bare.webhooks.deliver({ ...webhook, target })
    expect(bare.requests).toHaveLength(1)
    const anonymous = setUp(challenge)
    await anonymous.webhooks.deliver(webhook)
    expect(anonymous.requests).toHaveLength(1)
  })

  it('shows its credentials at once where the switch says so', async () => {
    const { webhooks, requests } = setUp(challenge, { basicAuth: 'pre-emptive' })
    await webhooks.deliver({ ...webhook, target })
    expect(requests).toHaveLength(1)
  })

  it('leaves no secret in the journal', async () => {
    const { webhooks, journal } = setUp(() => new Response())
    await webhooks.deliver({
      ...webhook,
      target: { ...target, url: 'https://a.example/hooks/brtc/s3cr3t' },
    })
    await webhooks.deliver({
      ...webhook,
      target: { url: 'https://a.example/hooks/voice/connect-status/s3cr3t?x=1' },
    })
    const text = JSON.stringify(journal.entries())
    expect(text).toContain('/hooks/brtc/…')
    expect(text).not.toContain('s3cr3t')
    expect(text).not.toContain('pä:ss')
  })
})

function throwAtOnce(): Response {
  throw new Error('the application fell over')
}
