import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js/min'

/** Whether this is an ISO 3166-1 alpha-2 code of a country with a numbering plan. */
export function isCountry(code: string): boolean {
  return isSupportedCountry(code)
}

/** Whether numbers of the calling code can be that long. True for a calling code that is not in use: it has no rule. */
export function hasPossibleLength(number: string): boolean {
  return parsePhoneNumberFromString(number)?.isPossible() ?? true
}

/**
 * The country that a number in E.164 is in, as an ISO 3166-1 alpha-2 code. For a number that the numbering plan does not know
 * (`+19191111111`) its area code's country in North America, the calling code's main country elsewhere. Undefined
 * where the area code or calling code is not in use or belongs to no country.
 */
export function countryOf(number: string): string | undefined {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed) return undefined
  if (parsed.country) return parsed.country
  return parsed.countryCallingCode === '1'
    ? countryOfAreaCode(parsed)
    : parsed.getPossibleCountries()[0]
}

/**
 * 25 countries share +1 and nothing but the area code tells them apart, so one that is not in use yet must not pass for the
 * main country: it may soon be an island's.
 */
function countryOfAreaCode({ nationalNumber }: PhoneNumber): string | undefined {
  const areaCode = nationalNumber.slice(0, 3)
  return parsePhoneNumberFromString(`+1${areaCode}${assignableLocalNumber}`)?.country
}

/** Exchanges begin with 2 to 9: this one is possible in every area code. */
const assignableLocalNumber = '2345678'

/** In English, as it stands in a sentence: "Jamaica", "the United States". */
export function countryName(country: string): string {
  const name = names.of(country) ?? country
  return takesArticle.test(name) ? `the ${name}` : name
}

const names = new Intl.DisplayNames(['en'], { type: 'region' })
const takesArticle =
  /^(?:United |Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles|Vatican)|(?:Islands|Republic|Territory|Territories)$/
