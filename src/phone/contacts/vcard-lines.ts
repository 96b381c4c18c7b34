import { decodeAs } from './decode-text.ts'

/** One property of a card: its name and parameters in capitals, and its value with the escapes still in it. */
export type VcardLine = { name: string; parameters: ReadonlyMap<string, string>; value: string }

/**
 * The lines of vCards, of versions 2.1, 3.0 and 4.0. Works on bytes: a line may be folded in the middle of a character,
 * and each may have a character set of its own.
 */
export function readVcardLines(bytes: Uint8Array<ArrayBuffer>): VcardLine[] {
  return joinLines(toBinary(bytes)).flatMap((line) => readLine(line) ?? [])
}

/** A line goes on after a line break and a space; in quoted-printable, after `=` and a line break. */
function joinLines(binary: string): string[] {
  const lines: string[] = []
  for (const next of binary.split(/\r\n|\n|\r/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.endsWith('=') && isQuotedPrintable(last)) {
      lines[lines.length - 1] = last.slice(0, -1) + next
    } else if (last !== undefined && /^[ \t]/.test(next)) {
      lines[lines.length - 1] = last + next.slice(1)
    } else lines.push(next)
  }
  return lines
}

const isQuotedPrintable = (line: string): boolean =>
  /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(line)

function readLine(binary: string): VcardLine | undefined {
  const head = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):/.exec(binary)
  if (!head) return undefined
  const [whole, name = '', listed = ''] = head
  const parameters = readParameters(listed)
  const isQuoted = parameters.get('ENCODING') === 'QUOTED-PRINTABLE'
  const value = binary.slice(whole.length)
  return {
    name: name.toUpperCase(),
    parameters,
    value: decodeAs(
      parameters.get('CHARSET') ?? 'utf-8',
      fromBinary(isQuoted ? decodeQuotedPrintable(value) : value),
    ),
  }
}

/** In version 2.1 a value may stand alone: `TEL;CELL`, `NOTE;QUOTED-PRINTABLE`. */
function readParameters(listed: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const parameter of listed.match(/(?:"[^"]*"|[^";])+/g) ?? []) {
    const [key = '', ...values] = parameter.toUpperCase().split('=')
    const value = values.join('=').replaceAll('"', '')
    if (values.length > 0) parameters.set(key, value)
    else parameters.set(/^(?:QUOTED-PRINTABLE|BASE64|8BIT)$/.test(key) ? 'ENCODING' : 'TYPE', key)
  }
  return parameters
}

function decodeQuotedPrintable(value: string): string {
  return value.replaceAll(/=([\dA-F]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** One sign per byte. */
function toBinary(bytes: Uint8Array<ArrayBuffer>): string {
  const parts: string[] = []
  for (let start = 0; start < bytes.length; start += 10_000) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 10_000)))
  }
  return parts.join('')
}

function fromBinary(binary: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0))
}
