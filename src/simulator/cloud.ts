import { Hono } from 'hono'
import { createAccountApi } from './account-api.ts'
import { isAnswered, type Call } from './call.ts'
import type { VoiceApplication } from './call-callbacks.ts'
import { createCalls } from './calls.ts'
import { createCallsApi } from './calls-api.ts'
import { systemClock, type Clock } from './clock.ts'
import type { EndpointDirectory, Impairment } from './device-link.ts'
import { createEndpointEvents } from './endpoint-events.ts'
import { createEndpoints } from './endpoints.ts'
import { createEndpointsApi } from './endpoints-api.ts'
import { createFaults, type Faults } from './faults.ts'
import { createJournal, type Journal } from './journal.ts'
import { createOAuth, type Credentials } from './oauth-api.ts'
import { injectFaults } from './rest-faults.ts'
import { journalRequests } from './rest-journal.ts'
import { defaultSwitches, type Switches } from './switches.ts'
import { createTelephoneBook, type TelephoneAct, type TelephoneBook } from './telephones.ts'
import { withFaults } from './webhook-faults.ts'
import { createWebhooks, type Fetch } from './webhooks.ts'

export type CloudOptions = {
  /** Reaches the application's webhooks. */
  fetch: Fetch
  clock?: Clock
  /** Measures the time limits of webhooks; `clock` unless told otherwise. A clock that jumps would run them out at once. */
  networkClock?: Clock
  switches?: Partial<Switches>
  accountId?: string
  applicationId?: string
  credentials?: Credentials
  /** The account's numbers in E.164; the first is called where `placeCall` names none. */
  numbers?: readonly string[]
  application?: VoiceApplication
  /** Factor on everything that a telephone listens to; 1, the default, is real time. */
  pace?: number
  randomId?: () => string
}

/** What the simulator is set up with unless told otherwise. */
export const defaultAccount = {
  accountId: '9900000',
  applicationId: '04e88489-df02-4e34-a0ee-27a91849555f',
  credentials: { clientId: 'simulator', clientSecret: 'simulator-secret' },
  numbers: ['+19195550100'],
} as const

export type LiveCall = {
  callId: string
  direction: Call['direction']
  from: string
  to: string
  answered: boolean
}

export interface Telephones {
  /**
   * Somebody calls one of the account's numbers. An impairment befalls the sound of that call only.
   * @returns the call's id; undefined where no application is configured
   */
  placeCall: (arrival: { from: string; to?: string; impairment?: Impairment }) => string | undefined
  /** The far end of that call, or of the latest, hangs up, gives up or rejects. @returns false where there is none */
  hangUp: (callId?: string) => boolean
  /** Somebody at the far end of that call acts: undefined where there is no such call, false where it is no moment for it. */
  act: (callId: string, act: TelephoneAct) => boolean | undefined
  /** How whoever is called there reacts. */
  book: TelephoneBook
  /** Oldest first. */
  liveCalls: () => LiveCall[]
}

/** Bandwidth without gateway and media: those speak to it through `endpoints`. */
export interface Cloud {
  /** May be changed at any time; what runs already keeps what it began with. */
  switches: Switches
  journal: Journal
  /** What is to go wrong. */
  faults: Faults
  /** OAuth, Endpoints API, Calls API and what there is of the account API: answers by path, whatever the host. */
  rest: { fetch: (request: Request) => Promise<Response> }
  endpoints: EndpointDirectory
  telephones: Telephones
  configureApplication: (application: VoiceApplication) => void
  /** No access token that has been minted is good any more. */
  revokeTokens: () => void
  /** Resolves when no webhook is under way and nothing follows at once from the answers. */
  settled: () => Promise<void>
  /**
   * Forgets calls, endpoints, faults and journal, and sends nobody a word of it. Switches are again as they were at the start;
   * the application stays configured and access tokens stay good.
   */
  reset: () => void
  /** Stops every timer and forgets every call and endpoint. */
  close: () => void
}

export function createCloud(options: CloudOptions): Cloud {
  const clock = options.clock ?? systemClock
  const accountId = options.accountId ?? defaultAccount.accountId
  const applicationId = options.applicationId ?? defaultAccount.applicationId
  const credentials = options.credentials ?? defaultAccount.credentials
  const numbers = options.numbers ?? defaultAccount.numbers
  const randomId = options.randomId ?? (() => crypto.randomUUID())
  const pace = options.pace ?? 1
  const initialSwitches: Switches = { ...defaultSwitches, ...options.switches }
  const switches: Switches = { ...initialSwitches }
  let { application } = options

  const journal = createJournal(clock.now)
  const faults = createFaults()
  const { fetch, networkClock = clock } = options
  const webhooks = withFaults(createWebhooks({ fetch, clock: networkClock, switches, journal }), {
    faults,
    clock,
    journal,
  })
  const events = createEndpointEvents({ webhooks, journal, clock, switches, accountId })
  const endpoints = createEndpoints({ clock, switches, accountId, randomId, ...events })
  const book = createTelephoneBook()
  const calls = createCalls({
    book,
    clock,
    switches,
    journal,
    webhooks,
    endpoints,
    pace,
    accountId,
    applicationId,
    randomId,
  })
  const oauth = createOAuth({ credentials, clock, switches, randomId })
  const account = { oauth, clock, accountId, applicationId, numbers, randomId }
  const rest = new Hono()
    .use(journalRequests(journal, clock))
    .use(injectFaults({ faults, clock, journal }))
    .route('/', oauth.app)
    .route('/', createEndpointsApi({ endpoints, oauth, accountId }))
    .route('/', createCallsApi({ calls, book, ...account }))
    .route('/', createAccountApi({ ...account, application: () => application }))

  const liveCall = (callId: string) => calls.live().find((call) => call.callId === callId)

  const forgetEverything = () =>
    webhooks.silence(() => {
      calls.close()
      endpoints.close()
      faults.clear()
      book.clear()
    })

  return {
    switches,
    journal,
    faults,
    rest: { fetch: async (request) => rest.fetch(request) },
    endpoints,
    telephones: {
      placeCall: ({ to = numbers[0] ?? '', ...arrival }) => {
        const { from } = arrival
        if (application) return calls.receive({ to, ...arrival }, application).callId
        const summary = `${from} calls ${to}: no application is configured to answer`
        journal.record({ from: 'telephone', to: 'gateway', kind: 'warning', summary })
        return undefined
      },
      hangUp: (callId) => {
        const call = callId === undefined ? calls.live().at(-1) : liveCall(callId)
        return call !== undefined && calls.act(call, { type: 'hang-up' })
      },
      act: (callId, act) => {
        const call = liveCall(callId)
        return call && calls.act(call, act)
      },
      book,
      liveCalls: () =>
        calls.live().map((call) => {
          const { callId, direction, from, to } = call
          return { callId, direction, from, to, answered: isAnswered(call) }
        }),
    },
    configureApplication: (settings) => {
      application = settings
    },
    revokeTokens: oauth.revoke,
    settled: webhooks.settled,
    reset: () => {
      forgetEverything()
      Object.assign(switches, initialSwitches)
      journal.clear()
    },
    close: forgetEverything,
  }
}
