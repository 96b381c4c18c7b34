import type { RefusedRow } from '../../phone/contacts/read-contacts.ts'

/** All texts of the contacts. */
export const contactsWords = {
  title: 'Contacts',
  search: 'Search contacts',
  none: 'No contacts yet. Whoever is one is shown by name when they call.',
  nothingFound: 'Nobody is called like that.',
  add: 'Add',
  import: 'Import',
  edit: 'Edit',
  call: 'Call',
  back: 'Back',
  newTitle: 'New contact',
  editTitle: 'Contact',
  name: 'Name',
  nameMissing: 'A contact needs a name.',
  numbers: 'Numbers, one per line',
  numbersHead: 'Numbers',
  numbersMissing: 'A contact needs a number.',
  note: 'Note',
  save: 'Save',
  cancel: 'Cancel',
  delete: 'Delete',
  keep: 'Keep',
  planMissing: 'Numbers cannot be read yet: try again in a moment.',
  dataTitle: 'Export or delete contacts',
  exportCsv: 'Export contacts as CSV',
  exportVcard: 'Export contacts as vCard',
  clear: 'Delete all contacts',
  importTitle: 'Import contacts',
  importHint:
    'A CSV table with a name and a number in each row, as Google, Outlook and spreadsheets write it, or vCards (.vcf).',
  chooseFile: 'Choose a file',
  chooseOther: 'Choose another file',
  reading: 'Reading the file',
  writing: 'Keeping the contacts',
  notContacts: 'In this file are neither vCards nor a table with names and numbers.',
  notContactsTodo: 'Give the columns the heads Name and Phone, or export it as vCard.',
  preview: 'The first of them',
  refused: 'What is left out',
  row: 'Row',
  why: 'Why',
  done: 'Done',
}

export const refusedWords: Record<RefusedRow['reason'], string> = {
  unreadable: 'It is broken: a quote or an end is missing.',
  'no-name': 'It has no name.',
  'no-number': 'It has no number.',
  'bad-number': 'This is no number that can be called:',
  'number-left-out': 'One of its numbers cannot be called, the others are kept:',
}

const counting = new Intl.NumberFormat('en')

/** "1 contact", "1,200 contacts". */
export function countContacts(count: number): string {
  return `${counting.format(count)} contact${count === 1 ? '' : 's'}`
}

export function deleteQuestion(name: string): string {
  return `Delete ${name} for good?`
}

export function clearQuestion(count: number): string {
  return `Delete ${countContacts(count)} for good?`
}

export function badNumbers(lines: readonly string[]): string {
  return `This is no number that can be called: ${lines.join(', ')}`
}

export function importLabel(count: number): string {
  return `Import ${countContacts(count)}`
}

/** What an import will do, or has done. */
export function summary(found: number, present: number, refused: number): string {
  const parts = [
    `${countContacts(found)} to import.`,
    present > 0 && `${counting.format(present)} there already.`,
    refused > 0 && `${counting.format(refused)} left out.`,
  ]
  return parts.filter(Boolean).join(' ')
}

export function imported(count: number): string {
  return count === 1
    ? '1 contact was imported.'
    : `${counting.format(count)} contacts were imported.`
}
