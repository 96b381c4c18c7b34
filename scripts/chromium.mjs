import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** The one list of flags for every test that starts a browser. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  // A machine with no network but loopback gathers no ICE candidate without it.
  '--allow-loopback-in-peer-connection',
]

/** A Chromium without a window takes three quarters of the processor's time for the same tests. */
const headlessShell = '/usr/bin/chromium-headless-shell'

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * Where a Chromium is: CHROMIUM_PATH, the distribution's headless shell, Playwright's own download, or the usual paths.
 * @returns {string | undefined} undefined where there is none
 */
export function findChromium() {
  const { CHROMIUM_PATH } = process.env
  const candidates = [CHROMIUM_PATH, headlessShell, chromium.executablePath(), ...usualPaths]
  return candidates.find((path) => path && existsSync(path))
}
