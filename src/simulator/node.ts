import * as v from 'valibot'
import { serveSimulator, type SimulatorAddresses } from './host/serve-simulator.ts'

const Environment = v.object({
  /** 0 for any that is free. */
  PORT: v.optional(
    v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0), v.maxValue(65_535)),
    '8788',
  ),
  /** Factor on everything that a telephone listens to: 1 is real time, 0.1 ten times faster. */
  PACE: v.optional(v.pipe(v.string(), v.toNumber(), v.gtValue(0)), '1'),
})

const environment = v.safeParse(Environment, process.env)
if (environment.success) await run(environment.output)
else {
  const [issue] = environment.issues
  process.stderr.write(`${v.getDotPath(issue)}: ${issue.message}\n`)
  process.exitCode = 1
}

async function run({ PORT, PACE }: v.InferOutput<typeof Environment>): Promise<void> {
  const { addresses, stop } = await serveSimulator({ port: PORT, pace: PACE })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)))
  }
  process.stdout.write(`${JSON.stringify(addresses)}\n${environmentFile(addresses)}\n`)
}

/** What the application reads. */
function environmentFile(addresses: SimulatorAddresses): string {
  return [
    `BANDWIDTH_ACCOUNT_ID=${addresses.accountId}`,
    `BANDWIDTH_CLIENT_ID=${addresses.clientId}`,
    `BANDWIDTH_CLIENT_SECRET=${addresses.clientSecret}`,
    `BANDWIDTH_APPLICATION_ID=${addresses.applicationId}`,
    `BANDWIDTH_NUMBER=${addresses.number}`,
    `BANDWIDTH_TOKEN_URL=${addresses.oauth}`,
    `BANDWIDTH_ENDPOINTS_URL=${addresses.api}`,
    `BANDWIDTH_CALLS_URL=${addresses.voice}`,
    `BANDWIDTH_ACCOUNT_URL=${addresses.account}`,
  ].join('\n')
}
