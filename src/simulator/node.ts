import * as v from 'valibot'
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
})

const environment = v.safeParse(Environment, process.env)
if (environment.success) await run(environment.output)
else giveUp(`${v.getDotPath(environment.issues[0])} ${environment.issues[0].message}`)

async function run({ PORT, CODEC, PACE }: v.InferOutput<typeof Environment>): Promise<void> {
  try {
    const { addresses, stop } = await serveSimulator({ port: PORT, codec: CODEC, pace: PACE })
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => void stop().then(() => process.exit(0)))
    }
    process.stdout.write(`${JSON.stringify(addresses)}\n${environmentFile(addresses)}\n`)
  } catch (error) {
    giveUp(`The simulator cannot start: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function giveUp(reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.exitCode = 1
}

/** What the application reads. */
function environmentFile(addresses: SimulatorAddresses): string {
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
  ].join('\n')
}
