/** What a person typed, understood as a telephone number. */
export type DialedNumber =
  | { status: 'valid'; e164: string; national: string; country: string | undefined }
  /** Possible but not assigned as far as the numbering plan knows: the phone warns, and dials. */
  | { status: 'doubtful'; e164: string; national: string; country: string | undefined }
  | {
      status: 'impossible'
      reason: 'empty' | 'too-short' | 'too-long' | 'not-a-number' | 'emergency'
    }

/** A number found in a text. `extension` is what its owner wants pressed after the answer; it is never dialled. */
export type FoundNumber = { e164: string; extension?: string }

/** A country that has a numbering plan; `code` is ISO 3166-1 alpha-2, `callingCode` without `+`. */
export type Country = { code: string; name: string; callingCode: string }

/** Reading and writing telephone numbers, for a default country. */
export interface NumberPlan {
  /** The default country. */
  country: Country
  /** All countries that could be it, by name. */
  countries: () => readonly Country[]
  parse: (input: string) => DialedNumber
  /** National format for the default country's numbers, international for all others; what is not a number comes back as it is. */
  format: (number: string) => string
  /**
   * The beginning of a number as it is written in its country. Adds and takes nothing but separators; what holds
   * more than a number comes back as it is.
   */
  formatAsTyped: (input: string) => string
  /** E.164 as far as the beginning of a number tells it; undefined where it tells nothing. */
  beginning: (input: string) => string | undefined
  /** The numbers in a text, each once, in their order: prose, lists, `tel:` links. */
  find: (text: string) => readonly FoundNumber[]
  /** "United States" and the like, in the language of the plan; undefined where the number does not tell. */
  countryName: (number: string) => string | undefined
}

/**
 * Loads the numbering plans of the world (`libphonenumber-js`, about 45 kB gzipped) when they are needed.
 *
 * @param country ISO 3166 code of the country whose numbers are written without `+`
 * @param locale the BCP 47 tag of the language that names countries, whenever it is asked for: the agent may change it
 * @throws RangeError for a country without a numbering plan; whatever `import()` throws where it cannot be loaded
 */
export async function loadNumberPlan(country = 'US', locale?: () => string): Promise<NumberPlan> {
  const { createNumberPlan } = await import('./create-number-plan.ts')
  return createNumberPlan(country, locale)
}
