import { createApplication } from '../backend/app.ts'
import { createBandwidthClient } from '../backend/bandwidth-client.ts'
import { createStore } from '../backend/create-store.ts'
import { createFetchTransport } from '../backend/fetch-transport.ts'
import type { DialingRules } from '../backend/dialing-rules.ts'
import { defaultAccount } from '../simulator/cloud.ts'
import type { Cloud } from '../simulator/cloud.ts'
import type { Heard, MediaPlane } from '../simulator/media-plane.ts'
import { createSimulator } from '../simulator/simulator.ts'
import type { Platform } from '../wire/phone-api.ts'
import { createApplicationFaults, type ApplicationFaults } from './application-faults.ts'
import { demoGatewayUrls } from './handlers.ts'
import type { MockedWorld } from './handlers.ts'

/** The whole of the quick start in one page: Bandwidth simulated, and the customer's application on it. */
export type Demo = MockedWorld & {
  journal: Cloud['journal']
  telephones: Cloud['telephones']
  /** What the telephone at the far end hears of this phone; undefined while there is none. */
  farEndHears: () => Heard | undefined
  applicationFaults: ApplicationFaults
  /** The application ends and begins anew, on the state that it had. Resolves when it answers again. */
  restartApplication: () => Promise<void>
}

const applicationUrl = 'https://application.offhook.invalid'
const webhookCredentials = { username: 'bandwidth', password: 'demo-password' }

const unlimited = { perMinute: 1_000, perHour: 10_000, concurrent: 100 }
const [ownNumber] = defaultAccount.numbers

/** Every country, as no telephone of the demo costs anything, and one number that nobody is allowed to dial. */
const dialingRules: DialingRules = {
  allowedCountries: [],
  allowedPrefixes: ['+1', '+2', '+3', '+4', '+5', '+6', '+7', '+8', '+9'],
  blocked: [{ prefix: '+19195550107', reason: 'You are not allowed to dial this number.' }],
  perAgent: unlimited,
  total: unlimited,
  ownNumbers: [ownNumber],
  callerId: { default: ownNumber, byAgent: {} },
}

/**
 * The application reaches Bandwidth, and Bandwidth the application, by requests that never leave the page: the same bodies,
 * status codes and credentials as on a network.
 */
export function createDemo(media: MediaPlane, platform: Platform): Demo {
  const store = createStore()
  const applicationFaults = createApplicationFaults()
  const simulator = createSimulator({
    media,
    switches: { platform },
    fetch: async (request) => application.fetch(request),
  })
  const { cloud, gateway } = simulator
  const launch = () => {
    const launched = createApplication({
      platform,
      store,
      bandwidth: createBandwidthClient({
        transport: createFetchTransport({
          accountId: defaultAccount.accountId,
          ...defaultAccount.credentials,
          fetch: simulator.fetch,
        }),
      }),
      publicUrl: applicationUrl,
      gatewayUrl: demoGatewayUrls[platform],
      accountId: defaultAccount.accountId,
      voice: { applicationId: defaultAccount.applicationId },
      dialingRules,
      webhookSecrets: ['demo-secret'],
      voiceCredentials: webhookCredentials,
      callTimeout: 8,
      ringSeconds: 1,
      authenticator: { identify: async () => ({ userId: 'demo', sessionId: 'page' }) },
    })
    launched.start()
    return launched
  }
  let application = launch()
  cloud.configureApplication({
    callInitiatedUrl: `${applicationUrl}/hooks/voice/initiate`,
    callStatusUrl: `${applicationUrl}/hooks/voice/disconnect`,
    ...webhookCredentials,
  })
  return {
    // Bandwidth reaches the application by a way of its own: what goes wrong here is between it and the phone.
    application: {
      fetch: (request) => applicationFaults.answer(request, (sound) => application.fetch(sound)),
    },
    simulator,
    gateway,
    journal: cloud.journal,
    telephones: cloud.telephones,
    farEndHears: () => simulator.heard(gateway.devices().at(-1)?.endpointId ?? ''),
    applicationFaults,
    restartApplication: async () => {
      await application.stop()
      application = launch()
    },
  }
}
