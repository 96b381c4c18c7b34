import * as fc from 'fast-check'
import { encodeToken } from './device-token.ts'

/** A telephone number as somebody wrote it, and its digits. */
export type WrittenNumber = { digits: string; text: string }

const digitSets = ['0123456789', '٠١٢٣٤٥٦٧٨٩', '०१२३४५६७८९', '０１２３４５６７８９']
const separators = [
  '',
  ' ',
  '-',
  '.',
  '/',
  '·',
  '_',
  '*',
  ', ',
  ' - ',
  ') ',
  ' (',
  '\n',
  '\t',
  '\u00a0',
  '\u00ad',
  '\u2009',
  '\u200e',
  '\u2011',
  '\u2013',
  '\u202f',
  '\u2212',
  '%20',
  '%2D',
  '\\u00a0',
  '\\/',
]
const prefixes = ['', '+', '00', '(', '+(', 'tel:', 'tel:+', 'sip:+', '%2B', '\u202a+', 'x', 'N°']

/** 7 to 15 digits (E.164), in groups, between separators, with a prefix, in the digits of several scripts. */
export const writtenNumber: fc.Arbitrary<WrittenNumber> = fc
  .record({
    digits: fc.string({
      unit: fc.constantFrom(...'0123456789'.split('')),
      minLength: 7,
      maxLength: 15,
    }),
    gaps: fc.array(fc.constantFrom(...separators), { minLength: 15, maxLength: 15 }),
    isGrouped: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
    prefix: fc.constantFrom(...prefixes),
    script: fc.constantFrom(...digitSets),
  })
  .map(({ digits, gaps, isGrouped, prefix, script }) => {
    const written = digits
      .split('')
      .map(
        (digit, index) =>
          (index > 0 && isGrouped[index] ? (gaps[index] ?? '') : '') + script[+digit],
      )
    return { digits, text: prefix + written.join('') }
  })

/** A device token, whole or cut off, of any claims. */
export const jwt: fc.Arbitrary<string> = fc
  .tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat({ max: 3 }))
  .map(([claims, cut]) => {
    const token = encodeToken({ v: '1', ...claims })
    return cut === 0 ? token : token.slice(0, 24 + cut * 7)
  })

/** A token that only its place gives away. */
export const opaqueToken: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(...'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789_-'.split('')),
  minLength: 20,
  maxLength: 80,
})

/** How frames, addresses, headers and sentences hold a token. */
export const tokenPlaces: readonly ((token: string) => string)[] = [
  (token) => `{"token":"${token}","expiresAt":"soon"}`,
  (token) => JSON.stringify({ error: { data: JSON.stringify({ endpointToken: token }) } }),
  (token) => `wss://gateway.test/v1/endpoints?client=js&endpointToken=${token}&uniqueId=1`,
  (token) => `Authorization: Bearer ${token}`,
  (token) => `grant_type=x&client_secret=${token}`,
]

/** Whether the digits, in whatever script they are written now and with whatever between them, can still be read in one piece. */
export function holdsNumber(text: string, digits: string): boolean {
  const latin = text.replace(/\p{Nd}/gu, toLatin)
  return latin.replaceAll(/[^\d[\]]/g, '').includes(digits)
}

function toLatin(digit: string): string {
  const script = digitSets.find((set) => set.includes(digit))
  return script ? String(script.indexOf(digit)) : digit
}
