import type { Page } from '@playwright/test'
import type { CompiledMessage } from 'icu-minify/format'
import { locale, speak, type Catalogue } from '../src/language/language.ts'
import { readCatalogue } from './words.ts'

/**
 * Lets the page speak a language that nobody speaks: English, each message half as long again, with letters that are
 * written from right to left. What stands only there breaks if a part has no room for longer words.
 */
export async function speakPseudo(page: Page): Promise<void> {
  const catalogue = lengthenAll(readCatalogue('en'))
  speak({ locale: locale(), catalogue })
  const body = `export default ${JSON.stringify(catalogue)}`
  await page
    .context()
    .route(/\/assets\/(?:en|es)-[^/]*\.js$/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body }),
    )
}

/** As a language of this kind would have it set. */
export const turnAround = (page: Page): Promise<void> =>
  page.evaluate(() => void (document.documentElement.dir = 'rtl'))

const lengthenAll = (catalogue: Catalogue): Catalogue =>
  Object.fromEntries(Object.entries(catalogue).map(([key, message]) => [key, lengthen(message)]))

/** Each string of a message once; names of values and tags, which come first in their lists, stay. */
function lengthen(message: CompiledMessage): CompiledMessage {
  return typeof message === 'string' ? longer(message) : message.map((part) => lengthenPart(part))
}

type Part = Exclude<CompiledMessage, string>[number]

function lengthenPart(part: Part): Part {
  if (typeof part === 'string') return longer(part)
  if (!Array.isArray(part) || typeof part[2] !== 'object') return part
  const [name, type, branches] = part as [string, number, Record<string, CompiledMessage>]
  const longerBranches = Object.entries(branches).map(([choice, branch]) => [
    choice,
    typeof branch === 'number' ? branch : lengthen(branch),
  ])
  return [name, type, Object.fromEntries(longerBranches)]
}

const letters = 'אבגדהוזחטיכלמנסעפצקרשת'

/** The last line of a message, or the only one: half its length more, as words of six letters. */
function longer(words: string): string {
  const count = Math.ceil(words.replaceAll(/\P{L}/gu, '').length / 2)
  if (count === 0) return words
  const more = Array.from({ length: count }, (_, index) => letters[index % letters.length]).join('')
  const [before = '', space = ''] = /^(.*?)(\s*)$/s.exec(words)?.slice(1) ?? []
  return `${before} ${more.replaceAll(/.{6}(?=.)/gu, '$& ')}${space}`
}
