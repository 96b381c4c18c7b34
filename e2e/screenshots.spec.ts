import { expect } from '@playwright/test'
import { numbers, test } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'

const sizes = { desk: { width: 1280, height: 800 }, compact: { width: 380, height: 680 } }

const goOnline = async (phone: PhonePage) => {
  await phone.page.getByRole('button', { name: 'Go online' }).first().click()
  await expect(phone.status).toContainText('Eligible')
}
const showTab = async (phone: PhonePage, name: string) => {
  const tab = phone.page.getByRole('tab', { name, exact: true })
  if (await tab.isVisible()) await tab.click()
}
const callThisPhone = async (phone: PhonePage) => {
  await goOnline(phone)
  await showTab(phone, 'Network')
  await phone.callThisPhone('+1 415 555 0117')
  await expect(phone.incoming).toBeVisible()
}
const dial = async (phone: PhonePage, number: string) => {
  await goOnline(phone)
  await showTab(phone, 'Keypad')
  await phone.dial(number)
  await showTab(phone, 'Call')
}

const states: Record<string, (phone: PhonePage) => Promise<void>> = {
  offline: async () => {},
  eligible: goOnline,
  'ringing-in': callThisPhone,
  'ringing-out': async (phone) => {
    await dial(phone, numbers.neverAnswers)
    await expect(phone.call).toContainText('Ringing')
  },
  'in-call': async (phone) => {
    await callThisPhone(phone)
    await phone.accept.click()
    await expect(phone.call).toContainText('0:03')
  },
  ended: async (phone) => {
    await dial(phone, numbers.busy)
    await expect(phone.call).toContainText('Busy')
  },
  refused: async (phone) => {
    await goOnline(phone)
    await showTab(phone, 'Keypad')
    await phone.dial('911')
    await expect(phone.alert).toBeVisible()
  },
}

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [state, reach] of Object.entries(states)) {
      test(`${state} ${size} ${colorScheme}`, async ({ phone, page }) => {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme })
        await page.goto('/')
        await expect(phone.status).toBeVisible()
        await reach(phone)
        await page.screenshot({ path: `docs/screenshots/${state}-${size}-${colorScheme}.png` })
      })
    }
  }
}
