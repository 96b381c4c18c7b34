import { existsSync, readFileSync } from 'node:fs'

/** What the tests of a file are called, before anything is put in for `%s`; none where there is no such file. */
export function titlesIn(file: URL): string[] {
  if (!existsSync(file)) return []
  const call = /(?:\bit|\))\(\s*(?:'([^'\n]+)'|`([^`$]+)`),/g
  return [...readFileSync(file, 'utf8').matchAll(call)].map(
    ([, quoted, template]) => quoted ?? template ?? '',
  )
}

export type NamedTest = { file: string; title: string }

/** The last cell of a table's row: `` `file`: title<br>`file`: title ``. */
export function namedTests(cell: string): NamedTest[] {
  return cell.split('<br>').map((test) => {
    const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(test) ?? []
    return { file, title }
  })
}
