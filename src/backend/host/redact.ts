/** Takes out of a text what no log may hold, and leaves the rest as it was. */
export type Redact = (text: string) => string

const cut = '…'

/**
 * Telephone numbers keep their last four digits; SIP addresses no more than that; credentials, tokens, the paths that stand
 * in for credentials and the configured secrets go. Errs on the side of taking too much: any seven digits are a number,
 * but for those in Bandwidth's ids and our own, which are needed to follow a call.
 * @param secrets configured values; empty ones are passed over
 */
export function createRedact(secrets: readonly string[]): Redact {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)])
  // The longest first: one secret may be the beginning of another.
  const known = [...new Set(forms)].filter((form) => form !== '').toSorted(byLength)

  return (text) => {
    let rest = text
    for (const secret of known) rest = rest.replaceAll(secret, cut)
    for (const [pattern, replacement] of patterns) rest = rest.replace(pattern, replacement)
    return rest
      .replace(sipAddress, (address) => `sip:${lastFour(address.split('@')[0] ?? '')}`)
      .replace(idOrNumber, (found, id?: string) => id ?? lastFour(found))
  }
}

const patterns: readonly (readonly [RegExp, string])[] = [
  // The secret path segments of webhooks.
  [/((?:hooks(?:\/|%2f)brtc|connect-status)(?:\/|%2f))[^\s"'<>]*/gi, `$1${cut}`],
  [/\b(bearer|basic)\s+[^\s"',;]+/gi, `$1 ${cut}`],
  // A JWT begins with `{"`, which is `eyJ` in base64url.
  [/eyJ[\w-]*(?:\.[\w-]*)+/g, cut],
  [/(token["']?\s*[=:]\s*["']?)[^\s&"']+/gi, `$1${cut}`],
  // Credentials before the host of a URL.
  [/(:\/\/)[^\s/@]+@/g, `$1${cut}@`],
]

const sipAddress = /sips?:[^\s;,<>"']+/gi

/** Ids are UUIDs, those of calls with a block of eight more [SMOKE]. Numbers may be written with spaces, dots or hyphens. */
const idOrNumber = new RegExp(
  [
    String.raw`(\b[0-9a-f]{8}-(?:[0-9a-f]{8}-)?(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)`,
    String.raw`\+\d(?:[\s().-]{0,2}\d){6,}`,
    String.raw`\(?\d{3}\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}`,
    String.raw`\d{7,}`,
  ].join('|'),
  'gi',
)

/** Of a shorter run of digits, in which the last four would be most of it, nothing. */
function lastFour(number: string): string {
  const digits = number.replace(/\D/g, '')
  return digits.length < 7 ? cut : `${cut}${digits.slice(-4)}`
}

function byLength(a: string, b: string): number {
  return b.length - a.length
}
