import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { numbers, test } from './phone-page.ts'

const compact = { width: 380, height: 680 }
const desk = { width: 1280, height: 800 }

async function expectNoViolations(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`,
    )
    expect(found, `${screen}, ${colorScheme}`).toEqual([])
  }
}

test('axe finds nothing on any screen of the desk', async ({ phone, page }) => {
  test.slow()
  await page.setViewportSize(desk)
  await phone.open()
  await expectNoViolations(page, 'offline')
  await phone.dial('911')
  await expectNoViolations(page, 'notice')
  await phone.goOnline()
  await expectNoViolations(page, 'eligible')
  await phone.callThisPhone('+1 303 555 0142')
  await expect(phone.incoming).toBeVisible()
  await expectNoViolations(page, 'ringing')
  await phone.accept.click()
  await expect(phone.call).toContainText('In call')
  await expectNoViolations(page, 'in call')
  await phone.hangUp.click()
  await phone.dial(numbers.busy)
  await expect(phone.call).toContainText('Busy')
  await expectNoViolations(page, 'ended')
})

test('axe finds nothing on any tab of the compact phone', async ({ phone, page }) => {
  test.slow()
  await page.setViewportSize(compact)
  await page.goto('/')
  for (const name of ['Call', 'Keypad', 'Recents', 'Media', 'Network']) {
    await page.getByRole('tab', { name, exact: true }).click()
    await expectNoViolations(page, name)
  }
  await page.getByRole('tab', { name: 'Call', exact: true }).click()
  await page.getByRole('button', { name: 'Go online' }).click()
  await expect(phone.status).toContainText('Eligible')
  await expectNoViolations(page, 'eligible')
})

test('nothing scrolls sideways at 380 pixels', async ({ page }) => {
  await page.setViewportSize(compact)
  await page.goto('/')
  await expect(page.getByRole('status', { name: 'Phone status' })).toBeVisible()
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
})

test('an outbound call needs no mouse', async ({ phone, page }) => {
  await phone.open()
  await page.getByRole('button', { name: 'Go online' }).first().focus()
  await page.keyboard.press('Enter')
  await expect(phone.status).toContainText('Eligible')
  await phone.number.focus()
  await page.keyboard.type('9195550105')
  await page.keyboard.press('Enter')
  await expect(phone.call).toContainText('In call')
  await phone.hangUp.focus()
  await page.keyboard.press('Enter')
  await expect(phone.call).toContainText('Ended')
})
