/**
 * Numbers that must not be dialled from a browser: Bandwidth documents no emergency calls for BRTC, nobody could tell a
 * dispatcher where the caller is, and the call may be lost with the tab. With where each is in use. The phone says so
 * before it asks; the application refuses whoever asks.
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

/** @param spellings digits alone, each a way to read what was dialled: one of them is enough */
export function isEmergency(spellings: readonly string[]): boolean {
  return spellings.some((spelling) => Object.hasOwn(emergencyNumbers, spelling))
}
