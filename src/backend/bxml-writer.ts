import type { Verb } from '../wire/bxml.ts'
import type { Bxml } from './documents.ts'

type Element = {
  name: string
  attributes?: Record<string, string | number | boolean | undefined>
  content?: string | readonly Element[]
}

/** Writes a document. Whatever a text holds, it stays text: `&`, `<`, `>`, quotes and line ends are escaped. */
export function writeBxml(verbs: Bxml): string {
  const response = writeElement({ name: 'Response', content: verbs.map(elementOf) })
  return `<?xml version="1.0" encoding="UTF-8"?>${response}`
}

function elementOf(verb: Verb): Element {
  if (verb.verb === 'Connect') {
    const { verb: name, endpoints, ...attributes } = verb
    const content = endpoints.map((endpoint) => ({ name: 'Endpoint', content: endpoint }))
    return { name, attributes, content }
  }
  if (verb.verb === 'SpeakSentence') {
    const { verb: name, text, ...attributes } = verb
    return { name, attributes, content: text }
  }
  if (verb.verb === 'PlayAudio') {
    const { verb: name, audioUrl, ...attributes } = verb
    return { name, attributes, content: audioUrl }
  }
  if (verb.verb === 'Tag') return { name: verb.verb, content: verb.tag }
  const { verb: name, ...attributes } = verb
  return { name, attributes }
}

function writeElement({ name, attributes = {}, content = '' }: Element): string {
  const pairs = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([attribute, value]) => ` ${attribute}="${escape(String(value))}"`)
    .join('')
  const inner = typeof content === 'string' ? escape(content) : content.map(writeElement).join('')
  return inner === '' ? `<${name}${pairs}/>` : `<${name}${pairs}>${inner}</${name}>`
}

/** Tab and line ends become references, or a parser would turn them into spaces (XML 1.0, 3.3.3 and 2.11). */
const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** What XML 1.0 cannot hold at all, lone surrogates included, becomes U+FFFD. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => references[character] ?? character)
}
