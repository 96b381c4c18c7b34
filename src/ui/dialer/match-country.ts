import type { Country } from '../../phone/number-plan.ts'

/**
 * The country that somebody means by a name, a code such as GB, or a calling code such as +44; by the beginning of a
 * name where only one has it. Undefined where there is none, or more than one.
 */
export function matchCountry(typed: string, countries: readonly Country[]): Country | undefined {
  const wanted = fold(typed)
  if (wanted === '') return undefined
  const exact = countries.find(
    ({ code, name }) => fold(name) === wanted || code.toLowerCase() === wanted,
  )
  if (exact) return exact
  const candidates = /^\+?\d+$/.test(wanted)
    ? countries.filter(({ callingCode }) => callingCode === wanted.replace('+', ''))
    : countries.filter(({ name }) => fold(name).startsWith(wanted))
  return candidates.length === 1 ? candidates[0] : undefined
}

/** Without accents: "Cote d’Ivoire", "Aland Islands" and "Turkiye" are found by whoever cannot type them. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('’', "'").trim().toLowerCase()
}
