import { defineConfig, type Project } from '@playwright/test'
import type { World } from './phone-page.ts'
import type { SpokenLanguage } from './words.ts'
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs'

const executablePath = findChromium()
export const demoUrl = 'http://127.0.0.1:5180/'
export const productionUrl = 'http://127.0.0.1:5181/'
export const simulatorUrl = 'http://127.0.0.1:5182/'

/** The application as an operator runs it, with the simulator in Bandwidth's place and nobody at the gateway's address. */
const application = {
  PORT: new URL(productionUrl).port,
  PUBLIC_URL: new URL(productionUrl).origin,
  DATABASE: ':memory:',
  LOG_LEVEL: 'warn',
  BANDWIDTH_ACCOUNT_ID: '9900000',
  BANDWIDTH_CLIENT_ID: 'simulator',
  BANDWIDTH_CLIENT_SECRET: 'simulator-secret',
  BANDWIDTH_APPLICATION_ID: '04e88489-df02-4e34-a0ee-27a91849555f',
  BANDWIDTH_TOKEN_URL: `${simulatorUrl}api/v1/oauth2/token`,
  BANDWIDTH_ENDPOINTS_URL: `${simulatorUrl}v2`,
  BANDWIDTH_CALLS_URL: `${simulatorUrl}api/v2`,
  BANDWIDTH_GATEWAY_URL: 'ws://127.0.0.1:5183',
  WEBHOOK_SECRETS: 'a-secret-of-the-end-to-end-tests',
  VOICE_USERNAME: 'bandwidth',
  VOICE_PASSWORD: 'a password of the end-to-end tests',
  OUTBOUND_NUMBER: '+19195550100',
  AUTH: 'development',
}

const coreCalls = 'core-calls.spec.ts'
/** What only processes can show. */
const ofProcesses = 'three-processes.spec.ts'
/** What takes minutes, or a machine that does nothing else meanwhile. */
const enduring = 'endurance.spec.ts'
/** What is in no suite of the demo. */
const others = [ofProcesses, enduring, 'screenshots.spec.ts']
/**
 * The built phone, the application and the simulator, each a process. One test at a time, as starting the processes takes
 * longer than most of them: each worker has its own.
 */
const processes: Project<{ world: World }> = {
  use: { world: 'processes' },
  workers: 1,
  // Up to four processes and four browsers work at the same time.
  timeout: 90_000,
  expect: { timeout: 20_000 },
}

/** The built demo, and the production build served by the application, each as a visitor would get it. */
export default defineConfig<{ world: World; language: SpokenLanguage }>({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  // They wait for sound and for people more than they work.
  workers: 3,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: demoUrl,
    viewport: { width: 1280, height: 800 },
    launchOptions: { ...(executablePath && { executablePath }), args: chromiumFlags },
    screenshot: 'only-on-failure',
  },
  projects: [
    // First those of which there is one at a time. Of the core calls between processes `npm test` has those of one of Bandwidth's two platforms.
    { name: 'three-processes', testMatch: ofProcesses, ...processes },
    { name: 'three-processes-core', testMatch: coreCalls, ...processes, grep: /@core/ },
    { name: 'e2e', testIgnore: others },
    { name: 'three-processes-webrtc', testMatch: coreCalls, ...processes, grepInvert: /@core/ },
    // The demo again in a browser of somebody who speaks Spanish; `npm test` has the calls of it.
    { name: 'spanish', testIgnore: others, use: { language: 'es' } },
    { name: 'spanish-core', testMatch: coreCalls, grep: /@core/, use: { language: 'es' } },
    // Minutes: `npm run endurance`.
    {
      name: 'endurance',
      testMatch: enduring,
      workers: 1,
      timeout: 900_000,
      expect: { timeout: 20_000 },
    },
    // Not a test: `npm run screenshots` writes the pictures of docs/screenshots.
    { name: 'screenshots', testMatch: 'screenshots.spec.ts' },
  ],
  webServer: [
    { command: 'npx vite preview --mode demo', env: { PORT: '5180' }, url: demoUrl, cwd: '..' },
    {
      command: 'node dist-server/simulator.js',
      env: { PORT: new URL(simulatorUrl).port },
      url: `${simulatorUrl}control/clock`,
      cwd: '..',
    },
    {
      command: 'node dist-server/application.js',
      env: application,
      url: `${productionUrl}readyz`,
      cwd: '..',
    },
  ],
})
