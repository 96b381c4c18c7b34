/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest'

/**
 * Which folder of `src` may import what, and which globals it may touch: the house in one table.
 * `ours` are folders; a package is named as it is imported. Tests may also import `testing` and what they test with.
 */
const rules: Record<string, { ours: string[]; packages: string[]; mayTouch?: RegExp }> = {
  // The words, for whatever meets the eye or the ear: `ui` and the programs of the page.
  language: { ours: [], packages: ['icu-minify/format'] },
  wire: { ours: [], packages: ['valibot'] },
  brtc: { ours: ['wire'], packages: ['valibot'], mayTouch: /WebSocket|RTC\w+|Media\w+/ },
  phone: {
    ours: ['brtc', 'wire'],
    packages: ['valibot', 'zustand/vanilla', 'libphonenumber-js/min', 'papaparse'],
    // Both arrive as arguments; the types are named.
    mayTouch: /EventSource|MediaStream\w*|RTC\w+/,
  },
  audio: { ours: ['phone'], packages: [], mayTouch: /Media\w+|Audio\w+|navigator|document/ },
  // What the browser gives a page besides sound: one adapter of a port of `phone` per file.
  page: {
    ours: ['phone', 'language'],
    packages: ['idb', 'valibot'],
    mayTouch: /document|window|navigator|Media\w+|localStorage|sessionStorage|BroadcastChannel/,
  },
  // Runs beside the page, in a worker of its own: it shares nothing with anybody.
  shell: { ours: [], packages: [] },
  ui: {
    ours: ['phone', 'language'],
    packages: ['react', 'react-dom', 'react-dom/client', 'zustand', 'lucide-react', 'virtua'],
    mayTouch: /document|window|navigator|MediaStream/,
  },
  // Names the codes of every part that has some: their types, and nothing that runs.
  'ui/catalogue': { ours: ['language', 'ui', 'phone', 'brtc', 'wire'], packages: ['react'] },
  backend: {
    ours: ['language', 'wire'],
    packages: ['hono', 'hono/cookie', 'hono/streaming', 'libphonenumber-js/min', 'valibot'],
  },
  // What runs in Node only, programs included: everything else of the two folders runs in a page as well.
  'backend/host': {
    ours: ['backend', 'wire'],
    packages: [
      'hono',
      'hono/utils/mime',
      '@hono/node-server',
      'bandwidth-sdk',
      'fast-xml-parser',
      'jose',
      'libphonenumber-js/min',
      'libsql',
      'pino',
      'valibot',
      ...node('crypto', 'dns/promises', 'events', 'fs', 'fs/promises', 'http', 'net', 'os', 'path'),
      ...node('stream', 'tls', 'util', 'zlib'),
    ],
  },
  simulator: {
    ours: ['wire'],
    packages: ['hono', 'hono/streaming', 'valibot', '@valibot/to-json-schema', 'fast-xml-parser'],
    mayTouch: /RTC\w+|Media\w+|Audio\w+|document/,
  },
  'simulator/host': {
    ours: ['simulator', 'wire'],
    packages: [
      'hono',
      '@hono/node-server',
      '@evan/opus',
      'valibot',
      'werift',
      'ws',
      ...node('events', 'http', 'net', 'stream'),
    ],
    // werift's: peers and tracks for Node, named as in browsers.
    mayTouch: /RTC\w+|MediaStream|WebSocket/,
  },
  mocks: {
    // Of the phone only the port that the simulated network is seen through.
    ours: ['simulator', 'backend', 'wire', 'ui/kit', 'phone'],
    packages: ['msw', 'msw/browser', 'react', 'react-dom/client', 'lucide-react', 'valibot'],
    mayTouch: /document|window|WebSocket/,
  },
}

/** Programs for Node, in the folder beside their host. */
const programs = /^\.\/(backend|simulator)\/(?:node|doctor)\.ts$/

/** Where the older platform's package may be imported: its chunk loads only for a token of that platform. */
const sdk = { file: './brtc/sdk-client.ts', package: /^@bandwidth\/webrtc-browser(?:\/|$)/ }

const effects =
  /\b(WebSocket|EventSource|BroadcastChannel|RTC[A-Z]\w+|Media(?:Stream|Devices|Recorder)\w*|Audio(?:Context|Worklet|Buffer|Node|Param)\w*|navigator|document|window|localStorage|sessionStorage)\b/g

const sources = import.meta.glob<string>('./*/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const production = Object.entries(sources).filter(
  ([path]) => !/\.test\.tsx?$|^\.\/testing\//.test(path),
)

describe('the folders of src', () => {
  it('are all in the table', () => {
    const folders = new Set(Object.keys(sources).map((path) => path.split('/')[1]))
    expect([...folders].filter((folder) => folder && folder !== 'testing').toSorted()).toEqual(
      Object.keys(rules)
        .filter((folder) => !folder.includes('/'))
        .toSorted(),
    )
  })

  it('import only what the table allows', () => {
    const violations = production.flatMap(([path, source]) => {
      const folder = folderOf(path)
      return importsOf(source)
        .map((specifier) => ({ specifier, target: resolve(path, specifier) }))
        .filter(({ target }) => !isAllowed(folder, target) && !isSdk(path, target))
        .map(({ specifier }) => `${path} imports ${specifier}`)
    })
    expect(violations).toEqual([])
  })

  it('load the older platform’s client only when it is needed', () => {
    const importers = production.filter(([, source]) =>
      /^(?:import|export)\b[^'"]*?from\s*['"][^'"]*sdk-client\.ts['"]/m.test(source),
    )
    expect(importers.map(([path]) => path)).toEqual([])
  })

  it('touch only the globals that the table allows', () => {
    const violations = production.flatMap(([path, source]) => {
      const allowed = rules[folderOf(path)]?.mayTouch
      return [...withoutCommentsAndStrings(source).matchAll(effects)]
        .map(([global]) => global)
        .filter((global) => !allowed || !new RegExp(`^(?:${allowed.source})$`).test(global))
        .map((global) => `${path} touches ${global}`)
    })
    expect([...new Set(violations)]).toEqual([])
  })
})

function node(...modules: string[]): string[] {
  return modules.map((module) => `node:${module}`)
}

/** The row of the table that a file falls under. */
function folderOf(path: string): string {
  const [, program] = programs.exec(path) ?? []
  if (program !== undefined) return `${program}/host`
  const [, folder = '', subfolder = ''] = path.split('/')
  return `${folder}/${subfolder}` in rules ? `${folder}/${subfolder}` : folder
}

function importsOf(source: string): string[] {
  const statement = /^(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]/gm
  const bare = /^import\s*['"]([^'"]+)['"]/gm
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g
  return [statement, bare, dynamic].flatMap((form) =>
    [...source.matchAll(form)].flatMap(([, specifier]) => specifier ?? []),
  )
}

/** 'phone/ports.ts' for a relative import, the specifier itself for a package. */
function resolve(path: string, specifier: string): { ours: string } | { package: string } {
  if (!specifier.startsWith('.')) return { package: specifier }
  const url = new URL(specifier, `file:///src/${path.slice(2)}`)
  return { ours: url.pathname.replace('/src/', '') }
}

function isAllowed(folder: string, target: ReturnType<typeof resolve>): boolean {
  const rule = rules[folder]
  if (!rule) return false
  if ('package' in target) return rule.packages.includes(target.package)
  const isOfHost = folderOf(`./${target.ours}`).endsWith('/host')
  if (isOfHost) return folderOf(`./${target.ours}`) === folder
  return [folder, ...rule.ours].some((allowed) => target.ours.startsWith(`${allowed}/`))
}

function isSdk(path: string, target: ReturnType<typeof resolve>): boolean {
  return path === sdk.file && 'package' in target && sdk.package.test(target.package)
}

function withoutCommentsAndStrings(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '')
}
