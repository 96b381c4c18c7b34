import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createBandwidthClient } from '../bandwidth-client.ts'
import type { BandwidthTransport, TransportOptions } from '../bandwidth-transport.ts'
import { createFetchTransport } from '../fetch-transport.ts'
import { createBandwidthSdk } from './bandwidth-sdk.ts'

const created = {
  endpointId: 'e-1',
  token: 'header.claims.signature',
  type: 'WEBRTC',
  status: 'DISCONNECTED',
  creationTimestamp: '2030-01-01T00:00:00Z',
  expirationTimestamp: '2030-01-02T00:00:00Z',
}
const { token: _, ...listed } = created
const endpoint = { type: 'WEBRTC', direction: 'BIDIRECTIONAL', tag: 'ä "1"' } as const
const call = {
  to: '+19195550101',
  from: '+19195550100',
  applicationId: 'app-1',
  answerUrl: 'https://phone.test/answer',
}
const placed = {
  ...call,
  accountId: '9900000',
  callId: 'c-1',
  callUrl: 'https://voice.test/c-1',
  answerMethod: 'POST',
  disconnectMethod: 'POST',
}
const state = { ...placed, direction: 'outbound', state: 'disconnected', disconnectCause: 'busy' }
const enveloped = (type: string) => ({
  links: [],
  data: null,
  errors: [{ type, description: type }],
})

type Respond = (response: ServerResponse, request: IncomingMessage) => void
const reply =
  (status: number, body?: unknown, headers: Record<string, string> = {}): Respond =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  }
const silence: Respond = () => {}
const tokenPath = '/api/v1/oauth2/token'

const servers: Server[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(close))
})

function close(server: Server): Promise<void> {
  if ('closeAllConnections' in server) (server.closeAllConnections as () => void)()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

/** @returns the port on loopback */
async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

type Seen = {
  method: string
  url: string
  authorization: string
  contentType: string
  body: string
}

/** Bandwidth as a list of replies on a real socket; every token is `token-1`, and the list is for all the rest. */
async function listenAsBandwidth(replies: Respond[]) {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const { authorization = '', 'content-type': contentType = '' } = headers
      const body = Buffer.concat(chunks).toString()
      seen.push({ method, url, authorization, contentType, body })
      const token = { access_token: 'token-1', expires_in: 3600, token_type: 'bearer' }
      const respond = url === tokenPath ? reply(200, token) : (replies.shift() ?? reply(500))
      respond(response, request)
    })
  })
  return { seen, origin: `http://127.0.0.1:${await listen(server)}` }
}

const transports = [
  ['fetch', createFetchTransport],
  ['bandwidth-sdk', createBandwidthSdk],
] as const

describe.each(transports)('Bandwidth through %s', (_name, createTransport) => {
  const connect = (origin: string, options: Partial<TransportOptions> = {}): BandwidthTransport =>
    createTransport({
      accountId: '9900000',
      clientId: 'client',
      clientSecret: 'secrét',
      tokenUrl: `${origin}${tokenPath}`,
      endpointsUrl: `${origin}/v2`,
      callsUrl: `${origin}/api/v2`,
      ...options,
    })
  const setUp = async (replies: Respond[], options: Partial<TransportOptions> = {}) => {
    const { seen, origin } = await listenAsBandwidth(replies)
    return { seen, api: createBandwidthClient({ transport: connect(origin, options) }) }
  }
  /** All but the token must be answered at once. */
  const setUpImpatient = async (replies: Respond[]) => {
    const { origin } = await listenAsBandwidth(replies)
    const { requestToken } = connect(origin)
    const { send } = connect(origin, { timeout: 100 })
    return createBandwidthClient({ transport: { requestToken, send } })
  }

  it('gets a token for the client credentials', async () => {
    const { api, seen } = await setUp([reply(204)])
    await api.deleteEndpoint('e-1')
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: tokenPath,
      authorization: `Basic ${Buffer.from('client:secrét').toString('base64')}`,
      contentType: 'application/x-www-form-urlencoded',
      body: 'grant_type=client_credentials',
    })
    expect(seen[1]).toMatchObject({ authorization: 'Bearer token-1' })
  })

  it('creates, lists and deletes endpoints', async () => {
    const page = { data: [listed], errors: [], page: { pageSize: 1 } }
    const next = [{ href: 'https://elsewhere.test/steal?afterCursor=e%2F1', rel: 'next' }]
    const { api, seen } = await setUp([
      reply(201, { links: [], data: created, errors: [] }),
      reply(200, { ...page, links: next }),
      reply(200, { ...page, links: [] }),
      reply(204),
    ])
    expect(await api.createEndpoint(endpoint)).toEqual(created)
    expect(await api.listEndpoints('CONNECTED')).toEqual([listed, listed])
    await api.deleteEndpoint('../e 1')
    const path = '/v2/accounts/9900000/endpoints'
    expect(seen.slice(1).map(({ method, url }) => `${method} ${url}`)).toEqual([
      `POST ${path}`,
      `GET ${path}?status=CONNECTED&limit=1000`,
      `GET ${path}?status=CONNECTED&afterCursor=e%2F1&limit=1000`,
      `DELETE ${path}/..%2Fe%201`,
    ])
    expect(seen[1]).toMatchObject({ contentType: 'application/json' })
    expect(JSON.parse(seen[1]?.body ?? '')).toEqual(endpoint)
  })

  it('creates, updates and reads calls', async () => {
    const { api, seen } = await setUp([reply(201, placed), reply(200), reply(200, state)])
    expect(await api.createCall(call)).toEqual({ callId: 'c-1' })
    expect(await api.updateCall('c-1', { state: 'completed' })).toBe(true)
    expect(await api.getCall('c-1')).toEqual({ state: 'disconnected', cause: 'busy' })
    const path = '/api/v2/accounts/9900000/calls'
    expect(seen.slice(1).map(({ method, url }) => `${method} ${url}`)).toEqual([
      `POST ${path}`,
      `POST ${path}/c-1`,
      `GET ${path}/c-1`,
    ])
    expect(JSON.parse(seen[1]?.body ?? '')).toEqual(call)
    expect(seen[2]).toMatchObject({
      contentType: 'application/json',
      body: '{"state":"completed"}',
    })
  })

  it('takes what is gone for deleted, over or unknown', async () => {
    const gone = reply(404, enveloped('resource_not_found'))
    const { api } = await setUp([gone, gone, reply(409), gone])
    await expect(api.deleteEndpoint('e-1')).resolves.toBeUndefined()
    expect(await api.updateCall('c-1', { state: 'completed' })).toBe(false)
    expect(await api.updateCall('c-1', { state: 'completed' })).toBe(false)
    expect(await api.getCall('c-1')).toBeUndefined()
  })

  it.each([
    [429, enveloped('too_many_endpoints'), 'too_many_endpoints'],
    [400, { type: 'validation', description: 'Invalid to' }, 'validation'],
    [500, 'a page of a proxy', 'unknown'],
    [503, undefined, 'unknown'],
  ])('types the error %i, and says when to come back', async (status, body, type) => {
    const { api, seen } = await setUp([reply(status, body, { 'Retry-After': '900' })])
    const expected = { name: 'BandwidthApiError', status, type, retryAfter: 900 }
    await expect(api.createCall(call)).rejects.toMatchObject(expected)
    expect(seen).toHaveLength(2)
  })

  it('asks once more after a 401', async () => {
    const { api, seen } = await setUp([reply(401), reply(201, placed)])
    expect(await api.createCall(call)).toEqual({ callId: 'c-1' })
    expect(seen.map(({ url }) => url === tokenPath)).toEqual([true, false, true, false])
  })

  it.each([302, 307, 308])(
    'does not follow the redirect %i with its credentials',
    async (status) => {
      const elsewhere = await listenAsBandwidth([reply(201, placed)])
      const headers = { Location: `${elsewhere.origin}/api/v2/accounts/9900000/calls` }
      const { api } = await setUp([reply(status, undefined, headers)])
      const expected = { status, type: 'invalid-response' }
      await expect(api.createCall(call)).rejects.toMatchObject(expected)
      expect(elsewhere.seen).toEqual([])
    },
  )

  it('knows that no call was placed where nobody listens', async () => {
    const { seen, origin } = await listenAsBandwidth([])
    const port = await listen(createTcpServer())
    await Promise.all(servers.splice(1).map(close))
    const refused = { type: 'unreachable', status: undefined }
    for (const host of ['127.0.0.1', 'localhost']) {
      const transport = connect(origin, { callsUrl: `http://${host}:${port}/api/v2` })
      const { createCall } = createBandwidthClient({ transport })
      await expect(createCall(call)).rejects.toMatchObject(refused)
    }
    expect(seen.map(({ url }) => url)).toEqual([tokenPath, tokenPath])
  })

  it.each<[string, Respond]>([
    ['never', silence],
    ['by half', (response) => response.writeHead(201).write('{"callId":')],
    [
      'a drop at a time',
      (response) => {
        const drops = setInterval(() => response.write(' '), 5)
        response.on('close', () => clearInterval(drops))
      },
    ],
  ])('does not know what became of a call that is answered %s', async (_how, respond) => {
    const api = await setUpImpatient([respond])
    const unknown = { type: 'timeout', status: undefined }
    await expect(api.createCall(call)).rejects.toMatchObject(unknown)
  })

  it.each<[string, Respond]>([
    ['before an answer', (response) => response.destroy()],
    [
      'by a reset',
      (_response, request) => {
        request.socket.resetAndDestroy()
      },
    ],
    [
      'in the middle of an answer',
      (response) => {
        response.writeHead(201, { 'Content-Length': '1000' }).write('{"callId":', () => {
          response.destroy()
        })
      },
    ],
  ])('does not know what became of a call whose connection ends %s', async (_how, respond) => {
    const { api, seen } = await setUp([respond])
    await expect(api.createCall(call)).rejects.toMatchObject({ type: 'timeout', status: undefined })
    expect(seen).toHaveLength(2)
  })

  it('does not know what became of a call whose answer is no HTTP', async () => {
    const port = await listen(
      createTcpServer((socket) => {
        socket.on('error', () => {})
        socket.on('data', () => socket.end('nonsense\r\n\r\n'))
      }),
    )
    const { api } = await setUp([], { callsUrl: `http://127.0.0.1:${port}` })
    await expect(api.createCall(call)).rejects.toMatchObject({ type: 'timeout' })
  })

  it('names no token, secret or number in its errors', async () => {
    const api = await setUpImpatient([silence, (response) => response.destroy(), reply(500)])
    for (let attempt = 0; attempt < 3; attempt++) {
      const error: unknown = await api.createCall(call).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expect(everything(error)).not.toMatch(/token-1|secr|Bearer|Basic|9195550101/)
    }
  })
})

/** All that a log could write of it. */
function everything(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 6) return String(value)
  const record = value as Record<string, unknown>
  return Object.getOwnPropertyNames(record)
    .map((name) => `${name}: ${everything(record[name], depth + 1)}`)
    .join('\n')
}
