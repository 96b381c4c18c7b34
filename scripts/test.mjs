/**
 * All checks and tests of the project, in one command, with one closing line: `N passed, N failed`.
 * Every step runs even when one before it has failed, so that one run tells everything.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'

const reports = mkdtempSync(join(tmpdir(), 'offhook-test-'))
const vitestReport = join(reports, 'vitest.json')
const playwrightReport = join(reports, 'playwright.json')
let passed = 0
let failed = 0

if (!findChromium()) installChromium()

count('type check', run('tsc'))
count('lint', run('oxlint', '--type-aware'))
count('format check', run('prettier', '--check', '--log-level', 'warn', '.'))
count('production build', run('vite', 'build', '--logLevel', 'warn'))
count('server build', run('vite', 'build', '--mode', 'server', '--logLevel', 'warn'))
count('demo build', run('vite', 'build', '--mode', 'demo', '--logLevel', 'warn'))
count('size limits', runCommand('node', ['scripts/sizes.mjs']))
const vitest = run(
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${vitestReport}`,
)
add('unit, process and browser tests', vitest, () => {
  const { numPassedTests, numFailedTests } = readJson(vitestReport)
  return { passed: numPassedTests, failed: numFailedTests }
})
const playwright = run(
  'playwright',
  'test',
  '--config',
  'e2e/playwright.config.ts',
  '--project=e2e',
  '--project=three-processes',
  '--project=three-processes-core',
  '--project=spanish-core',
  '--reporter=list,json',
  {
    PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
  },
)
add('end-to-end tests', playwright, () => {
  const { expected, unexpected, flaky } = readJson(playwrightReport).stats
  return { passed: expected, failed: unexpected + flaky }
})

rmSync(reports, { recursive: true, force: true })
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/**
 * @param {string} name
 * @param {boolean} succeeded
 */
function count(name, succeeded) {
  if (succeeded) passed += 1
  else failed += 1
  console.log(`${succeeded ? 'ok' : 'FAILED'}: ${name}`)
}

/**
 * Adds a runner's own sums. A runner that broke before it could report, or that failed although each of its
 * tests passed (an unhandled rejection, say), counts as one failure.
 * @param {string} name
 * @param {boolean} succeeded
 * @param {() => { passed: number, failed: number }} read
 */
function add(name, succeeded, read) {
  let sums = { passed: 0, failed: 0 }
  try {
    sums = read()
  } catch (error) {
    console.error(`${name}: no report was written`, error)
  }
  if (sums.failed === 0 && (!succeeded || sums.passed === 0)) sums.failed = 1
  passed += sums.passed
  failed += sums.failed
  console.log(`${name}: ${sums.passed} passed, ${sums.failed} failed`)
}

/**
 * Runs a program of node_modules/.bin; a last argument that is an object is added to its environment.
 * @param {string} program
 * @param {...(string | Record<string, string>)} rest
 */
function run(program, ...rest) {
  const env = rest.filter((argument) => typeof argument === 'object')
  const args = rest.filter((argument) => typeof argument === 'string')
  return runCommand(join('node_modules', '.bin', program), args, Object.assign({}, ...env))
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {boolean} whether it exited with 0
 */
function runCommand(command, args, env = {}) {
  console.log(`\n> ${[command, ...args].join(' ')}`)
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  return status === 0
}

/** Playwright's own download first; where that cannot be had, the distribution's packages. */
function installChromium() {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo']
  const apt = (/** @type {string[]} */ ...args) => {
    const [command = '', ...words] = [...sudo, 'apt-get', ...args]
    return runCommand(command, words)
  }
  run('playwright', 'install', '--with-deps', 'chromium')
  if (findChromium()) return
  apt('update')
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if (!findChromium()) apt('install', '--yes', name)
  }
  if (!findChromium()) {
    console.error('No Chromium was found or could be installed: set CHROMIUM_PATH to one.')
  }
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
