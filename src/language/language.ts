import format from 'icu-minify/format'
import type { CompiledMessage, FormatOptions } from 'icu-minify/format'
import type diagnostics from './en.diagnostics.json'
import type messages from './en.json'

/** What the phone says, by `area.thing`. English is the catalogue that all others are measured by. */
export type TextKey = keyof typeof messages | keyof typeof diagnostics

/** As the build compiles it from the messages of `en.json` and its like; those of the diagnostics come with them. */
export type Catalogue = Readonly<Partial<Record<TextKey, CompiledMessage>>>

/** What stands in a message's braces. */
export type TextValues = Readonly<Record<string, string | number>>

/** A language as it is spoken here: its words, and the BCP 47 tag by which `Intl` writes numbers and dates. */
export type Speech = { locale: string; catalogue: Catalogue }

// The one thing that a module of the phone keeps: all of a page is in one language, and what finds words for a state is
// a plain function (docs/decisions/one-catalogue.md).
let present: Speech | undefined

/** From now on the page speaks so. What is on the screen already must be drawn again. */
export function speak(speech: Speech): void {
  present = speech
}

/** The BCP 47 tag for `Intl`. */
export const locale = (): string => spoken().locale

/** A message in the language of the page. The check sees to it that its values are there. */
export function text(key: TextKey, values?: TextValues): string {
  const { locale, catalogue } = spoken()
  const message = catalogue[key]
  if (message === undefined) throw new Error(`'${key}' is in a part that is not loaded.`)
  // Without tags in it, a message is one string.
  return String(format(message, locale, values, options))
}

/** Something of `Intl`, made once for each language. */
export function perLocale<Made>(make: (locale: string) => Made): () => Made {
  let last: { locale: string; made: Made } | undefined
  return () => {
    if (last?.locale !== locale()) last = { locale: locale(), made: make(locale()) }
    return last.made
  }
}

// A level is told as text many times a second, and to make a format takes longer than to use it.
const options: FormatOptions = {
  formatters: {
    getNumberFormat: memoized((...args) => new Intl.NumberFormat(...args)),
    getDateTimeFormat: memoized((...args) => new Intl.DateTimeFormat(...args)),
    getPluralRules: memoized((...args) => new Intl.PluralRules(...args)),
  },
}

/** Makes a thing once for the same arguments, which JSON can tell apart. */
function memoized<Args extends unknown[], Made>(
  make: (...args: Args) => Made,
): (...args: Args) => Made {
  const made = new Map<string, Made>()
  return (...args) => {
    const key = JSON.stringify(args)
    const known = made.get(key) ?? make(...args)
    made.set(key, known)
    return known
  }
}

function spoken(): Speech {
  if (!present) throw new Error('No language is spoken yet: a text was asked for too early.')
  return present
}
