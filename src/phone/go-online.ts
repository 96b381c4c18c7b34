import type { BrtcClient, BrtcEvent } from '../brtc/client.ts'
import type { ApplicationEvent, EndpointGrant } from '../wire/phone-api.ts'
import {
  departureFor,
  describeError,
  reasonWithoutGateway,
  reasonWithoutMicrophone,
  reasonWithoutToken,
} from './offline-reason.ts'
import type { ConnectingStep, Departure, Eligibility, OfflineReason } from './phone-state.ts'
import type { Application, PhoneOptions } from './ports.ts'
import { createPublishedMicrophone, type MicrophoneGone } from './published-microphone.ts'

export type SessionOptions = Pick<PhoneOptions, 'createClient' | 'application' | 'audioInput'> & {
  /** Identifies this device to the gateway, see ConnectOptions. */
  uniqueId: string
  microphoneId: string
}

/** What one session tells the phone; nothing after `close()` or `onOffline`. */
export type SessionListener = {
  onStep: (step: ConnectingStep) => void
  onOnline: (online: {
    endpointId: string
    eligibility: Eligibility
    /** Milliseconds since the epoch, null where the token does not say. */
    expiresAt: number | null
  }) => void
  /** The session failed or was ended, and is closed already. */
  onOffline: (departure: Departure) => void
  onGateway: (event: BrtcEvent) => void
  onApplication: (event: ApplicationEvent) => void
  onApplicationOpen: () => void
  onApplicationLost: () => void
  onMicrophoneGone: (outcome: MicrophoneGone) => void
  log: (level: 'warn' | 'error', message: string) => void
}

/** One stay online: a token, a microphone, a gateway session and the application's event stream. */
export interface OnlineSession {
  /** Undefined until there is a token, which names the platform. */
  client: () => BrtcClient | undefined
  /** Rejects, with the old microphone still in use, where the new one cannot be had. */
  changeMicrophone: (deviceId: string) => Promise<void>
  /** Leaves the gateway, releases the microphone and gives the endpoint back. Idempotent. */
  close: () => void
}

/**
 * Goes online with as few waits as the protocol allows: the token and the microphone are asked for at once, the
 * gateway as soon as there is a token, and the microphone is published when both are there. Whatever fails closes
 * everything that was opened, also what is still on its way.
 */
export function startSession(options: SessionOptions, listener: SessionListener): OnlineSession {
  const { application, audioInput } = options
  const opened = createReleases()
  const reach = createSteps((step) => opened.isOpen() && listener.onStep(step))
  let eligibility: Eligibility = 'unknown'

  function end(reason: OfflineReason, error: unknown): void {
    if (!opened.isOpen()) return
    listener.log('error', `${reason}: ${describeError(error)}`)
    opened.close()
    listener.onOffline(departureFor(reason, error))
  }

  /** A failure ends the session, and the promise never settles: nothing that waits for it goes on. */
  function need<T>(promise: Promise<T>, reasonOf: (error: unknown) => OfflineReason): Promise<T> {
    return new Promise((resolve) => {
      promise.then(resolve, (error: unknown) => end(reasonOf(error), error))
    })
  }

  function onGateway(event: BrtcEvent): void {
    if (!opened.isOpen()) return
    if (event.type === 'socketOpened') reach('socket')
    if (event.type !== 'disconnected') listener.onGateway(event)
    else end(reasonWithoutGateway(event.error, event.closeCode), event.error)
  }

  let client: BrtcClient | undefined
  const microphone = createPublishedMicrophone({
    audioInput,
    client: () => client,
    deviceId: options.microphoneId,
    onGone: (outcome) => opened.isOpen() && listener.onMicrophoneGone(outcome),
  })
  opened.add(microphone.close)

  async function openMicrophone(): Promise<void> {
    await need(microphone.open(), reasonWithoutMicrophone)
    reach('microphone')
  }

  async function connect(): Promise<EndpointGrant> {
    const grant = await need(application.createEndpoint(), reasonWithoutToken)
    const { endpointId, gatewayUrl, token: endpointToken } = grant
    opened.add(() => {
      application.deleteEndpoint(endpointId).catch((error: unknown) => {
        listener.log('warn', `endpoint not deleted: ${describeError(error)}`)
      })
    })
    if (!opened.isOpen()) return grant
    reach('token')
    opened.add(application.subscribe(endpointId, applicationListener(endpointId)))
    const { uniqueId } = options
    const created = await need(createClient(grant), reasonWithoutGateway)
    opened.add(created.disconnect)
    if (!opened.isOpen()) return grant
    client = created
    await need(created.connect({ gatewayUrl, endpointToken, uniqueId }), reasonWithoutGateway)
    reach('socket')
    reach('media')
    return grant
  }

  const createClient = ({ endpointId, platform }: EndpointGrant): Promise<BrtcClient> =>
    options.createClient(platform, onGateway, {
      requestOutbound: (to) => application.requestOutbound(endpointId, to),
    })

  function applicationListener(endpointId: string): Parameters<Application['subscribe']>[1] {
    return {
      onEvent: (event) => {
        if (!opened.isOpen()) return
        if (event.type === 'endpoint.state' && event.endpointId === endpointId) {
          eligibility = event.eligible ? 'eligible' : 'ineligible'
        }
        listener.onApplication(event)
      },
      onOpen: () => opened.isOpen() && listener.onApplicationOpen(),
      onLost: () => {
        if (!opened.isOpen()) return
        eligibility = 'unknown'
        listener.onApplicationLost()
      },
      onFault: (message) => listener.log('warn', message),
    }
  }

  async function publish([{ endpointId, expiresAt }]: [EndpointGrant, void]): Promise<void> {
    if (!opened.isOpen()) return
    await need(microphone.publish(), reasonWithoutGateway)
    if (!opened.isOpen()) return
    const expiry = Date.parse(expiresAt)
    listener.onOnline({ endpointId, eligibility, expiresAt: Number.isNaN(expiry) ? null : expiry })
  }

  void Promise.all([connect(), openMicrophone()]).then(publish)

  return { client: () => client, changeMicrophone: microphone.change, close: opened.close }
}

/** In the order in which they are shown, which is not the order in which they come. */
const steps: readonly ConnectingStep[] = ['token', 'microphone', 'socket', 'media', 'publishing']

/** @returns what to call with each step that is done; `onStep` is told the first that is not */
function createSteps(onStep: (step: ConnectingStep) => void): (done: ConnectingStep) => void {
  const done = new Set<ConnectingStep>()
  return (step) => {
    done.add(step)
    const awaited = steps.find((other) => !done.has(other))
    if (awaited) onStep(awaited)
  }
}

/** What has been opened is closed together, the last first; what is added after the end is closed at once. */
function createReleases() {
  const releases: (() => void)[] = []
  let isOpen = true
  return {
    isOpen: () => isOpen,
    add: (release: () => void): void => {
      if (isOpen) releases.push(release)
      else release()
    },
    close: (): void => {
      isOpen = false
      for (const release of releases.splice(0).toReversed()) release()
    },
  }
}
