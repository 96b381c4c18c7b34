/**
 * Holds the production build to its size and proves that no demo code is in it. Reads Vite's manifest of `dist`
 * and builds the BRTC client alone. Sizes are gzip, in kB of 1,000 bytes.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const limits = { entry: 110, firstPicture: 122, loadedByItself: 209, brtcClient: 9, onDemand: 60 }
/** Modules that are loaded for some users only, each with the reason: by themselves they load for nobody. */
const onDemand = new Map([
  [
    'src/brtc/sdk-client.ts',
    'the client of the older platform, for a device token of that platform',
  ],
  ['src/language/es.json', 'the texts in Spanish'],
  ['src/language/en.diagnostics.json', 'the texts of the diagnostics'],
  ['src/language/es.diagnostics.json', 'the same in Spanish'],
  ['src/ui/device-token/device-token-scene.tsx', 'the page for a token that a developer brings'],
  ['src/phone/pasted-grant.ts', 'the reading of that token'],
  ['src/phone/checks/create-checks.ts', 'the checks before work'],
  ['src/audio/voice-recorder.ts', 'the recorder of the audio check'],
  ['src/ui/checks/audio-check.tsx', 'the audio check'],
  ['src/ui/checks/network-check.tsx', 'the network check'],
  ['src/ui/contacts/contacts-dialog.tsx', 'the contacts, with their import'],
  ['src/ui/history/call-details.tsx', 'the details of a call'],
  ['src/ui/settings/settings-dialog.tsx', 'the settings'],
  ['src/ui/dialer/dialing-settings.tsx', 'the settings for dialing'],
  ['src/ui/dialer/which-number.tsx', 'the choice among several pasted numbers'],
  ['src/ui/insight/insight-dialog.tsx', 'the sequence of a call, the log and the codes'],
  ['src/ui/quality/measurements.tsx', 'the measurements of a call'],
  ['src/ui/ringing/ringing-dialog.tsx', 'the settings for ringing'],
  ['src/ui/spare-tab/spare-tab.tsx', 'the screen of a tab that is not the phone'],
  ['src/ui/shortcuts/shortcuts-dialog.tsx', 'the list of shortcuts'],
])
const failures = []

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const entry = manifest['index.html']
const loadedByItself = reachable('index.html')

report('entry JavaScript', kilobytes(staticImports('index.html')), limits.entry)
// The words of a language are no code of the entry, but the first picture waits for them: they are counted with it here.
report(
  'entry and the texts of the screen',
  kilobytes([...staticImports('index.html'), ...staticImports('src/language/en.json')]),
  limits.firstPicture,
)
report('all JavaScript that loads by itself', kilobytes(loadedByItself), limits.loadedByItself)
for (const [name, what] of onDemand) {
  const files = [...reachable(name)].filter((file) => !loadedByItself.has(file))
  report(what, kilobytes(files), limits.onDemand)
  if (files.length === 0) failures.push(`${name} is no chunk of its own`)
}
report('BRTC client alone', await brtcClientSize(), limits.brtcClient)

if (!entry) failures.push('dist has no entry')
const demoWords = ['mockServiceWorker', 'offhook.invalid', 'Simulated phone network']
for (const file of filesOf('dist')) {
  if (demoWords.some((word) => file.includes(word) || readFileSync(file, 'utf8').includes(word))) {
    failures.push(`${file} contains demo code`)
  }
}

for (const failure of failures) console.error(failure)
process.exitCode = failures.length === 0 ? 0 : 1

/**
 * @param {string} name
 * @param {number} size
 * @param {number} limit
 */
function report(name, size, limit) {
  console.log(`${name}: ${size.toFixed(1)} kB gzip (limit ${limit})`)
  if (size > limit) failures.push(`${name} is over its limit`)
}

/**
 * The files that the browser fetches before it runs the first line.
 * @param {string} name
 * @param {Set<string>} [seen]
 * @returns {Set<string>}
 */
function staticImports(name, seen = new Set()) {
  const chunk = manifest[name]
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const next of chunk.imports ?? []) staticImports(next, seen)
  return seen
}

/**
 * The same and every chunk that any of them may load later, but for `onDemand`: an upper bound of what loads by itself.
 * @param {string} name
 * @param {Set<string>} [seen]
 * @returns {Set<string>}
 */
function reachable(name, seen = new Set()) {
  const chunk = manifest[name]
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) {
    if (!onDemand.has(next)) reachable(next, seen)
  }
  return seen
}

/** @param {Iterable<string>} files */
function kilobytes(files) {
  return [...files].reduce((sum, file) => sum + gzipped(readFileSync(join('dist', file))), 0)
}

/** @param {string | Uint8Array} content */
function gzipped(content) {
  return gzipSync(content).length / 1_000
}

async function brtcClientSize() {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      // Not Vite's library mode, which leaves the white space in.
      rolldownOptions: {
        input: 'src/brtc/client.ts',
        preserveEntrySignatures: 'strict',
        output: { format: 'es' },
      },
    },
  })
  const output = Array.isArray(result) ? result[0] : result
  if (!output || !('output' in output)) throw new Error('Vite built no BRTC client')
  return gzipped(output.output[0].code)
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(js|html|css|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
