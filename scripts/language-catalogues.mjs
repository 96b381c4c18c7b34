import { readFileSync } from 'node:fs'
import compile from 'icu-minify/compile'

/**
 * The catalogues of `src/language`, compiled while they are built: what reads messages stays out of the page, which only
 * puts them together. A message that cannot be read fails the build, with its key.
 * @returns {import('vite').Plugin}
 */
export function languageCatalogues() {
  return {
    name: 'language-catalogues',
    enforce: 'pre',
    load: {
      filter: { id: /\/src\/language\/[a-z.]+\.json$/ },
      handler: (id) => JSON.stringify(compileCatalogue(readFileSync(id, 'utf8'))),
    },
    // The first picture waits for its words. Most pages speak English, and every other where its own cannot be loaded, so
    // it is fetched beside the code and not after it.
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.values(bundle)
          .filter(
            (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/language/en.json'),
          )
          .map(({ fileName }) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
            injectTo: 'head',
          })),
    },
  }
}

/**
 * @param {string} json messages by key, in ICU's syntax
 * @returns {Record<string, import('icu-minify/format').CompiledMessage>}
 */
export function compileCatalogue(json) {
  /** @type {Record<string, string>} */
  const messages = JSON.parse(json)
  return Object.fromEntries(Object.entries(messages).map(([key, text]) => [key, read(key, text)]))
}

/**
 * @param {string} key
 * @param {string} text
 */
function read(key, text) {
  try {
    return compile(text)
  } catch (error) {
    throw new Error(`The message '${key}' cannot be read: ${text}`, { cause: error })
  }
}
