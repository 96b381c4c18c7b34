import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// Vitest empties style sheets that are imported.
const src = import.meta.dirname
const appCss = readFileSync(join(src, 'ui/app.css'), 'utf8')

/** Every style sheet of the phone and of the demo's panel, but the one that holds the roles. */
const sheets = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.module.css'))
  .map((path): [string, string] => [path, readFileSync(join(src, path), 'utf8')])

describe('every style sheet takes its values from the roles of app.css', () => {
  it.each(sheets)('%s', (_path, css) => {
    expect(findRawValues(css)).toEqual([])
  })

  it('and finds what does not', () => {
    expect(findRawValues('.a { color: #fff; }')).toHaveLength(1)
    expect(findRawValues('.a { background: rgb(0 0 0 / 50%); }')).toHaveLength(1)
    expect(findRawValues('.a { font: 1rem/1.4 var(--mono); }')).toHaveLength(1)
    expect(findRawValues('.a { font-size: 12px; font-weight: 650; }')).toHaveLength(2)
    expect(findRawValues('.a { transition: opacity 120ms; }')).toHaveLength(1)
    expect(findRawValues('@keyframes turn { }')).toHaveLength(1)
    expect(findRawValues('.a { padding: 0 13px; margin: auto; }')).toHaveLength(1)
    expect(findRawValues('.a { color: var(--colour-of-its-own); }')).toHaveLength(1)
  })
})

/** Text needs 4.5, what marks a control or its state 3 (WCAG 2.2, 1.4.3 and 1.4.11). */
describe.each(['light', 'dark', 'stage'] as const)('the colours of %s', (ground) => {
  const colour = coloursOf(ground)
  const grounds = ['ground', 'surface', 'raised', 'pressed']

  it.each(['ink', 'ink-soft', 'ink-faint', 'go', 'end', 'wait'])('can be read: %s', (role) => {
    for (const behind of grounds) {
      expect(contrast(colour(role), colour(behind)), `on ${behind}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  it.each(['go-soft', 'end-soft', 'wait-soft'])('can be read on %s', (behind) => {
    for (const role of ['ink', 'ink-soft', behind.replace('-soft', '')]) {
      expect(contrast(colour(role), colour(behind)), role).toBeGreaterThanOrEqual(4.5)
    }
  })

  it.each(['go', 'end'])('can be read on a %s button', (role) => {
    expect(contrast(colour(`${role}-ink`), colour(role))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['line-strong', 'focus'])('can be seen: %s', (role) => {
    for (const behind of grounds) {
      expect(contrast(colour(role), colour(behind)), `on ${behind}`).toBeGreaterThanOrEqual(3)
    }
  })
})

/** Declarations that name a colour, a size of text, a weight, a space or a duration instead of a role for it. */
function findRawValues(css: string): string[] {
  const text = css.replaceAll(/\/\*[\s\S]*?\*\//g, '')
  const keyframes = text.match(/@keyframes [\w-]+/g) ?? []
  const own = new Set(text.match(/--[\w-]+(?=:)/g))
  const declarations = [...text.matchAll(/([\w-]+):\s*([^;{}]+);/g)]
  const raw = declarations.filter(([, property = '', value = '']) => {
    const roles = value.match(/--[\w-]+/g) ?? []
    return (
      /#[\da-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(/i.test(value) ||
      (/^font(-size|-weight)?$/.test(property) &&
        /[\d.]+(px|rem|em)\b|\b[1-9]00\b|\b\d50\b/.test(value)) ||
      (/^(padding|margin|gap|row-gap|column-gap)/.test(property) &&
        /\b(?!1px)[1-9]\d*px/.test(value)) ||
      /\b[\d.]+m?s\b/.test(value) ||
      roles.some((role) => !own.has(role) && !appCss.includes(`${role}:`))
    )
  })
  return [...keyframes, ...raw.map(([declaration]) => declaration)]
}

/** The hexadecimal filling of a role where it stands. */
function coloursOf(ground: 'light' | 'dark' | 'stage') {
  const onStage = appCss.slice(appCss.indexOf('/* On the dark ground'))
  const find = (role: string, css: string) =>
    css.match(new RegExp(String.raw`--${role}: ([^;]+);`))?.[1]
  return (role: string): string => {
    const filling = (ground === 'stage' && find(role, onStage)) || find(role, appCss)
    if (filling === 'var(--stage)') return find('stage', appCss) ?? ''
    const [light, dark] = filling?.match(/#[\da-f]{6}/g) ?? []
    const hexadecimal = ground === 'light' ? light : (dark ?? light)
    if (!hexadecimal) throw new Error(`app.css has no colour for --${role}.`)
    return hexadecimal
  }
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hexadecimal: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((index) => {
    const channel = Number.parseInt(hexadecimal.slice(index, index + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
