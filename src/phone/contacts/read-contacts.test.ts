import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { anyContact } from '../../testing/arbitrary-contacts.ts'
import { createNumberPlan } from '../create-number-plan.ts'
import type { Contact } from './contact-book.ts'
import { writeContactsCsv } from './write-contacts-csv.ts'
import { readContacts } from './read-contacts.ts'
import { writeVcards } from './vcard.ts'

const plan = createNumberPlan('US')

function read(text: string, contacts: readonly Contact[] = []) {
  let ids = 0
  return readContacts(new TextEncoder().encode(text), {
    plan,
    contacts,
    randomId: () => `id-${++ids}`,
    pause: async () => {},
  })
}

it('brings numbers into one form, and says of every row that was refused why', async () => {
  expect(
    await read(
      [
        'Name,Phone,Mobile',
        'Ann Lee,(919) 555-0101,919.555.0101',
        ',919 555 0102,',
        'Nobody,,',
        'Short,12,',
        'Half,twelve,+44 20 7946 0018 ext. 5',
        'Police,911,',
      ].join('\n'),
    ),
  ).toEqual({
    status: 'read',
    contacts: [
      { id: 'id-1', name: 'Ann Lee', numbers: ['+19195550101'], note: '' },
      { id: 'id-2', name: 'Half', numbers: ['+442079460018'], note: '' },
    ],
    refused: [
      { row: 3, name: '', reason: 'no-name' },
      { row: 4, name: 'Nobody', reason: 'no-number' },
      { row: 5, name: 'Short', reason: 'bad-number', number: '12' },
      { row: 6, name: 'Half', reason: 'number-left-out', number: 'twelve' },
      { row: 7, name: 'Police', reason: 'bad-number', number: '911' },
    ],
    present: 0,
  })
})

it('knows who is there already, and who comes twice', async () => {
  const ann = { id: 'ann', name: 'Ann Lee', numbers: ['+19195550101'], note: 'Old.' }
  const file = 'Name,Phone\nann lee,919 555 0101\nBob,919 555 0102\nBob,(919) 555-0102\n'
  expect(await read(file, [ann])).toMatchObject({ contacts: [{ name: 'Bob' }], present: 2 })
})

it('tells how far it is, and pauses, so that the page goes on', async () => {
  const onProgress = vi.fn()
  const pause = vi.fn(async () => {})
  const rows = Array.from({ length: 250 }, (_, index) => `Ann ${index},919555${1000 + index}`)
  await readContacts(new TextEncoder().encode(['Name,Phone', ...rows].join('\n')), {
    plan,
    contacts: [],
    onProgress,
    pause,
  })
  expect(onProgress.mock.calls).toEqual([[0.4], [0.8]])
  expect(pause).toHaveBeenCalledTimes(2)
})

it.each(['', '   ', 'Dear Ann,\nno numbers here.', '<html></html>', '\u0000\u0001\u0002'])(
  'a file that is something else is said to be so: %j',
  async (text) => {
    expect(await read(text)).toEqual({ status: 'not-contacts' })
  },
)

describe.each([
  ['a table', writeContactsCsv],
  ['vCards', writeVcards],
])('what was written as %s', (_, write) => {
  it('is read as it was, nothing refused, and a second time changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(anyContact, {
          minLength: 1,
          selector: ({ name, numbers }) => [name.toLowerCase(), ...numbers.toSorted()].join(),
        }),
        async (contacts) => {
          const first = await read(write(contacts))
          expect(first).toMatchObject({ status: 'read', refused: [], present: 0 })
          const facts = (all: readonly Contact[]) =>
            all.map(({ name, numbers, note }) => [name, numbers, note])
          expect(first.status === 'read' && facts(first.contacts)).toEqual(facts(contacts))
          expect(await read(write(contacts), contacts)).toMatchObject({
            contacts: [],
            present: contacts.length,
          })
        },
      ),
      { numRuns: 50 },
    )
  })
})
