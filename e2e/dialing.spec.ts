import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { findViolations } from './axe.ts'
import { numbers, test } from './phone-page.ts'
import { text } from '../src/language/language.ts'
import { countryName } from './words.ts'

const country = (page: Page, code: string, callingCode = '1') =>
  page.getByRole('button', { name: `${countryName(code)} +${callingCode}` })

/** Puts a text into whatever has the focus, as a paste does. */
const paste = (page: Page, brought: string) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, brought)

test('a number is written as it is typed, several that are pasted are a choice by keyboard, and the country is found by name', async ({
  phone,
  page,
}) => {
  await phone.open()
  await expect(country(page, 'US')).toBeVisible()
  await phone.number.click()
  await page.keyboard.type('9195550101')
  await expect(phone.number).toHaveValue('(919) 555-0101')
  for (let moved = 0; moved < 8; moved++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('42')
  await expect(phone.number).toHaveValue('(942) 555-0101')
  await page.keyboard.press('Delete')
  await expect(phone.number).toHaveValue('(942) 550-101')

  await phone.number.clear()
  await paste(page, 'Office 919 555 0101, London +44 20 7946 0018')
  const choice = page.getByRole('dialog', { name: text('whichNumber.title') })
  await expect(choice.getByRole('button', { name: countryName('US') })).toBeFocused()
  expect(await findViolations(page)).toEqual([])
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(choice).toBeHidden()
  await expect(phone.number).toHaveValue('+44 20 7946 0018')
  await expect(phone.number).toBeFocused()

  await country(page, 'US').click()
  await page
    .getByRole('combobox', { name: text('dialing.country') })
    .fill(countryName('DE').slice(0, -2))
  expect(await findViolations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(country(page, 'DE', '49')).toBeVisible()
})

test('a page opened to dial shows the number and waits for one press', async ({ phone, page }) => {
  await page.setViewportSize({ width: 380, height: 680 })
  await page.goto('/?dial=tel%3A%2B1-919-555-0101')
  await expect(phone.number).toHaveValue('(919) 555-0101')
  await expect(page.getByRole('button', { name: text('dialer.call'), exact: true })).toBeFocused()
  expect(new URL(page.url()).search).toBe('')
  await expect(phone.call).toBeHidden()
})

test('the last number is called again by keyboard alone, and suggested while it is typed', async ({
  phone,
  page,
}) => {
  await phone.goOnline()
  await phone.dial(numbers.busy)
  await expect(phone.call).toContainText(text('endLabel.busy'))
  await phone.number.click()
  await page.keyboard.type('919')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option', { name: /555-0102/, selected: true })).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await findViolations(page)).toEqual([])
  }
  await page.keyboard.press('Escape')
  await phone.number.clear()
  await page.keyboard.press('Enter')
  await expect(phone.number).toHaveValue('(919) 555-0102')
  await page.keyboard.press('Enter')
  await expect(phone.recent.getByRole('listitem')).toHaveCount(2)
})
