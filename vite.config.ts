import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { chromiumFlags, findChromium } from './scripts/chromium.mjs'

const browserTests = 'src/**/*.browser.test.ts'
const executablePath = findChromium()
const port = Number(process.env.PORT ?? 5173)
const server = { host: '127.0.0.1', port, strictPort: true }

export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === 'demo' ? [mswWorker()] : [])],
  build: {
    outDir: mode === 'demo' ? 'dist-demo' : 'dist',
    // The script that checks the sizes reads which chunk loads which.
    manifest: true,
  },
  server,
  preview: server,
  test: {
    // A property test may take long on a busy machine; a test that hangs is found all the same.
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts'],
          exclude: ['src/ui/**', browserTests],
        },
      },
      {
        extends: true,
        test: {
          name: 'screen',
          environment: 'jsdom',
          include: ['src/ui/**/*.test.{ts,tsx}'],
          setupFiles: ['src/testing/setup.ts'],
        },
      },
      {
        extends: true,
        optimizeDeps: {
          include: [
            'valibot',
            'hono',
            'hono/streaming',
            'fast-xml-parser',
            'zustand/vanilla',
            '@bandwidth/webrtc-browser',
            '@bandwidth/webrtc-browser/dist/logging',
          ],
        },
        test: {
          name: 'browser',
          include: [browserTests],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            api: { host: '127.0.0.1' },
            provider: playwright({
              launchOptions: { ...(executablePath && { executablePath }), args: chromiumFlags },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
}))

/**
 * Serves and emits MSW's worker from the installed package: no generated copy to keep in step, and
 * none in a production build, which has no such plugin.
 */
function mswWorker(): Plugin {
  const fileName = 'mockServiceWorker.js'
  const source = () => readFileSync(createRequire(import.meta.url).resolve(`msw/${fileName}`))
  return {
    name: 'msw-worker',
    configureServer({ middlewares }) {
      middlewares.use(`/${fileName}`, (_request, response) => {
        response.setHeader('Content-Type', 'text/javascript').end(source())
      })
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: source() })
    },
  }
}
