import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SimulatorAddresses } from '../simulator/host/serve-simulator.ts'
import { type AgentClient, createAgentClient, type Until } from './agent-client.ts'
import { type Caller, createCaller } from './caller.ts'
import { type ControlClient, createControlClient } from '../simulator/control-client.ts'
import { type Ended, type ServerProcess, startProcess } from './processes.ts'
import { createRelay, type Relay } from './relay.ts'

/** What Bandwidth authenticates itself with in this world. */
export const webhookSecret = 'the-secret-of-the-process-tests'
export const voiceCredentials = {
  username: 'bandwidth',
  password: 'a password for the voice routes',
}

/**
 * The application and the simulator as two processes on the loopback interface, as an operator runs them, and agents as
 * clients of both. Time runs fifty times faster for whoever listens to a telephone, and is real otherwise.
 */
export interface ProcessWorld {
  control: ControlClient
  simulator: SimulatorAddresses
  /** What the application is configured with, for a further process of it. */
  environment: Readonly<Record<string, string>>
  /** Between Bandwidth and the application: where its webhooks go first, and where when that fails. */
  primary: Relay
  fallback: Relay
  /** Where the application listens at the moment; another port after a restart. */
  address: () => string
  /** Everything that the application has printed, over all its lives. */
  output: () => string
  /** An agent who is not online yet, under a user name of their own. */
  agent: (name: string) => AgentClient
  /** Somebody calls, from a number that nobody has had before unless told otherwise. */
  call: (from?: string) => Promise<Caller>
  stopApplication: (signal?: NodeJS.Signals) => Promise<Ended>
  /** With the same environment and database; callers and agents find it where it was. */
  startApplication: () => Promise<void>
  /** Both. @param meanwhile happens while no application is there */
  restartApplication: (options: {
    signal: NodeJS.Signals
    meanwhile?: () => Promise<unknown>
  }) => Promise<Ended>
  /**
   * Polls until the condition gives something. @throws after 20 s, with the end of the simulator's journal and of the
   * application's output
   */
  until: Until
  /** Resolves when no webhook is under way and nothing follows at once from the answers. */
  settled: () => Promise<void>
  /**
   * One caller for each of the agents: each must be offered exactly one, and be free again when the callers have given up.
   * No other agent may be available.
   */
  expectEverybodyFree: (...agents: readonly AgentClient[]) => Promise<void>
  /** Between two tests: all agents leave, all calls end, faults, switches, journal and relays are as at the start. */
  clear: () => Promise<void>
  /** Ends both processes. */
  stop: () => Promise<void>
}

export type WorldOptions = {
  /** Variables of the application, on top of what it needs. */
  env?: Record<string, string>
  /** Factor on what a telephone listens to. */
  pace?: number
}

export async function startWorld({
  env = {},
  pace = 0.02,
}: WorldOptions = {}): Promise<ProcessWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-world-'))
  const closings: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const close of closings.splice(0).toReversed()) await close()
  }
  try {
    const simulator = await startProcess('simulator', { PORT: '0', PACE: String(pace) })
    closings.push(() => simulator.stop())
    const [primary, fallback] = await Promise.all([createRelay(), createRelay()])
    closings.push(() => Promise.all([primary.close(), fallback.close()]))
    const addresses = JSON.parse(simulator.firstLine) as SimulatorAddresses
    const environment = {
      ...environmentOf(addresses),
      PUBLIC_URL: primary.address,
      FALLBACK_URL: fallback.address,
      DATABASE: join(folder, 'offhook.db'),
      ...env,
    }
    const host = createApplicationHost({ relays: [primary, fallback], env: environment })
    closings.push(() => host.stop('SIGKILL'))
    await host.start()
    const control = createControlClient(addresses.control)
    await control.configureApplication(voiceApplication(primary.address, fallback.address))
    return {
      ...createWorld({ control, host, relays: [primary, fallback] }),
      simulator: addresses,
      environment,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function environmentOf(addresses: SimulatorAddresses): Record<string, string> {
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    BANDWIDTH_ACCOUNT_ID: addresses.accountId,
    BANDWIDTH_CLIENT_ID: addresses.clientId,
    BANDWIDTH_CLIENT_SECRET: addresses.clientSecret,
    BANDWIDTH_APPLICATION_ID: addresses.applicationId,
    BANDWIDTH_TOKEN_URL: addresses.oauth,
    BANDWIDTH_ENDPOINTS_URL: addresses.api,
    BANDWIDTH_CALLS_URL: addresses.voice,
    BANDWIDTH_GATEWAY_URL: addresses.gateway,
    OUTBOUND_NUMBER: addresses.number,
    WEBHOOK_SECRETS: webhookSecret,
    VOICE_USERNAME: voiceCredentials.username,
    VOICE_PASSWORD: voiceCredentials.password,
    RING_SECONDS: '1',
    AUTH: 'development',
  }
}

/** As an operator sets up the voice application at Bandwidth. */
export function voiceApplication(primary: string, fallback: string) {
  const { username, password } = voiceCredentials
  return {
    callInitiatedUrl: `${primary}/hooks/voice/initiate`,
    callInitiatedFallbackUrl: `${fallback}/hooks/voice/initiate`,
    callStatusUrl: `${primary}/hooks/voice/disconnect`,
    username,
    password,
    fallbackUsername: username,
    fallbackPassword: password,
  }
}

/** The application's process, one after another. */
function createApplicationHost(options: { relays: readonly Relay[]; env: Record<string, string> }) {
  const { relays, env } = options
  const lives: ServerProcess[] = []
  let address = ''
  let isThere = false
  return {
    address: () => address,
    isThere: () => isThere,
    output: () => lives.map((life) => life.output()).join(''),
    start: async () => {
      const life = await startProcess('application', env)
      lives.push(life)
      const [found] = /http:\/\/[\d.:]+/.exec(await life.line(/Listening on/)) ?? []
      address = found ?? ''
      for (const relay of relays) relay.leadTo(address)
      isThere = true
    },
    stop: async (signal?: NodeJS.Signals): Promise<Ended> => {
      // Before that it still has to finish what is under way, and can be reached.
      const ended = await lives.at(-1)?.stop(signal)
      isThere = false
      for (const relay of relays) relay.leadTo(undefined)
      return ended ?? { code: null, signal: null }
    },
  }
}

function createWorld(parts: {
  control: ControlClient
  host: ReturnType<typeof createApplicationHost>
  relays: readonly [Relay, Relay]
}): Omit<ProcessWorld, 'simulator' | 'environment' | 'stop'> {
  const { control, host, relays } = parts
  const [primary, fallback] = relays
  const agents = new Set<AgentClient>()
  let names = 0

  const until: Until = async (what, condition) => {
    const deadline = Date.now() + patience
    for (;;) {
      const value = await condition()
      if (value !== undefined && value !== false) return value
      if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}\n${await report()}`)
      await new Promise((resolve) => setTimeout(resolve, pollInterval))
    }
  }
  const report = async () => {
    const journal = await control.journal().catch(() => [])
    const lines = journal.slice(-40).map(({ from, to, summary }) => `  ${from} → ${to}: ${summary}`)
    const output = host.output().trimEnd().split('\n').slice(-15)
    return ['The journal ends with:', ...lines, 'The application printed last:', ...output].join(
      '\n',
    )
  }
  const settled = async () => {
    await control.advance(0)
  }
  const call: ProcessWorld['call'] = async (from = nextNumber()) => {
    const { callId } = await control.placeCall({ from })
    return createCaller({ callId, number: from, control, until })
  }

  return {
    control,
    primary,
    fallback,
    address: host.address,
    output: host.output,
    agent: (name) => {
      names += 1
      const agent = createAgentClient({
        name: `${name}-${names}`,
        address: host.address,
        control,
        until,
      })
      agents.add(agent)
      return agent
    },
    call,
    stopApplication: host.stop,
    startApplication: host.start,
    restartApplication: async ({ signal, meanwhile }) => {
      const ended = await host.stop(signal)
      await meanwhile?.()
      await host.start()
      return ended
    },
    until,
    settled,
    expectEverybodyFree: async (...expected) => {
      for (const agent of expected) await agent.isEligible()
      const callers = await Promise.all(expected.map(() => call()))
      for (const agent of expected) {
        await until(`${agent.name} to be offered one of ${expected.length} calls`, () =>
          callers.some(({ number }) => agent.storyOf(number).length > 0),
        )
      }
      await Promise.all(callers.map((caller) => caller.hangUp()))
      for (const agent of expected) {
        const own = callers.filter(({ number }) => agent.storyOf(number).length > 0)
        if (own.length !== 1) throw new Error(`${agent.name} was offered ${own.length} calls`)
        await until(`${agent.name} to be free again`, async () => {
          const { call: current, eligible } = await agent.snapshot()
          return current === undefined && eligible
        })
      }
    },
    clear: async () => {
      for (const relay of relays) relay.be('open')
      await control.clearFaults()
      // One failure is not to be the failure of all tests after it.
      if (!host.isThere()) await host.start()
      const leaving = [...agents]
      agents.clear()
      await Promise.all(leaving.map((agent) => agent.release()))
      for (const { callId } of await control.liveCalls())
        await control.hangUp(callId).catch(() => {})
      await settled()
      await control.reset()
    },
  }
}

/** Milliseconds. */
const patience = 20_000
const pollInterval = 10

let numbers = 0
/** None that the simulator's telephones know. */
function nextNumber(): string {
  numbers += 1
  return `+1919666${String(numbers).padStart(4, '0')}`
}
