import { expect, test } from '@playwright/test'
import { productionUrl } from './playwright.config.ts'

test('the production build loads with no error in the console and no demo in it', async ({
  page,
}) => {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(productionUrl)
  await expect(page.getByRole('status', { name: 'Phone status' })).toContainText('Offline')
  await expect(page.getByRole('button', { name: 'Go online' }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Simulated phone network' })).toHaveCount(0)
  const worker = await page.request.get(`${productionUrl}mockServiceWorker.js`)
  expect(await worker.text()).not.toContain('Mock Service Worker')
  expect(errors).toEqual([])
})
