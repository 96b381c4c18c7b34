import { createBandwidthClient } from '../backend/bandwidth-client.ts'
import { createFetchTransport } from '../backend/fetch-transport.ts'
import { createCloud, defaultAccount } from '../simulator/cloud.ts'
import { createDeviceDoubles } from '../simulator/device-doubles.ts'
import { createApiNetwork, createWebhookNetwork, type Message, toRequest } from './chaos-network.ts'
import { createChaosPhone, publicUrl } from './chaos-phone.ts'
import { type ChaosProcess, createChaosProcess } from './chaos-process.ts'
import { type Act, agentCount, callCount, type Schedule } from './chaos-schedule.ts'
import { createChaosTime } from './chaos-time.ts'
import { createChaosWatch } from './chaos-watch.ts'
import { credentials, secret, testRules } from './test-application.ts'

const fallbackUrl = 'https://phone-b.test'

/** The real application and the real simulator, and between them a network, agents and callers that do as they are told. */
export function createChaosWorld(schedule: Schedule) {
  const time = createChaosTime()
  const { clock } = time
  const { accountId, applicationId } = defaultAccount
  const urls = [publicUrl, ...(schedule.account.hasFallback ? [fallbackUrl] : [])]
  let ids = 0

  const arrive = async (message: Message) => {
    const life = process.current()
    try {
      const response = await life?.app.fetch(toRequest(message))
      const contentType = response?.headers.get('Content-Type') ?? ''
      const answer = {
        status: response?.status ?? 0,
        contentType,
        text: (await response?.text()) ?? '',
      }
      if (!life?.isAlive()) throw new Error('the connection was refused')
      watch.answered(message, answer)
      return answer
    } catch (error) {
      watch.unanswered(message)
      throw error
    }
  }
  const webhooks = createWebhookNetwork({
    time,
    fates: schedule.webhooks,
    arrive,
    onSent: (message, fate) => watch.sent(message, fate),
  })
  const cloud = createCloud({
    fetch: webhooks.fetch,
    clock,
    switches: {
      basicAuth: schedule.account.basicAuth,
      ineligibleAt: schedule.account.ineligibleAt,
    },
    randomId: () => `${++ids}-0000`,
    application: voiceApplication(urls),
  })
  const devices = createDeviceDoubles({ directory: cloud.endpoints, clock, journal: cloud.journal })
  const watch = createChaosWatch({ devices })
  cloud.journal.subscribe(({ kind, summary }) => {
    const [, number = '', what = ''] = /^(\S+) hears (.*)$/.exec(summary) ?? []
    if (kind === 'telephone' && what) watch.heard(number, what)
    const [, callId] = /device accepted (\S+)$/.exec(summary) ?? []
    if (callId) watch.accepted(callId)
  })

  const api = createApiNetwork({
    time,
    fates: schedule.requests,
    bandwidth: cloud.rest.fetch,
    onCarriedOut: watch.carriedOut,
  })
  const process: ChaosProcess = createChaosProcess({
    time,
    fetch: api.fetch,
    onCommit: watch.committed,
    createBandwidth: (fetch) =>
      createBandwidthClient({
        transport: createFetchTransport({ accountId, ...defaultAccount.credentials, fetch }),
        now: clock.now,
      }),
    application: {
      accountId,
      publicUrl,
      ...(schedule.account.hasFallback && { fallbackUrl }),
      gatewayUrl: 'wss://gateway.test/endpoints',
      voice: { applicationId },
      dialingRules: testRules,
      webhookSecrets: [secret],
      voiceCredentials: credentials,
      authenticator: {
        identify: async (request) => {
          const userId = request.headers.get('x-test-user') ?? ''
          return { userId, sessionId: `${userId}'s browser` }
        },
      },
      randomId: (what) => `${what}-${++ids}`,
    },
  })
  const phones = Array.from({ length: agentCount }, (_, index) =>
    createChaosPhone({
      userId: `agent-${index}`,
      time,
      process,
      devices,
      onTold: watch.told,
      onGivenUp: watch.givenUp,
    }),
  )

  return {
    time,
    cloud,
    devices,
    watch,
    process,
    phones,
    calm: () => {
      webhooks.calm()
      api.calm()
      process.disarm()
    },
  }
}

export type ChaosWorld = ReturnType<typeof createChaosWorld>

function voiceApplication([url = '', other]: readonly string[]) {
  return {
    callInitiatedUrl: `${url}/hooks/voice/initiate`,
    ...(other !== undefined && { callInitiatedFallbackUrl: `${other}/hooks/voice/initiate` }),
    callStatusUrl: `${url}/hooks/voice/disconnect`,
    ...credentials,
    fallbackUsername: credentials.username,
    fallbackPassword: credentials.password,
  }
}

/**
 * Carries out the schedule, lets everything settle on a network without faults, and calls every agent once more.
 * @returns what must never have happened
 */
export async function runChaos(schedule: Schedule): Promise<readonly string[]> {
  const world = createChaosWorld(schedule)
  const { time, cloud, watch, process, phones } = world
  const isOver = () => watch.violations.length > 0
  const pass = (milliseconds: number) => time.pass(milliseconds, () => {})
  const callIds: string[] = []

  process.start()
  for (const phone of phones) void phone.online()
  // Nobody's fates before everybody is there.
  await pass(0)

  let calls = 0
  for (const { wait, act } of schedule.acts) {
    await pass(wait)
    if (isOver()) return watch.violations
    const isCall = act.type === 'call-comes' || act.type === 'dial'
    if (isCall && ++calls > callCount) continue
    perform(world, act, callIds)
    await time.quiet()
  }

  world.calm()
  await pass(talkTime)
  for (const { callId } of cloud.telephones.liveCalls()) hangUp(world, callId)
  await pass(settleTime)
  watch.checkCallers()
  watch.checkIdle()
  if (!isOver()) await callEverybody(world)
  return watch.violations
}

/** Milliseconds: longer than any delay of the network, any ringing and any pass of the hold. */
const talkTime = 90_000
/** The longest silence after which Bandwidth is asked about a call is five minutes. */
const settleTime = 7 * 60_000

function perform(world: ChaosWorld, act: Act, callIds: string[]): void {
  const { cloud, process, phones } = world
  const phone = 'agent' in act ? phones[act.agent] : undefined
  switch (act.type) {
    case 'call-comes': {
      const from = `+1919666${String(callIds.length).padStart(4, '0')}`
      callIds.push(cloud.telephones.placeCall({ from }) ?? '')
      break
    }
    case 'far-end-hangs-up': {
      const live = cloud.telephones.liveCalls()
      const call = live[act.call % Math.max(1, live.length)]
      if (call) hangUp(world, call.callId)
      break
    }
    case 'dial':
      phone?.dial(act.number)
      break
    case 'online':
      void phone?.online()
      break
    case 'offline':
      phone?.offline(act.tells)
      break
    case 'stream-breaks':
      phone?.breakStream()
      break
    case 'socket-breaks':
      phone?.breakSocket()
      break
    case 'accept':
      phone?.accept(act.tells)
      break
    case 'decline':
      phone?.decline(act.tells)
      break
    case 'hang-up':
      phone?.hangUp(act.tells)
      break
    case 'manner':
      phone?.setManner(act.manner)
      break
    case 'presence':
      phone?.setPresence(act.state)
      break
    case 'pry':
      void pry(world, act)
      break
    case 'kill':
      process.kill(act.when, act.downtime)
      break
    case 'stop':
      process.stop(act.downtime)
      break
  }
}

function hangUp({ cloud, watch }: ChaosWorld, callId: string): void {
  watch.farEndHangsUp(callId)
  cloud.telephones.hangUp(callId)
}

async function pry({ phones, watch }: ChaosWorld, act: { agent: number; other: number }) {
  const other = phones[act.other]
  const endpointId = other?.endpointId()
  if (act.agent === act.other || endpointId === undefined) return
  const statuses = await phones[act.agent]?.pry(endpointId, other?.latestCall())
  if (statuses?.some((status) => status !== 404)) {
    watch.violate(`agent ${act.agent} got ${statuses.join()} about ${endpointId}`)
  }
}

/** Whoever the phone shows as out of reach goes online anew; then three callers must reach three agents. */
async function callEverybody({ time, cloud, devices, watch, phones }: ChaosWorld): Promise<void> {
  for (const phone of phones) {
    if (!phone.isEligible()) phone.offline(true)
    phone.setManner('accept')
    phone.setPresence('available')
  }
  await time.pass(1_000, () => {})
  for (const phone of phones) void phone.online()
  await time.pass(5_000, () => {})
  const callIds = phones.map((_, index) =>
    cloud.telephones.placeCall({ from: `+1919777000${index}` }),
  )
  await time.pass(60_000, () => {})
  const taken = phones.map((phone) =>
    devices
      .find(phone.endpointId() ?? '')
      ?.offers.find(({ state, callId }) => state === 'accepted' && callIds.includes(callId)),
  )
  for (const [index, offer] of taken.entries()) {
    if (!offer) watch.violate(`no call reaches agent ${index}, who is free`)
  }
}
