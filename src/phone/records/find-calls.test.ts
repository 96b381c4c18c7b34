import { expect, it } from 'vitest'
import { endedCall } from '../../testing/record-store-tests.ts'
import { createContactBook } from '../contacts/contact-book.ts'
import { createNumberPlan } from '../create-number-plan.ts'
import { type CallFilter, findCalls } from './find-calls.ts'

const calls = [
  endedCall(0, { id: 'ann', number: '+19195550101', direction: 'inbound' }),
  endedCall(1, { id: 'missed', number: '+442079460018', direction: 'inbound', cause: 'missed' }),
  endedCall(2, { id: 'bob', number: '+13035550142', direction: 'outbound', name: 'Bob Ångström' }),
  endedCall(3, { id: 'hidden', number: '', direction: 'inbound', note: 'Two\nParcels' }),
]
const contacts = createContactBook([
  { id: 'a', name: 'Ann Lee', numbers: ['+19195550101'], note: '' },
])
const find = (text: string, filter: CallFilter = 'all', country = 'US') =>
  findCalls(calls, { filter, text }, { contacts, plan: createNumberPlan(country) })
    .map(({ id }) => id)
    .join(' ')

it.each([
  ['', 'ann missed bob hidden'],
  ['LEE', 'ann'],
  ['ångs', 'bob'],
  [' parcels ', 'hidden'],
  ['(303) 555-01', 'bob'],
  ['555 01', 'ann bob'],
  ['+44 20', 'missed'],
  ['nobody', ''],
  ['-', ''],
])('%j finds %j', (text, found) => {
  expect(find(text)).toBe(found)
})

it('reads a number as the country writes it', () => {
  expect(find('020 7946', 'all', 'GB')).toBe('missed')
})

it.each([
  ['missed', 'missed'],
  ['incoming', 'ann missed hidden'],
  ['outgoing', 'bob'],
] as const)('%s calls are %j', (filter, found) => {
  expect(find('', filter)).toBe(found)
  expect(find('0', filter)).toBe(found.replace(' hidden', ''))
})
