import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { isEmergency } from '../wire/emergency-numbers.ts'

/**
 * Also with a calling code, a trunk digit or the digit for an outside line in front: `+1911`, `1911`, `+44999`, `9911`. What
 * somebody in need dials is to be told from a mistyped number however it is written.
 */
export function isEmergencyNumber(to: string): boolean {
  const digits = to.replaceAll(/\D/g, '')
  const spellings = [digits, digits.replace(/^[19]/, '')]
  const national = parsePhoneNumberFromString(`+${digits}`)?.nationalNumber
  if (national !== undefined) spellings.push(national)
  return isEmergency(spellings)
}
