import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { compileCatalogue } from '../scripts/language-catalogues.mjs'
import { locale, speak, text } from '../src/language/language.ts'
import type { Catalogue, TextKey, TextValues } from '../src/language/language.ts'

export type SpokenLanguage = 'en' | 'es'

const locales: Record<SpokenLanguage, string> = { en: 'en-US', es: 'es-ES' }

/** The words of a language, as the build has compiled them into the page. */
export function readCatalogue(language: SpokenLanguage): Catalogue {
  const read = (name: string) =>
    compileCatalogue(
      readFileSync(join(import.meta.dirname, `../src/language/${name}.json`), 'utf8'),
    )
  return { ...read(language), ...read(`${language}.diagnostics`) }
}

/**
 * Every test knows what the page says by the key of the message: `text` speaks the language of the browser, which is the
 * project's.
 */
export const test = base.extend<{ language: SpokenLanguage; spoken: void }>({
  language: ['en', { option: true }],
  locale: ({ language }, use) => use(locales[language]),
  spoken: [
    async ({ language }, use) => {
      speak({ locale: locales[language], catalogue: readCatalogue(language) })
      await use()
    },
    { auto: true },
  ],
})

/** What begins with a message, as the name of a button does that shows its key as well. */
export const beginsWith = (words: string): RegExp => new RegExp(`^${escape(words)}`)

export const isExactly = (words: string): RegExp => new RegExp(`^${escape(words)}$`)

/** What happened, without what to do about it. */
export const firstLine = (key: TextKey, values?: TextValues): string =>
  text(key, values).split('\n')[0] ?? ''

/** A call is over, for whatever cause. */
export const ended = (): string => text('call.ended', { cause: '' }).trim()

/** "United States", as the browser calls it. */
export const countryName = (code: string): string =>
  new Intl.DisplayNames([locale()], { type: 'region' }).of(code) ?? code

const escape = (words: string): string => words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
