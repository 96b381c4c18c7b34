import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveSimulator, type SimulatorAddresses } from '../simulator/host/serve-simulator.ts'
import type { CallPlacement } from '../simulator/control-messages.ts'
import type { CodecName } from '../simulator/host/voice-codec.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { createControlClient, type ControlClient } from '../simulator/control-client.ts'
import { connectNodeDevice, type NodeDevice, type NodeDeviceOptions } from './node-device.ts'
import { until } from './until.ts'

export type MintedEndpoint = { endpointId: string; token: string }

/** The least application that there can be, and devices without browsers: every caller gets the endpoint they were meant for. */
export interface GatewayStage {
  addresses: SimulatorAddresses
  control: ControlClient
  /** Names of the endpoint webhooks that came, oldest first, of all endpoints or of one. */
  events: (endpointId?: string) => string[]
  mint: () => Promise<MintedEndpoint>
  /** A device that publishes a tone and is eligible. It leaves with the stage. */
  online: (
    options?: Partial<NodeDeviceOptions> & { hertz?: number },
  ) => Promise<MintedEndpoint & { device: NodeDevice }>
  /** Somebody calls, and is connected to that endpoint. @returns the call's id */
  call: (endpointId: string, placement?: Partial<CallPlacement>) => Promise<string>
  close: () => Promise<void>
}

/** A stage with a simulator in this process. */
export interface ServedStage extends GatewayStage {
  simulator: Simulator
}

type Webhook = { event?: string; endpointId?: string; eventType?: string; from?: string }

export async function createGatewayStage(
  options: Omit<Parameters<typeof serveSimulator>[0], 'port'> = {},
): Promise<ServedStage> {
  const { addresses, simulator, stop } = await serveSimulator({ port: 0, pace: 0.02, ...options })
  const stage = await openStage(addresses, options)
  return {
    ...stage,
    simulator,
    close: async () => {
      await stage.close()
      await stop()
    },
  }
}

/** @param addresses of a simulator that runs somewhere on this computer, and has no other application */
export async function openStage(
  addresses: SimulatorAddresses,
  { codec = 'opus' }: { codec?: CodecName } = {},
): Promise<GatewayStage> {
  const control = createControlClient(addresses.control)
  const webhooks: Webhook[] = []
  const meantFor = new Map<string, string>()
  const devices = new Set<NodeDevice>()

  const application = createServer((request, response) => {
    void readBody(request).then((body) => {
      const webhook = JSON.parse(body) as Webhook
      if (webhook.event !== undefined) webhooks.push(webhook)
      const endpointId = meantFor.get(webhook.from ?? '')
      const isCall = webhook.eventType === 'initiate' && endpointId !== undefined
      const verb = isCall ? `<Connect><Endpoint>${endpointId}</Endpoint></Connect>` : ''
      response.setHeader('Content-Type', 'application/xml')
      response.end(`<?xml version="1.0" encoding="UTF-8"?><Response>${verb}</Response>`)
    })
  })
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve))
  const home = `http://127.0.0.1:${(application.address() as AddressInfo).port}/`
  await control.configureApplication({ callInitiatedUrl: home, callStatusUrl: home })

  const events = (endpointId?: string) =>
    webhooks
      .filter((webhook) => endpointId === undefined || webhook.endpointId === endpointId)
      .flatMap(({ event }) => event ?? [])
  const mint = () => mintEndpoint(addresses, home)

  return {
    addresses,
    control,
    events,
    mint,
    online: async ({ hertz = 600, ...given } = {}) => {
      const minted = await mint()
      const { token, endpointId } = minted
      const { gateway } = addresses
      const device = await connectNodeDevice({ gateway, token, codec, ...given })
      devices.add(device)
      await device.sing(hertz)
      await until(() => events(endpointId).includes('endpointEligible'), Date.now() + 20_000)
      return { ...minted, device }
    },
    call: async (endpointId, placement = {}) => {
      const { from = `+1919${6_660_000 + meantFor.size}` } = placement
      meantFor.set(from, endpointId)
      return (await control.placeCall({ ...placement, from })).callId
    },
    close: async () => {
      await Promise.all([...devices].map((device) => device.close()))
      application.closeAllConnections()
      await new Promise((resolve) => application.close(resolve))
    },
  }
}

/** As an application does: an access token first. */
export async function mintEndpoint(
  addresses: Pick<SimulatorAddresses, 'oauth' | 'api' | 'accountId' | 'clientId' | 'clientSecret'>,
  eventCallbackUrl: string,
): Promise<MintedEndpoint> {
  const { oauth, api, accountId, clientId, clientSecret } = addresses
  const granted = await fetch(oauth, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  const { access_token: accessToken } = (await granted.json()) as { access_token: string }
  const created = await fetch(`${api}/accounts/${accountId}/endpoints`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ type: 'WEBRTC', direction: 'BIDIRECTIONAL', eventCallbackUrl }),
  })
  return ((await created.json()) as { data: MintedEndpoint }).data
}

async function readBody(request: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
