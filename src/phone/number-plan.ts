import type * as LibPhoneNumber from 'libphonenumber-js/min'
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/min'

/** What a person typed, understood as a telephone number. */
export type DialedNumber =
  | { status: 'valid'; e164: string; national: string; country: string | undefined }
  /** Possible but not assigned as far as the numbering plan knows: the phone warns, and dials. */
  | { status: 'doubtful'; e164: string; national: string; country: string | undefined }
  | {
      status: 'impossible'
      reason: 'empty' | 'too-short' | 'too-long' | 'not-a-number' | 'emergency'
    }

/** Reading and writing telephone numbers, for a default country. */
export interface NumberPlan {
  parse: (input: string) => DialedNumber
  /** National format for the default country's numbers, international for all others; what is not a number comes back as it is. */
  format: (number: string) => string
  /** "United States" and the like, in English; undefined where the number does not tell. */
  countryName: (number: string) => string | undefined
}

/**
 * Loads the numbering plans of the world (`libphonenumber-js`, about 36 kB) when they are needed.
 *
 * @param country ISO 3166 code of the country whose numbers are written without `+`
 * @throws RangeError for a country without a numbering plan; whatever `import()` throws where it cannot be loaded
 */
export async function loadNumberPlan(country = 'US'): Promise<NumberPlan> {
  const library = await import('libphonenumber-js/min')
  if (!library.isSupportedCountry(country)) {
    throw new RangeError(`Expected an ISO 3166 country code, got '${country}'.`)
  }
  return createNumberPlan(library, country)
}

type Library = typeof LibPhoneNumber
type Impossible = Extract<DialedNumber, { status: 'impossible' }>['reason']

function createNumberPlan(library: Library, country: CountryCode): NumberPlan {
  const callingCode = library.getCountryCallingCode(country)
  const countryNames = new Intl.DisplayNames(['en'], { type: 'region' })
  const read = (text: string): PhoneNumber | undefined =>
    library.parsePhoneNumberFromString(text, { defaultCountry: country, extract: false })
  const isOurs = (number: PhoneNumber): boolean =>
    number.country === undefined
      ? number.countryCallingCode === callingCode
      : number.country === country

  return {
    parse: (input) => {
      const text = withoutWrapping(input)
      if (text === '') return impossible('empty')
      if (!isWrittenNumber.test(text)) return impossible('not-a-number')
      const number = read(text)
      if (isEmergency(text, callingCode, number)) return impossible('emergency')
      if (!number?.isPossible()) {
        return impossible(lengthReasons[library.validatePhoneNumberLength(text, country) ?? ''])
      }
      return {
        status: number.isValid() ? 'valid' : 'doubtful',
        e164: number.number,
        national: number.formatNational(),
        country: number.country,
      }
    },
    format: (text) => {
      const number = read(text)
      if (!number?.isPossible()) return text
      return isOurs(number) ? number.formatNational() : number.formatInternational()
    },
    countryName: (text) => {
      const number = read(text)
      return number?.country && countryNames.of(number.country)
    },
  }
}

/**
 * Numbers that must not be dialled from here: the phone cannot tell a dispatcher where it is, and a browser may
 * lose the call with the tab. With why each is in the list.
 */
const emergencyNumbers: Record<string, string> = {
  '911': 'North America',
  '112': 'Europe, and every GSM network',
  '999': 'United Kingdom, Ireland and others',
  '000': 'Australia',
  '110': 'Police in Germany, Japan and China',
  '119': 'Fire and ambulance in Japan, Korea and China',
  '933': 'Test of the 911 address: says nothing true about this phone',
  '988': 'Suicide and crisis line of the United States: routed by the place of the caller',
}

/** Also with the calling code in front, which is how a redialled or pasted one comes along. */
function isEmergency(text: string, callingCode: string, number: PhoneNumber | undefined): boolean {
  const digits = text.replaceAll(/\D/g, '')
  const spellings = [digits, number?.nationalNumber ?? '']
  if (digits.startsWith(callingCode)) spellings.push(digits.slice(callingCode.length))
  return spellings.some((spelling) => Object.hasOwn(emergencyNumbers, spelling))
}

/** Digits of any script and what people set between them; letters, `*` and `#` are not part of a number. */
const isWrittenNumber = /^[+＋\p{Nd}\p{Pd}\s().,/]+$/u

/** Takes off `tel:` with its parameters (RFC 3966), and the invisible marks that contact cards copy along. */
function withoutWrapping(input: string): string {
  return input
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .replace(/^tel:([^;]*).*$/i, '$1')
    .trim()
}

const lengthReasons: Record<string, Impossible> = {
  TOO_SHORT: 'too-short',
  TOO_LONG: 'too-long',
}

function impossible(reason: Impossible = 'not-a-number'): DialedNumber {
  return { status: 'impossible', reason }
}
