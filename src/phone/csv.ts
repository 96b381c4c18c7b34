/**
 * Comma-separated values as RFC 4180 has them. A cell that a spreadsheet would take for a formula gets an apostrophe
 * before it, which spreadsheets hide; `unguarded` takes it off again.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(writeCell).join(',')}\r\n`).join('')
}

/** A cell as it was before `writeCsv`. */
export function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

function writeCell(text: string): string {
  const isFormula = /^'*[=+\-@\t\r]/.test(text) && !/^\+?\d+(?:; \+\d+)*$/.test(text)
  const guarded = isFormula ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
