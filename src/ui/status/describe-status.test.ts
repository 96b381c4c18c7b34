import { describe, expect, it } from 'vitest'
import type { Call, Session } from '../../phone/phone-state.ts'
import { describeStatus } from './describe-status.ts'

const online = { status: 'online', endpointId: 'ep-1', since: 0, expiresAt: 0 } as const
const sessions = {
  offline: { status: 'offline' },
  blocked: { status: 'offline', reason: 'microphone-blocked' },
  connecting: { status: 'connecting', step: 'socket', startedAt: 0 },
  eligible: { ...online, eligibility: 'eligible' },
  ineligible: { ...online, eligibility: 'ineligible' },
  reconnecting: {
    status: 'reconnecting',
    since: 0,
    cause: 'connection-lost',
    attempt: 1,
    retryAt: 5_000,
  },
  talkingOn: {
    status: 'reconnecting',
    since: 0,
    cause: 'gateway-ended',
    attempt: 1,
    retryAt: null,
    waitsFor: 'end-of-call',
  },
  noNetwork: { ...online, eligibility: 'eligible', trouble: { code: 'network-offline' } },
  mute: { ...online, eligibility: 'eligible', trouble: { code: 'not-sending' } },
  unknown: { ...online, eligibility: 'unknown' },
} satisfies Record<string, Session>

const facts = { id: 'call', number: '+19195550101', startedAt: 0 }
const inbound = { ...facts, direction: 'inbound', streamId: 'stream' } as const
const outbound = { ...facts, direction: 'outbound' } as const
const connected = {
  ...inbound,
  status: 'connected',
  answeredAt: 0,
  digits: '',
  playedDigits: 0,
  quality: null,
} as const
const calls = {
  none: null,
  requesting: { ...outbound, status: 'requesting' },
  ringing: { ...outbound, status: 'ringing' },
  offered: { ...inbound, status: 'offered' },
  accepting: { ...inbound, status: 'accepting' },
  declining: { ...inbound, status: 'declining' },
  open: { ...connected, muted: false },
  muted: { ...connected, muted: true },
  adrift: { ...connected, muted: false, lostAt: 0 },
  ended: { ...outbound, status: 'ended', cause: 'busy', endedAt: 0 },
} satisfies Record<string, Call | null>

describe('the status', () => {
  it.each([
    ['offline', 'none', 'Offline', /do not ring/],
    ['blocked', 'none', 'Offline', /microphone/],
    ['offline', 'ended', 'Offline', /do not ring/],
    ['connecting', 'none', 'Connecting', /Gateway/],
    ['eligible', 'none', 'Eligible', /ring here.*until/],
    ['eligible', 'ended', 'Eligible', /ring here/],
    ['ineligible', 'none', 'Connected', /will not ring.*Bandwidth/],
    ['unknown', 'none', 'Connected', /may not ring.*application/],
    ['reconnecting', 'none', 'Reconnecting', /broke.*connects again/],
    ['reconnecting', 'ended', 'Reconnecting', /broke/],
    ['reconnecting', 'adrift', 'Reconnecting', /lost.*goes on/],
    ['talkingOn', 'none', 'Reconnecting', /after the call/],
    ['eligible', 'adrift', 'Reconnecting', /lost/],
    ['mute', 'open', 'On a call', /No sound leaves/],
    ['noNetwork', 'open', 'Reconnecting', /no network/],
    ['noNetwork', 'none', 'Reconnecting', /no network.*by itself/],
    ['mute', 'none', 'Connected', /No sound leaves/],
    ['eligible', 'requesting', 'Ringing', /Waiting/],
    ['eligible', 'ringing', 'Ringing', /Waiting/],
    ['unknown', 'ringing', 'Ringing', /Waiting/],
    ['eligible', 'offered', 'Ringing', /calling you/],
    ['eligible', 'accepting', 'Ringing', /calling you/],
    ['eligible', 'declining', 'Ringing', /calling you/],
    ['eligible', 'open', 'On a call', /can hear you/],
    ['ineligible', 'muted', 'On a call', /muted/],
  ] as const)('of a phone %s with call %s is %s', (session, call, word, why) => {
    const status = describeStatus({
      session: sessions[session],
      call: calls[call],
      sound: 'audible',
    })
    expect(status.word).toBe(word)
    expect(status.why).toMatch(why)
  })

  it.each(['unknown', 'blocked', 'interrupted'] as const)(
    'is not Eligible while sound is %s',
    (sound) => {
      const { word, why } = describeStatus({ session: sessions.eligible, call: null, sound })
      expect(word).toBe('Connected')
      expect(why).toMatch(/heard/)
    },
  )
})
