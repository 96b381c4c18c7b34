import { expect } from '@playwright/test'
import type { Locator } from '@playwright/test'
import { test } from './phone-page.ts'
import { text } from '../src/language/language.ts'
import { ended } from './words.ts'

/** Whether the whole of it is on the screen, with nothing laid over its middle, without scrolling. */
async function expectInReach(button: Locator): Promise<void> {
  await expect(button).toBeInViewport({ ratio: 1 })
  await button.click({ trial: true })
}

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 1024, height: 720 },
  { width: 380, height: 680 },
]) {
  const size = `${viewport.width} × ${viewport.height}`

  test(`at ${size} the loud buttons are in reach from going online to hanging up`, async ({
    phone,
    page,
  }) => {
    await page.setViewportSize(viewport)
    await phone.open()
    const goOnline = page.getByRole('button', { name: text('header.goOnline') })
    await expectInReach(goOnline)
    await goOnline.click()
    await expect(phone.status).toContainText(text('status.eligible'))

    if (viewport.width < 900) await page.getByRole('tab', { name: text('tabs.network') }).click()
    await phone.callThisPhone('+1 303 555 0142')
    await expectInReach(phone.decline)
    await expectInReach(phone.accept)
    await phone.accept.click()
    await expectInReach(phone.mute)
    await expectInReach(phone.hangUp)
    await phone.hangUp.click()
    await expectInReach(page.getByRole('button', { name: text('call.again') }))
  })
}

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]) {
  const size = `${viewport.width} × ${viewport.height}`

  test(`at ${size} the stage stays where it is from offline to the end of a call`, async ({
    phone,
    page,
  }) => {
    await page.setViewportSize(viewport)
    await phone.open()
    const stage = page.locator('#stage')
    const place = await stage.boundingBox()
    const expectInPlace = async () => expect(await stage.boundingBox()).toEqual(place)

    await page.getByRole('button', { name: text('header.goOnline') }).click()
    await expectInPlace()
    await expect(phone.status).toContainText(text('status.eligible'))
    await expectInPlace()
    await phone.dial('911')
    await expect(phone.alert).toBeVisible()
    await expectInPlace()
    await phone.callThisPhone('+1 303 555 0142')
    await expect(phone.incoming).toBeVisible()
    await expectInPlace()
    await phone.accept.click()
    await expect(phone.call).toContainText(text('call.connected'))
    await expectInPlace()
    await expect(page.getByRole('region', { name: text('companion.title') })).toBeInViewport({
      ratio: 1,
    })
    await phone.hangUp.click()
    await expect(phone.call).toContainText(ended())
    await expectInPlace()
    await page.getByRole('button', { name: text('header.goOffline') }).click()
    await expectInPlace()
  })
}

test('the header of a small screen is one row whatever stands in it', async ({ phone, page }) => {
  await page.setViewportSize({ width: 380, height: 680 })
  await phone.open()
  const stage = page.locator('#stage')
  const place = await stage.boundingBox()
  await page.getByRole('button', { name: text('header.goOnline') }).click()
  await expect(phone.status).toContainText(text('status.eligible'))
  expect(await stage.boundingBox()).toEqual(place)
  await page.getByRole('tab', { name: text('tabs.network') }).click()
  await phone.callThisPhone('+1 303 555 0142')
  await phone.accept.click()
  await expect(phone.call).toContainText(text('call.connected'))
  expect(await stage.boundingBox()).toEqual(place)
})

test('a notice on a small screen stands under the row of the header and moves nothing in it', async ({
  phone,
  page,
}) => {
  await page.setViewportSize({ width: 380, height: 680 })
  await phone.goOnline()
  await page.getByRole('tab', { name: text('tabs.keypad') }).click()
  const row = page.getByRole('banner').locator('> output, > div > button')
  const places = () =>
    row.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))
  const before = await places()
  expect(before.length).toBeGreaterThan(3)
  await phone.dial('911')
  await expect(phone.alert).toBeVisible()
  expect(await places()).toEqual(before)
  const notice = await page.getByRole('banner').boundingBox()
  expect(notice?.height).toBeLessThan(150)
  const key = page.getByRole('button', { name: '0 +' })
  await key.click({ trial: true })
  await expect(key).toBeInViewport({ ratio: 1 })
})
