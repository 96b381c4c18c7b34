import { redactJson } from '../../phone/redact-json.ts'
import { redact } from '../../phone/redact.ts'

export type Secrecy = 'hidden' | 'shown'

/** One line, without numbers unless they are to be seen. */
export const formatLine = (line: string, secrecy: Secrecy): string =>
  secrecy === 'shown' ? line : redact(line)

/**
 * A message as somebody reads it: JSON and XML in lines, SDP with its own. What stands between empty lines is a
 * part by itself: a request and its answer.
 */
export function formatMessage(message: string, secrecy: Secrecy): string {
  return message
    .split('\n\n')
    .map((part) => formatJson(part, secrecy) ?? formatText(part, secrecy))
    .join('\n\n')
}

/** The first line of a request stands before its JSON. */
function formatJson(part: string, secrecy: Secrecy): string | undefined {
  const start = part.search(/^\{/m)
  if (start < 0) return undefined
  try {
    const value: unknown = JSON.parse(part.slice(start))
    const json = JSON.stringify(secrecy === 'shown' ? value : redactJson(value), null, 2)
    return formatLine(part.slice(0, start), secrecy) + unfoldSdp(json)
  } catch {
    return undefined
  }
}

function formatText(part: string, secrecy: Secrecy): string {
  const text = formatLine(part, secrecy)
  return part.trimStart().startsWith('<') ? indentXml(text) : text
}

function unfoldSdp(json: string): string {
  return json.replace(/"v=0\\r\\n[^"]*"/g, (sdp) => sdp.replaceAll(String.raw`\r\n`, '\n    '))
}

/** A tag to a line; what stands in a tag of its own stays there. */
function indentXml(xml: string): string {
  const lines = xml.replace(/>\s*</g, '>\n<').split('\n')
  let depth = 0
  return lines
    .map((line) => {
      const isClosing = line.startsWith('</')
      if (isClosing) depth = Math.max(0, depth - 1)
      const indented = '  '.repeat(depth) + line
      const opens = /^<[^/?!][^>]*[^/]>$/.test(line) || /^<\w>$/.test(line)
      if (opens) depth += 1
      return indented
    })
    .join('\n')
}
