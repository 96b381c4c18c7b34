import { describe, expect, it } from 'vitest'
import { decideRecovery, type Situation } from './decide-recovery.ts'
import type { Loss } from './loss.ts'

const now = 1_000_000
const closed = (closeCode: number): Loss => ({
  how: 'closed',
  closeCode,
  reason:
    closeCode === 4409 ? 'superseded' : closeCode === 1000 ? 'endpoint-ended' : 'connection-lost',
})
const silent: Loss = { how: 'silent', reason: 'gateway-timeout' }
const sick: Loss = { how: 'sick-media', reason: 'media-failed' }
const upgrade: Loss = { how: 'refused-upgrade', reason: 'gateway-refused' }
const unusable: Loss = { how: 'unusable', reason: 'gateway-protocol' }
const application = (reason: Loss['reason'], retryAfter?: number): Loss => ({
  how: 'no-endpoint',
  reason,
  ...(retryAfter !== undefined && { retryAfter }),
})

/** `random` 0.5 is the middle of what is spread. */
const well: Situation = {
  origin: null,
  latest: null,
  attempts: { sameEndpoint: 0, newEndpoint: 0 },
  media: { status: 'healthy' },
  isActing: false,
  isFirst: false,
  hasNetwork: true,
  canRenew: true,
  isFresh: false,
  isInCall: false,
  isTalking: false,
  now,
  random: 0.5,
}
const lost = (origin: Loss, rest: Partial<Situation> = {}): Situation => ({
  ...well,
  origin,
  latest: origin,
  ...rest,
})
const tried = (sameEndpoint: number, newEndpoint = 0) => ({
  attempts: { sameEndpoint, newEndpoint },
})

const nothing = { act: 'none' }
const reconnect = (delay: number) => ({
  act: 'reconnect',
  sameEndpoint: true,
  sameUniqueId: true,
  delay,
})
const renew = (delay: number) => ({ act: 'new-endpoint', delay })
const giveUp = (reason: string) => ({ act: 'give-up', reason })

describe('the decision', () => {
  it.each<[string, Situation, object]>([
    ['all is well: nothing', well, nothing],
    ['an attempt is under way: nothing', lost(closed(1006), { isActing: true }), nothing],
    [
      'going online fails: the truth, the agent is there',
      lost(upgrade, { isFirst: true }),
      giveUp('gateway-refused'),
    ],
    [
      'going online, 1006: the truth',
      lost(closed(1006), { isFirst: true }),
      giveUp('connection-lost'),
    ],
    [
      'going online, 1001: the same endpoint',
      lost(closed(1001), { isFirst: true }),
      reconnect(1_000),
    ],
    [
      '1006 in a call, and the upgrade failed: the same endpoint again, which alone may have the call',
      lost(closed(1006), {
        latest: upgrade,
        isInCall: true,
        attempts: { sameEndpoint: 6, newEndpoint: 0 },
      }),
      reconnect(2_000),
    ],
    [
      '… seven times: a new endpoint',
      lost(closed(1006), {
        latest: upgrade,
        isInCall: true,
        attempts: { sameEndpoint: 7, newEndpoint: 0 },
      }),
      { act: 'new-endpoint', delay: 2_000 },
    ],
    [
      'media sick, signalling well: wait for the ICE restart',
      { ...well, media: { status: 'failed', since: now - 1_000 } },
      { act: 'wait-for-ice-restart', until: now + 14_000 },
    ],
    [
      'no RTP goes out, signalling well: wait as well',
      { ...well, media: { status: 'mute', since: now } },
      { act: 'wait-for-ice-restart', until: now + 15_000 },
    ],
    [
      'media sick for 15 s: rebuild',
      { ...well, media: { status: 'failed', since: now - 15_000 }, isInCall: true },
      { act: 'rebuild' },
    ],
    [
      'no heartbeat for 15 s while idle: rebuild',
      { ...well, media: { status: 'silent', since: now - 15_000 } },
      { act: 'rebuild' },
    ],
    [
      'no heartbeat in a call: nothing',
      { ...well, media: { status: 'silent', since: now - 15_000 }, isInCall: true },
      nothing,
    ],
    [
      'media sick and an attempt under way: nothing',
      { ...well, media: { status: 'failed', since: 0 }, isActing: true },
      nothing,
    ],
    [
      'signalling lost and media sick: the socket, never ICE',
      lost(closed(1006), { media: { status: 'failed', since: 0 } }),
      reconnect(125),
    ],
    ['1001: the same endpoint in a second', lost(closed(1001)), reconnect(1_000)],
    ['1001 at the earliest', lost(closed(1001), { random: 0 }), reconnect(500)],
    ['1001 at the latest', lost(closed(1001), { random: 1 }), reconnect(1_500)],
    ['1001, tried once', lost(closed(1001), { latest: upgrade, ...tried(1) }), reconnect(2_000)],
    ['1001, tried twice', lost(closed(1001), { latest: upgrade, ...tried(2) }), reconnect(4_000)],
    [
      '1001, tried enough: a new one',
      lost(closed(1001), { latest: upgrade, ...tried(3) }),
      renew(2_000),
    ],
    [
      '1001, then 1000: a new one',
      lost(closed(1001), { latest: closed(1000), ...tried(1) }),
      renew(1_000),
    ],
    [
      '1001, then nonsense: a new one',
      lost(closed(1001), { latest: unusable, ...tried(1) }),
      renew(1_000),
    ],
    ['1006: the same endpoint at once', lost(closed(1006)), reconnect(125)],
    ['1006, tried: a new one', lost(closed(1006), { latest: upgrade, ...tried(1) }), renew(1_000)],
    [
      '1006 twice: a new one',
      lost(closed(1006), { latest: closed(1006), ...tried(1) }),
      renew(1_000),
    ],
    ['a silent socket: the same endpoint at once', lost(silent), reconnect(125)],
    ['media that was not repaired: the same endpoint', lost(sick), reconnect(125)],
    ['media, tried: a new one', lost(sick, { latest: sick, ...tried(1) }), renew(1_000)],
    [
      'media, tried in vain: the truth',
      lost(sick, { latest: sick, ...tried(1, 2) }),
      giveUp('media-failed'),
    ],
    ['1000: a new one', lost(closed(1000)), renew(125)],
    ['1000 again and again: the truth', lost(closed(1000), tried(0, 2)), giveUp('endpoint-ended')],
    ['1011: a new one', lost(closed(1011)), renew(125)],
    [
      '1011 of five endpoints: the truth',
      lost(closed(1011), tried(0, 5)),
      giveUp('connection-lost'),
    ],
    ['an unknown code: a new one', lost(closed(4999)), renew(125)],
    ['4409: the truth', lost(closed(4409)), giveUp('superseded')],
    [
      '4409 while there is no network: the truth',
      lost(closed(4409), { hasNetwork: false }),
      giveUp('superseded'),
    ],
    ['403 or 409 at the upgrade: a new one', lost(upgrade), renew(125)],
    [
      'no network, on an endpoint that nobody else can hold: the same',
      lost(closed(1006), { latest: upgrade, isFresh: true, ...tried(1, 1) }),
      reconnect(2_000),
    ],
    [
      'the same, five times: another one, should it be the token after all',
      lost(closed(1006), { latest: upgrade, isFresh: true, ...tried(4, 1) }),
      renew(2_000),
    ],
    [
      'the same, forty times: the truth',
      lost(closed(1006), { latest: upgrade, isFresh: true, ...tried(34, 6) }),
      giveUp('gateway-refused'),
    ],
    [
      'the browser has no network: wait',
      lost(closed(1006), { hasNetwork: false }),
      { act: 'wait-for-network' },
    ],
    [
      'no network, tried often: wait',
      lost(upgrade, { hasNetwork: false, ...tried(1, 39) }),
      { act: 'wait-for-network' },
    ],
    [
      'the application is down: again',
      lost(closed(1011), { latest: application('application-unreachable'), ...tried(0, 1) }),
      renew(1_000),
    ],
    [
      '… and every two seconds',
      lost(closed(1011), { latest: application('application-unreachable'), ...tried(0, 9) }),
      renew(2_000),
    ],
    [
      '… after a minute every ten',
      lost(closed(1011), { latest: application('application-unreachable'), ...tried(0, 25) }),
      renew(10_000),
    ],
    [
      '… and at last the truth',
      lost(closed(1011), { latest: application('application-unreachable'), ...tried(0, 40) }),
      giveUp('application-unreachable'),
    ],
    [
      'the application names a time: then',
      lost(upgrade, { latest: application('rate-limited', 40), ...tried(0, 1) }),
      renew(40_000),
    ],
    [
      'too many endpoints: five times',
      lost(upgrade, { latest: application('too-many-endpoints', 3), ...tried(0, 5) }),
      { ...giveUp('too-many-endpoints'), retryAfter: 3 },
    ],
    [
      'nonsense of the application: three times',
      lost(upgrade, { latest: application('application-protocol'), ...tried(0, 3) }),
      giveUp('application-protocol'),
    ],
    [
      'not signed in: the truth',
      lost(upgrade, { latest: application('not-signed-in'), ...tried(0, 1) }),
      giveUp('not-signed-in'),
    ],
    ['a pasted token, 1001: the same', lost(closed(1001), { canRenew: false }), reconnect(1_000)],
    [
      'a pasted token, 1011: the truth',
      lost(closed(1011), { canRenew: false }),
      giveUp('connection-lost'),
    ],
    [
      'no microphone: the truth',
      lost({ how: 'no-microphone', reason: 'microphone-busy' }),
      giveUp('microphone-busy'),
    ],
    [
      'about to expire: the new one at once',
      lost({ how: 'expiring', reason: 'endpoint-ended' }),
      renew(0),
    ],
    [
      'a call talks on, the same endpoint may do: try it',
      lost(closed(1006), { isTalking: true }),
      reconnect(125),
    ],
    [
      'a call talks on, only another would do: keep talking',
      lost(closed(1011), { isTalking: true }),
      { act: 'keep-talking' },
    ],
    [
      '… also after the one attempt',
      lost(closed(1006), { latest: upgrade, isTalking: true, ...tried(1) }),
      { act: 'keep-talking' },
    ],
  ])('%s', (_row, situation, decided) => {
    expect(decideRecovery(situation)).toEqual(decided)
  })
})
