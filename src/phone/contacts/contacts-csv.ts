import Papa from 'papaparse'
import { unguarded } from '../csv.ts'
import { decodeText } from './decode-text.ts'
import { cleanName, cleanNote, type RawContact, type UnreadableRow } from './raw-contact.ts'

/**
 * Whatever spreadsheets and address books write: the columns are found by their heads, as Google, Outlook and Apple name
 * them. Without heads the first column is the name and the others are numbers.
 *
 * @returns undefined where no column can be a name and another a number
 */
export function readContactsCsv(
  bytes: Uint8Array<ArrayBuffer>,
): (RawContact | UnreadableRow)[] | undefined {
  const { data, errors } = Papa.parse<string[]>(decodeText(bytes).trimEnd())
  const unreadable = new Set(
    errors.filter(({ type }) => type === 'Quotes').map(({ row }) => row ?? 0),
  )
  const [head = []] = data
  const named = findColumns(head)
  const columns = named ?? (head.length > 1 ? guessColumns(head) : undefined)
  if (!columns) return undefined
  return data.flatMap((cells, index): (RawContact | UnreadableRow)[] => {
    if (index === 0 && named) return []
    const row = index + 1
    if (unreadable.has(index)) return [{ row, isUnreadable: true }]
    return cells.every((cell) => cell.trim() === '') ? [] : [readRow(cells, columns, row)]
  })
}

type Columns = {
  names: readonly number[]
  numbers: readonly number[]
  notes: readonly number[]
}

const heads = {
  fullName: /^(?:full |display |contact )?name$|^contact$/,
  partOfName: /^(?:first|given|middle|last|family) ?name$|^surname$/,
  company: /^(?:company|organi[sz]ation)(?: name)?$/,
  number: /\b(?:tele)?(?:phones?|mobile|cell|tel|numbers?)\b/,
  noNumber: /\b(?:type|label|ext|extension|fax|pager|account|customer|employee|id)\b/,
  note: /^(?:notes?|comments?|remarks?)$/,
}

function findColumns(head: readonly string[]): Columns | undefined {
  const titles = head.map((title) => cleanName(title).toLowerCase().replaceAll(/[_-]+/g, ' '))
  const find = (isIt: (title: string) => boolean) =>
    titles.flatMap((title, index) => (isIt(title) ? [index] : []))
  const fullName = find((title) => heads.fullName.test(title)).slice(0, 1)
  const partsOfName = find((title) => heads.partOfName.test(title))
  const company = find((title) => heads.company.test(title)).slice(0, 1)
  const names = [fullName, partsOfName, company].find((columns) => columns.length > 0)
  const numbers = find((title) => heads.number.test(title) && !heads.noNumber.test(title))
  if (!names || numbers.length === 0) return undefined
  return { names, numbers, notes: find((title) => heads.note.test(title)) }
}

/** Heads that are not known are no numbers; a first row of data has one. */
function guessColumns(cells: readonly string[]): Columns | undefined {
  if (!cells.slice(1).some((cell) => cell.replaceAll(/\D/g, '').length > 2)) return undefined
  return { names: [0], numbers: cells.slice(1).map((_, index) => index + 1), notes: [] }
}

function readRow(cells: readonly string[], columns: Columns, row: number): RawContact {
  const read = (indexes: readonly number[]) => indexes.map((index) => unguarded(cells[index] ?? ''))
  return {
    row,
    name: cleanName(read(columns.names).join(' ')),
    numbers: read(columns.numbers)
      .flatMap((cell) => cell.split(/;|:::|\n/))
      .map((number) => number.trim())
      .filter((number) => number !== ''),
    note: cleanNote(read(columns.notes).join('\n')),
  }
}
