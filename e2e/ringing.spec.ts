import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { test } from './phone-page.ts'
import { text } from '../src/language/language.ts'

const caller = '+1 303 555 0142'

const openRinging = async (page: Page) => {
  await page.getByRole('button', { name: text('ringing.settings') }).click()
  return page.getByRole('dialog', { name: text('ringing.title') })
}

/** Another window is in front; headless pages think that they always have the focus. */
const lookAway = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => false })
    window.dispatchEvent(new Event('blur'))
  })

test('a ringtone is tried and stops; a call that rings closes the settings and takes the stage', async ({
  phone,
  page,
}) => {
  await phone.goOnline()
  await phone.network.getByRole('textbox', { name: 'Caller number' }).fill(caller)
  const dialog = await openRinging(page)
  await dialog.getByRole('combobox', { name: text('ringing.ringtone') }).selectOption('soft')
  await dialog.getByRole('button', { name: text('ringing.test') }).click()
  expect((await phone.ear.listen(1)).peak).toBeGreaterThan(0.05)
  await dialog.getByRole('button', { name: text('ringing.stop') }).click()
  expect((await phone.ear.listen(1)).peak).toBeLessThan(0.05)

  await phone.network.getByRole('button', { name: 'Call this phone' }).dispatchEvent('click')
  await expect(phone.incoming).toBeVisible()
  await expect(dialog).toBeHidden()
  await phone.accept.click()
  await expect(phone.call).toContainText(text('call.connected'))
})

test('auto-answer answers without a press', async ({ phone, page }) => {
  await phone.goOnline()
  const dialog = await openRinging(page)
  await dialog.getByRole('switch', { name: text('ringing.autoAnswer') }).click()
  await dialog.getByRole('button', { name: text('call.close') }).click()
  await phone.callThisPhone(caller)
  await expect(phone.call).toContainText(text('call.connected'))
})

test('an agent who is away is not rung, until available again', async ({ phone, page }) => {
  await phone.goOnline()
  const available = page.getByRole('switch', { name: text('away.available') })
  await available.click()
  await expect(available).not.toBeChecked()
  await expect(page.getByText(text('away.headline'), { exact: true })).toBeVisible()
  await phone.callThisPhone(caller)
  await expect(phone.journal).toContainText('303')
  await expect(phone.incoming).toBeHidden()
  await page.getByRole('button', { name: text('away.return') }).click()
  await expect(available).toBeChecked()
  // Whoever called meanwhile has waited on hold.
  await expect(phone.incoming).toContainText('(303) 555-0142')
})

test('a missed call is in the title until it is looked at, and who called is known the next time', async ({
  phone,
  page,
}) => {
  await phone.goOnline()
  await phone.callThisPhone(caller)
  await expect(page).toHaveTitle(text('title.incoming', { number: '(303) 555-0142' }))
  // It comes and goes.
  await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', '/icon-ringing.svg')
  await phone.hangUpFarEnd()
  await expect(page).toHaveTitle(`${text('recents.missed', { count: 1 })} — Offhook`)
  await expect(phone.recent).toContainText(text('recents.missed', { count: 1 }))
  await phone.recent.hover()
  await expect(page).toHaveTitle('Offhook')

  await phone.callThisPhone(caller)
  await expect(phone.incoming).toContainText(
    new RegExp(
      text('recents.called', { when: '.+', outcome: text('endLabel.missed').toLowerCase() }),
    ),
  )
})

test('a click on the notification brings the page forward and does not answer', async ({
  phone,
  page,
}) => {
  await page.addInitScript(() => {
    class FakeNotification extends EventTarget {
      static permission = 'granted'
      title: string
      constructor(title: string) {
        super()
        this.title = title
        Object.assign(window, { shown: this })
      }
      close() {
        Object.assign(window, { shown: null })
      }
    }
    Object.assign(window, { Notification: FakeNotification })
  })
  await phone.goOnline()
  await lookAway(page)
  await phone.callThisPhone(caller)
  const shown = () => page.evaluate('window.shown && window.shown.title')
  await expect.poll(shown).toBe('(303) 555-0142')
  await page.evaluate("window.shown.dispatchEvent(new Event('click'))")
  await expect.poll(shown).toBeNull()
  await expect(phone.incoming).toBeVisible()
})
