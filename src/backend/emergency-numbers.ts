import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * Numbers that must not be dialled from here: Bandwidth documents no emergency calls for BRTC, and nobody could tell a
 * dispatcher where the browser is. With where each is in use.
 */
const emergencyNumbers: Record<string, string> = {
  '911': 'North America',
  '112': 'Europe, and every GSM network',
  '999': 'United Kingdom, Ireland and others',
  '000': 'Australia',
  '110': 'Police in Germany, Japan and China',
  '113': 'Police in Italy and Norway',
  '119': 'Fire and ambulance in Japan, Korea and China',
  '933': 'Test of the 911 address: says nothing true about this phone',
  '988': 'Suicide and crisis line of the United States: routed by the place of the caller',
}

/**
 * Also with a calling code, a trunk digit or the digit for an outside line in front: `+1911`, `1911`, `+44999`, `9911`. What
 * somebody in need dials is to be told from a mistyped number however it is written.
 */
export function isEmergencyNumber(to: string): boolean {
  const digits = to.replaceAll(/\D/g, '')
  const spellings = [digits, digits.replace(/^[19]/, '')]
  const national = parsePhoneNumberFromString(`+${digits}`)?.nationalNumber
  if (national !== undefined) spellings.push(national)
  return spellings.some((spelling) => Object.hasOwn(emergencyNumbers, spelling))
}
