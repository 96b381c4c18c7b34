import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileCatalogue } from '../../scripts/language-catalogues.mjs'
import { readTexts } from '../testing/text-uses.ts'
import { languageNames } from './load-language.ts'

const src = join(import.meta.dirname, '..')
const readPart = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(join(src, `language/${name}.json`), 'utf8'))
const read = (language: string) => ({
  ...readPart(language),
  ...readPart(`${language}.diagnostics`),
})
const english = read('en')
const keys = new Set(Object.keys(english))
const others = Object.keys(languageNames).filter((language) => language !== 'en')

const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|^testing\//.test(path))
  .map((path) => ({ path, ...readTexts(path, readFileSync(join(src, path), 'utf8'), keys) }))

describe.each(others)('the catalogue %s', (language) => {
  const catalogue = read(language)

  it('has the messages of the English one, in its order', () => {
    expect(Object.keys(catalogue)).toEqual([...keys])
  })

  it('gives each message the same values, tags and lines', () => {
    const shapes = shapesOf(catalogue)
    for (const [key, shape] of Object.entries(shapesOf(english))) {
      expect(shapes[key], key).toEqual(shape)
    }
  })
})

describe.each(['en', ...others])('the messages of %s', (language) => {
  it('are written with the marks of its typesetting', () => {
    const foreign = language === 'es' ? /["'“”]|\.\.\.|--/ : /["']|\.\.\.|--/
    expect(Object.entries(read(language)).filter(([, text]) => foreign.test(text))).toEqual([])
  })
})

describe('the sources', () => {
  it('use every message', () => {
    const used = new Set(sources.flatMap(({ uses }) => uses.map(({ key }) => key)))
    expect([...keys].filter((key) => !used.has(key))).toEqual([])
  })

  it('give each message its values: a call exactly those, a table at least', () => {
    const shapes = shapesOf(english)
    const wrong = sources.flatMap(({ path, uses, fromTables }) =>
      uses
        .filter(({ key, values }) => {
          const wanted = shapes[key]?.names ?? []
          return values
            ? values.toSorted().join() !== wanted.join()
            : ![[], ...fromTables].some((names) => wanted.every((name) => names.includes(name)))
        })
        .map(({ key }) => `${path}: ${key}`),
    )
    expect(wrong).toEqual([])
  })

  it('say what only the diagnostics have nowhere else', () => {
    const later = readPart('en.diagnostics')
    const elsewhere = sources
      .filter(({ path }) => !/^ui\/(?:catalogue|diagnostics|insight|sequence)\//.test(path))
      .flatMap(({ path, uses }) => uses.map(({ key }) => `${path}: ${key}`))
      .filter((use) => (use.split(': ')[1] ?? '') in later)
    expect(elsewhere).toEqual([])
  })

  it('ask for no message before a language is spoken', () => {
    expect(sources.filter(({ tooEarly }) => tooEarly > 0).map(({ path }) => path)).toEqual([])
  })

  /** Names are the same in every language, and so are the marks of a keyboard. */
  const names = /^(?:Offhook|Bandwidth WebRTC|BRTC|UTC)$/

  it('of the screen say nothing by themselves', () => {
    const said = sources
      .filter(({ path }) => path.startsWith('ui/'))
      .flatMap(({ path, literals }) => literals.map((literal) => `${path}: ${literal}`))
    expect(said.filter((one) => !names.test(one.split(': ')[1] ?? ''))).toEqual([])
  })
})

describe('what reads the sources', () => {
  const found = (source: string) =>
    readTexts('a.tsx', `import { text } from './language.ts'\n${source}`, new Set(['a.b', 'a.c']))

  it('finds a message in a call, in a condition and in a table', () => {
    expect(found(`f(() => text(is ? 'a.b' : 'a.c', { n: 1 }))`).uses).toEqual([
      { key: 'a.b', values: ['n'] },
      { key: 'a.c', values: ['n'] },
    ])
    expect(found(`const t = { one: 'a.b' }; const f = () => text(t.one, { n })`)).toMatchObject({
      uses: [{ key: 'a.b', values: undefined }],
      fromTables: [['n']],
    })
  })

  it.each([
    ['<p>Words</p>', 'Words'],
    ['<p>{is ? `Some ${n}` : 0}</p>', 'Some '],
    ['<p aria-label="Words" />', 'Words'],
    ['<p title={is && "Words"} />', 'Words'],
    ['f("A sentence in a string.")', 'A sentence in a string.'],
  ])('finds the words in %s', (source, words) => {
    expect(found(`const x = () => ${source}`).literals).toContain(words)
  })

  it('leaves classes, roles and errors alone', () => {
    const { literals } = found(
      `const x = () => { throw new Error('A sentence in an error.') }; const y = <p className={is ? 'words' : 'others'} role="list" />`,
    )
    expect(literals).toEqual([])
  })

  it('finds a message that is asked for while the module loads', () => {
    expect(found(`const x = text('a.b')`).tooEarly).toBe(1)
    expect(found(`const x = () => text('a.b')`).tooEarly).toBe(0)
  })
})

/** What each message needs from its source, and how many lines there are in it. */
function shapesOf(messages: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(compileCatalogue(JSON.stringify(messages))).map(([key, message]) => [
      key,
      {
        names: [...new Set(namesIn(message))].toSorted(),
        lines: messages[key]?.split('\n').length,
      },
    ]),
  )
}

/** In the compiled form an argument or tag is a list that begins with its name, and a plural has a table of messages. */
function namesIn(message: unknown, isNode = false): string[] {
  if (Array.isArray(message)) {
    if (!isNode) return message.flatMap((node) => namesIn(node, true))
    const [name, ...rest] = message as unknown[]
    const isTyped = typeof rest[0] === 'number'
    return [String(name), ...rest.flatMap((part) => namesIn(part, !isTyped))]
  }
  if (typeof message === 'object' && message !== null && isNode) return []
  return typeof message === 'object' && message !== null
    ? Object.values(message).flatMap((branch) => namesIn(branch))
    : []
}
