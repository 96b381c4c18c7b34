/**
 * Takes device tokens, credentials, SDP and telephone numbers out of a text, however they are written. Errs on the side of
 * taking too much: seven digits are a number, but for those in a UUID, in an ISO 8601 moment and in the address of an
 * account, which are needed to follow a call.
 */
export function redact(text: string): string {
  // A number may be part of a token, never the other way round.
  return withoutNumbers(withoutTokens(withoutSdp(text)))
}

/** SDP has no quotation marks: where it stands in JSON, with its line ends escaped, the rest of the JSON stays. */
function withoutSdp(text: string): string {
  return text.replace(/\bv=0(?:[\r\n]|\\[rn])[^"]*/g, '[sdp]')
}

/** A JWT begins with `{"`, which is `eyJ` in base64url; its parts may have been cut off. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]*(?:\.[\w-]*)*/g, '[token]'],
  [/(?<![\w-])[\w-]{4,}\.[\w-]{16,}\.[\w-]+/g, '[token]'],
  [/\b(bearer|basic)(?:\s|%20)+[^\s"',;]+/gi, '$1 [token]'],
  // As JSON and as a query have it; in a sentence, only what no word looks like.
  [/((?:token|password|secret)(?:\\?["']\s*[:=]\s*\\?["']?|=))[^\s&"'\\,;)]+/gi, '$1[token]'],
  [/((?:token|password|secret):?\s+)(?=\S*\d)[\w.~+/=-]{20,}/gi, '$1[token]'],
]

function withoutTokens(text: string): string {
  return secrets.reduce((rest, [pattern, name]) => rest.replace(pattern, name), text)
}

/**
 * What people and programs write between the digits of a number: spaces of every width, hyphens and dashes, brackets, dots,
 * slashes, invisible marks of direction; and the same as URLs and JSON escape them.
 */
const between = [
  String.raw`[\s\p{Pd}\p{Cf}().,+/_·•∙~*|:−]`,
  '%(?:20|28|29|2[bcdef]|c2%a0)',
  String.raw`\\(?:u00a0|u00ad|u20[01][0-9a-f]|\/)`,
].join('|')

const keptOrNumber = new RegExp(
  [
    // A UUID; Bandwidth's ids of calls have a block of eight more.
    String.raw`((?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{8}-)?(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z]))`,
    String.raw`((?<!\p{Nd})\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z?(?!\p{Nd}))`,
    String.raw`((?<=/accounts/)\d{1,10}(?=/))`,
    String.raw`\+?\(?\p{Nd}(?:(?:${between}){0,4}\p{Nd}){6,}`,
  ].join('|'),
  'giu',
)

function withoutNumbers(text: string): string {
  return text.replace(
    keptOrNumber,
    (_found, ...kept: (string | undefined)[]) =>
      kept.slice(0, 3).find((one) => one !== undefined) ?? '[number]',
  )
}
