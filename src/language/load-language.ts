import { speak, type Catalogue } from './language.ts'

/** Each called as its speakers call it, for whoever looks for it in a page that speaks another. */
export const languageNames = { en: 'English', es: 'Español' }

export type Language = keyof typeof languageNames

/** A language, and the BCP 47 tag of the speaker: a Mexican reads Spanish words and Mexican numbers. */
export type LanguageChoice = { language: Language; locale: string }

type LoadCatalogue = (language: Language) => Promise<Catalogue>

/**
 * What the agent has chosen, or else the first of the browser's languages for which there are words.
 * @param wanted BCP 47 tags, the dearest first
 */
export function chooseLanguage(
  preference: 'system' | Language,
  wanted: readonly string[],
): LanguageChoice {
  const choices = wanted.flatMap((locale) => {
    const language = locale.split('-')[0]?.toLowerCase() ?? ''
    return isLanguage(language) ? [{ language, locale }] : []
  })
  if (preference === 'system') return choices[0] ?? { language: 'en', locale: 'en' }
  return (
    choices.find(({ language }) => language === preference) ?? {
      language: preference,
      locale: preference,
    }
  )
}

/**
 * Loads the words and lets the page speak them. A language that cannot be loaded is spoken in English, and `warn` is told.
 * @returns what is spoken now
 * @throws where English cannot be loaded either
 */
export async function loadLanguage(
  choice: LanguageChoice,
  warn: (message: string) => void,
  load: LoadCatalogue = loadCatalogue,
): Promise<LanguageChoice> {
  const english: LanguageChoice = { language: 'en', locale: 'en' }
  const isEnglish = choice.language === english.language
  const loading = load(choice.language)
  const loaded = await (isEnglish
    ? loading
    : loading.catch(() => warn(`the texts of '${choice.language}' could not be loaded`)))
  const spoken = loaded ? choice : english
  speak({ locale: spoken.locale, catalogue: loaded ?? (await load(english.language)) })
  present = spoken
  return spoken
}

/**
 * Loads what only the diagnostics say, which few look at, and from now on with every language.
 * @throws where it cannot be loaded
 */
export async function loadDiagnosticsTexts(): Promise<void> {
  parts = ['screen', 'diagnostics']
  try {
    const { language, locale } = present
    const catalogue = await loadCatalogue(language)
    // Chosen meanwhile: another language, which has come with all parts.
    if (present.language === language) speak({ locale, catalogue })
  } catch (error) {
    parts = ['screen']
    throw error
  }
}

let present: LanguageChoice = { language: 'en', locale: 'en' }
let parts: readonly Part[] = ['screen']

type Part = 'screen' | 'diagnostics'

/** The build has compiled them: what TypeScript reads are the messages as they are written. */
const loadCatalogue: LoadCatalogue = async (language) => {
  const loaded = await Promise.all(parts.map((part) => catalogues[language][part]()))
  return Object.assign({}, ...loaded.map(({ default: messages }) => messages)) as Catalogue
}

const catalogues: Record<Language, Record<Part, () => Promise<{ default: Catalogue }>>> = {
  en: { screen: () => import('./en.json'), diagnostics: () => import('./en.diagnostics.json') },
  es: { screen: () => import('./es.json'), diagnostics: () => import('./es.diagnostics.json') },
}

function isLanguage(code: string): code is Language {
  return Object.hasOwn(catalogues, code)
}
