import { expect } from '@playwright/test'
import { findViolations } from './axe.ts'
import { simulatorUrl } from './playwright.config.ts'
import { test } from './phone-page.ts'

const consoleUrl = `${simulatorUrl}control/`
/** Nobody else's: other tests have the same simulator. */
const spareNumber = '+19195550188'
const sizes = [
  { size: 'desk', width: 1280, height: 800 },
  { size: 'compact', width: 380, height: 680 },
]

test('the simulator’s console is accessible, at a desk and on a small screen, light and dark', async ({
  page,
}) => {
  await page.goto(consoleUrl)
  await expect(page.getByRole('combobox', { name: 'generation' })).toHaveValue('G3')
  for (const { size, ...viewport } of sizes) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await findViolations(page), `${size}, ${colorScheme}`).toEqual([])
    }
  }
  expect(await findViolations(page, { part: '[role=log]' })).toEqual([])
})

test('the simulator’s console orders what the control API has, and shows what is', async ({
  page,
  consoleErrors,
}) => {
  await page.goto(consoleUrl)
  const journal = page.getByRole('log', { name: 'Journal' })

  const telephones = page.getByRole('region', { name: 'Telephones' })
  await telephones.getByRole('textbox', { name: 'Number' }).fill(spareNumber)
  await telephones.getByRole('combobox', { name: 'Reaction' }).selectOption('rejects')
  await telephones.getByRole('textbox', { name: 'after' }).fill('1.5')
  await telephones.getByRole('button', { name: 'Order' }).press('Enter')
  const told = telephones.getByRole('listitem').filter({ hasText: spareNumber })
  await expect(told).toContainText('{"type":"rejects","after":1.5}')
  await told.getByRole('button', { name: 'As usual' }).click()
  await expect(told).toBeHidden()

  const faults = page.getByRole('region', { name: 'Faults on order' })
  const { request } = page
  await request.post(`${consoleUrl}faults`, {
    data: { gateway: [{ type: 'drop', method: 'nothing', about: 'e-nobody' }] },
  })
  await expect(faults.getByRole('listitem')).toContainText(['"about":"e-nobody"'])
  await page.getByRole('combobox', { name: 'At once' }).selectOption('close')
  const devices = page.getByRole('region', { name: 'Devices' })
  await devices.getByRole('textbox', { name: 'code' }).fill('2999')
  await devices.getByRole('textbox', { name: 'about' }).fill('e-nobody')
  await devices.getByRole('button', { name: 'Order' }).click()
  await expect(page.getByRole('status')).toContainText('400 code: must be a code')
  consoleErrors.length = 0

  // What goes by is there without a reload.
  const before = await journal.getByText('calls').count()
  const calls = page.getByRole('region', { name: 'Calls' })
  await calls.getByRole('textbox', { name: 'Caller number' }).fill(spareNumber)
  await calls.getByRole('button', { name: 'Place the call' }).click()
  await expect(journal).toContainText(`${spareNumber} calls`)
  expect(await journal.getByText('calls').count()).toBeGreaterThan(before)
})
