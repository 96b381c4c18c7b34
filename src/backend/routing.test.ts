import { describe, expect, it } from 'vitest'
import { nextStep, type Question } from './routing.ts'

const limits = { hold: 300_000, offers: 6 }
type Inbound = Extract<Question, { direction: 'inbound' }>
const inbound = (facts: Partial<Inbound>): Question => ({
  direction: 'inbound',
  lastOffer: undefined,
  isSomebodyFree: true,
  offers: 0,
  held: 0,
  ...facts,
})
const offer = (facts: Partial<NonNullable<Inbound['lastOffer']>>) => ({
  outcome: 'unknown' as const,
  elapsed: 1_000,
  wasIneligible: true,
  ...facts,
})

describe('the next verb (bandwidth-backend 11.5)', () => {
  it('hangs an outbound call up after its connect', () => {
    expect(nextStep({ direction: 'outbound' }, limits)).toBe('hang-up')
  })

  it('hangs up after a conversation, whoever is free', () => {
    const lastOffer = offer({ outcome: 'accepted' })
    expect(nextStep(inbound({ lastOffer, offers: 6 }), limits)).toBe('hang-up')
  })

  describe.each(['declined', 'timed-out', 'cancelled', 'failed'] as const)(
    'of a call %s',
    (outcome) => {
      const lastOffer = offer({ outcome })
      it.each([
        ['offers it to another agent who is free', { isSomebodyFree: true, offers: 5 }, 'offer'],
        ['puts it on hold where nobody is', { isSomebodyFree: false, held: 299_999 }, 'hold'],
        [
          'apologises after the longest hold',
          { isSomebodyFree: false, held: 300_000 },
          'apologise',
        ],
        ['apologises after so many offers', { isSomebodyFree: true, offers: 6 }, 'apologise'],
      ] as const)('%s', (_what, facts, step) => {
        expect(nextStep(inbound({ lastOffer, ...facts }), limits)).toBe(step)
      })
    },
  )

  it.each([
    ['20 s and the endpoint was taken: a conversation', 20_000, true, 'hang-up'],
    ['less than 20 s: a decline', 19_999, true, 'offer'],
    ['20 s and the endpoint was never taken: a decline', 20_000, false, 'offer'],
  ] as const)('without a word about the offer, after %s', (_what, elapsed, wasIneligible, step) => {
    const lastOffer = offer({ elapsed, wasIneligible })
    expect(nextStep(inbound({ lastOffer }), limits)).toBe(step)
  })

  it('apologises where Bandwidth denies the account its connects: the next agent would be denied too', () => {
    const lastOffer = offer({ outcome: 'denied' })
    expect(nextStep(inbound({ lastOffer }), limits)).toBe('apologise')
  })

  it.each([
    ['arrives while somebody is free', { isSomebodyFree: true }, 'offer'],
    ['arrives while nobody is free', { isSomebodyFree: false }, 'hold'],
    ['is on hold when somebody becomes free', { isSomebodyFree: true, held: 400_000 }, 'offer'],
    ['is on hold for too long', { isSomebodyFree: false, held: 300_000 }, 'apologise'],
  ] as const)('for a caller who %s', (_what, facts, step) => {
    expect(nextStep(inbound(facts), limits)).toBe(step)
  })
})
