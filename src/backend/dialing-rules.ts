import * as v from 'valibot'
import { e164Pattern } from '../wire/calls-api.ts'
import { countryName, countryOf, hasPossibleLength, isCountry } from './countries.ts'
import { isEmergencyNumber } from './emergency-numbers.ts'

const E164 = v.pipe(
  v.string(),
  v.regex(e164Pattern, 'must be a number in E.164, like "+19195550100"'),
)
const Prefix = v.pipe(
  v.string(),
  v.regex(
    /^\+[1-9][\dx]{0,14}$/,
    'must be the beginning of a number in E.164, like "+1900"; x is any digit',
  ),
)
const Country = v.pipe(
  v.string(),
  v.check(isCountry, 'must be an ISO 3166 code of two capital letters, like "US"'),
)
const Limit = v.pipe(v.number(), v.integer(), v.minValue(0))
const Limits = v.strictObject({ perMinute: Limit, perHour: Limit, concurrent: Limit })
type Limits = v.InferOutput<typeof Limits>

/**
 * Who may be called, how often and under which number: the operator's file against toll fraud. A browser only ever asks; these
 * rules decide. Each field is explained to operators in `docs/dialing-rules.md`.
 */
export const DialingRules = v.strictObject({
  /** ISO 3166-1 alpha-2 codes (`US`, `CA`). The countries of +1 are told apart. */
  allowedCountries: v.array(Country),
  /** Allowed whatever their country. The longest match in here and in `blocked` wins; a tie is blocked. */
  allowedPrefixes: v.array(Prefix),
  /** Premium, satellite and other expensive ranges. `reason` is the whole sentence that the agent reads. */
  blocked: v.array(
    v.strictObject({
      prefix: Prefix,
      reason: v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty'))),
      /** For whoever maintains the file; nothing reads it. */
      note: v.optional(v.string()),
    }),
  ),
  /** Outbound calls of one agent, and of all. `concurrent` counts calls that are not over. */
  perAgent: Limits,
  total: Limits,
  /** The account's own numbers: calling them from here would be a loop. */
  ownNumbers: v.array(E164),
  /** The number that the called party sees. A user id in `byAgent` has one of its own. */
  callerId: v.strictObject({ default: E164, byAgent: v.record(v.string(), E164) }),
})
export type DialingRules = v.InferOutput<typeof DialingRules>

/** Outbound calls of one agent, or of all: those that were dialled, not those that were refused. */
export type DialingUsage = {
  /** When each of the last hour's calls was asked for, in any order, in milliseconds; older ones do not matter. */
  startedAt: readonly number[]
  /** Calls that are not over. */
  concurrent: number
}

export type DialingRequest = {
  /** As `toE164` left it. */
  to: string
  userId: string
  agent: DialingUsage
  total: DialingUsage
  /** Milliseconds, on the clock of `startedAt`. */
  now: number
}

/** The sentence for the agent where the number may not be called, or not now; undefined where it may. */
export function refusalOf(rules: DialingRules, request: DialingRequest): string | undefined {
  const { to, userId, agent, total, now } = request
  return (
    refusalOfNumber(rules, to, userId) ??
    refusalOfUsage(rules.perAgent, agent, now, agentSentences) ??
    refusalOfUsage(rules.total, total, now, totalSentences)
  )
}

/** The number, in E.164, that the called party sees when this user calls. */
export function callerIdFor({ callerId }: DialingRules, userId: string): string {
  // A user may well be called `constructor`.
  const own = Object.hasOwn(callerId.byAgent, userId) ? callerId.byAgent[userId] : undefined
  return own ?? callerId.default
}

/**
 * Devices may leave the `+` out [S-JS]. Only what is long enough for an international number gets one: `+911` would
 * be in India, not the emergency call that somebody meant.
 */
export function toE164(to: string): string {
  const trimmed = to.trim()
  return /^[1-9]\d{6,14}$/.test(trimmed) ? `+${trimmed}` : trimmed
}

export type ParsedDialingRules =
  | { ok: true; rules: DialingRules }
  | { ok: false; problems: readonly string[] }

/**
 * Reads the operator's file. Each problem names its field and what was expected there.
 *
 * @param text JSON
 * @param outboundNumber takes the place of `callerId.default`, which may then be missing: a file for many accounts cannot know it
 */
export function parseDialingRules(text: string, outboundNumber?: string): ParsedDialingRules {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    return { ok: false, problems: [`not JSON: ${error instanceof Error ? error.message : ''}`] }
  }
  const parsed = v.safeParse(DialingRules, withDefault(file, outboundNumber))
  return parsed.success
    ? { ok: true, rules: parsed.output }
    : { ok: false, problems: parsed.issues.map(problemOf) }
}

const FileWithCallerId = v.looseObject({ callerId: v.looseObject({}) })

function withDefault(file: unknown, outboundNumber: string | undefined): unknown {
  if (outboundNumber === undefined || !v.is(FileWithCallerId, file)) return file
  return { ...file, callerId: { ...file.callerId, default: outboundNumber } }
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  if (path === null) return `must be an object, got ${issue.received}`
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${path} is not a field`
  if (issue.received === 'undefined') return `${path} is missing`
  if (issue.type === 'non_empty') return `${path} ${issue.message}`
  if (issue.type === 'regex' || issue.type === 'check') {
    return `${path} ${issue.message}, got ${issue.received}`
  }
  return `${path} must be ${wordsFor[issue.type] ?? issue.expected}, got ${issue.received}`
}

const wordsFor: Record<string, string> = {
  array: 'a list',
  integer: 'a whole number',
  min_value: '0 or more',
  number: 'a whole number',
  record: 'an object',
  strict_object: 'an object',
  string: 'a text',
}

function refusalOfNumber(rules: DialingRules, to: string, userId: string): string | undefined {
  if (isEmergencyNumber(to)) return sentences.emergency
  if (!e164Pattern.test(to)) return sentences.notANumber
  // A call that seems to come from the number that it goes to gets into voicemail boxes without a password.
  if (rules.ownNumbers.includes(to) || to === callerIdFor(rules, userId)) return sentences.own

  const blocked = longestMatch(rules.blocked, to)
  const allowed = longestMatch(
    rules.allowedPrefixes.map((prefix) => ({ prefix })),
    to,
  )
  const isAllowed = (allowed?.prefix.length ?? 0) > (blocked?.prefix.length ?? 0)
  if (isAllowed) return undefined
  if (blocked) return blocked.reason ?? sentences.blocked

  return refusalOfCountry(rules, to)
}

function refusalOfCountry(rules: DialingRules, to: string): string | undefined {
  if (!hasPossibleLength(to)) return sentences.wrongLength
  const country = countryOf(to)
  if (country === undefined) return sentences.unknownCountry
  if (!rules.allowedCountries.includes(country)) {
    return `Calls to ${countryName(country)} are not allowed from this phone. Ask your administrator.`
  }
  return undefined
}

/** Of entries with equally long prefixes the first. */
function longestMatch<Entry extends { prefix: string }>(
  entries: readonly Entry[],
  number: string,
): Entry | undefined {
  return entries
    .filter(({ prefix }) => isPrefix(prefix, number))
    .reduce<Entry | undefined>(
      (longest, entry) =>
        longest !== undefined && longest.prefix.length >= entry.prefix.length ? longest : entry,
      undefined,
    )
}

function isPrefix(prefix: string, number: string): boolean {
  return (
    prefix.length <= number.length &&
    Array.from(prefix).every((character, index) => character === 'x' || character === number[index])
  )
}

type UsageSentences = {
  concurrent: (limit: number) => string
  rate: (limit: number, period: string, wait: string) => string
}

const agentSentences: UsageSentences = {
  concurrent: (limit) =>
    limit === 1
      ? 'You already have a call.'
      : `You already have ${limit} calls. End one of them first.`,
  rate: (limit, period, wait) =>
    `You may make ${callsOf(limit)} in ${period}. Try again in ${wait}.`,
}

const totalSentences: UsageSentences = {
  concurrent: () => 'All lines are in use. Try again when somebody has ended a call.',
  rate: (_limit, _period, wait) =>
    `Too many calls are being made from this phone system. Try again in ${wait}.`,
}

const minute = 60_000
const hour = 60 * minute

function refusalOfUsage(
  limits: Limits,
  usage: DialingUsage,
  now: number,
  words: UsageSentences,
): string | undefined {
  const { perMinute, perHour, concurrent } = limits
  if (Math.min(perMinute, perHour, concurrent) === 0) return sentences.switchedOff
  if (usage.concurrent >= concurrent) return words.concurrent(concurrent)
  // The hour first: whoever waits for a minute and is then told to wait for an hour was misled.
  const hourWait = waitFor(perHour, hour, usage, now)
  if (hourWait > 0) return words.rate(perHour, 'an hour', duration(hourWait))
  const minuteWait = waitFor(perMinute, minute, usage, now)
  if (minuteWait > 0) return words.rate(perMinute, 'a minute', duration(minuteWait))
  return undefined
}

/** Milliseconds until one more call is within the limit; 0 where it is already. */
function waitFor(limit: number, period: number, { startedAt }: DialingUsage, now: number): number {
  const recent = startedAt.filter((time) => time > now - period).toSorted((a, b) => a - b)
  const blocking = recent.at(-limit)
  return recent.length < limit || blocking === undefined ? 0 : blocking + period - now
}

/** Rounded up: whoever waits that long is let through. */
function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  return seconds <= 90 ? counted(seconds, 'second') : counted(Math.ceil(seconds / 60), 'minute')
}

function callsOf(limit: number): string {
  return counted(limit, 'call')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

const sentences = {
  emergency: 'Emergency calls cannot be made from this phone. Use another telephone.',
  notANumber: 'This is not a number that can be called.',
  own: 'This is one of your own numbers: the call would come back here.',
  blocked: 'This number cannot be called from this phone. Ask your administrator.',
  wrongLength: 'This number has too few or too many digits.',
  unknownCountry:
    'The country of this number is not known, so it cannot be called from this phone. Ask your administrator.',
  switchedOff: 'Outbound calls are switched off. Ask your administrator.',
}
