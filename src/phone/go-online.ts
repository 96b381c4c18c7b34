import type { BrtcClient, BrtcEvent } from '../brtc/client.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'
import {
  describeError,
  reasonWithoutGateway,
  reasonWithoutMicrophone,
  reasonWithoutToken,
} from './offline-reason.ts'
import type { ConnectingStep, Eligibility, OfflineReason } from './phone-state.ts'
import type { Microphone, PhoneOptions } from './ports.ts'
import { createPublishedMicrophone } from './published-microphone.ts'

export type SessionOptions = Pick<PhoneOptions, 'createClient' | 'application' | 'audioInput'> & {
  /** Identifies this device to the gateway, see ConnectOptions. */
  uniqueId: string
  microphoneId: string
}

/** What one session tells the phone; nothing after `close()` or `onOffline`. */
export type SessionListener = {
  onStep: (step: ConnectingStep) => void
  onOnline: (online: { endpointId: string; eligibility: Eligibility; expiresAt: number }) => void
  /** The session failed or was ended, and is closed already. */
  onOffline: (reason: OfflineReason) => void
  onGateway: (event: BrtcEvent) => void
  onApplication: (event: ApplicationEvent) => void
  onApplicationOpen: () => void
  onApplicationLost: () => void
  /** The device went away; the system's default has taken its place, or could not. */
  onMicrophoneGone: (outcome: 'replaced' | 'lost') => void
  log: (level: 'warn' | 'error', message: string) => void
}

/** One stay online: a token, a microphone, a gateway session and the application's event stream. */
export interface OnlineSession {
  client: BrtcClient
  /** Rejects, with the old microphone still in use, where the new one cannot be had. */
  changeMicrophone: (deviceId: string) => Promise<void>
  /** Leaves the gateway, releases the microphone and gives the endpoint back. Idempotent. */
  close: () => void
}

/** In the order in which they are shown, which is not the order in which they come. */
const steps: readonly ConnectingStep[] = ['token', 'microphone', 'socket', 'media', 'publishing']

/**
 * Goes online with as few waits as the protocol allows: the token and the microphone are asked for at once, the
 * gateway as soon as there is a token, and the microphone is published when both are there. Whatever fails closes
 * everything that was opened, also what is still on its way.
 */
export function startSession(options: SessionOptions, listener: SessionListener): OnlineSession {
  const { application, audioInput } = options
  const releases: (() => void)[] = []
  const done = new Set<ConnectingStep>()
  let eligibility: Eligibility = 'unknown'
  let closed = false

  /** What is opened is released at the end, at once where the end has already come. */
  const own = (release: () => void): void => {
    if (closed) release()
    else releases.push(release)
  }
  const close = (): void => {
    closed = true
    for (const release of releases.splice(0)) release()
  }
  const end = (reason: OfflineReason, error: unknown): void => {
    if (closed) return
    listener.log('error', `${reason}: ${describeError(error)}`)
    close()
    listener.onOffline(reason)
  }
  const reach = (step: ConnectingStep): void => {
    done.add(step)
    const awaited = steps.find((other) => !done.has(other))
    if (!closed && awaited) listener.onStep(awaited)
  }
  /** A failure ends the session and never settles: nothing that waits for it goes on. */
  const need = <T>(promise: Promise<T>, reason: (error: unknown) => OfflineReason): Promise<T> =>
    new Promise((resolve) => {
      promise.then(resolve, (error: unknown) => end(reason(error), error))
    })

  const client = options.createClient((event) => {
    if (closed) return
    if (event.type === 'socketOpened') reach('socket')
    if (event.type === 'disconnected') {
      end(reasonWithoutGateway(event.error, event.closeCode), event.error)
    } else {
      listener.onGateway(event)
    }
  })
  own(client.disconnect)

  const microphone = createPublishedMicrophone({
    audioInput,
    client,
    deviceId: options.microphoneId,
    onGone: (outcome) => !closed && listener.onMicrophoneGone(outcome),
  })
  own(microphone.close)

  const listen = (endpointId: string): (() => void) =>
    application.subscribe(endpointId, {
      onEvent: (event) => {
        if (closed) return
        if (event.type === 'endpoint.state' && event.endpointId === endpointId) {
          eligibility = event.eligible ? 'eligible' : 'ineligible'
        }
        listener.onApplication(event)
      },
      onOpen: () => !closed && listener.onApplicationOpen(),
      onLost: () => {
        if (closed) return
        eligibility = 'unknown'
        listener.onApplicationLost()
      },
    })

  const token = async () => {
    const grant = await need(application.createEndpoint(), reasonWithoutToken)
    own(() => {
      application.deleteEndpoint(grant.endpointId).catch((error: unknown) => {
        listener.log('warn', `endpoint not deleted: ${describeError(error)}`)
      })
    })
    reach('token')
    return grant
  }
  const media = async () => {
    const grant = await token()
    if (closed) return grant
    own(listen(grant.endpointId))
    const { gatewayUrl, token: endpointToken } = grant
    await need(
      client.connect({ gatewayUrl, endpointToken, uniqueId: options.uniqueId }),
      reasonWithoutGateway,
    )
    reach('socket')
    reach('media')
    return grant
  }
  const opening = async (): Promise<Microphone> => {
    const opened = await need(microphone.open(), reasonWithoutMicrophone)
    reach('microphone')
    return opened
  }

  void Promise.all([media(), opening()]).then(async ([grant]) => {
    if (closed) return
    await need(microphone.publish(), reasonWithoutGateway)
    if (closed) return
    listener.onOnline({
      endpointId: grant.endpointId,
      eligibility,
      expiresAt: Date.parse(grant.expiresAt),
    })
  })

  return { client, changeMicrophone: microphone.change, close }
}
