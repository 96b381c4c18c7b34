import { XMLParser, XMLValidator } from 'fast-xml-parser'
import * as v from 'valibot'
import { maxBxmlBytes, Verb } from '../wire/bxml.ts'
import type { Switches } from './switches.ts'

export type ParsedBxml =
  | { type: 'bxml'; verbs: Verb[]; warnings: string[] }
  | { type: 'invalid-bxml'; reason: string }

type AttributeKind = 'text' | 'number' | 'boolean'

/** How each verb is written: the kind of its attributes, and the property that its text or its children become. */
type Spelling = {
  attributes: Readonly<Record<string, AttributeKind>>
  content: 'text' | 'audioUrl' | 'tag' | 'endpoints' | 'redirectUrl' | 'none'
}

const credentials = { username: 'text', password: 'text' } as const

const spellings: Readonly<Record<Verb['verb'], Spelling>> = {
  Connect: {
    attributes: { eventCallbackUrl: 'text', eventFallbackUrl: 'text' },
    content: 'endpoints',
  },
  Redirect: {
    attributes: {
      ...credentials,
      redirectUrl: 'text',
      redirectMethod: 'text',
      redirectFallbackUrl: 'text',
      redirectFallbackMethod: 'text',
      fallbackUsername: 'text',
      fallbackPassword: 'text',
      tag: 'text',
    },
    content: 'redirectUrl',
  },
  Ring: { attributes: { duration: 'number', answerCall: 'boolean' }, content: 'none' },
  SpeakSentence: { attributes: { voice: 'text', gender: 'text', locale: 'text' }, content: 'text' },
  PlayAudio: { attributes: credentials, content: 'audioUrl' },
  Pause: { attributes: { duration: 'number' }, content: 'none' },
  Hangup: { attributes: {}, content: 'none' },
  Tag: { attributes: {}, content: 'tag' },
}

/** `text` is the element's own, `words` also that of its descendants, in reading order. */
type Node = Content & { name: string; attributes: Record<string, string> }
type Content = { children: Node[]; text: string; words: string }

/** Thrown and caught in this file only: it carries the reason out of the recursion. */
class InvalidBxml extends Error {
  override readonly name = 'InvalidBxml'
}

/**
 * Reads a document into verbs, in their order. Never throws: whatever Bandwidth would refuse, and whatever this
 * simulator cannot play, is `invalid-bxml` with a reason.
 */
export function parseBxml(
  document: string,
  switches: Pick<Switches, 'redirectText' | 'severalEndpoints'>,
): ParsedBxml {
  try {
    const warnings: string[] = []
    const verbs = rootOf(document).children.map((node) => readVerb(node, switches, warnings))
    return { type: 'bxml', verbs, warnings }
  } catch (error) {
    return { type: 'invalid-bxml', reason: error instanceof Error ? error.message : String(error) }
  }
}

function rootOf(document: string): Node {
  const bytes = new TextEncoder().encode(document).length
  if (bytes > maxBxmlBytes) {
    throw new InvalidBxml(`the document has ${bytes} bytes, more than ${maxBxmlBytes}`)
  }
  if (document.trim() === '') throw new InvalidBxml('the document is empty')
  // Entities of the document's own are an attack, never a verb.
  if (/<!DOCTYPE/i.test(document)) throw new InvalidBxml('a document type is not allowed')
  const validity = XMLValidator.validate(document)
  if (validity !== true) throw new InvalidBxml(validity.err.msg)
  const roots = readOrdered(xml.parse(document)).children
  const [root] = roots
  if (!root || roots.length > 1) throw new InvalidBxml('expected exactly one root element')
  if (root.name !== 'Response' && root.name !== 'Bxml') {
    throw new InvalidBxml(`expected <Response> as the root, got <${root.name}>`)
  }
  if (root.text.trim() !== '') throw new InvalidBxml(`<${root.name}> takes verbs, not text`)
  return root
}

function readVerb(
  node: Node,
  switches: Pick<Switches, 'redirectText' | 'severalEndpoints'>,
  warnings: string[],
): Verb {
  const spelling = isVerbName(node.name) ? spellings[node.name] : undefined
  if (!spelling) throw new InvalidBxml(`unknown verb <${node.name}>`)
  const content = readContent(node, spelling, switches, warnings)
  const parsed = v.safeParse(Verb, {
    verb: node.name,
    ...content,
    ...readAttributes(node, spelling),
  })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new InvalidBxml(`<${node.name}> ${v.getDotPath(issue) ?? 'content'}: ${issue.message}`)
}

function readContent(
  node: Node,
  { content }: Spelling,
  switches: Pick<Switches, 'redirectText' | 'severalEndpoints'>,
  warnings: string[],
): Record<string, unknown> {
  const text = node.text.trim()
  // SSML is read for its words.
  if (content === 'text') return { text: node.words.replaceAll(/\s+/g, ' ') }
  if (content === 'endpoints') {
    if (text !== '') throw new InvalidBxml('<Connect> takes <Endpoint>, not text')
    if (node.children.length > 1 && switches.severalEndpoints === 'invalid-bxml') {
      throw new InvalidBxml('<Connect> takes one <Endpoint>')
    }
    return { endpoints: node.children.map(readEndpoint) }
  }
  refuseChildren(node)
  if (content === 'audioUrl' || content === 'tag') return { [content]: text }
  if (text === '') return {}
  if (content === 'none') throw new InvalidBxml(`<${node.name}> takes no text`)
  if (switches.redirectText === 'reject') {
    throw new InvalidBxml('<Redirect> takes its URL in redirectUrl, not as text')
  }
  warnings.push('<Redirect> has its URL as text: the reference wants redirectUrl="…"')
  return { redirectUrl: text }
}

function readEndpoint(node: Node): string {
  if (node.name !== 'Endpoint')
    throw new InvalidBxml(`<Connect> takes <Endpoint>, got <${node.name}>`)
  const [attribute] = Object.keys(node.attributes)
  if (attribute) throw new InvalidBxml(`<Endpoint> has no attribute ${attribute}`)
  refuseChildren(node)
  return node.text
}

function readAttributes(node: Node, spelling: Spelling): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(node.attributes)) {
    const kind = Object.hasOwn(spelling.attributes, name) ? spelling.attributes[name] : undefined
    if (!kind) throw new InvalidBxml(`<${node.name}> has no attribute ${name}`)
    attributes[name] = readAttribute(kind, value)
  }
  return attributes
}

/** What is no number or boolean stays what it is, for the schema to refuse. */
function readAttribute(kind: AttributeKind, value: string): unknown {
  if (kind === 'number') return value.trim() === '' ? value : Number(value)
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

function refuseChildren(node: Node): void {
  const [child] = node.children
  if (child) throw new InvalidBxml(`<${node.name}> takes no <${child.name}>`)
}

function isVerbName(name: string): name is Verb['verb'] {
  return Object.hasOwn(spellings, name)
}

const xml = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Also switches on numeric character references, which XML has and the library leaves alone otherwise.
  htmlEntities: true,
})

/** The library's ordered form: one key per object, `#text` or the element's name, attributes under `:@`. */
const OrderedXml = v.array(v.record(v.string(), v.unknown()))
const Attributes = v.record(v.string(), v.string())

function readOrdered(ordered: unknown): Content {
  const content: Content = { children: [], text: '', words: '' }
  for (const entry of v.parse(OrderedXml, ordered)) {
    const { ':@': attributes = {}, '#text': characters = '', ...element } = entry
    content.text += String(characters)
    content.words += String(characters)
    for (const [name, inner] of Object.entries(element)) {
      const child = { name, attributes: v.parse(Attributes, attributes), ...readOrdered(inner) }
      content.children.push(child)
      content.words += ` ${child.words} `
    }
  }
  return content
}
