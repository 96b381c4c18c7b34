/**
 * How much the application carries on this machine: webhooks per second and their answer times, and 1,000 event streams with
 * the memory that they cost. It runs as an operator runs it, against the simulator; client and server share the machine.
 * Printed, not asserted.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const streams = Number(process.env['STREAMS'] ?? 1_000)
const calls = Number(process.env['CALLS'] ?? 2_000)
const events = Number(process.env['EVENTS'] ?? 10_000)
/** Requests under way at a time. */
const concurrency = 16

const secret = 'bench-secret-of-22-letters'
const voice = { username: 'bench', password: 'bench-password-16' }
const basic = `Basic ${Buffer.from(`${voice.username}:${voice.password}`).toString('base64')}`
const account = '9900000'
const folder = mkdtempSync(join(tmpdir(), 'offhook-bench-'))
const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
/** @type {import('node:child_process').ChildProcess[]} */
const children = []
/** Of the endpoint events: each is newer than the one before. */
let clock = Date.now()

try {
  await bench()
} finally {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

async function bench() {
  const simulator = await start('simulator', { PORT: '0' })
  const addresses = JSON.parse(simulator.firstLine)
  await send('PATCH', `${addresses.control}/switches`, { endpointCeiling: streams + 100 })
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const application = await start('application', {
    PORT: String(port),
    PUBLIC_URL: base,
    DATABASE: join(folder, 'bench.db'),
    LOG_LEVEL: 'warn',
    BANDWIDTH_ACCOUNT_ID: addresses.accountId,
    BANDWIDTH_CLIENT_ID: addresses.clientId,
    BANDWIDTH_CLIENT_SECRET: addresses.clientSecret,
    BANDWIDTH_APPLICATION_ID: addresses.applicationId,
    BANDWIDTH_TOKEN_URL: addresses.oauth,
    BANDWIDTH_ENDPOINTS_URL: addresses.api,
    BANDWIDTH_CALLS_URL: addresses.voice,
    WEBHOOK_SECRETS: secret,
    VOICE_USERNAME: voice.username,
    VOICE_PASSWORD: voice.password,
    OUTBOUND_NUMBER: addresses.number,
    AUTH: 'development',
  })
  await until(async () => (await send('GET', `${base}/readyz`)).status === 200)
  const memory = () => megabytes(application.pid)
  console.log(`memory of the idle process: ${memory()} MB`)

  const agents = await goOnline(base)
  await holdStreams(base, agents, memory)
  await measure('endpoint events', events, (index) => {
    const { endpointId } = at(agents, index)
    const event = index % 2 === 0 ? 'endpointIneligible' : 'endpointEligible'
    return send('POST', `${base}/hooks/brtc/${secret}`, lifecycle(event, endpointId))
  })
  await makeEligible(base, agents)
  await measure('inbound calls (initiate, next, disconnect)', calls, (index) =>
    inboundCall(base, `c-${index}`),
  )
  console.log(`memory at the end: ${memory()} MB`)
}

/** @param {string} base */
async function goOnline(base) {
  /** @type {{ endpointId: string, user: string, cookie: string }[]} */
  const agents = []
  await measure('endpoints minted', streams, async (index) => {
    const user = `agent-${index}`
    const answer = await send('POST', `${base}/api/endpoints`, {}, { 'X-Offhook-User': user })
    const cookie = String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? ''
    agents.push({ ...JSON.parse(answer.body), user, cookie })
    return answer
  })
  return agents
}

/**
 * @param {string} base
 * @param {{ endpointId: string, user: string, cookie: string }[]} agents
 * @param {() => number} memory in megabytes
 */
async function holdStreams(base, agents, memory) {
  const before = memory()
  let received = 0
  const opened = agents.map(
    ({ endpointId, user, cookie }) =>
      new Promise((resolve, reject) => {
        const headers = { Cookie: cookie, 'X-Offhook-User': user }
        request(`${base}/api/events?endpoint=${endpointId}`, { headers }, (response) => {
          response.on('data', (chunk) => {
            received += String(chunk).split('data: ').length - 1
            resolve(undefined)
          })
        })
          .on('error', reject)
          .end()
      }),
  )
  await Promise.all(opened)
  const held = memory()
  console.log(
    `${agents.length} event streams: ${held} MB, ${Math.round(((held - before) * 1_000) / agents.length)} kB each`,
  )
  const seen = received
  const startedAt = performance.now()
  await makeEligible(base, agents)
  await until(async () => received >= seen + agents.length)
  const took = performance.now() - startedAt
  console.log(`an event for each of them: ${Math.round(took)} ms until the last one had it`)
}

/**
 * @param {string} base
 * @param {{ endpointId: string }[]} agents
 */
async function makeEligible(base, agents) {
  await inParallel(agents.length, (index) =>
    send(
      'POST',
      `${base}/hooks/brtc/${secret}`,
      lifecycle('endpointEligible', at(agents, index).endpointId),
    ),
  )
}

/**
 * @param {string} event
 * @param {string} endpointId
 */
function lifecycle(event, endpointId) {
  clock += 1
  return { event, endpointId, accountId: account, deviceId: `d-${endpointId}`, timestamp: clock }
}

/**
 * A caller whom the agent lets go on to the next verb.
 * @param {string} base
 * @param {string} callId
 */
async function inboundCall(base, callId) {
  const now = new Date().toISOString()
  const callback = {
    eventTime: now,
    startTime: now,
    accountId: account,
    applicationId: 'bench',
    from: '+19195551234',
    to: '+19195550100',
    direction: 'inbound',
    callId,
    callUrl: 'https://bench.invalid',
  }
  const post = (/** @type {string} */ path, /** @type {object} */ body) =>
    send('POST', `${base}/hooks/voice/${path}`, { ...callback, ...body }, { Authorization: basic })
  const offered = await post('initiate', { eventType: 'initiate' })
  const [, endpointId] = /<Endpoint>([^<]+)</.exec(offered.body) ?? []
  if (endpointId === undefined) throw new Error(`no agent for ${callId}: ${offered.body}`)
  const [, tag] = /tag="([^"]+)"/.exec(offered.body) ?? []
  const status = { from: callId, to: endpointId, status: 'COMPLETED' }
  const connected = await send(`POST`, `${base}/hooks/voice/connect-status/${secret}`, status)
  const next = await post('next', { eventType: 'redirect', tag })
  if (!next.body.includes('<Hangup/>')) throw new Error(`${callId} was not hung up: ${next.body}`)
  const ended = await post('disconnect', { eventType: 'disconnect', cause: 'hangup', endTime: now })
  return [offered, connected, next, ended]
}

/**
 * @param {string} name
 * @param {number} count
 * @param {(index: number) => Promise<Answer | Answer[]>} run
 */
async function measure(name, count, run) {
  /** @type {number[]} */
  const times = []
  const startedAt = performance.now()
  await inParallel(count, async (index) => {
    for (const { ms, status, body } of [await run(index)].flat()) {
      if (status >= 300) throw new Error(`${name}: ${status} ${body}`)
      times.push(ms)
    }
  })
  const seconds = (performance.now() - startedAt) / 1_000
  const sorted = times.toSorted((a, b) => a - b)
  const percentile = (/** @type {number} */ share) =>
    at(sorted, Math.floor((sorted.length - 1) * share)).toFixed(1)
  console.log(
    `${name}: ${sorted.length} requests, ${Math.round(sorted.length / seconds)} per second, ` +
      `p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms, longest ${percentile(1)} ms`,
  )
}

/**
 * @param {number} count
 * @param {(index: number) => Promise<unknown>} run
 */
async function inParallel(count, run) {
  let next = 0
  const worker = async () => {
    while (next < count) await run(next++)
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
}

/** @typedef {{ status: number, headers: import('node:http').IncomingHttpHeaders, body: string, ms: number }} Answer */

/**
 * @param {string} method
 * @param {string} url
 * @param {object} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Answer>}
 */
function send(method, url, body, headers = {}) {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, agent, headers: { 'Content-Type': 'application/json', ...headers } },
      (response) => {
        /** @type {Buffer[]} */
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
            ms: performance.now() - startedAt,
          }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body && JSON.stringify(body))
  })
}

/**
 * @param {string} name of the program in `dist-server`
 * @param {Record<string, string>} env
 */
async function start(name, env) {
  const child = spawn(process.execPath, [join('dist-server', `${name}.js`)], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines = createInterface({ input: child.stdout })
  const { promise, resolve } = withResolvers()
  lines.on('line', (line) => resolve(line))
  // With the log at `warn` the application says nothing when it listens.
  if (name === 'application') resolve('')
  return { firstLine: await promise, pid: child.pid ?? 0 }
}

function withResolvers() {
  let resolve = (/** @type {string} */ _line) => {}
  /** @type {Promise<string>} */
  const promise = new Promise((done) => {
    resolve = done
  })
  return { promise, resolve }
}

async function freePort() {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  server.close()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/** @param {() => Promise<boolean>} isTrue */
async function until(isTrue) {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (await isTrue().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('The application did not get there in 10 s')
}

/** @param {number} pid */
function megabytes(pid) {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()
  return Math.round(Number(kilobytes) / 1_024)
}

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} index past the end it begins again
 * @returns {Item}
 */
function at(items, index) {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('There are none')
  return item
}
