import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import {
  CreateEndpointRequest,
  type ApiError,
  type BrtcErrorResponse,
  type Endpoint,
} from '../wire/endpoints-api.ts'
import { iso } from './call.ts'
import { describeEndpoint } from './describe-endpoint.ts'
import type { EndpointRecord, Endpoints } from './endpoints.ts'
import type { OAuth } from './oauth-api.ts'

const retryAfterSeconds = 900

/** `limit` 1–1000, default 100 [SPEC]. */
const ListQuery = v.object({
  type: v.optional(v.string()),
  status: v.optional(v.picklist(['CONNECTED', 'DISCONNECTED'])),
  afterCursor: v.optional(v.string()),
  limit: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(1000))),
})

/** The Endpoints API (backend 3): every answer in its envelope, every error with its type. */
export function createEndpointsApi(options: {
  endpoints: Endpoints
  oauth: Pick<OAuth, 'accepts'>
  accountId: string
}): Hono {
  const { endpoints, oauth } = options
  const collection = '/v2/accounts/:accountId/endpoints'
  const item = `${collection}/:endpointId`
  const base = `https://api.bandwidth.com/v2/accounts/${options.accountId}/endpoints`
  const app = new Hono()

  app.use('/v2/accounts/:accountId/*', async (c, next) => {
    if (!oauth.accepts(c.req.header('Authorization'))) {
      return fail(c, 401, 'unauthorized', 'The credentials are missing, wrong or expired', {
        header: 'Authorization',
      })
    }
    const accountId = c.req.param('accountId')
    // Bandwidth's own smoke test expects 404 for what is no account number [SMOKE node].
    if (!/^\d+$/.test(accountId)) return notFound(c, accountId)
    if (accountId !== options.accountId) return fail(c, 403, 'forbidden', 'Access is denied')
    return next()
  })

  app.post(collection, async (c) => {
    if (!c.req.header('Content-Type')?.startsWith('application/json')) {
      return fail(c, 415, 'unsupported_media_type', 'Content-Type must be application/json', {
        header: 'Content-Type',
      })
    }
    const body: unknown = await c.req.json().catch(() => undefined)
    const request = v.safeParse(CreateEndpointRequest, body)
    if (!request.success) return invalid(c, 'field', request.issues[0])
    const record = endpoints.create(request.output)
    if (!record) {
      c.header('Retry-After', String(retryAfterSeconds))
      const advice = 'delete an existing endpoint or wait 24 hours'
      return fail(c, 429, 'too_many_endpoints', `Too many endpoints: ${advice}`)
    }
    const data = { ...describeEndpoint(record), devices: devicesOf(record), token: record.token }
    return c.json({ links: [linkTo(record.endpointId)], data, errors: [] }, 201)
  })

  app.get(collection, (c) => {
    const query = v.safeParse(ListQuery, c.req.query())
    if (!query.success) return invalid(c, 'parameter', query.issues[0])
    const { type, status, afterCursor, limit = 100 } = query.output
    const matching = endpoints
      .list()
      .map(describeEndpoint)
      .filter((each) => type === undefined || each.type === type)
      .filter((each) => status === undefined || each.status === status)
    const start = afterCursor
      ? matching.findIndex(({ endpointId }) => endpointId === afterCursor) + 1
      : 0
    const data = matching.slice(start, start + limit)
    const last = data.at(-1)
    const hasMore = start + limit < matching.length
    const links = [{ href: base, rel: 'self', method: 'GET' }]
    if (hasMore && last) {
      links.push({ href: nextPage(c.req.url, last.endpointId), rel: 'next', method: 'GET' })
    }
    const page = { pageSize: data.length, totalElements: matching.length }
    return c.json({ links, data, errors: [], page })
  })

  app.get(item, (c) => {
    const record = endpoints.find(c.req.param('endpointId'))
    if (!record) return notFound(c, c.req.param('endpointId'))
    const data = { ...describeEndpoint(record), devices: devicesOf(record) }
    return c.json({ links: [linkTo(record.endpointId)], data, errors: [] })
  })

  app.delete(item, (c) => {
    const endpointId = c.req.param('endpointId')
    return endpoints.remove(endpointId) ? c.body(null, 204) : notFound(c, endpointId)
  })

  // In the specification, but not in the live service [SMOKE].
  app.put(`${item}/bxml`, (c) => notFound(c, c.req.param('endpointId')))

  const methodNotAllowed = (c: Context) =>
    fail(c, 405, 'method_not_allowed', `${c.req.method} is not allowed here`)
  app.all(collection, methodNotAllowed)
  app.all(item, methodNotAllowed)
  app.all('/v2/*', (c) => notFound(c, c.req.path))

  const linkTo = (endpointId: string) => ({
    href: `${base}/${endpointId}`,
    rel: 'endpoint',
    method: 'GET',
  })
  return app
}

function devicesOf({ state }: EndpointRecord): NonNullable<Endpoint['devices']> {
  if (!('device' in state)) return []
  return [
    {
      deviceId: state.device.deviceId,
      status: state.status === 'connected' ? 'CONNECTED' : 'DISCONNECTED',
      creationTimestamp: iso(state.device.connectedAt),
    },
  ]
}

function nextPage(url: string, afterCursor: string): string {
  const next = new URL(url)
  next.searchParams.set('afterCursor', afterCursor)
  return next.href
}

function invalid(c: Context, kind: 'field' | 'parameter', issue: v.BaseIssue<unknown>): Response {
  const name = v.getDotPath(issue) ?? 'body'
  return fail(c, 400, 'invalid_parameter', `${name}: ${issue.message}`, { [kind]: name })
}

function notFound(c: Context, reference: string): Response {
  return fail(c, 404, 'resource_not_found', `${reference} was not found`, { reference })
}

function fail(
  c: Context,
  status: 400 | 401 | 403 | 404 | 405 | 415 | 429,
  type: string,
  description: string,
  source?: ApiError['source'],
): Response {
  const body: BrtcErrorResponse = {
    links: [],
    data: null,
    errors: [{ type, description, ...(source && { source }) }],
  }
  return c.json(body, status)
}
