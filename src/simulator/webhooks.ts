import type { Clock } from './clock.ts'
import type { Journal } from './journal.ts'
import { maskSecrets } from './mask.ts'
import type { Switches } from './switches.ts'

/** The platform's `fetch`, or an application in the same page: `app.fetch`. */
export type Fetch = (request: Request) => Response | Promise<Response>

export type WebhookTarget = {
  url: string
  /** POST unless told otherwise; GET puts the properties into the query. */
  method?: 'POST' | 'GET'
  username?: string
  password?: string
}

export type Webhook = {
  /** `eventType` or `event`, for the journal. */
  name: string
  body: Readonly<Record<string, string | number | undefined>>
  target: WebhookTarget
  fallback?: WebhookTarget
  /** Milliseconds for each attempt. */
  timeout: number
  /** Endpoint events: anything but 2xx; voice callbacks: as `Switches.fallbackOn` says (backend 4.1, 6.1). */
  fallbackOn: Switches['fallbackOn']
  /** Asynchronous voice callbacks are tried once more after a connection exception (backend 6.1). */
  retries?: boolean
}

export type WebhookOutcome =
  /** 2xx. `url` is the one that served it, `body` its text. */
  | { delivered: true; url: string; contentType: string; body: string }
  | { delivered: false; reason: string }

export interface Webhooks {
  /** Never rejects. */
  deliver: (webhook: Webhook) => Promise<WebhookOutcome>
  /** Resolves when no request is under way and nothing follows at once from the answers. */
  settled: () => Promise<void>
  /** Gives up what is under way, and sends nothing of what `work` wants to be sent. */
  silence: (work: () => void) => void
}

type Attempt =
  | { type: 'answered'; response: Response; body: string }
  | { type: 'timed-out' }
  | { type: 'unreachable'; reason: string }

/** Posts webhooks, with time limit, fallback, Basic challenge and retry, and writes each attempt into the journal. */
export function createWebhooks(options: {
  fetch: Fetch
  /** Measures the time limits. */
  clock: Clock
  switches: Switches
  journal: Journal
}): Webhooks {
  const { clock, switches, journal } = options
  const underWay = new Map<Promise<Attempt>, AbortController>()
  /** What began before the latest silence is over. */
  let generation = 0
  let isSilent = false

  const deliver = async (webhook: Webhook): Promise<WebhookOutcome> => {
    if (isSilent) return { delivered: false, reason: 'the simulator was reset' }
    const begun = generation
    const first = await attemptWithRetry(webhook, webhook.target)
    const outcome = toOutcome(first, webhook.target)
    if (begun !== generation) return outcome
    if (outcome.delivered || !webhook.fallback || !deservesFallback(first, webhook)) return outcome
    return toOutcome(await attemptWithRetry(webhook, webhook.fallback), webhook.fallback)
  }

  const attemptWithRetry = async (webhook: Webhook, target: WebhookTarget): Promise<Attempt> => {
    const begun = generation
    const first = await attemptWithCredentials(webhook, target)
    return first.type === 'unreachable' && webhook.retries && begun === generation
      ? attemptWithCredentials(webhook, target)
      : first
  }

  const attemptWithCredentials = async (
    webhook: Webhook,
    target: WebhookTarget,
  ): Promise<Attempt> => {
    const { username, password } = target
    if (username === undefined || password === undefined) return attempt(webhook, target)
    const authorization = `Basic ${base64(`${username}:${password}`)}`
    if (switches.basicAuth === 'pre-emptive') return attempt(webhook, target, authorization)
    const first = await attempt(webhook, target)
    return isChallenge(first) ? attempt(webhook, target, authorization) : first
  }

  const attempt = async (
    webhook: Webhook,
    target: WebhookTarget,
    authorization?: string,
  ): Promise<Attempt> => {
    const startedAt = clock.now()
    const began = journal.begin()
    const begun = generation
    const result = await send(() => toRequest(webhook, target, authorization), webhook.timeout)
    if (begun !== generation) return result
    const line = `${target.method ?? 'POST'} ${pathOf(target.url)} ${webhook.name}`
    journal.record({
      from: 'gateway',
      to: 'application',
      kind: result.type === 'answered' ? 'webhook' : 'warning',
      began,
      summary: maskSecrets(
        `${line} → ${describe(result, webhook)} (${clock.now() - startedAt} ms)`,
      ),
      detail: maskSecrets(detailOf(webhook, target, result)),
    })
    return result
  }

  const send = (toRequest: () => Request, timeout: number): Promise<Attempt> => {
    const controller = new AbortController()
    const sent = new Promise<Attempt>((resolve) => {
      const cancelTimeout = clock.after(timeout, () => {
        resolve({ type: 'timed-out' })
        controller.abort()
      })
      const exchange = async (): Promise<Attempt> => {
        const response = await options.fetch(
          new Request(toRequest(), { signal: controller.signal }),
        )
        return { type: 'answered', response, body: await response.text() }
      }
      void exchange()
        .catch((error: unknown): Attempt => ({ type: 'unreachable', reason: String(error) }))
        .then((result) => {
          cancelTimeout()
          resolve(result)
        })
    })
    underWay.set(sent, controller)
    void sent.then(() => underWay.delete(sent))
    return sent
  }

  const turn = () => new Promise<void>((resolve) => clock.after(0, resolve))

  return {
    deliver,
    settled: async () => {
      do {
        await Promise.all(underWay.keys())
        await turn()
      } while (underWay.size > 0)
    },
    silence: (work) => {
      generation += 1
      for (const controller of underWay.values()) controller.abort()
      isSilent = true
      try {
        work()
      } finally {
        isSilent = false
      }
    },
  }
}

function deservesFallback(attempt: Attempt, webhook: Webhook): boolean {
  return attempt.type !== 'answered' || webhook.fallbackOn === 'error-status'
}

function toOutcome(attempt: Attempt, { url }: WebhookTarget): WebhookOutcome {
  if (attempt.type === 'unreachable') {
    return { delivered: false, reason: `the callback URL was not reached: ${attempt.reason}` }
  }
  if (attempt.type === 'timed-out') {
    return { delivered: false, reason: 'the callback URL did not answer in time' }
  }
  const { response, body } = attempt
  if (!response.ok) {
    return { delivered: false, reason: `the callback URL answered ${response.status}` }
  }
  return { delivered: true, url, contentType: response.headers.get('content-type') ?? '', body }
}

function toRequest(webhook: Webhook, target: WebhookTarget, authorization?: string): Request {
  const headers = new Headers({ 'User-Agent': 'BandwidthAPI/2.0' })
  if (authorization !== undefined) headers.set('Authorization', authorization)
  if (target.method === 'GET') {
    const url = new URL(target.url)
    for (const [name, value] of Object.entries(webhook.body)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    return new Request(url, { headers })
  }
  headers.set('Content-Type', 'application/json')
  return new Request(target.url, { method: 'POST', headers, body: JSON.stringify(webhook.body) })
}

/** Without the header there is no second request (backend 10.1). */
function isChallenge(attempt: Attempt): boolean {
  return (
    attempt.type === 'answered' &&
    attempt.response.status === 401 &&
    /^basic\b/i.test(attempt.response.headers.get('www-authenticate') ?? '')
  )
}

function describe(attempt: Attempt, { timeout }: Webhook): string {
  if (attempt.type === 'answered') return String(attempt.response.status)
  return attempt.type === 'timed-out' ? `no answer within ${timeout} ms` : 'not reached'
}

function detailOf(webhook: Webhook, target: WebhookTarget, attempt: Attempt): string {
  const request = `${target.method ?? 'POST'} ${target.url}\n${JSON.stringify(webhook.body, null, 2)}`
  if (attempt.type === 'unreachable') return `${request}\n\n${attempt.reason}`
  return attempt.type === 'answered' ? `${request}\n\n${attempt.body}` : request
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
