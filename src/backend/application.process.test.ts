import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createControlClient } from '../simulator/control-client.ts'
import { type ServerProcess, startProcess } from '../testing/processes.ts'
import { createRelay } from '../testing/relay.ts'

const webhookSecret = 'a-secret-of-22-letters'
const program = resolve('dist-server/application.js')

let folder: string
let simulator: ServerProcess
let bandwidth: Record<string, string>
const running: ServerProcess[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-'))
  simulator = await startProcess('simulator', { PORT: '0' })
  const addresses = JSON.parse(simulator.firstLine) as Record<string, string>
  bandwidth = {
    BANDWIDTH_ACCOUNT_ID: addresses['accountId'] ?? '',
    BANDWIDTH_CLIENT_ID: addresses['clientId'] ?? '',
    BANDWIDTH_CLIENT_SECRET: addresses['clientSecret'] ?? '',
    BANDWIDTH_APPLICATION_ID: addresses['applicationId'] ?? '',
    OUTBOUND_NUMBER: addresses['number'] ?? '',
    BANDWIDTH_TOKEN_URL: addresses['oauth'] ?? '',
    BANDWIDTH_ENDPOINTS_URL: addresses['api'] ?? '',
    BANDWIDTH_CALLS_URL: addresses['voice'] ?? '',
  }
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop('SIGKILL')))
})
afterAll(async () => {
  await simulator.stop()
  rmSync(folder, { recursive: true })
})

async function start(env: Record<string, string> = {}) {
  const application = await startProcess('application', {
    ...bandwidth,
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://127.0.0.1:8787',
    DATABASE: ':memory:',
    LOG_LEVEL: 'debug',
    WEBHOOK_SECRETS: webhookSecret,
    VOICE_USERNAME: 'bandwidth',
    VOICE_PASSWORD: 'a password of the voice routes',
    AUTH: 'development',
    ...env,
  })
  running.push(application)
  const [url = ''] = /http:\/\/[\d.:]+/.exec(application.firstLine) ?? []
  return { application, url, port: Number(new URL(url).port) }
}

/** In that folder, with nothing in the environment. */
async function runAlone(cwd: string, script = program) {
  const child = spawn(process.execPath, [script], { cwd, env: {} })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { ...output, code }
}

function runWithFile(envFile: string) {
  writeFileSync(join(folder, '.env'), envFile)
  return runAlone(folder)
}

describe('the application as a process', () => {
  it('says in one message all that is missing, and does not start', async () => {
    const { code, stdout, stderr } = await runWithFile('')
    expect(code).toBe(1)
    expect(stdout).toBe('')
    for (const name of ['PUBLIC_URL', 'BANDWIDTH_CLIENT_SECRET', 'WEBHOOK_SECRETS', 'AUTH']) {
      expect(stderr).toContain(`  - ${name} is missing`)
    }
  })

  it('reads .env', async () => {
    const { code, stderr } = await runWithFile('AUTH=development\nVOICE_PASSWORD=too-short\n')
    expect(code).toBe(1)
    expect(stderr).toContain('VOICE_PASSWORD must be')
    expect(stderr).not.toMatch(/AUTH is missing|too-short/)
  })

  it.each(['application', 'doctor'])(
    'says that .env cannot be read rather than that all is missing (%s)',
    async (script) => {
      const cwd = join(folder, script)
      mkdirSync(join(cwd, '.env'), { recursive: true })
      const { code, stdout, stderr } = await runAlone(cwd, resolve(`dist-server/${script}.js`))
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: '',
        stderr: 'There is a .env, but it cannot be read: is it a file, and yours to read?\n',
      })
    },
  )

  it('runs on what the simulator prints alone: callers are served, and the doctor is content', async () => {
    const relay = await createRelay()
    const trial = await startProcess('simulator', { PORT: '0', PUBLIC_URL: relay.address })
    running.push(trial)
    await trial.line(/^AUTH=/)
    const [addresses = '', ...lines] = trial.output().trimEnd().split('\n')
    const env = {
      ...(parseEnv(lines.join('\n')) as Record<string, string>),
      PORT: '0',
      DATABASE: join(folder, 'trial.db'),
    }
    const application = await startProcess('application', env)
    running.push(application)
    relay.leadTo(/http:\/\/[\d.:]+/.exec(application.firstLine)?.[0])

    const control = createControlClient((JSON.parse(addresses) as { control: string }).control)
    const { callId } = await control.placeCall({ from: '+19195550199' })
    await expect
      .poll(async () => (await control.journal()).map(({ summary }) => summary))
      .toContain('BXML SpeakSentence → PlayAudio → Redirect')
    await control.hangUp(callId)
    const doctor = await startProcess('doctor', env)
    expect(await doctor.ended).toEqual({ code: 0, signal: null })
    expect(doctor.output()).toMatch(/\n0 problems, \d warnings?, \d+ ok/)
    await relay.close()
  })

  it('says where it listens and is ready when Bandwidth knows it', async () => {
    const { application, url } = await start()
    expect(JSON.parse(application.firstLine)).toMatchObject({
      level: 'info',
      message: `Listening on ${url}`,
    })
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('is alive and not ready while Bandwidth refuses it', async () => {
    const { application, url } = await start({ BANDWIDTH_CLIENT_SECRET: 'of somebody else' })
    await application.line(/status 401: BANDWIDTH_CLIENT_ID and BANDWIDTH_CLIENT_SECRET/)
    const ready = await fetch(`${url}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ status: 'not-ready', missing: ['bandwidth'] })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('serves the phone, mints an endpoint for it, and logs no secret of all that', async () => {
    const { application, url } = await start()
    const page = await fetch(url, { headers: { Accept: 'text/html' } })
    expect(await page.text()).toContain('<title>Offhook')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    const minted = await fetch(`${url}/api/endpoints`, { method: 'POST' })
    expect(minted.status).toBe(201)
    const { token } = (await minted.json()) as { token: string }
    const hook = `${url}/hooks/brtc/${webhookSecret}`
    const body = JSON.stringify({ event: 'unheard-of', to: '+19195550123' })
    const headers = { 'Content-Type': 'application/json' }
    expect((await fetch(hook, { method: 'POST', body, headers })).status).toBe(204)
    await application.stop()

    const output = application.output()
    const lines = output.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({ method: 'POST', route: '/api/endpoints', status: 201 }),
    )
    const secrets = [token, webhookSecret, '9195550123', 'a password of the voice routes']
    for (const secret of secrets) expect(output).not.toContain(secret)
  })

  it('ends event streams and leaves with 0 when it is asked to stop', async () => {
    const { application, url } = await start()
    const minted = await fetch(`${url}/api/endpoints`, { method: 'POST' })
    const { endpointId } = (await minted.json()) as { endpointId: string }
    const cookie = (minted.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const stream = await fetch(`${url}/api/events?endpoint=${endpointId}`, { headers: { cookie } })
    expect(stream.headers.get('content-type')).toContain('text/event-stream')

    expect(await application.stop('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(await stream.text()).toContain('endpoint.state')
    // On a pipe that is full for a moment two lines may change places.
    for (const line of ['Stopping after SIGTERM', '"Stopped"']) {
      expect(application.output()).toContain(line)
    }
  })

  it('leaves at once, with 1, when it is asked twice', async () => {
    const { application, port } = await start()
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    // A request that does not end; the server says when it has begun with it.
    socket.write(
      [
        'PUT /api/presence HTTP/1.1',
        'Host: localhost',
        'Content-Type: application/json',
        'Content-Length: 9',
        'Expect: 100-continue',
        '\r\n',
      ].join('\r\n'),
    )
    expect(String(await once(socket, 'data'))).toContain('100 Continue')
    const ended = application.stop('SIGTERM')
    await application.line(/Stopping after SIGTERM/)
    process.kill(application.pid, 'SIGTERM')
    expect(await ended).toEqual({ code: 1, signal: null })
    socket.destroy()
  })
})
