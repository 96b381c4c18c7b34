import { beforeAll, expect, it } from 'vitest'
import { createContactBook } from '../../phone/contacts/contact-book.ts'
import { loadNumberPlan } from '../../phone/number-plan.ts'
import type { NumberPlan } from '../../phone/number-plan.ts'
import type { EndedCall } from '../../phone/phone-state.ts'
import { suggestNumbers } from './suggest-numbers.ts'

const numbers = [
  '+19195550101',
  '+442079460018',
  '',
  '+19195550101',
  '+13035550142',
  '+19195550102',
  '+19195550103',
]
const recent = numbers.map((number, index): EndedCall => ({
  id: `call-${index}`,
  number,
  direction: 'outbound',
  status: 'ended',
  cause: 'hangup',
  startedAt: 0,
  endedAt: 0,
}))

const contacts = createContactBook([
  { id: 'ann', name: 'Mary-Ann Lee', numbers: ['+19195550103', '+13035550199'], note: '' },
])

let plan: NumberPlan
beforeAll(async () => {
  plan = await loadNumberPlan()
})

it.each([
  ['', '+19195550101 +442079460018 +13035550142'],
  ['(919) 5', '+19195550101 +19195550102 +19195550103'],
  ['+1 303', '+13035550142 +13035550199'],
  ['1 303', '+13035550142 +13035550199'],
  ['011 44', '+442079460018'],
  ['+44', '+442079460018'],
  ['0142', '+13035550142'],
  ['42', ''],
  ['(919) 555-0101', ''],
  ['mary-a', '+19195550103 +13035550199'],
  ['lee', '+19195550103 +13035550199'],
  ['ee', ''],
  ['0199', '+13035550199'],
  ['*', ''],
])('%j suggests %j', (typed, suggested) => {
  const suggestions = suggestNumbers(typed, { recent, contacts, plan })
  expect(suggestions.map(({ number }) => number).join(' ')).toBe(suggested)
})
