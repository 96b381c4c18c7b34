import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createCloud, defaultAccount } from '../../simulator/cloud.ts'
import { testRules } from '../../testing/test-application.ts'
import { createApplication } from '../app.ts'
import { createBandwidthClient } from '../bandwidth-client.ts'
import { createBandwidthSdk } from './bandwidth-sdk.ts'
import { createDevelopmentAuthenticator } from './development-authenticator.ts'
import { runDoctor } from './doctor-run.ts'
import { createTools } from './doctor-tools.ts'

const { accountId, applicationId, credentials } = defaultAccount
const host = '127.0.0.1'
const secrets = {
  BANDWIDTH_CLIENT_SECRET: credentials.clientSecret,
  WEBHOOK_SECRETS: '0123456789abcdefABCDEF_1',
  VOICE_PASSWORD: 'voice-password-1234',
}

/** Requests are answered by `fetch` at the origin that is returned. */
async function listen(fetch: (request: Request) => Response | Promise<Response>): Promise<string> {
  const server = await new Promise<Server>((resolve) => {
    const created = serve({ fetch, hostname: host, port: 0 }, () => resolve(created as Server))
  })
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => {
      server.close(resolve)
    })
  })
  return `http://${host}:${(server.address() as AddressInfo).port}`
}

/** The simulator and the application, each behind a port of its own, and the environment of the latter. */
async function deploy() {
  const cloud = createCloud({ fetch: async () => new Response(null, { status: 204 }) })
  onTestFinished(cloud.close)
  const bandwidth = await listen(cloud.rest.fetch)
  const urls = {
    tokenUrl: `${bandwidth}/api/v1/oauth2/token`,
    endpointsUrl: `${bandwidth}/v2`,
    callsUrl: `${bandwidth}/api/v2`,
  }
  const server = new Hono()
  const publicUrl = await listen((request) => server.fetch(request))
  const voiceCredentials = { username: 'bandwidth', password: secrets.VOICE_PASSWORD }
  const application = createApplication({
    bandwidth: createBandwidthClient({
      transport: createBandwidthSdk({ accountId, ...credentials, ...urls }),
    }),
    accountId,
    publicUrl,
    gatewayUrl: 'wss://gateway.test/endpoints',
    voice: { applicationId },
    dialingRules: testRules,
    webhookSecrets: [secrets.WEBHOOK_SECRETS],
    voiceCredentials,
    authenticator: createDevelopmentAuthenticator({ listenAddress: host }),
  })
  onTestFinished(application.stop)
  server.get('/healthz', (c) => c.body(null, 200))
  server.get('/media/hold.wav', (c) => c.body('RIFF', 200, { 'Content-Type': 'audio/wav' }))
  server.all('*', (c) => application.fetch(c.req.raw))
  cloud.configureApplication({
    callInitiatedUrl: `${publicUrl}/hooks/voice/initiate`,
    callStatusUrl: `${publicUrl}/hooks/voice/disconnect`,
    ...voiceCredentials,
  })
  const env = {
    ...secrets,
    PUBLIC_URL: publicUrl,
    DATABASE: ':memory:',
    BANDWIDTH_ACCOUNT_ID: accountId,
    BANDWIDTH_CLIENT_ID: credentials.clientId,
    BANDWIDTH_APPLICATION_ID: applicationId,
    BANDWIDTH_TOKEN_URL: urls.tokenUrl,
    BANDWIDTH_ENDPOINTS_URL: urls.endpointsUrl,
    BANDWIDTH_CALLS_URL: urls.callsUrl,
    VOICE_USERNAME: 'bandwidth',
    OUTBOUND_NUMBER: '+19195150100',
    AUTH: 'development',
  }
  return { env, cloud }
}

async function examine(env: Record<string, string>) {
  const lines: string[] = []
  const isWell = await runDoctor(env, {
    tools: createTools(),
    write: (line) => lines.push(line),
  })
  const text = lines.join('\n')
  for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
  return { isWell, text, problems: lines.filter((line) => line.startsWith('PROBLEM')) }
}

describe('the whole of a deployment, over real sockets', () => {
  let deployed: Awaited<ReturnType<typeof deploy>>
  beforeEach(async () => {
    deployed = await deploy()
  })

  it('is found to be well', async () => {
    const { isWell, text, problems } = await examine(deployed.env)
    expect(problems).toEqual([])
    expect(isWell).toBe(true)
    expect(text).toMatch(/\n0 problems, 2 warnings, \d+ ok, 1 skipped$/)
  })

  it('is told in one go what is wrong with it', async () => {
    const { env, cloud } = deployed
    const { isWell, problems } = await examine({
      ...env,
      BANDWIDTH_APPLICATION_ID: 'another',
      VOICE_PASSWORD: 'another-password-1234',
      WEBHOOK_SECRETS: `${secrets.WEBHOOK_SECRETS},another-secret-of-22-characters`,
    })
    expect(isWell).toBe(false)
    expect(problems.map((line) => line.split(':').slice(0, 2).join(':'))).toEqual([
      expect.stringContaining('voice application'),
      expect.stringContaining('voice webhooks with credentials'),
      expect.stringContaining('event webhooks'),
    ])
    // Looking has left nothing behind at Bandwidth.
    expect(cloud.telephones.liveCalls()).toEqual([])
  })
})

it('a configuration that cannot be used is all that is looked at', async () => {
  const { isWell, text, problems } = await examine({ AUTH: 'nobody' })
  expect(isWell).toBe(false)
  expect(problems.length).toBeGreaterThan(5)
  expect(text).toContain('PUBLIC_URL')
  expect(text).toContain('.env.example')
  expect(text).toMatch(/0 ok, 0 skipped$/)
})
