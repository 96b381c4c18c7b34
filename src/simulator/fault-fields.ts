import * as v from 'valibot'

/** What orders of faults have in common. */

/** How often a fault happens; once unless told otherwise. */
export const times = v.optional(
  v.union([v.literal('always'), v.pipe(v.number(), v.integer(), v.minValue(1))]),
  1,
)
export const milliseconds = v.pipe(v.number(), v.minValue(0))
/** Only what is about this endpoint or call. */
export const about = v.optional(v.string())
