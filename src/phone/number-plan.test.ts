import { beforeAll, describe, expect, it } from 'vitest'
import { loadNumberPlan, type NumberPlan } from './number-plan.ts'

describe('the number plan of the United States', () => {
  let plan: NumberPlan
  beforeAll(async () => {
    plan = await loadNumberPlan()
  })

  it.each([
    ['919 555 0101', '+19195550101'],
    ['9195550101', '+19195550101'],
    ['(919) 555-0101', '+19195550101'],
    ['919.555.0101', '+19195550101'],
    ['+1 919 555 0101', '+19195550101'],
    ['1-919-555-0101', '+19195550101'],
    ['tel:+1-919-555-0101', '+19195550101'],
    ['TEL:919-555-0101;phone-context=+1', '+19195550101'],
    ['  919 555 0101  ', '+19195550101'],
    ['\u202A+1 (919) 555‑0101\u202C', '+19195550101'],
    ['011 44 20 7946 0018', '+442079460018'],
    ['+44 20 7946 0018', '+442079460018'],
    ['+44 (0)20 7946 0018', '+442079460018'],
    ['+1 416 555 0123', '+14165550123'],
  ])('reads %s as %s', (input, e164) => {
    expect(plan.parse(input)).toMatchObject({ status: 'valid', e164 })
  })

  it.each(['919 555 1234', '912 212 3456', '447 946 0018', '336 123 4567'])(
    'never makes a foreign number of the ten digits %s',
    (input) => {
      expect(plan.parse(input)).toMatchObject({ e164: `+1${input.replaceAll(' ', '')}` })
    },
  )

  it('lets a possible number be dialled that no plan assigns', () => {
    expect(plan.parse('+19191111111')).toEqual({
      status: 'doubtful',
      e164: '+19191111111',
      national: '(919) 111-1111',
      country: undefined,
    })
    expect(plan.parse('919 111 1111')).toMatchObject({ status: 'doubtful', e164: '+19191111111' })
  })

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['tel:', 'empty'],
    ['12', 'too-short'],
    ['555 0101', 'too-short'],
    ['+4420', 'too-short'],
    ['919 555 0101 2345', 'too-long'],
    ['+1 919 555 01011', 'too-long'],
    ['+999 123 4567', 'not-a-number'],
    ['1-800-FLOWERS', 'not-a-number'],
    ['919 555 0101 ext 5', 'not-a-number'],
    ['alice@example.com', 'not-a-number'],
    ['*69', 'not-a-number'],
    ['919 555 0101#', 'not-a-number'],
    ['+', 'not-a-number'],
    ['()', 'not-a-number'],
  ])('refuses %j as %s', (input, reason) => {
    expect(plan.parse(input)).toEqual({ status: 'impossible', reason })
  })

  it.each([
    '911',
    '9-1-1',
    '+1911',
    '1911',
    'tel:911',
    'tel:+1-911',
    '112',
    '+44999',
    '000',
    '933',
  ])('refuses %s as an emergency number', (input) => {
    expect(plan.parse(input)).toEqual({ status: 'impossible', reason: 'emergency' })
  })

  it('writes its own numbers nationally, others internationally, and leaves alone what is none', () => {
    expect(plan.format('+19195550101')).toBe('(919) 555-0101')
    expect(plan.format('+19191111111')).toBe('(919) 111-1111')
    expect(plan.format('+442079460018')).toBe('+44 20 7946 0018')
    expect(plan.format('Restricted')).toBe('Restricted')
    expect(plan.format('')).toBe('')
  })

  it('names the country of a number', () => {
    expect(plan.countryName('+19195550101')).toBe('United States')
    expect(plan.countryName('+442079460018')).toBe('United Kingdom')
    expect(plan.countryName('Anonymous')).toBeUndefined()
  })
})

describe('a number plan of another country', () => {
  it('reads and writes that country’s numbers', async () => {
    const plan = await loadNumberPlan('GB')
    expect(plan.parse('020 7946 0018')).toMatchObject({ status: 'valid', e164: '+442079460018' })
    expect(plan.format('+442079460018')).toBe('020 7946 0018')
    expect(plan.format('+19195550101')).toBe('+1 919 555 0101')
  })

  it('needs a country that has one', async () => {
    await expect(loadNumberPlan('XX')).rejects.toThrow(RangeError)
  })
})
