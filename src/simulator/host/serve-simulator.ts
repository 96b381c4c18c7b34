import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { VoiceApplication } from '../call-callbacks.ts'
import { defaultAccount } from '../cloud.ts'
import { createSimulator, type Simulator } from '../simulator.ts'
import type { Switches } from '../switches.ts'
import { createConsolePage } from './console-page.ts'
import { serveGateway } from './gateway-server.ts'
import { createNodeMedia } from './node-media.ts'
import type { CodecName } from './voice-codec.ts'

/** Where a running simulator is: the first line that it prints. Base addresses have no slash at their end. */
export type SimulatorAddresses = {
  /** Of the OAuth token, whole. */
  oauth: string
  /** Base of the Endpoints API; the account API is on the same host, as at Bandwidth. */
  api: string
  /** Base of the Calls API. */
  voice: string
  /** Where devices dial, `ws:`; those of the older platform add `/v3/` to it. */
  gateway: string
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
/** As at Bandwidth. */
const gatewayPath = '/prod/gateway-service/api/v1/endpoints'

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
  /** What telephones and devices speak: Opus unless told otherwise. */
  codec?: CodecName
}): Promise<ServedSimulator> {
  const { port, codec = 'opus', ...settings } = options
  const media = createNodeMedia({ codec })
  const simulator = createSimulator({ fetch: (request) => fetch(request), media, ...settings })
  const pages = createConsolePage().all('*', (c) => simulator.fetch(c.req.raw))
  const answer = getRequestListener(refuseStrangers(async (request) => pages.fetch(request)))
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, loopback, resolve)
  })
  const address = server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  const { gateway } = simulator
  const closeGateway = gateway && serveGateway({ server, gateway, path: gatewayPath, isKnownHost })
  return {
    addresses: addressesAt(`${loopback}:${actual}`),
    simulator,
    stop: () =>
      new Promise((resolve) => {
        simulator.close()
        closeGateway?.()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A page in a browser reaches the loopback interface too, by a name of its own that leads there. */
const isKnownHost = (hostname: string) => [loopback, 'localhost'].includes(hostname)

function refuseStrangers(answer: Simulator['fetch']): Simulator['fetch'] {
  return async (request) =>
    isKnownHost(new URL(request.url).hostname)
      ? answer(request)
      : new Response('Unknown host', { status: 421 })
}

export function addressesAt(host: string): SimulatorAddresses {
  const base = `http://${host}`
  const { accountId, applicationId, credentials, numbers } = defaultAccount
  return {
    oauth: `${base}/api/v1/oauth2/token`,
    api: `${base}/v2`,
    voice: `${base}/api/v2`,
    gateway: `ws://${host}${gatewayPath}`,
    control: `${base}/control`,
    accountId,
    ...credentials,
    applicationId,
    number: numbers[0],
  }
}
