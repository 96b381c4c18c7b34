import { mkdtempSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { text } from '../src/language/language.ts'
import { productionUrl } from './playwright.config.ts'
import { firstLine, test as base } from './words.ts'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/** The production build of its own, which a test may publish anew and take away. */
const test = base.extend<{ site: { url: string; publish: () => void } }>({
  // Playwright wants to see which fixtures it takes, and it takes none.
  // oxlint-disable-next-line no-empty-pattern
  site: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-site-'))
    cpSync(join(import.meta.dirname, '../dist'), folder, { recursive: true })
    const server = createServer(({ url = '/' }, response) => {
      const path = new URL(url, 'http://site').pathname
      try {
        const body = readFileSync(join(folder, path === '/' ? 'index.html' : path))
        response.setHeader('Content-Type', types[extname(path) || '.html'] ?? 'text/plain')
        response.setHeader('Cache-Control', 'no-cache')
        response.end(body)
      } catch {
        response.writeHead(404).end()
      }
    })
    const url = await listen(server)
    const worker = join(folder, 'sw.js')
    await use({
      url,
      publish: () => writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// newer`),
    })
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  },
})

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address) resolve(`http://127.0.0.1:${address.port}/`)
    })
  })
}

const isInstalled = (page: Page) =>
  page.evaluate(async () => {
    const { serviceWorker } = navigator
    if (serviceWorker.controller) return true
    return new Promise<boolean>((resolve) => {
      serviceWorker.addEventListener('controllerchange', () => resolve(true), { once: true })
    })
  })

test('the page is there without a network, says so, and is itself again with one', async ({
  page,
  context,
}) => {
  await page.goto(productionUrl)
  expect(await isInstalled(page)).toBe(true)
  await context.setOffline(true)
  await page.reload()
  await expect(page.getByRole('heading', { name: firstLine('shell.noNetwork') })).toBeVisible()
  await expect(page.getByRole('status', { name: text('status.title') })).toHaveText(
    text('status.offline'),
  )
  // What is loaded only when it is opened was kept as well.
  await page
    .getByRole('button', { name: text('insight.open') })
    .first()
    .click()
  await expect(page.getByRole('dialog', { name: text('insight.open') })).toBeVisible()
  await page.keyboard.press('Escape')

  await context.setOffline(false)
  await expect(page.getByRole('heading', { name: firstLine('shell.noNetwork') })).toHaveCount(0)
  const kept = await page.evaluate(async () => {
    const names = await caches.keys()
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })
  expect(kept).toContain('/')
  expect(kept.filter((path) => /^\/(?:api|hooks)/.test(path))).toEqual([])
})

test('the worker is never kept by the browser, and the policy lets no other be one', async ({
  page,
  request,
}) => {
  const worker = await request.get(`${productionUrl}sw.js`)
  expect(worker.headers()['cache-control']).toBe('no-cache')
  const manifest = await request.get(`${productionUrl}manifest.webmanifest`)
  expect(manifest.headers()['content-type']).toContain('application/manifest+json')
  await page.goto(productionUrl)
  expect(await isInstalled(page)).toBe(true)
  const refusal = await page.evaluate(() =>
    navigator.serviceWorker.register('/icon.svg').catch((error: unknown) => String(error)),
  )
  expect(refusal).toContain('TrustedScriptURL')
})

test('a newer version is offered, and comes when the agent takes it', async ({ page, site }) => {
  await page.goto(site.url)
  expect(await isInstalled(page)).toBe(true)
  const offer = page.getByRole('button', { name: text('shell.reload') })
  await expect(offer).toHaveCount(0)
  site.publish()
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(offer).toBeVisible()
  await page.evaluate(() => Object.assign(window, { isOld: true }))
  await offer.click()
  // Asked while the page is being replaced there is no answer yet.
  const isOld = () => page.evaluate(() => 'isOld' in window).catch(() => true)
  await expect.poll(isOld).toBe(false)
  await expect(offer).toHaveCount(0)
})
