import * as library from 'libphonenumber-js/min'
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/min'
import { isEmergency } from '../wire/emergency-numbers.ts'
import { createNumberFinder } from './find-numbers.ts'
import type { Country, DialedNumber, NumberPlan } from './number-plan.ts'
import { plainText, readTelLink } from './tel-link.ts'

type Impossible = Extract<DialedNumber, { status: 'impossible' }>['reason']

/** @throws RangeError for a country without a numbering plan */
export function createNumberPlan(country: string, locale: () => string = () => 'en'): NumberPlan {
  if (!library.isSupportedCountry(country)) {
    throw new RangeError(`Expected an ISO 3166 country code, got '${country}'.`)
  }
  const callingCode: string = library.getCountryCallingCode(country)
  const names = createCountryNames(locale)
  const read = (text: string): PhoneNumber | undefined =>
    library.parsePhoneNumberFromString(text, { defaultCountry: country, extract: false })
  const isOurs = (number: PhoneNumber): boolean =>
    number.country === undefined
      ? number.countryCallingCode === callingCode
      : number.country === country

  const parse = (input: string): DialedNumber => {
    const text = withoutWrapping(input)
    if (text === '') return impossible('empty')
    if (!isWrittenNumber.test(text)) return impossible('not-a-number')
    const number = read(text)
    if (isEmergencyCall(text, callingCode, number)) return impossible('emergency')
    if (!number?.isPossible()) {
      return impossible(lengthReasons[library.validatePhoneNumberLength(text, country) ?? ''])
    }
    return {
      status: number.isValid() ? 'valid' : 'doubtful',
      e164: number.number,
      national: number.formatNational(),
      country: number.country,
    }
  }

  return {
    get country() {
      return describeCountry(country, names())
    },
    countries: () => listCountries(names()),
    parse,
    format: (text) => {
      const number = read(text)
      if (!number?.isPossible()) return text
      return isOurs(number) ? number.formatNational() : number.formatInternational()
    },
    formatAsTyped: (input) => {
      const digits = digitsOf(input)
      if (digits !== undefined) return new library.AsYouType(country).input(digits)
      // The separators were the plan's, from before the sign that makes it no number.
      return isKeys.test(input) ? input.replaceAll(separators, '') : input
    },
    beginning: (input) => {
      const typing = new library.AsYouType(country)
      typing.input(digitsOf(input) ?? '')
      return typing.getNumberValue()
    },
    find: createNumberFinder(country, parse),
    countryName: (text) => {
      const number = read(text)
      return number?.country && names().of(number.country)
    },
  }
}

/** Their names in the language of the moment. */
function createCountryNames(locale: () => string): () => Intl.DisplayNames {
  let names: Intl.DisplayNames | undefined
  let namedIn = ''
  return () => {
    if (!names || namedIn !== locale()) {
      namedIn = locale()
      names = new Intl.DisplayNames([namedIn, 'en'], { type: 'region' })
    }
    return names
  }
}

function describeCountry(code: CountryCode, names: Intl.DisplayNames): Country {
  const callingCode: string = library.getCountryCallingCode(code)
  return { code, name: names.of(code) ?? code, callingCode }
}

function listCountries(names: Intl.DisplayNames): readonly Country[] {
  const { locale } = names.resolvedOptions()
  return library
    .getCountries()
    .map((code) => describeCountry(code, names))
    .toSorted((one, other) => one.name.localeCompare(other.name, locale))
}

/** Also with the calling code in front, which is how a redialled or pasted one comes along. */
function isEmergencyCall(
  text: string,
  callingCode: string,
  number: PhoneNumber | undefined,
): boolean {
  const digits = text.replaceAll(/\D/g, '')
  const spellings = [digits, number?.nationalNumber ?? '']
  if (digits.startsWith(callingCode)) spellings.push(digits.slice(callingCode.length))
  return isEmergency(spellings)
}

/** Digits of any script and what people set between them; letters, `*` and `#` are not part of a number. */
const isWrittenNumber = /^[+\p{Nd}\p{Pd}\s().,/]+$/u

/** Takes off `tel:` with its parameters, and the invisible marks that contact cards copy along. */
function withoutWrapping(input: string): string {
  const text = plainText(input).trim()
  return readTelLink(text)?.number ?? text
}

/** `+` and digits of what may become a number; undefined where there is more in it, or a plus that leads nothing. */
function digitsOf(input: string): string | undefined {
  const text = plainText(input)
  if (!isTypedNumber.test(text) || !/\p{Nd}/u.test(text)) return undefined
  return text.replaceAll(/[^+\p{Nd}]/gu, '')
}

const isTypedNumber = /^[\s(]*\+?[\p{Nd}\p{Pd}\s()./]*$/u

/** What the keys of a telephone can say, with a sign that no number has. */
const isKeys = /^(?=.*[\d*#])[+*#\d\p{Pd}\s()./]*$/u
const separators = /[\p{Pd}\s()./]/gu

const lengthReasons: Record<string, Impossible> = {
  TOO_SHORT: 'too-short',
  TOO_LONG: 'too-long',
}

function impossible(reason: Impossible = 'not-a-number'): DialedNumber {
  return { status: 'impossible', reason }
}
