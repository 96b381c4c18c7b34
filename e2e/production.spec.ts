import { expect } from '@playwright/test'
import { productionUrl, simulatorUrl } from './playwright.config.ts'
import { text } from '../src/language/language.ts'
import { test as base } from './words.ts'

const test = base.extend<{ violations: string[] }>({
  /** What the Content-Security-Policy has kept the page from. */
  violations: async ({ page }, use) => {
    const violations: string[] = []
    await page.exposeFunction('reportViolation', (text: string) => violations.push(text))
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        Reflect.get(window, 'reportViolation')(`${violatedDirective} ${blockedURI}`)
      })
    })
    await use(violations)
  },
})

test('the application serves the phone, with no error in the console and no demo in it', async ({
  page,
  violations,
}) => {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  const response = await page.goto(productionUrl)
  await expect(page.getByRole('status', { name: text('status.title') })).toContainText(
    text('status.offline'),
  )
  await expect(page.getByRole('button', { name: text('header.goOnline') }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Simulated phone network' })).toHaveCount(0)
  const worker = await page.request.get(`${productionUrl}mockServiceWorker.js`)
  expect(await worker.text()).not.toContain('Mock Service Worker')
  expect(errors).toEqual([])
  expect(violations).toEqual([])
  const policy = response?.headers()['content-security-policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
})

test('a script that somebody gets into the page does not run', async ({ page, violations }) => {
  await page.goto(productionUrl)
  await expect(page.getByRole('button', { name: text('header.goOnline') }).first()).toBeVisible()
  const outcome = await page.evaluate(() => {
    const script = document.createElement('script')
    try {
      script.textContent = 'document.title = "run"'
      document.body.append(script)
    } catch (error) {
      return error instanceof TypeError ? 'refused' : 'failed'
    }
    return document.title === 'run' ? 'run' : 'blocked'
  })
  expect(outcome).not.toBe('run')
  await expect.poll(() => violations).not.toEqual([])
})

test('going online gets an endpoint from Bandwidth and says that the gateway cannot be reached', async ({
  page,
  violations,
}) => {
  const journal = async () => (await page.request.get(`${simulatorUrl}control/journal`)).text()
  await page.goto(productionUrl)
  await page
    .getByRole('button', { name: text('header.goOnline') })
    .first()
    .click()
  await expect(page.getByRole('alert')).toContainText('gateway')
  await expect(page.getByRole('status', { name: text('status.title') })).toContainText(
    text('status.offline'),
  )
  await expect.poll(journal).toMatch(/POST [^"]*endpoints → 201/)
  // What the phone could not use it gives back.
  await expect.poll(journal).toMatch(/DELETE [^"]*endpoints[^"]* → 204/)
  expect(violations).toEqual([])
})
