import { createAdaptorServer } from '@hono/node-server'
import type { VoiceApplication } from '../call-callbacks.ts'
import { defaultAccount } from '../cloud.ts'
import { createSimulator, type Simulator } from '../simulator.ts'
import type { Switches } from '../switches.ts'

/** Where a running simulator is: the first line that it prints. Base addresses have no slash at their end. */
export type SimulatorAddresses = {
  /** Of the OAuth token, whole. */
  oauth: string
  /** Base of the Endpoints API; the account API is on the same host, as at Bandwidth. */
  api: string
  /** Base of the Calls API. */
  voice: string
  /** No gateway listens yet: devices are doubles, by the control API. */
  gateway: null
  control: string
  accountId: string
  clientId: string
  clientSecret: string
  applicationId: string
  /** E.164. */
  number: string
}

export interface ServedSimulator {
  addresses: SimulatorAddresses
  simulator: Simulator
  /** Closes every connection. */
  stop: () => Promise<void>
}

const loopback = '127.0.0.1'

/**
 * Serves the simulator on the loopback interface. Webhooks go out by the platform's `fetch`.
 * @param port 0 for any that is free
 * @throws the system's error where the port cannot be had
 */
export async function serveSimulator(options: {
  port: number
  /** As `CloudOptions.pace`. */
  pace?: number
  switches?: Partial<Switches>
  /** Configured from the start. */
  application?: VoiceApplication
}): Promise<ServedSimulator> {
  const { port, ...settings } = options
  const simulator = createSimulator({ fetch: (request) => fetch(request), ...settings })
  const server = createAdaptorServer({ fetch: refuseStrangers(simulator.fetch) })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, loopback, resolve)
  })
  const address = server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  return {
    addresses: addressesAt(`http://${loopback}:${actual}`),
    simulator,
    stop: () =>
      new Promise((resolve) => {
        simulator.close()
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** A page in a browser reaches the loopback interface too, by a name of its own that leads there. */
function refuseStrangers(answer: Simulator['fetch']): Simulator['fetch'] {
  const known = new Set([loopback, 'localhost'])
  return async (request) =>
    known.has(new URL(request.url).hostname)
      ? answer(request)
      : new Response('Unknown host', { status: 421 })
}

function addressesAt(base: string): SimulatorAddresses {
  const { accountId, applicationId, credentials, numbers } = defaultAccount
  return {
    oauth: `${base}/api/v1/oauth2/token`,
    api: `${base}/v2`,
    voice: `${base}/api/v2`,
    gateway: null,
    control: `${base}/control`,
    accountId,
    ...credentials,
    applicationId,
    number: numbers[0],
  }
}
