import * as v from 'valibot'
import type { VoiceApplication } from './call-callbacks.ts'
import { serveSimulator, type SimulatorAddresses } from './host/serve-simulator.ts'

const port = 'must be a port, 0 to 65535'
const factor = 'must be a number above 0'
const Environment = v.object({
  /** 0 for any that is free. */
  PORT: v.optional(
    v.pipe(
      v.string(),
      v.toNumber(port),
      v.integer(port),
      v.minValue(0, port),
      v.maxValue(65_535, port),
    ),
    '8788',
  ),
  /** What the gateway and the telephones speak. */
  CODEC: v.optional(v.picklist(['opus', 'pcmu'], 'must be opus or pcmu'), 'opus'),
  /** Factor on everything that a telephone listens to: 1 is real time, 0.1 ten times faster. */
  PACE: v.optional(v.pipe(v.string(), v.toNumber(factor), v.gtValue(0, factor)), '1'),
  /** Where the application will be: what its operator would have entered at Bandwidth leads there. */
  PUBLIC_URL: v.optional(
    v.pipe(v.string(), v.regex(/^https?:\/\/[^/]+$/, 'must be an http address without a path')),
    'http://127.0.0.1:8787',
  ),
})

/** What the application is told to expect: good for nothing but calls of this simulator. */
const voice = { username: 'simulator', password: 'simulator-password' }
const webhookSecret = 'simulator-webhook-secret'

const environment = v.safeParse(Environment, process.env)
if (environment.success) await run(environment.output)
else giveUp(`${v.getDotPath(environment.issues[0])} ${environment.issues[0].message}`)

async function run(settings: v.InferOutput<typeof Environment>): Promise<void> {
  const { PORT, CODEC, PACE, PUBLIC_URL } = settings
  try {
    const { addresses, stop } = await serveSimulator({
      port: PORT,
      codec: CODEC,
      pace: PACE,
      application: applicationAt(PUBLIC_URL),
    })
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => void stop().then(() => process.exit(0)))
    }
    process.stdout.write(
      `${JSON.stringify(addresses)}\n${environmentFile(addresses, PUBLIC_URL)}\n`,
    )
  } catch (error) {
    giveUp(`The simulator cannot start: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function giveUp(reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.exitCode = 1
}

/** As the operator sets up a voice application at Bandwidth (docs/deploying.md). */
function applicationAt(publicUrl: string): VoiceApplication {
  return {
    callInitiatedUrl: `${publicUrl}/hooks/voice/initiate`,
    callStatusUrl: `${publicUrl}/hooks/voice/disconnect`,
    ...voice,
  }
}

/** All that the application has to be told, as its `.env`. */
function environmentFile(addresses: SimulatorAddresses, publicUrl: string): string {
  return [
    `BANDWIDTH_ACCOUNT_ID=${addresses.accountId}`,
    `BANDWIDTH_CLIENT_ID=${addresses.clientId}`,
    `BANDWIDTH_CLIENT_SECRET=${addresses.clientSecret}`,
    `BANDWIDTH_APPLICATION_ID=${addresses.applicationId}`,
    `OUTBOUND_NUMBER=${addresses.number}`,
    `BANDWIDTH_TOKEN_URL=${addresses.oauth}`,
    `BANDWIDTH_ENDPOINTS_URL=${addresses.api}`,
    `BANDWIDTH_CALLS_URL=${addresses.voice}`,
    `BANDWIDTH_GATEWAY_URL=${addresses.gateway}`,
    `PUBLIC_URL=${publicUrl}`,
    `WEBHOOK_SECRETS=${webhookSecret}`,
    `VOICE_USERNAME=${voice.username}`,
    `VOICE_PASSWORD=${voice.password}`,
    'AUTH=development',
  ].join('\n')
}
