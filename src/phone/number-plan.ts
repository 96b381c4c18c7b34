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
