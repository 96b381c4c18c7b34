import type { BrtcClient, BrtcEvent } from '../../brtc/client.ts'
import type { EndpointGrant } from '../../wire/phone-api.ts'
import {
  describeError,
  reasonWithoutGateway,
  reasonWithoutMicrophone,
  reasonWithoutToken,
} from '../offline-reason.ts'
import type { OfflineReason } from '../phone-state.ts'
import type { PhoneOptions } from '../ports.ts'
import { createBorrowed } from './borrowed.ts'
import { createNetworkReport, type NetworkReport, type ReportWriter } from './network-report.ts'
import { type MediaPath, readPath } from './path-reading.ts'

export type NetworkCheckOptions = Pick<
  PhoneOptions,
  'createClient' | 'application' | 'audioInput'
> & {
  microphoneId: string
  uniqueId: string
  now: () => number
  log: (level: 'warn', message: string) => void
}

export interface CheckRun {
  /** Gives back what was opened, also what is still on its way. */
  cancel: () => void
}

/** Milliseconds between two looks at the path, and how many of them are taken until a round trip is known. */
const lookInterval = 400
const mostLooks = 6

/** A failure that the report has been told of already. */
const told = Symbol('told')

/**
 * Goes online as the phone would, with an endpoint of its own, and leaves at once: whatever keeps the phone from
 * working keeps this from working. Publishing comes last, as Bandwidth might send a call to the endpoint from then on.
 */
export function runNetworkCheck(
  options: NetworkCheckOptions,
  onChange: (report: NetworkReport) => void,
): CheckRun {
  const { application, audioInput, log } = options
  const report = createNetworkReport(options.now, onChange)
  const borrowed = createBorrowed()

  async function getToken(): Promise<EndpointGrant> {
    report.start('application')
    const granting = application.createEndpoint()
    const grant = await borrowed
      .take(granting, ({ endpointId }) => deleteEndpoint(application, endpointId))
      .catch((error: unknown) => {
        const reason = reasonWithoutToken(error)
        if (reason !== 'application-unreachable') report.pass('application')
        throw fail(report, reason, error)
      })
    report.pass('application')
    report.start('token')
    report.pass('token')
    return grant
  }

  async function connect(grant: EndpointGrant): Promise<BrtcClient> {
    report.start('gateway')
    let closeCode: number | undefined
    let client: BrtcClient | undefined
    const onEvent = (event: BrtcEvent): void => {
      if (event.type === 'disconnected') closeCode = event.closeCode
      // A call that strays here is sent on to the next agent.
      if (event.type === 'streamAvailable') client?.declineStream(event.streamId).catch(() => {})
      if (event.type !== 'socketOpened') return
      report.pass('gateway')
      report.start('path')
    }
    const { endpointId, gatewayUrl, token: endpointToken, platform } = grant
    const requestOutbound = async () => ({ accepted: false })
    try {
      client = await borrowed.take(
        options.createClient(platform, onEvent, { requestOutbound }),
        ({ disconnect }) => disconnect(),
      )
      const { uniqueId } = options
      await borrowed.wait(client.connect({ gatewayUrl, endpointToken, uniqueId }))
    } catch (error) {
      log('warn', `network check of ${endpointId}: ${describeError(error)}`)
      throw fail(report, reasonWithoutGateway(error, closeCode), error)
    }
    return client
  }

  async function findPath(client: BrtcClient): Promise<void> {
    report.pass('gateway')
    report.start('path')
    let path: MediaPath | undefined
    for (let look = 0; look < mostLooks && path?.roundTrip === undefined; look += 1) {
      if (look > 0) await borrowed.wait(delay(lookInterval))
      const statistics = await borrowed.wait(client.getStats())
      if (!statistics) break
      path = readPath(statistics.publish) ?? path
    }
    report.foundPath(path)
    report.pass('path')
  }

  async function publish(client: BrtcClient): Promise<void> {
    report.start('microphone')
    const opening = audioInput.open(options.microphoneId)
    const { track } = await borrowed
      .take(opening, ({ close }) => close())
      .catch((error: unknown) => {
        throw fail(report, reasonWithoutMicrophone(error), error)
      })
    report.pass('microphone')
    report.start('publish')
    await borrowed.wait(client.publish(track)).catch((error: unknown) => {
      throw fail(report, reasonWithoutGateway(error), error)
    })
    report.pass('publish')
  }

  async function run(): Promise<void> {
    try {
      const client = await connect(await getToken())
      await findPath(client)
      await publish(client)
    } catch (error) {
      if (error !== told) log('warn', `network check: ${describeError(error)}`)
    }
    report.start('cleanup')
    const isClean = await borrowed.giveBack()
    if (isClean) report.pass('cleanup')
    else report.fail('not-cleaned-up')
    report.finish()
  }

  void run()
  return {
    cancel: () => {
      report.cancel()
      borrowed.cancel()
    },
  }
}

/** @returns what to throw, so that nobody else reports it again; a check that was cancelled has not failed */
function fail(report: ReportWriter, reason: OfflineReason, error: unknown): unknown {
  if (error instanceof Error && error.name === 'AbortError') return told
  report.fail(reason)
  return told
}

/** An endpoint that is left behind would count as one of the agent's phones: one more try. */
async function deleteEndpoint(
  application: PhoneOptions['application'],
  endpointId: string,
): Promise<void> {
  await application.deleteEndpoint(endpointId).catch(() => application.deleteEndpoint(endpointId))
}

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
