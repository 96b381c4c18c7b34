import { text } from '../../language/language.ts'
import { explain } from '../words.ts'
import { familyWords, fatalityWords } from './catalogue-words.ts'
import { readCatalogue, type CatalogueEntry, type CodeFamily } from './error-catalogue.ts'

/** The catalogue as a page of the documentation. */
export function writeCatalogue(): string {
  const families = Object.keys(familyWords) as CodeFamily[]
  const parts = families.map((family) => {
    const { what: title, todo: about } = explain(familyWords[family])
    const entries = readCatalogue().filter((entry) => entry.family === family)
    return [`## ${title}`, about, ...entries.map(writeEntry)].join('\n\n')
  })
  return `${[`# ${text('codes.title')}`, text('codes.intro'), ...parts].join('\n\n')}\n`
}

function writeEntry({ code, what, todo, ends, phone }: CatalogueEntry): string {
  return [
    `### \`${code}\``,
    '',
    `${what} ${text(fatalityWords[ends])}.`,
    '',
    `- ${text('codes.phone')}: ${phone}`,
    `- ${text('codes.you')}: ${todo || text('codes.nothingToDo')}`,
  ].join('\n')
}
