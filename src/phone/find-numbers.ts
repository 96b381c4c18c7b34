import { findPhoneNumbersInText } from 'libphonenumber-js/min'
import type { CountryCode } from 'libphonenumber-js/min'
import type { DialedNumber, FoundNumber, NumberPlan } from './number-plan.ts'
import { plainText, readTelLink } from './tel-link.ts'

/** Nobody chooses from more. */
const MOST = 20
/** A text that is longer is not read to its end: it is no list of numbers to call. */
const LONGEST = 20_000
/** The most groups of digits that one number is written in. */
const MOST_GROUPS = 7
/** Digits of which prose may hold fewer without meaning a number. */
const FEWEST_DIGITS = 7

type Parse = (input: string) => DialedNumber

/** The numbers in a text, each once. Others than assigned ones only with a plus, or where there is no other. */
export function createNumberFinder(country: CountryCode, parse: Parse): NumberPlan['find'] {
  return (text) => {
    const plain = plainText(text).slice(0, LONGEST)
    const whole = numberOf(parse(plain))
    if (whole) {
      const { extension } = readTelLink(plain) ?? {}
      return [{ e164: whole, ...(extension && { extension }) }]
    }
    const prose = plain.replaceAll(telLink, (link) => spellOut(link, parse))
    const assigned = findPhoneNumbersInText(prose, country).map(({ number, startsAt }) => ({
      at: startsAt,
      e164: number.number,
      ...(number.ext && { extension: number.ext }),
    }))
    // With a plus it is meant as a number, although no plan knows it.
    const written = findWritten(prose, parse).filter(
      ({ hasPlus, e164 }) =>
        assigned.length === 0 || (hasPlus && assigned.every((number) => number.e164 !== e164)),
    )
    const found = [...assigned, ...written].toSorted((one, other) => one.at - other.at)
    const allowed = found.filter(({ e164 }) => numberOf(parse(e164)) !== undefined)
    return [...new Map(allowed.map((number) => [number.e164, toFound(number)])).values()].slice(
      0,
      MOST,
    )
  }
}

const telLink = /\btel:[^\s"'<>]+/gi

/** Prose about the same number, which is then found as any other. */
function spellOut(link: string, parse: Parse): string {
  const { number, extension } = readTelLink(link) ?? { number: link }
  const e164 = numberOf(parse(number)) ?? number
  return extension ? ` ${e164} ext. ${extension} ` : ` ${e164} `
}

/** Which prose is full of, and which reads like a number. */
const dateOrTime = /\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}:\d\d\b/g

type Written = { at: number; e164: string; hasPlus: boolean }

/** Takes the longest row of groups of digits that is a number, then goes on behind it. */
function findWritten(text: string, parse: Parse): Written[] {
  const runs = text.replaceAll(dateOrTime, blank).matchAll(/[+(\d][\d\p{Pd} \u00A0().]*/gu)
  return [...runs].flatMap(({ 0: run, index: at }) => {
    const groups = run.trim().split(/\s+/)
    const found: Written[] = []
    for (let start = 0; start < groups.length;) {
      const taken = longestNumber(groups.slice(start, start + MOST_GROUPS), parse)
      const hasPlus = groups[start]?.startsWith('+') ?? false
      if (taken) found.push({ at, e164: taken.e164, hasPlus })
      start += taken?.groups ?? 1
    }
    return found
  })
}

/** As long as what it stands for, so that places stay places. */
const blank = (text: string): string => ';'.repeat(text.length)

function longestNumber(
  groups: readonly string[],
  parse: Parse,
): { e164: string; groups: number } | undefined {
  const rows = groups
    .map((_, index) => {
      const row = groups.slice(0, groups.length - index)
      return { groups: row.length, text: row.join(' ') }
    })
    .filter(({ text }) => text.replaceAll(/\D/g, '').length >= FEWEST_DIGITS)
    .map(({ text, groups }) => ({ number: parse(text), groups }))
  const best =
    rows.find(({ number }) => number.status === 'valid') ??
    rows.find(({ number }) => number.status === 'doubtful')
  const e164 = best && numberOf(best.number)
  return e164 === undefined ? undefined : { e164, groups: best?.groups ?? 1 }
}

function toFound({ e164, extension }: FoundNumber): FoundNumber {
  return { e164, ...(extension && { extension }) }
}

function numberOf(number: DialedNumber): string | undefined {
  return number.status === 'impossible' ? undefined : number.e164
}
