/** Lets the browser save a text as a file, where it saves downloads. */
export function saveFile(name: string, type: string, text: string): void {
  // A mark, so that spreadsheets read a table as UTF-8.
  const parts = type === 'text/csv' ? ['\ufeff', text] : [text]
  const url = URL.createObjectURL(new Blob(parts, { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** "offhook-calls-2026-03-01.csv". */
export function fileName(what: string, extension: string, now = new Date()): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  const day = [now.getFullYear(), pad(now.getMonth() + 1), pad(now.getDate())].join('-')
  return `offhook-${what}-${day}.${extension}`
}
