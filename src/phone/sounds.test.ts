import { expect, it } from 'vitest'
import type { Call, EndCause } from './phone-state.ts'
import { initialPhoneState } from './reduce-phone.ts'
import { soundFor } from './sounds.ts'

const facts = { id: 'call', number: '+19195550101', startedAt: 0 }
const outbound = { ...facts, direction: 'outbound' } as const
const inbound = { ...facts, direction: 'inbound', streamId: 's' } as const
const connected = {
  ...inbound,
  status: 'connected',
  answeredAt: 0,
  muted: false,
  digits: '',
  playedDigits: 0,
  quality: null,
} as const

it.each<[Call | null, string | null]>([
  [null, null],
  [{ ...outbound, status: 'requesting' }, null],
  [{ ...outbound, status: 'ringing' }, 'ringback'],
  [{ ...inbound, status: 'offered' }, 'ringtone'],
  [{ ...inbound, status: 'accepting' }, null],
  [{ ...inbound, status: 'declining' }, null],
  [connected, null],
])('for %o the sound is %s', (call, sound) => {
  expect(soundFor({ ...initialPhoneState, call }, 0)).toBe(sound)
})

const ended = (cause: EndCause) => ({
  ...initialPhoneState,
  call: { ...outbound, status: 'ended', cause, endedAt: 1_000 } as const,
})

it('is a busy tone for two seconds after a busy end', () => {
  expect(soundFor(ended('busy'), 1_000)).toBe('busy')
  expect(soundFor(ended('busy'), 2_999)).toBe('busy')
  expect(soundFor(ended('busy'), 3_000)).toBeNull()
})

it('is silence after any other end', () => {
  expect(soundFor(ended('no-answer'), 1_000)).toBeNull()
})
