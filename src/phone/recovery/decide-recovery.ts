import { closeCodes } from '../../wire/close-codes.ts'
import type { OfflineReason } from '../phone-state.ts'
import type { Loss } from './loss.ts'

/** How the audio path is, while the signalling is well: `failed` is its ICE, `mute` sends no RTP, `silent` has no heartbeat. */
export type MediaHealth =
  | { status: 'healthy' }
  | { status: 'failed' | 'mute' | 'silent'; since: number }

/** Everything that a decision depends on; times in milliseconds since the epoch. */
export type Situation = {
  /** What the phone is to recover from: the first loss since it was well; null while the signalling is healthy. */
  origin: Loss | null
  /** What came of the last attempt; the same as `origin` before there was one. */
  latest: Loss | null
  /** How often each act was tried since the phone was well. */
  attempts: { sameEndpoint: number; newEndpoint: number }
  media: MediaHealth
  /** The phone goes online by the agent's hand, and never was: not for the page before this one either. */
  isFirst: boolean
  /** An attempt is under way. */
  isActing: boolean
  /** The browser says that there is a network. */
  hasNetwork: boolean
  /** There is an application to ask for another endpoint. */
  canRenew: boolean
  /** The present endpoint has never held a connection: nobody else can hold it, and its token is good. */
  isFresh: boolean
  /** A call is up; `isTalking`: on a media path that has outlived its signalling. */
  isInCall: boolean
  isTalking: boolean
  now: number
  /** From 0 to 1: what spreads the attempts of many phones. */
  random: number
}

export type Recovery =
  | { act: 'none' }
  /** The socket again, with the same token and the same id of the device. `delay` in milliseconds. */
  | { act: 'reconnect'; sameEndpoint: true; sameUniqueId: true; delay: number }
  | { act: 'new-endpoint'; delay: number }
  /** The signalling is well: the gateway repairs the media, by `until` (epoch milliseconds). */
  | { act: 'wait-for-ice-restart'; until: number }
  /** The gateway has not: the same endpoint, on new peers. */
  | { act: 'rebuild' }
  /** Nothing is tried, and no attempt is counted, until there is a network. */
  | { act: 'wait-for-network' }
  /** A call goes on by its media alone, which another endpoint would end. */
  | { act: 'keep-talking' }
  | { act: 'give-up'; reason: OfflineReason; retryAfter?: number }

/** How long the gateway has for its ICE restart, in milliseconds (6.2 suggests 15 to 30 s). */
export const repairMs = 15_000

/** How often the same endpoint is asked for again: the gateway wants the device back after 1001, and after no other code. */
const sameEndpointLimit = 3
const boundedAttempt = 1
/** About ten seconds of it. */
const inCallLimit = 7

/** How often it is tried in all, where trying longer can help: about five minutes. */
const newEndpointLimit = 40
const shorterLimits: Partial<Record<OfflineReason, number>> = {
  'not-signed-in': 0,
  'bad-token': 1,
  'endpoint-ended': 2,
  'gateway-protocol': 2,
  'media-failed': 2,
  'application-protocol': 3,
  'too-many-endpoints': 5,
  'application-refused': 8,
}

/**
 * The one place that decides what is done about a connection that is not well. Whoever carries it out reports the outcome
 * and asks again. In the order in which they are tried:
 *
 *   an attempt is under way                          none: nothing acts twice
 *   signalling well, media well                      none
 *   signalling well, media sick                      wait for the gateway's ICE restart, then rebuild
 *   another device or tab has taken it (4409)        give up: it would ping-pong
 *   the agent goes online, and it is not 1001        give up: they are there, and can try again
 *   no network                                       wait for it
 *   the endpoint is about to end                     new endpoint, which is there already
 *   1001                                             the same endpoint, three times at most
 *   1006, a silent socket, sick media                the same endpoint, once; in a call again where its upgrade failed
 *   a fresh endpoint whose upgrade failed            the same one, four times of five: it was the network
 *   all else (1000, 1011, 403, 409, unknown)         a new endpoint, where there is an application that gives one
 *   … while a call talks on                          keep talking
 *   … too often                                      give up, with the reason
 */
export function decideRecovery(situation: Situation): Recovery {
  const { origin, latest, attempts, isActing, isFirst, hasNetwork, random } = situation
  if (isActing) return { act: 'none' }
  if (!origin || !latest) return decideMedia(situation)
  if (latest.reason === 'superseded') return giveUp(latest)
  if (latest.how === 'no-microphone') return giveUp(latest)
  if (isFirst && origin.closeCode !== closeCodes.goingAway) return giveUp(latest)
  if (!hasNetwork) return { act: 'wait-for-network' }
  if (origin.how === 'expiring' && latest === origin) return { act: 'new-endpoint', delay: 0 }
  if (mayReconnect(situation, origin, latest)) {
    const delay = delayBefore(situation.isFresh ? latest : origin, totalOf(attempts), random)
    return { act: 'reconnect', sameEndpoint: true, sameUniqueId: true, delay }
  }
  if (situation.isTalking) return { act: 'keep-talking' }
  return renew(situation, latest)
}

function decideMedia({ media, isInCall, now }: Situation): Recovery {
  if (media.status === 'healthy') return { act: 'none' }
  // The far end is heard: a heartbeat is not worth a call.
  if (media.status === 'silent' && isInCall) return { act: 'none' }
  const until = media.since + repairMs
  return now < until ? { act: 'wait-for-ice-restart', until } : { act: 'rebuild' }
}

function mayReconnect(
  { attempts, isFresh, isInCall }: Situation,
  origin: Loss,
  latest: Loss,
): boolean {
  const { sameEndpoint } = attempts
  const total = totalOf(attempts)
  if (latest.how === 'refused-upgrade' && isFresh) return total % 5 > 0 && total < newEndpointLimit
  // A code that came since then forbids it, whatever it began with.
  if (latest.how === 'closed' && !isReconnectable(latest)) return false
  if (latest.how === 'unusable' || latest.how === 'no-endpoint') return false
  if (origin.closeCode === closeCodes.goingAway) return sameEndpoint < sameEndpointLimit
  // The gateway may keep a call for its device, and for no other endpoint: one refusal may have been the network's.
  const limit = isInCall && latest.how === 'refused-upgrade' ? inCallLimit : boundedAttempt
  return isReconnectable(origin) && sameEndpoint < limit
}

function isReconnectable({ how, closeCode }: Loss): boolean {
  if (how === 'silent' || how === 'sick-media') return true
  return closeCode === closeCodes.goingAway || closeCode === closeCodes.noCloseFrame
}

function renew({ canRenew, attempts, random }: Situation, latest: Loss): Recovery {
  // A gateway that closes one session after the other is not waited for as long as a network.
  const limit = shorterLimits[latest.reason] ?? (latest.how === 'closed' ? 5 : newEndpointLimit)
  const isSpent = attempts.newEndpoint >= limit || totalOf(attempts) >= newEndpointLimit
  if (!canRenew || isSpent) return giveUp(latest)
  const asked = (latest.retryAfter ?? 0) * 1000
  return {
    act: 'new-endpoint',
    delay: Math.max(asked, delayBefore(latest, totalOf(attempts), random)),
  }
}

function totalOf({ sameEndpoint, newEndpoint }: Situation['attempts']): number {
  return sameEndpoint + newEndpoint
}

function giveUp({ reason, retryAfter }: Loss): Recovery {
  return { act: 'give-up', reason, ...(retryAfter !== undefined && { retryAfter }) }
}

/**
 * Milliseconds. A gateway that drains sends many phones away at once: they come back spread over a second and more. All
 * others try at once, and later every two seconds or so, that a network that is back is soon noticed; after a minute of it,
 * every ten.
 */
function delayBefore({ closeCode }: Loss, attempt: number, random: number): number {
  const spread = 0.5 + random
  if (closeCode === closeCodes.goingAway) return Math.min(8_000, 1_000 * 2 ** attempt) * spread
  if (attempt === 0) return 250 * random
  return (attempt < 20 ? Math.min(2_000, 500 * 2 ** attempt) : 10_000) * (0.75 + random / 2)
}
