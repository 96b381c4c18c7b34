import type { Contact } from './contact-book.ts'
import { cleanName, cleanNote, type RawContact, type UnreadableRow } from './raw-contact.ts'
import { readVcardLines, type VcardLine } from './vcard-lines.ts'

/** vCards of versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350); `row` counts the cards. A card in a card is passed over. */
export function readVcards(bytes: Uint8Array<ArrayBuffer>): (RawContact | UnreadableRow)[] {
  const contacts: (RawContact | UnreadableRow)[] = []
  let card: VcardLine[] | undefined
  let depth = 0
  let row = 0
  for (const line of readVcardLines(bytes)) {
    const isBoundary = /^VCARD$/i.test(line.value.trim())
    if (line.name === 'BEGIN' && isBoundary) {
      depth += 1
      if (depth > 1) continue
      row += 1
      card = []
    } else if (line.name === 'END' && isBoundary) {
      depth = Math.max(0, depth - 1)
      if (depth > 0 || !card) continue
      contacts.push(readCard(card, row))
      card = undefined
    } else if (depth === 1) card?.push(line)
  }
  if (card) contacts.push({ row, isUnreadable: true })
  return contacts
}

/** Version 3.0, which every address book reads. */
export function writeVcards(contacts: readonly Contact[]): string {
  return contacts
    .flatMap(({ name, numbers, note }) => [
      'BEGIN:VCARD',
      'VERSION:3.0',
      `FN:${escape(name)}`,
      `N:${escape(name)};;;;`,
      ...numbers.map((number) => `TEL;TYPE=VOICE:${number}`),
      ...(note === '' ? [] : [`NOTE:${escape(note)}`]),
      'END:VCARD',
    ])
    .map((line) => `${fold(line)}\r\n`)
    .join('')
}

function readCard(lines: readonly VcardLine[], row: number): RawContact {
  const valuesOf = (name: string) => lines.filter((line) => line.name === name)
  const [fullName, name, company] = ['FN', 'N', 'ORG'].map((name) => valuesOf(name)[0]?.value ?? '')
  const [family = '', given = '', additional = ''] = splitValue(name ?? '')
  const names = [
    unescape(fullName ?? ''),
    [given, additional, family].join(' '),
    splitValue(company ?? '')[0] ?? '',
  ]
  return {
    row,
    name: names.map(cleanName).find((name) => name !== '') ?? '',
    numbers: valuesOf('TEL').map(({ value }) => readNumber(value)),
    note: cleanNote(
      valuesOf('NOTE')
        .map(({ value }) => unescape(value))
        .join('\n'),
    ),
  }
}

/** A `tel:` address in version 4.0, else a text. */
function readNumber(value: string): string {
  const text = unescape(value).trim()
  return /^tel:/i.test(text) ? text.replaceAll('%20', ' ') : text
}

function splitValue(value: string): string[] {
  return (value.match(/(?:\\.|[^\\;])*(?:;|$)/gs) ?? []).map((part) =>
    unescape(part.replace(/;$/, '')),
  )
}

function unescape(value: string): string {
  return value.replaceAll(/\\(.)/gs, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign))
}

function escape(text: string): string {
  return text.replaceAll(/[\\,;]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)
}

/** No line is longer than 75 bytes, its break apart, and no character is torn (RFC 6350, 3.2). */
function fold(line: string): string {
  const encoder = new TextEncoder()
  let folded = ''
  let length = 0
  for (const sign of line) {
    const bytes = encoder.encode(sign).length
    if (length + bytes > 75) {
      folded += '\r\n '
      length = 1
    }
    folded += sign
    length += bytes
  }
  return folded
}
