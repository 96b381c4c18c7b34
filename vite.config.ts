import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import type { BuildOptions, Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import packageJson from './package.json' with { type: 'json' }
import { chromiumFlags, findChromium } from './scripts/chromium.mjs'
import { languageCatalogues } from './scripts/language-catalogues.mjs'
import { leanIcons } from './scripts/lean-icons.mjs'
import { offlineShell } from './scripts/offline-shell.mjs'

const browserTests = 'src/**/*.browser.test.ts'
const english = 'src/testing/english.ts'
const settledImports = 'src/testing/settled-imports.ts'
const processTests = 'src/**/*.process.test.ts'
const executablePath = findChromium()
const port = Number(process.env.PORT ?? 5173)
const server = { host: '127.0.0.1', port, strictPort: true }

/** The programs that Node runs: no phone is in them, and packages stay in `node_modules`. */
const programs = {
  application: 'src/backend/node.ts',
  doctor: 'src/backend/doctor.ts',
  simulator: 'src/simulator/node.ts',
}
const serverBuild: BuildOptions = {
  ssr: true,
  outDir: 'dist-server',
  target: 'node20',
  sourcemap: true,
  // What the phone needs of `public` is in its own build.
  copyPublicDir: false,
  rolldownOptions: {
    input: Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file))),
    output: { entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
  },
}

export default defineConfig(({ mode }) => ({
  plugins:
    mode === 'server'
      ? []
      : [react(), leanIcons(), languageCatalogues(), nameFirst(), ownWorker(mode)],
  build: mode === 'server' ? serverBuild : phoneBuild(mode),
  server,
  preview: server,
  define: { 'import.meta.env.VERSION': JSON.stringify(packageJson.version) },
  test: {
    // A property test may take long on a busy machine; a test that hangs is found all the same.
    testTimeout: 20_000,
    expect: { poll: { timeout: 15_000 } },
    // The browser's tests, beside which these run, wait for sound more than they work.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          // No test replaces a module and each takes back what it changes, so files can share what they import.
          isolate: false,
          include: ['src/**/*.test.ts'],
          exclude: ['src/ui/**', browserTests, processTests],
          setupFiles: [english, settledImports],
        },
      },
      {
        extends: true,
        test: {
          // Starts the programs of `dist-server`, which must be built. After all others where these run in one command, as they
          // wait for processes of their own, two files at a time.
          name: 'process',
          environment: 'node',
          include: [processTests],
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'screen',
          environment: 'jsdom',
          // As above; a new jsdom for each file takes longer than its tests.
          isolate: false,
          include: ['src/ui/**/*.test.{ts,tsx}'],
          setupFiles: [english, settledImports, 'src/testing/setup.ts'],
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
            'idb',
            '@bandwidth/webrtc-browser',
            '@bandwidth/webrtc-browser/dist/logging',
          ],
        },
        test: {
          name: 'browser',
          include: [browserTests],
          setupFiles: [english],
          browser: {
            enabled: true,
            headless: true,
            // Two pages at a time would save a minute; the sound of one then stands still now and then.
            fileParallelism: false,
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

function phoneBuild(mode: string): BuildOptions {
  return {
    outDir: mode === 'demo' ? 'dist-demo' : 'dist',
    // The script that checks the sizes reads which chunk loads which.
    manifest: true,
    // Every browser that has what the phone needs knows `modulepreload`.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Otherwise what a part that loads later shares with the entry is cut out of it into many small files, each with a
      // gzip dictionary of its own: 4 % more to fetch before the first picture.
      output: { codeSplitting: { groups: [{ name: 'phone', tags: ['$initial'] }] } },
    },
  }
}

/** The style sheet, and with it the name in `index.html`, comes before the code: on a slow line, a second earlier. */
function nameFirst(): Plugin {
  const code = /<(?=script type="module"|link rel="modulepreload")(?<element>\w+)/g
  return {
    name: 'name-first',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replaceAll(code, '<$<element> fetchpriority="low"'),
    },
  }
}

/** A page has room for one service worker: the demo's is MSW, and the real phone's what it is without a network. */
function ownWorker(mode: string): Plugin {
  return mode === 'demo' ? mswWorker() : offlineShell()
}

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
