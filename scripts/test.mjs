/**
 * All checks and tests of the project, in one command, with one closing line: `N passed, N failed`.
 * Every step runs even when one before it has failed, so that one run tells everything.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { findChromium } from './chromium.mjs'

const reports = mkdtempSync(join(tmpdir(), 'offhook-test-'))
let passed = 0
/** What failed, in words: told again at the end, as nobody finds it in thousands of lines. @type {string[]} */
const failures = []

if (!findChromium()) installChromium()

await check('production build', 'vite', 'build', '--logLevel', 'warn')
await check('server build', 'vite', 'build', '--mode', 'server', '--logLevel', 'warn')
await check('demo build', 'vite', 'build', '--mode', 'demo', '--logLevel', 'warn')
// The browser's tests wait for sound, and those of processes for processes: what only works is done beside them.
await Promise.all([
  vitest('browser tests', 'browser'),
  vitest('unit tests', 'unit', 'screen'),
  checksAndProcessTests(),
])
await playwright('end-to-end tests', [
  'e2e',
  'three-processes',
  'three-processes-core',
  'spanish-core',
])

rmSync(reports, { recursive: true, force: true })
for (const failure of failures) console.log(`\nFAILED: ${failure}`)
console.log(`\n${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 ? 0 : 1

async function checksAndProcessTests() {
  await check('type check', 'tsc')
  await check('lint', 'oxlint', '--type-aware')
  await check('format check', 'oxfmt', '--check')
  await check('size limits', process.execPath, 'scripts/sizes.mjs')
  await vitest('process tests', 'process')
}

/**
 * @param {string} name
 * @param {string} program
 * @param {...string} args
 */
async function check(name, program, ...args) {
  const succeeded = await run(program, args)
  if (succeeded) passed += 1
  else failures.push(name)
  console.log(`${succeeded ? 'ok' : 'FAILED'}: ${name}`)
}

/**
 * @param {string} name
 * @param {...string} projects
 */
async function vitest(name, ...projects) {
  const report = join(reports, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const succeeded = await run('vitest', ['run', ...projects.map(asProject), ...reporters])
  add(name, succeeded, () => {
    const { numPassedTests, testResults } = readJson(report)
    return { passed: numPassedTests, failures: testResults.flatMap(failuresOfFile) }
  })
}

/**
 * A file that could not be run has a message of its own and no test that failed.
 * @param {{ name: string, message: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }} file
 */
function failuresOfFile({ name, message, assertionResults }) {
  const tests = assertionResults.filter(({ status }) => status === 'failed')
  const told = tests.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages[0]}`)
  if (told.length === 0 && message) told.push(message)
  return told.map((text) => `${relative('', name)}: ${text}`)
}

/**
 * @param {string} name
 * @param {string[]} projects
 */
async function playwright(name, projects) {
  const report = join(reports, `${name}.json`)
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json']
  const succeeded = await run('playwright', [...args, ...projects.map(asProject)], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  })
  add(name, succeeded, () => {
    const { stats, suites } = readJson(report)
    return { passed: stats.expected, failures: suites.flatMap(failuresOfSuite) }
  })
}

/**
 * @typedef {{ specs: { ok: boolean, file: string, title: string }[], suites?: Suite[] }} Suite
 * @param {Suite} suite
 * @returns {string[]}
 */
function failuresOfSuite({ specs, suites = [] }) {
  const told = specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file}: ${title}`)
  return [...told, ...suites.flatMap(failuresOfSuite)]
}

/** @param {string} name */
function asProject(name) {
  return `--project=${name}`
}

/**
 * Adds a runner's own sums. A runner that broke before it could report, or that failed although each of its
 * tests passed (an unhandled rejection, say), counts as one failure.
 * @param {string} name
 * @param {boolean} succeeded
 * @param {() => { passed: number, failures: string[] }} read
 */
function add(name, succeeded, read) {
  let result = { passed: 0, failures: /** @type {string[]} */ ([]) }
  try {
    result = read()
  } catch (error) {
    console.error(`${name}: no report was written`, error)
  }
  if (result.failures.length === 0 && (!succeeded || result.passed === 0)) {
    result.failures.push(`${name}, without a test that failed`)
  }
  passed += result.passed
  failures.push(...result.failures)
  console.log(`${name}: ${result.passed} passed, ${result.failures.length} failed`)
}

/**
 * Runs a program, those of node_modules/.bin first; what it says is shown as it says it.
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<boolean>} whether it exited with 0
 */
async function run(program, args, env = {}) {
  console.log(`\n> ${[program, ...args].join(' ')}`)
  const path = `${join('node_modules', '.bin')}:${process.env.PATH}`
  const child = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path, ...env },
  })
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message)
      resolve(false)
    })
    child.on('close', (code) => resolve(code === 0))
  })
}

/** Playwright's own download first; where that cannot be had, the distribution's packages. */
function installChromium() {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo']
  const install = (/** @type {string[]} */ ...command) => {
    const [program = '', ...args] = command
    spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  }
  install(join('node_modules', '.bin', 'playwright'), 'install', '--with-deps', 'chromium')
  if (findChromium()) return
  install(...sudo, 'apt-get', 'update')
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if (!findChromium()) install(...sudo, 'apt-get', 'install', '--yes', name)
  }
  if (!findChromium()) {
    console.error('No Chromium was found or could be installed: set CHROMIUM_PATH to one.')
  }
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
