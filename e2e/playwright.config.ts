import { defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs'

const executablePath = findChromium()
export const demoUrl = 'http://127.0.0.1:5180/'
export const productionUrl = 'http://127.0.0.1:5181/'

/** The built demo and the production build, each served as a visitor would get it. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
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
    { name: 'e2e', testIgnore: 'screenshots.spec.ts' },
    // Not a test: `npm run screenshots` writes the pictures of docs/screenshots.
    { name: 'screenshots', testMatch: 'screenshots.spec.ts' },
  ],
  webServer: [
    { command: 'npx vite preview --mode demo', env: { PORT: '5180' }, url: demoUrl, cwd: '..' },
    { command: 'npx vite preview', env: { PORT: '5181' }, url: productionUrl, cwd: '..' },
  ],
})
