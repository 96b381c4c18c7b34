import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyContact } from '../../testing/arbitrary-contacts.ts'
import { readVcards, writeVcards } from './vcard.ts'

const read = (...lines: string[]) => readVcards(new TextEncoder().encode(lines.join('\r\n')))
const card = (...lines: string[]) => read('BEGIN:VCARD', ...lines, 'END:VCARD')[0]
const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0))

describe('vCards that are written', () => {
  it('are read again as they were', () => {
    fc.assert(
      fc.property(fc.array(anyContact), (contacts) => {
        const text = writeVcards(contacts)
        const expected = contacts.map(({ name, numbers, note }, index) => ({
          row: index + 1,
          name,
          numbers,
          note,
        }))
        expect(readVcards(new TextEncoder().encode(text))).toEqual(expected)
      }),
    )
  })

  it('have no line longer than 75 bytes, and no torn character', () => {
    fc.assert(
      fc.property(anyContact, (contact) => {
        const lines = writeVcards([contact]).split('\r\n')
        for (const line of lines) {
          const bytes = new TextEncoder().encode(line)
          expect(bytes.length).toBeLessThanOrEqual(75)
          expect(new TextDecoder().decode(bytes)).toBe(line)
        }
      }),
    )
  })

  it('are read the same however another program folds them, with any line break', () => {
    const anyBreak = fc.constantFrom('\r\n', '\n')
    fc.assert(
      fc.property(anyContact, anyBreak, fc.nat(40), (contact, lineBreak, place) => {
        const bytes = [...new TextEncoder().encode(writeVcards([contact]))]
        const text = bytes.map((byte) => String.fromCharCode(byte)).join('')
        const unfolded = text.replaceAll('\r\n ', '').split('\r\n')
        // Also in the middle of a character, as some do.
        const folded = unfolded.map((line) =>
          line.length > place + 1
            ? `${line.slice(0, place + 1)}${lineBreak}\t${line.slice(place + 1)}`
            : line,
        )
        expect(readVcards(latin1(folded.join(lineBreak)))).toEqual(
          readVcards(Uint8Array.from(bytes)),
        )
      }),
    )
  })
})

describe('a card', () => {
  it('of version 4.0 has its numbers as addresses, with groups and quoted parameters', () => {
    expect(
      card(
        'VERSION:4.0',
        'item1.FN;PREF=1:Ann\\, Dr. Lee',
        'item2.TEL;VALUE=uri;TYPE="voice,cell":tel:+1-919-555-0101;ext=5',
        'TEL;VALUE=text;ALTID="a:b;c":(919) 555-0102',
        'PHOTO:data:image/jpeg;base64,MIICajCCAdOgAwIBAgICBEUwDQYJ=',
        ' KoZIhvcNAQEEBQAw==',
        'NOTE:Two\\nlines',
      ),
    ).toEqual({
      row: 1,
      name: 'Ann, Dr. Lee',
      numbers: ['tel:+1-919-555-0101;ext=5', '(919) 555-0102'],
      note: 'Two\nlines',
    })
  })

  it('of version 2.1 is quoted-printable, over several lines, in its own character set', () => {
    expect(
      card(
        'VERSION:2.1',
        'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg',
        'TEL;CELL;VOICE:+49 30 901820',
        'NOTE;QUOTED-PRINTABLE;CHARSET=UTF-8:Gr=C3=BC=C3=9Fe =',
        'aus=0D=0ABerlin=3D',
      ),
    ).toEqual({
      row: 1,
      name: 'Jörg Müller',
      numbers: ['+49 30 901820'],
      note: 'Grüße aus\nBerlin=',
    })
  })

  it.each([
    [['FN: ', 'N:Lee;Ann;M.;Dr.;'], 'Ann M. Lee'],
    [['N:;;;;', 'ORG:Bandwidth\\, Inc.;Voice'], 'Bandwidth, Inc.'],
    [['N:O\\;Neil;Ann'], 'Ann O;Neil'],
    [['TEL:1'], ''],
  ])('is called by what it has: %j', (lines, name) => {
    expect(card(...lines)).toMatchObject({ name })
  })

  it('that is cut off is unreadable, and one within another is passed over', () => {
    expect(
      read(
        'BEGIN:VCARD',
        'FN:Ann',
        'BEGIN:VCARD',
        'FN:Assistant',
        'TEL:2',
        'END:VCARD',
        'TEL:1',
        'END:VCARD',
        'BEGIN:VCARD',
        'FN:Bob',
      ),
    ).toEqual([
      { row: 1, name: 'Ann', numbers: ['1'], note: '' },
      { row: 2, isUnreadable: true },
    ])
  })

  it('in the old Windows encoding is read, line by line', () => {
    const bytes = latin1('BEGIN:VCARD\r\nFN:Ren\xe9e\r\nEND:VCARD\r\n')
    expect(readVcards(bytes)).toMatchObject([{ name: 'Renée' }])
  })
})

it('whatever the bytes are, reading ends and throws nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      readVcards(Uint8Array.from(bytes))
    }),
  )
})
