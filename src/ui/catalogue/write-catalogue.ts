import { catalogueWords, familyWords, fatalityWords } from './catalogue-words.ts'
import { catalogueEntries, type CatalogueEntry, type CodeFamily } from './error-catalogue.ts'

/** The catalogue as a page of the documentation. */
export function writeCatalogue(): string {
  const families = Object.keys(familyWords) as CodeFamily[]
  const parts = families.map((family) => {
    const { title, about } = familyWords[family]
    const entries = catalogueEntries.filter((entry) => entry.family === family)
    return [`## ${title}`, about, ...entries.map(writeEntry)].join('\n\n')
  })
  return `${['# Codes', catalogueWords.intro, ...parts].join('\n\n')}\n`
}

function writeEntry({ code, what, todo, ends, phone }: CatalogueEntry): string {
  return [
    `### \`${code}\``,
    '',
    `${what} ${fatalityWords[ends]}.`,
    '',
    `- ${catalogueWords.phone}: ${phone}`,
    `- ${catalogueWords.you}: ${todo || catalogueWords.nothingToDo}`,
  ].join('\n')
}
