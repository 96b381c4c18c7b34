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
    '113',
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

describe('a number while it is typed', () => {
  const plans = new Map<string, NumberPlan>()
  beforeAll(async () => {
    for (const country of ['US', 'GB']) plans.set(country, await loadNumberPlan(country))
  })
  const planOf = (country: string) => plans.get(country) as NumberPlan

  it.each([
    ['US', '919', '(919)'],
    ['US', '9195550101', '(919) 555-0101'],
    ['US', '(919) 55-50101', '(919) 555-0101'],
    ['US', '+4420794600', '+44 20 7946 00'],
    ['US', '０１１４４２０', '011 44 20'],
    ['US', '+', '+'],
    ['US', '*69', '*69'],
    ['US', '919#', '919#'],
    ['US', '919+', '919+'],
    ['US', '1-800-FLOWERS', '1-800-FLOWERS'],
    ['US', '(', '('],
    ['GB', '02079460018', '020 7946 0018'],
  ])('is written as in %s: %s as %s', (country, typed, written) => {
    expect(planOf(country).formatAsTyped(typed)).toBe(written)
    expect(planOf(country).formatAsTyped(written)).toBe(written)
  })

  it('keeps every digit, however many there are', () => {
    const digits = '12345678901234567890'
    for (let count = 1; count <= digits.length; count++) {
      const typed = digits.slice(0, count)
      for (const plan of plans.values()) {
        expect(plan.formatAsTyped(typed).replaceAll(/\D/g, '')).toBe(typed)
      }
    }
  })

  it.each([
    ['US', '(919) 5', '+19195'],
    ['US', '+4420', '+4420'],
    ['US', '011 44 20', '+4420'],
    ['GB', '020 79', '+442079'],
    ['US', 'call', undefined],
  ])('in %s begins, as %s, the number %s', (country, typed, beginning) => {
    expect(planOf(country).beginning(typed)).toBe(beginning)
  })
})

describe('the numbers in a text', () => {
  let plan: NumberPlan
  beforeAll(async () => {
    plan = await loadNumberPlan()
  })
  const found = (text: string) =>
    plan
      .find(text)
      .map(({ e164, extension }) => (extension ? `${e164} x${extension}` : e164))
      .join(', ')

  it.each([
    ['(919) 555-0101', '+19195550101'],
    ['９１９−５５５−０１０１', '+19195550101'],
    ['tel:+1-919-555-0101;ext=5', '+19195550101 x5'],
    ['tel:%2B19195550101', '+19195550101'],
    ['tel:7946-0018;phone-context=+44-20', '+442079460018'],
    ['tel:919.555.0101;phone-context=example.com', '+19195550101'],
    ['<a href="tel:+1-919-555-0101;ext=12">call us</a>', '+19195550101 x12'],
    ['Call Ann on 919 555 0101 before 5.', '+19195550101'],
    ['919 555 0101 ext 5', '+19195550101 x5'],
    ['919 555 0101 or\n+44 20 7946 0018', '+19195550101, +442079460018'],
    ['919-555-0101 / 919-555-0102', '+19195550101, +19195550102'],
    ['919 555 0101 919 555 0102', '+19195550101, +19195550102'],
    ['919-555-0101, (919) 555 0101', '+19195550101'],
    ['the quick start: +1 919 111 1111!', '+19191111111'],
    ['+1 919 111 1111 or 919 555 0101 ext 7', '+19191111111, +19195550101 x7'],
    ['2026-09-01 14:30, order 12345', ''],
    ['nothing here', ''],
    ['call 911', ''],
    ['', ''],
  ])('in %j: %s', (text, numbers) => {
    expect(found(text)).toBe(numbers)
  })

  it('are at most twenty, and a book is not read to its end', () => {
    const lines = Array.from(
      { length: 5_000 },
      (_, line) => `919 555 ${String(line).padStart(4, '0')}`,
    )
    expect(plan.find(lines.join('\n'))).toHaveLength(20)
  })
})

it('lists the countries that have a plan, by name', async () => {
  const plan = await loadNumberPlan('DE')
  expect(plan.country).toEqual({ code: 'DE', name: 'Germany', callingCode: '49' })
  const names = plan.countries().map(({ name }) => name)
  expect(names).toContain('United Kingdom')
  expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'en')))
})
