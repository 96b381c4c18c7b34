import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyContact } from '../../testing/arbitrary-contacts.ts'
import { unguarded, writeCsv } from '../csv.ts'
import { readContactsCsv } from './contacts-csv.ts'
import { writeContactsCsv } from './write-contacts-csv.ts'

const read = (text: string) => readContactsCsv(new TextEncoder().encode(text))

describe('a table of contacts', () => {
  it('that is written is read again as it was', () => {
    fc.assert(
      fc.property(fc.array(anyContact), (contacts) => {
        const expected = contacts.map(({ name, numbers, note }, index) => ({
          row: index + 2,
          name,
          numbers,
          note,
        }))
        expect(read(writeContactsCsv(contacts))).toEqual(expected)
      }),
    )
  })

  it.each([
    [
      'Google',
      'First Name,Middle Name,Last Name,Notes,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\nAnn,,Lee,Hi,Work,(919) 555-0101 ::: 919 555 0102,,\n',
      { name: 'Ann Lee', numbers: ['(919) 555-0101', '919 555 0102'], note: 'Hi' },
    ],
    [
      'Outlook',
      '\ufeff"First Name","Last Name","Company","Business Phone","Business Fax","Mobile Phone","Notes"\r\n"Ann","Lee","Bandwidth","919-555-0101","919-555-0199","","Two\r\nlines"',
      { name: 'Ann Lee', numbers: ['919-555-0101'], note: 'Two\nlines' },
    ],
    [
      'a European spreadsheet',
      'Name;Telephone;Customer number;Comment\nMüller, Jörg;030 901820;77;"""Joe"""\n',
      { name: 'Müller, Jörg', numbers: ['030 901820'], note: '"Joe"' },
    ],
    ['two columns without heads', 'Ann Lee\t919 555 0101\n', { name: 'Ann Lee', row: 1 }],
  ])('of %s is understood', (_, text, contact) => {
    expect(read(text)).toMatchObject([contact])
  })

  it('leaves out empty rows and counts them, and says which cannot be read', () => {
    const rows = read('Name,Phone\n\nAnn,1\n , \nBob,"2')
    expect(rows?.map(({ row }) => row)).toEqual([3, 5])
    expect(rows?.[1]).toEqual({ row: 5, isUnreadable: true })
  })

  it.each(['', 'Name,City\nAnn,Raleigh\n', '{"some":"thing"}', 'just words'])(
    'is none where nothing is a name and a number: %j',
    (text) => {
      expect(read(text)).toBeUndefined()
    },
  )

  it('in UTF-16 and in the old Windows encoding is read', () => {
    const utf16 = Uint8Array.from('\ufeffName\tPhone\nRenée\t1', (sign) => sign.charCodeAt(0))
    const wide = new Uint8Array(
      new Uint16Array(Array.from('\ufeffName\tPhone\nRenée\t1', (sign) => sign.charCodeAt(0)))
        .buffer,
    )
    expect(readContactsCsv(wide)).toMatchObject([{ name: 'Renée' }])
    expect(readContactsCsv(utf16.slice(1))).toMatchObject([{ name: 'Renée' }])
  })
})

describe('what a spreadsheet would run', () => {
  it('is written so that it does not, and no other cell is changed', () => {
    expect(writeCsv([['=HYPERLINK("x")', '@a', "'=b", 'Ann', '+19195550101; +12']])).toBe(
      `"'=HYPERLINK(""x"")",'@a,''=b,Ann,+19195550101; +12\r\n`,
    )
  })

  it('is read again as it was', () => {
    expect(unguarded(writeCsv([['=1+1']]).trim())).toBe('=1+1')
  })
})
