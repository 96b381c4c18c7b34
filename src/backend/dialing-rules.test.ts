import * as fc from 'fast-check'
import { getCountries, parsePhoneNumberFromString as parseWithTypes } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import {
  callerIdFor,
  type DialingRules,
  type DialingUsage,
  parseDialingRules,
  refusalOf,
  toE164,
} from './dialing-rules.ts'
import shippedFile from './dialing-rules.json?raw'

const idle: DialingUsage = { startedAt: [], concurrent: 0 }
const now = 1_000_000_000
const second = 1_000
const minute = 60 * second

const open: DialingRules = {
  allowedCountries: ['US', 'CA'],
  allowedPrefixes: [],
  blocked: [],
  perAgent: { perMinute: 6, perHour: 60, concurrent: 2 },
  total: { perMinute: 30, perHour: 600, concurrent: 20 },
  ownNumbers: [],
  callerId: { default: '+19195550100', byAgent: {} },
}
const shipped = read(shippedFile, '+19195550100')

function read(text: string, outboundNumber?: string): DialingRules {
  const parsed = parseDialingRules(text, outboundNumber)
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  return parsed.rules
}

/** What an agent reads who has not called anybody yet. */
function dial(to: string, rules: Partial<DialingRules> = {}, userId = 'ann'): string | undefined {
  const request = { to: toE164(to), userId, agent: idle, total: idle, now }
  return refusalOf({ ...open, ...rules }, request)
}

/** What an agent reads after calls that were begun so many milliseconds ago. */
function dialAfter(
  usage: { agent?: readonly number[]; total?: readonly number[]; live?: number; lines?: number },
  rules: Partial<DialingRules> = {},
): string | undefined {
  const since = (ages: readonly number[] = []) => ages.map((age) => now - age)
  return refusalOf(
    { ...open, ...rules },
    {
      to: '+19195550101',
      userId: 'ann',
      agent: { startedAt: since(usage.agent), concurrent: usage.live ?? 0 },
      total: { startedAt: since(usage.total), concurrent: usage.lines ?? 0 },
      now,
    },
  )
}

const emergency = 'Emergency calls cannot be made from this phone. Use another telephone.'
const notANumber = 'This is not a number that can be called.'
const unknownCountry =
  'The country of this number is not known, so it cannot be called from this phone. Ask your administrator.'

describe('an agent who dials', () => {
  it.each([
    '911',
    '112',
    '999',
    '933',
    '+911',
    '+112',
    '1911',
    '+1911',
    '+1 (911)',
    '9911',
    '9-911',
  ])('is sent to another telephone for the emergency number %s', (to) => {
    expect(dial(to)).toBe(emergency)
  })

  it.each(['+44999', '+61000', '+49112'])('also with the calling code: %s', (to) => {
    expect(dial(to, { allowedCountries: ['GB', 'AU', 'DE'] })).toBe(emergency)
  })

  it('cannot have emergency numbers allowed by a rule', () => {
    expect(dial('911', { allowedPrefixes: ['+911', '+1911'] })).toBe(emergency)
  })

  it.each(['', 'abc', '411', '*69', '+0123456789', '+1919555010123456789', 'sip:ann@example.com'])(
    'reads that %j is no number',
    (to) => {
      expect(dial(to)).toBe(notANumber)
    },
  )

  it.each(['+1919555010', '+191955501011', '+1876555'])(
    'reads that %s has the wrong length',
    (to) => {
      expect(dial(to)).toBe('This number has too few or too many digits.')
    },
  )

  it('gets through to allowed countries, with the plus or without it', () => {
    expect(dial('+19195550101')).toBeUndefined()
    expect(dial('19195550101')).toBeUndefined()
    expect(dial('+14162345678')).toBeUndefined()
    expect(dial('+18002345678')).toBeUndefined()
  })

  it('gets through to the number of the quick start, which no numbering plan knows', () => {
    expect(dial('+19191111111')).toBeUndefined()
    expect(dial('+19191111111', { allowedCountries: ['CA'] })).toBe(
      'Calls to the United States are not allowed from this phone. Ask your administrator.',
    )
  })

  it('reads which country is not allowed, even where it shares a calling code with one that is', () => {
    expect(dial('+18765550123')).toBe(
      'Calls to Jamaica are not allowed from this phone. Ask your administrator.',
    )
    expect(dial('+18761111111')).toContain('Jamaica')
    expect(dial('+14161111111', { allowedCountries: ['US'] })).toContain('Canada')
    expect(dial('+77012345678', { allowedCountries: ['RU'] })).toContain('Kazakhstan')
    expect(dial('+441481960194', { allowedCountries: ['GB'] })).toContain('Guernsey')
    expect(dial('+18092345678')).toContain('the Dominican Republic')
  })

  it.each([
    ['an area code that is not in use', '+13702345678'],
    ['a calling code that is not in use', '+2101234567'],
    ['international freephone, which is in no country', '+80012345678'],
  ])('does not get through to %s', (_what, to) => {
    expect(dial(to)).toBe(unknownCountry)
  })

  it('reads the reason of a blocked prefix, or that it is blocked', () => {
    const blocked = [
      { prefix: '+19195550107', reason: 'You are not allowed to dial this number.' },
      { prefix: '+1808' },
    ]
    expect(dial('+19195550107', { blocked })).toBe('You are not allowed to dial this number.')
    expect(dial('+18082345678', { blocked })).toBe(
      'This number cannot be called from this phone. Ask your administrator.',
    )
    expect(dial('+19195550108', { blocked })).toBeUndefined()
  })

  it('does not call the account’s own numbers, nor the number that would be shown', () => {
    const own = 'This is one of your own numbers: the call would come back here.'
    expect(dial('+19195550199', { ownNumbers: ['+19195550199'] })).toBe(own)
    expect(dial('+19195550100')).toBe(own)
    const callerId = { default: '+19195550100', byAgent: { bob: '+19195550111' } }
    expect(dial('+19195550111', { callerId }, 'bob')).toBe(own)
    expect(dial('+19195550111', { callerId }, 'ann')).toBeUndefined()
  })

  it('reads when to try again after too many calls in a minute', () => {
    const rules = { perAgent: { perMinute: 2, perHour: 60, concurrent: 2 } }
    expect(dialAfter({ agent: [10 * second] }, rules)).toBeUndefined()
    expect(dialAfter({ agent: [10 * second, 47.5 * second] }, rules)).toBe(
      'You may make 2 calls in a minute. Try again in 13 seconds.',
    )
    expect(dialAfter({ agent: [10 * second, minute] }, rules)).toBeUndefined()
  })

  it('reads the longer wait where both limits are reached', () => {
    const rules = { perAgent: { perMinute: 1, perHour: 2, concurrent: 2 } }
    expect(dialAfter({ agent: [second, 30 * minute] }, rules)).toBe(
      'You may make 2 calls in an hour. Try again in 30 minutes.',
    )
  })

  it('waits where all agents together have called too often', () => {
    const rules = { total: { perMinute: 1, perHour: 60, concurrent: 2 } }
    expect(dialAfter({ total: [59 * second] }, rules)).toBe(
      'Too many calls are being made from this phone system. Try again in 1 second.',
    )
  })

  it('has only so many calls at a time, and so have all agents', () => {
    const perAgent = { perMinute: 6, perHour: 60, concurrent: 1 }
    expect(dialAfter({ live: 1 }, { perAgent })).toBe('You already have a call.')
    expect(dialAfter({ live: 2 })).toBe('You already have 2 calls. End one of them first.')
    expect(dialAfter({ lines: 20 })).toBe(
      'All lines are in use. Try again when somebody has ended a call.',
    )
  })

  it.each(['perMinute', 'perHour', 'concurrent'] as const)(
    'is not told to wait where %s is 0',
    (field) => {
      const total = { ...open.total, [field]: 0 }
      expect(dialAfter({}, { total })).toBe(
        'Outbound calls are switched off. Ask your administrator.',
      )
    },
  )

  it('is let through after the wait that was told, and not a second before', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 70 * minute }), { maxLength: 12 })
    fc.assert(
      fc.property(ages, fc.integer({ min: 1, max: 6 }), (agent, limit) => {
        const rules = { perAgent: { perMinute: 99, perHour: limit, concurrent: 1 } }
        const told = dialAfter({ agent }, rules)
        const wait = /in (\d+) (second|minute)/.exec(told ?? '')
        if (told === undefined || !wait) {
          expect(agent.filter((age) => age < 60 * minute).length).toBeLessThan(limit)
          return
        }
        const unit = wait[2] === 'second' ? second : minute
        const later = Number(wait[1]) * unit
        const agedBy = (time: number) => ({ agent: agent.map((age) => age + time) })
        expect(dialAfter(agedBy(later), rules)).toBeUndefined()
        expect(dialAfter(agedBy(Math.max(0, later - unit)), rules)).toBeDefined()
      }),
    )
  })
})

describe('prefixes', () => {
  const digits = fc.array(fc.constantFrom('1', '2', '9'), { maxLength: 4 })
  const prefix = digits.map((rest) => `+1919${rest.join('')}`)
  const prefixes = fc.array(prefix, { maxLength: 5 })
  const number = fc
    .array(fc.constantFrom('1', '2', '9'), { minLength: 7, maxLength: 7 })
    .map((local) => `+1919${local.join('')}`)
  const rulesWith = (allowedPrefixes: string[], blocked: string[]): Partial<DialingRules> => ({
    allowedPrefixes,
    blocked: blocked.map((each) => ({ prefix: each })),
  })

  it('decide by the longest match, and a tie is blocked', () => {
    fc.assert(
      fc.property(prefixes, prefixes, number, fc.boolean(), (allowed, blocked, to, isCountry) => {
        const longest = (all: string[]) =>
          Math.max(0, ...all.filter((each) => to.startsWith(each)).map((each) => each.length))
        const [ours, theirs] = [longest(allowed), longest(blocked)]
        const isAllowed = ours > theirs || (theirs === 0 && isCountry)
        const rules = { ...rulesWith(allowed, blocked), allowedCountries: isCountry ? ['US'] : [] }
        expect(dial(to, rules) === undefined).toBe(isAllowed)
      }),
    )
  })

  it('never allow more when one more is blocked', () => {
    fc.assert(
      fc.property(prefixes, prefixes, prefix, number, (allowed, blocked, more, to) => {
        if (dial(to, rulesWith(allowed, blocked)) === undefined) return
        expect(dial(to, rulesWith(allowed, [...blocked, more]))).toBeDefined()
      }),
    )
  })

  it('match any digit where they have an x', () => {
    const blocked = [{ prefix: '+1xxx976' }]
    expect(dial('+12129761234', { blocked })).toBeDefined()
    expect(dial('+19195551976', { blocked })).toBeUndefined()
    expect(dial('+12129761234', { blocked, allowedPrefixes: ['+1212976'] })).toBeDefined()
    expect(dial('+12129761234', { blocked, allowedPrefixes: ['+12129761'] })).toBeUndefined()
  })
})

describe('the caller id', () => {
  it('is the agent’s own number, or the common one', () => {
    const callerId = { default: '+19195550100', byAgent: { bob: '+19195550111' } }
    expect(callerIdFor({ ...open, callerId }, 'bob')).toBe('+19195550111')
    expect(callerIdFor({ ...open, callerId }, 'ann')).toBe('+19195550100')
    expect(callerIdFor({ ...open, callerId }, 'constructor')).toBe('+19195550100')
  })
})

describe('the file of rules', () => {
  const problemsOf = (file: unknown, outboundNumber?: string) => {
    const parsed = parseDialingRules(JSON.stringify(file), outboundNumber)
    return parsed.ok ? [] : parsed.problems
  }

  it('is read as it was written', () => {
    expect(read(JSON.stringify(open))).toEqual(open)
  })

  it('gets the outbound number from outside, which comes first', () => {
    const file = { ...open, callerId: { byAgent: {} } }
    expect(problemsOf(file)).toEqual(['callerId.default is missing'])
    expect(read(JSON.stringify(file), '+19195550122').callerId.default).toBe('+19195550122')
    expect(read(JSON.stringify(open), '+19195550122').callerId.default).toBe('+19195550122')
    expect(problemsOf(open, '911')).toEqual([
      'callerId.default must be a number in E.164, like "+19195550100", got "911"',
    ])
  })

  it('has every wrong field named, with what was expected', () => {
    const { ownNumbers, ...rest } = open
    expect(ownNumbers).toEqual([])
    const problems = problemsOf({
      ...rest,
      allowedCountries: ['US', 'UK'],
      allowedPrefixes: '+1',
      blocked: [{ prefix: '900', reason: '' }],
      perAgent: { perMinute: 1.5, perHour: -1, concurrent: '1' },
      total: null,
      callerId: { default: '+19195550100', byAgent: { ann: 'x' } },
      blockedPrefixes: [],
    })
    expect(problems).toEqual([
      'allowedCountries.1 must be an ISO 3166 code of two capital letters, like "US", got "UK"',
      'allowedPrefixes must be a list, got "+1"',
      'blocked.0.prefix must be the beginning of a number in E.164, like "+1900"; x is any digit, got "900"',
      'blocked.0.reason must not be empty',
      'perAgent.perMinute must be a whole number, got 1.5',
      'perAgent.perHour must be 0 or more, got -1',
      'perAgent.concurrent must be a whole number, got "1"',
      'total must be an object, got null',
      'ownNumbers is missing',
      'callerId.byAgent.ann must be a number in E.164, like "+19195550100", got "x"',
      'blockedPrefixes is not a field',
    ])
  })

  it.each(['', '{', 'nothing'])('is not JSON: %j', (text) => {
    expect(parseDialingRules(text)).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^not JSON: ./)],
    })
  })

  it.each(['null', '[]', '1'])('is not an object: %s', (text) => {
    expect(parseDialingRules(text, '+19195550100').ok).toBe(false)
  })
})

describe('the rules that are shipped', () => {
  it('let ordinary and toll-free numbers of the United States and Canada through, and no other area code', () => {
    const ordinary = ['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE', 'TOLL_FREE']
    const wrong = Array.from({ length: 800 }, (_, index) => `+1${index + 200}2345678`).filter(
      (to) => {
        const number = parseWithTypes(to)
        const isOrdinary =
          ['US', 'CA'].includes(number?.country ?? '') && ordinary.includes(number?.getType() ?? '')
        return isOrdinary !== (dial(to, shipped) === undefined)
      },
    )
    expect(wrong).toEqual([])
  })

  it.each([
    '+19002345678',
    '+12129761234',
    '+14165551212',
    '+15002345678',
    '+16002345678',
    '+870773111632',
    '+8816312345678',
    '+88213300001',
    '+883510000001',
    '+8781012345678',
    '+80812345678',
    '+979123456789',
    '+449012345678',
    '+447012345678',
    '+448712345678',
    '+499001234567',
    '+33891234567',
    '+611900123456',
  ])('block %s, whatever countries are allowed', (to) => {
    const refusal = dial(to, { ...shipped, allowedCountries: getCountries() })
    expect(shipped.blocked.map(({ reason }) => reason)).toContain(refusal)
  })

  it('reach Honolulu, whose area code looks like a blocked calling code', () => {
    expect(dial('+18082345678', shipped)).toBeUndefined()
  })

  it('give a sentence and a source for each blocked range', () => {
    for (const { reason, note } of shipped.blocked) {
      expect(reason).toMatch(/^[A-Z].*\.$/)
      expect(note).toMatch(/^[A-Z].*\.$/)
    }
  })
})
