import * as v from 'valibot'

const E164 = v.pipe(v.string(), v.regex(/^\+[1-9]\d{1,14}$/, 'must be a number in E.164: +1…'))
const Prefix = v.pipe(v.string(), v.regex(/^\+[1-9]\d{0,14}$/, 'must begin like +1…'))
const Limit = v.pipe(v.number(), v.integer(), v.minValue(0))

/**
 * Who may be called, how often and under which number: the operator's file against toll fraud. A browser only ever asks; these
 * rules decide.
 */
export const DialingRules = v.strictObject({
  /** ISO 3166-1 alpha-2 codes (`US`, `CA`). The countries of +1 are told apart. */
  allowedCountries: v.array(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be a code like US'))),
  /** Allowed whatever their country, longest match with `blocked` wins; a tie is blocked. */
  allowedPrefixes: v.array(Prefix),
  /** Premium, satellite and other expensive ranges. `reason` completes "This number cannot be dialled: …". */
  blocked: v.array(v.strictObject({ prefix: Prefix, reason: v.string() })),
  /** Outbound calls of one agent, and of all. `concurrent` counts calls that are not over. */
  perAgent: v.strictObject({ perMinute: Limit, perHour: Limit, concurrent: Limit }),
  total: v.strictObject({ perMinute: Limit, perHour: Limit, concurrent: Limit }),
  /** The account's own numbers: calling them from here would be a loop. */
  ownNumbers: v.array(E164),
  /** The number that the called party sees. A user id in `byAgent` has one of its own. */
  callerId: v.strictObject({ default: E164, byAgent: v.record(v.string(), E164) }),
})
export type DialingRules = v.InferOutput<typeof DialingRules>

/** Outbound calls so far. */
export type DialingUsage = { lastMinute: number; lastHour: number; concurrent: number }
