import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { build } from 'vite'

/**
 * Writes `sw.js` beside the built page: the offline shell of `src/shell`, which knows every file of this build. Last, when
 * everything else is there.
 * @returns {import('vite').Plugin}
 */
export function offlineShell() {
  return {
    name: 'offline-shell',
    apply: 'build',
    enforce: 'post',
    async writeBundle({ dir = 'dist' }) {
      const files = filesOf(dir)
      const hash = createHash('sha256')
      for (const file of files) hash.update(file).update(readFileSync(join(dir, file)))
      const content = {
        version: hash.digest('hex').slice(0, 16),
        files: files.map((file) => (file === 'index.html' ? '/' : `/${file.split(sep).join('/')}`)),
      }
      writeFileSync(join(dir, 'sw.js'), await buildWorker(content))
    },
  }
}

/** @param {string} dir */
function filesOf(dir) {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .filter((file) => !/^\.|\.map$|^sw\.js$/.test(file))
    .toSorted()
}

/** @param {{ version: string, files: string[] }} content */
async function buildWorker(content) {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    define: { SHELL_CONTENT: JSON.stringify(content) },
    build: {
      write: false,
      copyPublicDir: false,
      rolldownOptions: { input: 'src/shell/service-worker.ts', output: { format: 'iife' } },
    },
  })
  const output = Array.isArray(result) ? result[0] : result
  if (!output || !('output' in output)) throw new Error('Vite built no service worker')
  return output.output[0].code
}
