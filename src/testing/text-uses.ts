import { parseSync } from 'vite'

/** A message that the source names, and what it gives it. */
export type TextUse = {
  key: string
  /** The names of the values, where it is the first argument of a call; undefined where it stands in a table. */
  values: readonly string[] | undefined
}

export type SourceTexts = {
  uses: readonly TextUse[]
  /** The names of the values in the calls whose message comes from a table. */
  fromTables: readonly (readonly string[])[]
  /** What can be read on the screen, or heard, and is in no catalogue. */
  literals: readonly string[]
  /** Calls that are made while the module loads, when no language is spoken yet. */
  tooEarly: number
}

type Syntax = { type: string } & Record<string, unknown>

/** Properties whose text is seen or read out; the rest of them are ours, of parts that show them. */
const shown =
  /^(?:aria-(?:label|description|valuetext|roledescription)|title|placeholder|alt|label|headline|detail|what|todo)$/
const isFunction = /Function|MethodDefinition/

/** What a source says, and whether it says it by the catalogue. */
export function readTexts(path: string, source: string, keys: ReadonlySet<string>): SourceTexts {
  const { program } = parseSync(path, source)
  const uses: TextUse[] = []
  const fromTables: (readonly string[])[] = []
  const literals: string[] = []
  const direct = new Set<unknown>()
  const constants = new Map<string, Syntax>()
  const speaking = importedFrom(program, /\/(?:language|words)\.ts$/)
  let tooEarly = 0

  each(program, ({ node }) => {
    if (node.type !== 'VariableDeclarator' || !isSyntax(node.id) || !isSyntax(node.init)) return
    constants.set(String(node.id.name), node.init)
  })
  each(program, ({ node, isInFunction, isThrown }) => {
    const callee = isSyntax(node.callee) ? node.callee.name : undefined
    if (node.type === 'CallExpression' && speaking.has(String(callee))) {
      const [message, given] = node.arguments as Syntax[]
      const values = valuesOf(given, constants)
      const named = message ? stringsIn(message).filter(({ value }) => keys.has(value)) : []
      if (named.length === 0) fromTables.push(values)
      for (const { node, value } of named) {
        direct.add(node)
        uses.push({ key: value, values })
      }
      if (!isInFunction) tooEarly += 1
    }
    if (node.type === 'JSXText' && hasLetters(node.value)) literals.push(String(node.value).trim())
    if (node.type === 'JSXExpressionContainer') literals.push(...visible(node.expression))
    if (node.type === 'JSXAttribute' && isSyntax(node.name) && shown.test(String(node.name.name))) {
      literals.push(...visible(node.value))
    }
    if (node.type === 'Literal' && isSentence(node.value) && !isThrown) {
      literals.push(String(node.value))
    }
  })
  each(program, ({ node }) => {
    if (node.type !== 'Literal' || direct.has(node) || !keys.has(String(node.value))) return
    uses.push({ key: String(node.value), values: undefined })
  })
  return { uses, fromTables, literals: [...new Set(literals)], tooEarly }
}

/** A text in an attribute is no text in a child: those containers are looked at with their attribute. */
function visible(value: unknown): string[] {
  if (!isSyntax(value)) return []
  const inner = value.type === 'JSXExpressionContainer' ? value.expression : value
  if (!isSyntax(inner)) return []
  return stringsIn(inner).flatMap(({ value }) => (hasLetters(value) ? [value] : []))
}

/** The strings that an expression may be: both of a condition, and the fixed parts of a template. */
function stringsIn(node: Syntax): { node: Syntax; value: string }[] {
  const of = (...parts: unknown[]) => parts.filter(isSyntax).flatMap(stringsIn)
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [{ node, value: node.value }] : []
    case 'TemplateLiteral':
      return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => ({
        node,
        value: value.cooked,
      }))
    case 'ConditionalExpression':
      return of(node.consequent, node.alternate)
    case 'LogicalExpression':
      return of(node.left, node.right)
    default:
      return []
  }
}

function valuesOf(given: Syntax | undefined, constants: ReadonlyMap<string, Syntax>): string[] {
  const object = given?.type === 'Identifier' ? constants.get(String(given.name)) : given
  if (!object) return given ? ['?'] : []
  if (object.type !== 'ObjectExpression') return ['?']
  return (object.properties as Syntax[]).map(({ key }) =>
    isSyntax(key) ? String(key.name ?? key.value) : '…',
  )
}

/** What a source has from elsewhere: others may have functions of the same name. */
function importedFrom(program: unknown, source: RegExp): ReadonlySet<string> {
  const names = new Set<string>()
  each(program, ({ node }) => {
    if (node.type !== 'ImportDeclaration' || !isSyntax(node.source)) return
    if (!source.test(String(node.source.value))) return
    for (const { local } of node.specifiers as Syntax[]) {
      if (isSyntax(local)) names.add(String(local.name))
    }
  })
  return new Set(['text', 'explain'].filter((name) => names.has(name)))
}

type Visit = { node: Syntax; isInFunction: boolean; isThrown: boolean }

function each(root: unknown, visit: (visited: Visit) => void): void {
  const walk = (value: unknown, isInFunction: boolean, isThrown: boolean): void => {
    if (Array.isArray(value)) return value.forEach((one) => walk(one, isInFunction, isThrown))
    if (!isSyntax(value)) return
    visit({ node: value, isInFunction, isThrown })
    const isInside = isInFunction || isFunction.test(value.type)
    const isError = isThrown || value.type === 'NewExpression'
    // An attribute that is not shown has words of its own: classes, roles, ids.
    const parts = value.type === 'JSXAttribute' ? attributeParts(value) : Object.values(value)
    for (const part of parts) walk(part, isInside, isError)
  }
  walk(root, false, false)
}

const attributeParts = ({ value }: Syntax): unknown[] =>
  isSyntax(value) && value.type === 'JSXExpressionContainer' ? [value.expression] : [value]

const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

const hasLetters = (text: unknown): boolean => /\p{L}{2}/u.test(String(text))

/** As a catalogue has them: a capital letter, some words, a full stop. */
const isSentence = (text: unknown): boolean =>
  typeof text === 'string' && /^\p{Lu}\p{Ll}* .*\p{Ll}[.?…]$/u.test(text)
