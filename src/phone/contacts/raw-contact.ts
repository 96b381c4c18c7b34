/** Somebody as a file has them: nothing is checked yet. `row` is where, counted from 1. */
export type RawContact = { row: number; name: string; numbers: readonly string[]; note: string }

/** A row, or a card, of which no contact can be made. */
export type UnreadableRow = { row: number; isUnreadable: true }

/** On one line, without what cannot be seen. */
export function cleanName(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
}

export function cleanNote(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim()
}
