import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { installEar } from './ear.ts'
import { test } from './phone-page.ts'
import { text } from '../src/language/language.ts'

const caller = '+1 303 555 0142'

/** Another tab of the same browser. */
async function openTab(page: Page) {
  const tab = await page.context().newPage()
  const ear = await installEar(tab)
  await tab.goto('/')
  return {
    tab,
    ear,
    status: tab.getByRole('status', { name: text('status.title') }),
    takeOver: tab.getByRole('button', { name: text('elsewhere.take') }),
  }
}

test('one tab is the phone: it alone rings, a spare shows it and takes over when it is idle', async ({
  phone,
  page,
}) => {
  await phone.goOnline()
  const spare = await openTab(page)
  await expect(spare.takeOver).toBeVisible()
  await expect(spare.status).toContainText(text('status.eligible'))

  await phone.callThisPhone(caller)
  await expect(spare.status).toContainText(text('status.ringing'))
  await expect(spare.tab).toHaveTitle(text('title.incoming', { number: '(303) 555-0142' }))
  expect((await phone.ear.listen(1)).peak).toBeGreaterThan(0.05)
  expect((await spare.ear.listen(1)).peak).toBe(0)

  // One spare tab more, closed at once, is nothing to the call.
  await (await openTab(page)).tab.close()
  await phone.accept.click()
  await expect(spare.status).toContainText(text('status.onACall'))
  await spare.takeOver.click()
  await expect(spare.tab.getByRole('alert')).toContainText('call-in-other-tab')
  await expect(phone.call).toContainText(text('call.connected'))

  await phone.hangUp.click()
  await expect(spare.tab.getByRole('alert')).toBeHidden()
  await spare.takeOver.click()
  await expect(spare.status).toContainText(text('status.eligible'))
  await expect(spare.tab.getByRole('region', { name: 'Simulated phone network' })).toBeVisible()
  await expect(page.getByRole('button', { name: text('elsewhere.take') })).toBeVisible()
  await expect(phone.status).toContainText(text('status.eligible'))
  await expect(phone.network).toBeHidden()
})

test('when the phone’s tab is closed a spare becomes the phone, and a reload keeps it where it is', async ({
  phone,
  page,
}) => {
  await phone.goOnline()
  const second = await openTab(page)
  // First in line.
  await expect(second.takeOver).toBeVisible()
  const third = await openTab(page)
  await expect(third.takeOver).toBeVisible()
  await page.close()
  await expect(second.tab.getByRole('textbox', { name: text('dialer.number') })).toBeVisible()
  await expect(second.status).toContainText(text('status.eligible'))
  await expect(third.takeOver).toBeVisible()
  await expect(third.status).toContainText(text('status.eligible'))

  await second.tab.reload()
  await expect(second.tab.getByRole('textbox', { name: text('dialer.number') })).toBeVisible()
  await expect(third.takeOver).toBeVisible()
})

test('leaving the page asks first while there is a call, and only then', async ({
  phone,
  page,
}) => {
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  await phone.goOnline()
  await phone.callThisPhone(caller)
  await expect(phone.incoming).toBeVisible()
  await page.close({ runBeforeUnload: true })
  await expect.poll(() => asked).toEqual(['beforeunload'])
  await phone.accept.click()
  await expect(phone.call).toContainText(text('call.connected'))
  await page.close({ runBeforeUnload: true })
  await expect.poll(() => asked).toHaveLength(2)
  await expect(phone.call).toContainText(text('call.connected'))

  await phone.hangUp.click()
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  expect(asked).toHaveLength(2)
})
