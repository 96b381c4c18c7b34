import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import {
  CreateCallRequest,
  UpdateCallRequest,
  type CreateCallResponse,
  type VoiceApiError,
} from '../wire/calls-api.ts'
import { isAnswered, iso, toCallState, type Call } from './call.ts'
import { CallFailure } from './call-failure.ts'
import type { Calls } from './calls.ts'
import type { Clock } from './clock.ts'
import type { OAuth } from './oauth-api.ts'
import type { TelephoneBook } from './telephones.ts'

/** A call that ended so many milliseconds ago is still known, and answers 409 instead of 404. Assumed. */
const recentlyEnded = 60_000
/** Default of an account [V23 rateLimits]. */
const concurrentCallLimit = 100
/** 5 minutes at 5 calls a second [V23 callQueueing]. */
const maxCallQueueSize = 1_500

/** The Calls API (backend 5), with its plain error bodies. */
export function createCallsApi(options: {
  calls: Calls
  book: Pick<TelephoneBook, 'called'>
  oauth: Pick<OAuth, 'accepts'>
  clock: Clock
  accountId: string
  applicationId: string
  /** The account's numbers; any `from` is good where there are none. */
  numbers: readonly string[]
  randomId: () => string
}): Hono {
  const { calls, book, oauth, clock, accountId, applicationId, numbers, randomId } = options
  const account = '/api/v2/accounts/:accountId'
  const collection = `${account}/calls`
  const item = `${collection}/:callId`
  const app = new Hono()

  const fail = (c: Context, status: ErrorStatus, description: string): Response => {
    const body: VoiceApiError = { type: errorTypes[status], description, id: randomId() }
    return c.json(body, status)
  }
  const notFound = (c: Context, callId: string) => fail(c, 404, `Call [${callId}] not found`)
  const conflict = (c: Context, callId: string) =>
    fail(c, 409, `Call [${callId}] cannot be modified in its current state`)

  /** The call if it can still be changed, else the answer that says why not. */
  const findLive = (c: Context, callId: string): Call | Response => {
    const call = calls.find(callId)
    if (!call) return notFound(c, callId)
    if (call.phase.status !== 'disconnected') return call
    return clock.now() - call.phase.endedAt < recentlyEnded
      ? conflict(c, callId)
      : notFound(c, callId)
  }

  app.use(`${account}/*`, async (c, next) => {
    if (!oauth.accepts(c.req.header('Authorization'))) {
      return fail(c, 401, 'The credentials provided were invalid')
    }
    if (c.req.param('accountId') !== accountId) return fail(c, 403, 'Access is denied')
    const contentType = c.req.header('Content-Type') ?? ''
    const expected = c.req.method === 'PUT' ? 'application/xml' : 'application/json'
    if (c.req.method !== 'GET' && !contentType.startsWith(expected)) {
      return fail(c, 415, `Content type '${contentType}' not supported`)
    }
    return next()
  })

  app.post(collection, async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined)
    const request = v.safeParse(CreateCallRequest, body)
    if (!request.success) return fail(c, 400, explain(request.issues))
    const problem = explainRequest(request.output)
    if (problem !== undefined) return fail(c, 400, problem)
    if (book.called(request.output.to).reaction.type === 'breaks-the-api') {
      return fail(c, 500, 'An unknown internal error occurred')
    }
    if (calls.live().length >= concurrentCallLimit) {
      c.header('Retry-After', '1')
      return fail(c, 429, 'Account concurrent call limit exceeded')
    }
    const call = calls.create(request.output)
    c.header('Location', call.callUrl)
    return c.json(describe(call, request.output), 201)
  })

  const explainRequest = (request: CreateCallRequest): string | undefined => {
    if (request.applicationId !== applicationId) {
      return `Could not create call: Application id ${request.applicationId} not found`
    }
    if (numbers.length > 0 && !numbers.includes(request.from)) {
      return `Invalid from: ${request.from} is not a number of this account`
    }
    if (request.username !== undefined && !isPrivate(request.answerUrl)) {
      return 'Invalid answerUrl: https is required where credentials are given'
    }
    return undefined
  }

  app.get(collection, (c) => c.json(calls.list().map(toCallState)))

  app.get(item, (c) => {
    const call = calls.find(c.req.param('callId'))
    return call ? c.json(toCallState(call)) : notFound(c, c.req.param('callId'))
  })

  app.post(item, async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined)
    const request = v.safeParse(UpdateCallRequest, body)
    if (!request.success) return fail(c, 400, explain(request.issues))
    const { state = 'active', redirectUrl, tag } = request.output
    if (state === 'completed' && (redirectUrl !== undefined || tag !== undefined)) {
      return fail(c, 400, 'redirectUrl and tag are not allowed when state is completed')
    }
    if (state === 'active' && redirectUrl === undefined) {
      return fail(c, 400, 'redirectUrl is required when state is active')
    }
    const call = findLive(c, c.req.param('callId'))
    if (call instanceof Response) return call
    if (redirectUrl === undefined) calls.complete(call)
    else if (isAnswered(call)) calls.redirect(call, { ...request.output, redirectUrl })
    else return conflict(c, call.callId)
    return c.body(null, 200)
  })

  app.put(`${item}/bxml`, async (c) => {
    const call = findLive(c, c.req.param('callId'))
    if (call instanceof Response) return call
    if (!isAnswered(call)) return conflict(c, call.callId)
    try {
      calls.replaceBxml(call, await c.req.text())
    } catch (error) {
      if (error instanceof CallFailure) return fail(c, 400, `Invalid BXML: ${error.message}`)
      throw error
    }
    return c.body(null, 204)
  })

  app.get(`${account}/statistics`, (c) => {
    const queued = calls.live().filter(({ phase }) => phase.status === 'queued')
    return c.json({ currentCallQueueSize: queued.length, maxCallQueueSize })
  })

  for (const path of [collection, item, `${item}/bxml`, `${account}/statistics`]) {
    app.all(path, (c) => fail(c, 405, 'Method Not Allowed'))
  }
  app.all('/api/v2/*', (c) => fail(c, 404, `${c.req.path} not found`))
  return app
}

const errorTypes = {
  400: 'validation',
  401: 'authentication-error',
  403: 'authorization-error',
  404: 'validation',
  405: 'validation',
  409: 'validation',
  415: 'validation',
  429: 'error',
  500: 'internal-error',
} as const
type ErrorStatus = keyof typeof errorTypes

/** Nobody can listen: https, or a host that does not leave the machine. */
function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || /^(?:localhost|127\.0\.0\.1|\[::1\]|.+\.invalid)$/.test(hostname)
}

/** The first issue in Bandwidth's words (backend 5.2). */
function explain(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [issue] = issues
  const name = v.getDotPath(issue)
  if (name === null) return 'The request body must be a JSON object'
  if (issue.input === undefined) {
    const required = 'from, to, answerUrl, applicationId'
    return `Missing at least one required field. Required fields are [${required}]`
  }
  if (/^(?:to|from)$/.test(name)) return `Invalid ${name}: must be an E164 telephone number`
  if (name.endsWith('Url')) return `Invalid ${name}: only http and https are allowed`
  if (name.endsWith('Method')) {
    return `Invalid ${name.replace('Method', 'Url')} method. Supported methods: [POST, GET]`
  }
  return `Invalid ${name}: ${issue.message}`
}

function describe(call: Call, request: CreateCallRequest): CreateCallResponse {
  const { applicationId, accountId, callId, to, from, callUrl } = call
  return {
    applicationId,
    accountId,
    callId,
    to,
    from,
    enqueuedTime: iso(call.startedAt),
    callUrl,
    callTimeout: call.callTimeout / 1000,
    callbackTimeout: call.callbackTimeout / 1000,
    tag: request.tag ?? null,
    answerMethod: request.answerMethod ?? 'POST',
    answerUrl: request.answerUrl,
    disconnectMethod: request.disconnectMethod ?? 'POST',
    disconnectUrl: request.disconnectUrl ?? null,
    priority: request.priority ?? 5,
  }
}
