import type { BrtcClient, BrtcEvent } from '../../brtc/client.ts'
import type { ApplicationEvent, EndpointGrant } from '../../wire/phone-api.ts'
import { reasonWithoutMicrophone } from '../offline-reason.ts'
import type { ConnectingStep, PhoneState } from '../phone-state.ts'
import type { PhoneOptions } from '../ports.ts'
import { createPublishedMicrophone, type MicrophoneGone } from '../published-microphone.ts'
import type { MediaHealth } from './decide-recovery.ts'
import { type EndpointLease, leaseEndpoint } from './endpoint-lease.ts'
import { type GatewaySession, openGatewaySession } from './gateway-session.ts'
import { type Loss, lossOfEndpoint } from './loss.ts'
import { type MediaWatch, watchMedia } from './media-watch.ts'
import { type SocketWatch, watchSocket } from './socket-watch.ts'
import { createSteps } from './steps.ts'

export type LineOptions = Pick<PhoneOptions, 'createClient' | 'application' | 'audioInput'> & {
  /** Identifies this device to the gateway, see ConnectOptions. */
  uniqueId: string
  microphoneId: string
  /** Of the endpoint that the page before this one has used: the first session is on it, instead of a new one. */
  former?: EndpointGrant | undefined
  getState: () => Pick<PhoneState, 'call'>
  now: () => number
}

/** Nothing comes after `close()`. */
export type LineListener = {
  onStep: (step: ConnectingStep) => void
  /** A session is up. `isSame`: on the endpoint of the one before. */
  onUp: (lease: EndpointLease, isSame: boolean) => void
  /** The session was lost, or could not be had; or there is no microphone at all. */
  onLost: (loss: Loss, error: unknown) => void
  /** The media of the session, or of the one that still carries a call, is another; or whether the gateway answers. */
  onHealth: () => void
  onMicrophoneGone: (outcome: MicrophoneGone) => void
  /** The call that is up cannot be saved: its endpoint is given back next. */
  onCallLost: () => void
  onGateway: (event: BrtcEvent) => void
  onApplication: (event: ApplicationEvent) => void
  onApplicationOpen: () => void
  onApplicationLost: () => void
  log: (level: 'warn', message: string) => void
}

/**
 * What a stay online holds: a microphone, an endpoint and a gateway session; and the media of the session before, while a
 * call goes on by it. It opens and closes; when, is not its business.
 */
export interface Line {
  /** Of the present session. Undefined until there is a token, which names the platform. */
  client: () => BrtcClient | undefined
  /** Of the present endpoint. */
  grant: () => EndpointGrant | undefined
  /** Whose media carries the call: the client of a session that was lost, as long as it is the only one. */
  carrier: () => BrtcClient | undefined
  isUp: () => boolean
  /** Whether the media of a lost session still carries a call. */
  isTalking: () => boolean
  isFresh: () => boolean
  media: () => MediaHealth
  isMicrophoneLost: () => boolean
  /** The gateway owes an answer. */
  isDoubted: () => boolean
  /** Resolves when it is known whether the gateway still answers. */
  checkAlive: () => Promise<void>
  /** Asks the application for one more endpoint. */
  obtainLease: () => Promise<EndpointLease>
  /** The endpoint of the next `open('new')`. */
  keepForNext: (lease: EndpointLease) => void
  /** A session on the present endpoint, or on another one, with the present one given back before. */
  open: (endpoint: 'same' | 'new') => void
  /** Lets go of the session, though it is up. */
  drop: () => void
  setMicEnabled: (enabled: boolean) => void
  /** Rejects, with the old microphone still in use, where the new one cannot be had. */
  changeMicrophone: (deviceId: string) => Promise<void>
  /** After each change of the state. @returns whether the call that the former session carried is over or elsewhere */
  follow: () => boolean
  close: (how?: 'delete' | 'release') => void
}

/** Asks for the microphone and for an endpoint at once, and opens the first session. */
export function openLine(options: LineOptions, listener: LineListener): Line {
  const { application, getState, now } = options
  let isClosed = false
  let isMicEnabled = false
  let isMicrophoneLost = false
  let lease: EndpointLease | undefined
  let nextLease = options.former && leaseOf(options.former)
  // It held a connection, in that page.
  nextLease?.use()
  let published: EndpointLease | undefined
  let session: GatewaySession | undefined
  let former: { session: GatewaySession; isAlive: boolean } | undefined
  let watch: MediaWatch | undefined
  let socket: SocketWatch | undefined
  let isDoubted = false
  let media: MediaHealth = { status: 'healthy' }
  let sessions = 0
  const reach = createSteps((step) => !isClosed && listener.onStep(step))

  const microphone = createPublishedMicrophone({
    audioInput: options.audioInput,
    deviceId: options.microphoneId,
    onGone: (outcome) => {
      if (isClosed) return
      isMicrophoneLost = outcome.status === 'lost'
      listener.onMicrophoneGone(outcome)
    },
  })

  async function obtainLease(): Promise<EndpointLease> {
    return leaseOf(await application.createEndpoint())
  }

  function leaseOf(grant: EndpointGrant): EndpointLease {
    return leaseEndpoint(application, grant, {
      onEvent: (event) => !isClosed && listener.onApplication(event),
      onOpen: () => !isClosed && listener.onApplicationOpen(),
      onLost: () => !isClosed && listener.onApplicationLost(),
      log: listener.log,
    })
  }

  async function open(endpoint: 'same' | 'new'): Promise<void> {
    if (endpoint === 'new') giveLeaseBack()
    try {
      const used = lease ?? nextLease ?? (await obtainLease())
      nextLease = undefined
      // What comes too late is given back.
      if (isClosed) return used.close()
      lease = used
      reach('token')
      openSession(used)
    } catch (error) {
      if (!isClosed) listener.onLost(lossOfEndpoint(error), error)
    }
  }

  function giveLeaseBack(): void {
    if (!lease) return
    if (getState().call?.status === 'connected') listener.onCallLost()
    lease.close()
    lease = undefined
  }

  function openSession(on: EndpointLease): void {
    const name = sessions++ === 0 ? '' : `${sessions}/`
    const peers = new Map<string, RTCPeerConnectionState>()
    const opened = openGatewaySession(
      { ...options, lease: on, microphone, isMicEnabled: () => isMicEnabled, name },
      {
        onStep: reach,
        onPublished: () => onPublished(opened, on, peers),
        onLost: (loss, error) => onSessionLost(opened, loss, error),
        onEvent: (event) => {
          if (isClosed) return
          if (event.type === 'peerStateChanged') peers.set(event.peer, event.state)
          if (opened === session) watch?.heed(event)
          if (opened === former?.session) heedFormer(event)
          listener.onGateway(event)
        },
      },
    )
    session = opened
  }

  function onPublished(
    opened: GatewaySession,
    on: EndpointLease,
    peers: Iterable<[string, RTCPeerConnectionState]>,
  ): void {
    const client = opened.client()
    if (isClosed || !client) return
    media = { status: 'healthy' }
    const asking = watchSocket({
      client,
      isInCall: () => getState().call?.status === 'connected',
      onDoubt: (doubted) => {
        isDoubted = doubted
        listener.onHealth()
      },
    })
    socket = asking
    watch = watchMedia({
      client,
      ask: asking.ask,
      peers,
      now,
      onChange: (health) => {
        media = health
        listener.onHealth()
      },
    })
    const isSame = on === published
    published = on
    // Whether it knows of the loss and of the return is not sure: its word of now is asked for.
    if (isSame) on.askAgain()
    listener.onUp(on, isSame)
    client.setMicEnabled(isMicEnabled)
  }

  function onSessionLost(lost: GatewaySession, loss: Loss, error: unknown): void {
    if (isClosed || lost !== session) return
    const { call } = getState()
    const carriesCall = watch && call?.status === 'connected' && call.lostAt === undefined
    if (carriesCall && !former) former = { session: lost, isAlive: true }
    else lost.close()
    stopWatching()
    listener.onLost(loss, error)
  }

  function stopWatching(): void {
    watch?.close()
    socket?.close()
    watch = socket = undefined
    isDoubted = false
    lease?.doubt()
  }

  function heedFormer(event: BrtcEvent): void {
    if (!former?.isAlive || event.type !== 'peerStateChanged') return
    if (event.state !== 'failed' && event.state !== 'closed') return
    former.isAlive = false
    listener.onHealth()
  }

  async function openMicrophone(): Promise<void> {
    try {
      await microphone.open()
      reach('microphone')
    } catch (error) {
      if (isClosed) return
      listener.onLost({ how: 'no-microphone', reason: reasonWithoutMicrophone(error) }, error)
    }
  }

  void openMicrophone()
  void open('new')

  return {
    client: () => session?.client(),
    grant: () => lease?.grant,
    carrier: () => (former?.session ?? session)?.client(),
    isUp: () => session?.isUp() ?? false,
    isTalking: () => former?.isAlive ?? false,
    isFresh: () => lease?.isFresh() ?? false,
    media: () => media,
    isMicrophoneLost: () => isMicrophoneLost,
    isDoubted: () => isDoubted,
    checkAlive: async () => socket?.ask(),
    obtainLease,
    keepForNext: (next) => {
      nextLease = next
    },
    open: (endpoint) => void open(endpoint),
    drop: () => {
      stopWatching()
      const dropped = session
      session = undefined
      dropped?.close()
    },
    setMicEnabled: (enabled) => {
      isMicEnabled = enabled
      former?.session.client()?.setMicEnabled(enabled)
      session?.client()?.setMicEnabled(enabled)
    },
    changeMicrophone: async (deviceId) => {
      await microphone.change(deviceId)
      isMicrophoneLost = false
    },
    follow: () => {
      const { call } = getState()
      const isAdrift = call?.status === 'connected' && call.lostAt !== undefined
      if (!former || isAdrift) return false
      former.session.close()
      former = undefined
      return true
    },
    close: (how) => {
      isClosed = true
      watch?.close()
      socket?.close()
      former?.session.close()
      session?.close()
      nextLease?.close(how)
      lease?.close(how)
      microphone.close()
    },
  }
}
