import { describeError } from '../offline-reason.ts'
import type {
  Attempt,
  Departure,
  Eligibility,
  PhoneState,
  Trouble,
  TroubleCode,
} from '../phone-state.ts'
import { isLive } from '../reduce-call.ts'
import { createCallLimits } from './call-limits.ts'
import {
  decideRecovery,
  type MediaHealth,
  type Recovery,
  type Situation,
} from './decide-recovery.ts'
import type { EndpointLease } from './endpoint-lease.ts'
import { type Line, type LineListener, type LineOptions, openLine } from './line.ts'
import { causeOf, type Loss } from './loss.ts'
import { createRegistration, type Registration } from './registration.ts'
import type { Surroundings } from './surroundings.ts'

export type StayOptions = LineOptions & {
  /** There is an application that gives another endpoint. */
  canRenew: boolean
  surroundings: Surroundings
  random: () => number
}

/** What a stay tells the phone; nothing after `close()` or `onOffline`. */
export type StayListener = Omit<LineListener, 'onUp' | 'onLost' | 'onHealth' | 'log'> & {
  onOnline: (online: {
    endpointId: string
    eligibility: Eligibility
    /** Milliseconds since the epoch, null where the token does not say. */
    expiresAt: number | null
  }) => void
  onReconnecting: (attempt: Attempt) => void
  onTrouble: (trouble: Trouble | null) => void
  onRungTooLong: () => void
  /** The phone has given up, and everything is closed already. */
  onOffline: (departure: Departure) => void
  log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/**
 * One stay online, from the agent's wish to its end. It carries out what `decideRecovery` decides, and asks it again with
 * every outcome; it decides nothing itself.
 */
export interface Stay extends Pick<
  Line,
  'client' | 'carrier' | 'grant' | 'setMicEnabled' | 'changeMicrophone'
> {
  /** What is waited for is tried now. */
  retryNow: () => void
  /** After each change of the state. */
  follow: (state: PhoneState) => void
  /** Leaves the gateway, releases the microphone and gives the endpoint back. Idempotent. */
  close: (how?: 'delete' | 'release') => void
}

/** After so long online, in milliseconds, what was tried before does not count any more. */
const stableMs = 30_000

const fresh = { sameEndpoint: 0, newEndpoint: 0 }

export function stayOnline(options: StayOptions, listener: StayListener): Stay {
  const { surroundings, getState, now } = options
  let isClosed = false
  let isActing = true
  let isFirst = !options.former
  let hasNetwork = surroundings.hasNetwork()
  /** How often the gateway is being asked whether it still answers. */
  let checks = 0
  let registration: Registration | undefined
  let origin: Loss | null = null
  let latest: Loss | null = null
  let attempts = fresh
  /** Those of the losses before the present one. */
  let earlier = fresh
  let upSince = 0
  /** The call before which the gateway was asked whether it answers. */
  let asked = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  function onUp(lease: EndpointLease): void {
    isActing = false
    isFirst = false
    origin = latest = null
    attempts = asOne(earlier, attempts)
    upSince = now()
    if (options.canRenew) registration ??= register(lease)
    const { endpointId } = lease.grant
    listener.onOnline({ endpointId, eligibility: lease.eligibility(), expiresAt: lease.expiresAt })
    consider()
  }

  function register(lease: EndpointLease): Registration {
    return createRegistration({
      lease,
      isIdle: () => line.isUp() && hasNetwork && !isLive(getState().call),
      renew: line.obtainLease,
      onRenewed: (next) => {
        line.keepForNext(next)
        leaveFor({ how: 'expiring', reason: 'endpoint-ended' })
      },
      now,
      log: listener.log,
    })
  }

  /** The session is up, and is given up all the same. */
  function leaveFor(loss: Loss): void {
    line.drop()
    lose(loss)
  }

  function lose(loss: Loss, error?: unknown): void {
    const why = error === undefined ? '' : `: ${describeError(error)}`
    listener.log(loss.how === 'expiring' ? 'info' : 'warn', `${loss.how} (${loss.reason})${why}`)
    if (!isActing && !origin) earlier = attempts = now() - upSince >= stableMs ? fresh : attempts
    isActing = false
    origin ??= loss
    latest = loss
    consider()
  }

  function situation(): Situation {
    const media = line.media()
    // Which of the two it is, is known.
    const isMute = line.isMicrophoneLost() && media.status === 'mute'
    return {
      origin,
      latest,
      attempts,
      media: isMute ? { status: 'healthy' } : media,
      isFirst,
      isActing,
      hasNetwork,
      canRenew: options.canRenew,
      isFresh: line.isFresh(),
      isInCall: isLive(getState().call),
      isTalking: line.isTalking(),
      now: now(),
      random: options.random(),
    }
  }

  function consider(): void {
    if (isClosed || isActing) return
    clearTimeout(timer)
    const recovery = decideRecovery(situation())
    carryOut(recovery)
    if (!isClosed && line.isUp()) listener.onTrouble(troubleOf(recovery))
  }

  function carryOut(recovery: Recovery): void {
    switch (recovery.act) {
      case 'none':
        return
      case 'wait-for-ice-restart':
        timer = setTimeout(consider, recovery.until - now())
        return
      case 'rebuild':
        return leaveFor({ how: 'sick-media', reason: 'media-failed' })
      case 'reconnect':
        return schedule('same', recovery.delay)
      case 'new-endpoint':
        return schedule('new', recovery.delay)
      case 'wait-for-network':
        return tell({ retryAt: null, waitsFor: 'network', cause: 'network-offline' })
      case 'keep-talking':
        return tell({ retryAt: null, waitsFor: 'end-of-call' })
      case 'give-up':
        return giveUp(recovery)
    }
  }

  function schedule(endpoint: 'same' | 'new', delay: number): void {
    tell({ retryAt: now() + delay })
    timer = setTimeout(() => begin(endpoint), delay)
  }

  function begin(endpoint: 'same' | 'new'): void {
    const counter = endpoint === 'same' ? 'sameEndpoint' : 'newEndpoint'
    attempts = { ...attempts, [counter]: attempts[counter] + 1 }
    isActing = true
    if (endpoint === 'new') {
      registration?.close()
      registration = undefined
    }
    tell({ retryAt: null })
    line.open(endpoint)
  }

  function tell(attempt: Partial<Attempt> & Pick<Attempt, 'retryAt'>): void {
    if (!latest) return
    const tried = attempts.sameEndpoint + attempts.newEndpoint
    listener.onReconnecting({ cause: causeOf(latest), attempt: tried, ...attempt })
  }

  function troubleOf(recovery: Recovery): Trouble | null {
    const media = line.media()
    if (!hasNetwork) return { code: 'network-offline' }
    if (checks > 0 || line.isDoubted()) return { code: 'checking' }
    if (line.isMicrophoneLost()) return { code: 'microphone-lost' }
    if (media.status === 'healthy') return null
    const until = recovery.act === 'wait-for-ice-restart' ? { until: recovery.until } : {}
    return { code: troubleCodes[media.status], ...until }
  }

  function giveUp({ reason, retryAfter }: Extract<Recovery, { act: 'give-up' }>): void {
    close()
    listener.onOffline({ reason, ...(retryAfter !== undefined && { retryAfter }) })
  }

  function retryNow(): void {
    if (isActing || isClosed) return
    if (!origin) return repairNow()
    // Whoever asks knows better than the browser whether there is a network.
    const recovery = decideRecovery({ ...situation(), hasNetwork: true })
    clearTimeout(timer)
    if (recovery.act === 'reconnect') begin('same')
    else if (recovery.act === 'new-endpoint') begin('new')
    else consider()
  }

  /** The connection stands: what is wrong with its media is not waited for, and whether it does stand is asked. */
  function repairNow(): void {
    if (line.media().status === 'healthy') void check()
    else leaveFor({ how: 'sick-media', reason: 'media-failed' })
  }

  /** Until it has answered nothing is promised. */
  async function check(): Promise<void> {
    checks += 1
    consider()
    await line.checkAlive()
    checks -= 1
    consider()
  }

  function close(how?: 'delete' | 'release'): void {
    if (isClosed) return
    isClosed = true
    clearTimeout(timer)
    unsubscribe()
    registration?.close()
    limits.close()
    line.close(how)
  }

  const unsubscribe = surroundings.subscribe((event) => {
    hasNetwork = event === 'online' || (event !== 'offline' && hasNetwork)
    if (event === 'offline') return consider()
    void check()
    if (origin) retryNow()
  })

  const line = openLine(options, {
    ...listener,
    onUp,
    onLost: lose,
    onHealth: consider,
    onMicrophoneGone: (outcome) => {
      listener.onMicrophoneGone(outcome)
      consider()
    },
    onApplication: (event) => {
      if (event.type === 'endpoint.expiring') registration?.hurry()
      listener.onApplication(event)
    },
  })

  const limits = createCallLimits({
    isTalking: line.isTalking,
    lose: listener.onCallLost,
    stopRinging: listener.onRungTooLong,
  })

  return {
    ...line,
    changeMicrophone: async (deviceId) => {
      await line.changeMicrophone(deviceId)
      consider()
    },
    retryNow,
    follow: (state) => {
      limits.follow(state)
      // A request on a dead socket would be waited for in vain.
      if (state.call?.status === 'requesting' && state.call.id !== asked) void line.checkAlive()
      asked = state.call?.status === 'requesting' ? state.call.id : ''
      if (line.follow()) consider()
      registration?.follow()
    },
    close,
  }
}

/** A loss that was overcome counts once, however often it was tried: it was the network, and not a gateway that ends session after session. */
function asOne(earlier: Situation['attempts'], all: Situation['attempts']): Situation['attempts'] {
  return {
    sameEndpoint: Math.min(all.sameEndpoint, earlier.sameEndpoint + 1),
    newEndpoint: Math.min(all.newEndpoint, earlier.newEndpoint + 1),
  }
}

const troubleCodes: Record<Exclude<MediaHealth['status'], 'healthy'>, TroubleCode> = {
  failed: 'media-failed',
  mute: 'not-sending',
  silent: 'heartbeat-silent',
}
