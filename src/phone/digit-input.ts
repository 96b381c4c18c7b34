/** More than any PIN, card or conference number has: whatever is longer was not meant for the keypad. */
export const maxPastedDigits = 48

export type ReadDigits = {
  /** `0-9 * #`, and the comma for a pause of two seconds. */
  digits: string
  /** Whether something was left out that is neither a key nor a way to group keys. */
  hasOthers: boolean
}

/** Reads what was pasted for a call, such as `1234#` or `44 12-34,,9`. */
export function readDigits(input: string): ReadDigits {
  const keys = input.normalize('NFKC').replace(/[\s\-–—.()/_]/g, '')
  const digits = keys.replace(/[^0-9*#,]/g, '')
  return { digits, hasOthers: digits.length < keys.length }
}
