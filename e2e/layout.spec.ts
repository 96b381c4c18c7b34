import { expect } from '@playwright/test'
import type { Locator } from '@playwright/test'
import { test } from './phone-page.ts'
import { text } from '../src/language/language.ts'
import { ended } from './words.ts'

const desk = { width: 1280, height: 800 }
const compact = { width: 380, height: 680 }

/** Whether the whole of it is on the screen, with nothing laid over its middle, without scrolling. Ends at the desk. */
async function expectInReach(button: Locator): Promise<void> {
  for (const viewport of [compact, { width: 1024, height: 720 }, desk]) {
    await button.page().setViewportSize(viewport)
    await expect(button, `${viewport.width} wide`).toBeInViewport({ ratio: 1 })
    await button.click({ trial: true })
  }
}

test('the loud buttons are in reach at every size from going online to hanging up', async ({
  phone,
  page,
}) => {
  await phone.open()
  const goOnline = page.getByRole('button', { name: text('header.goOnline') })
  await expectInReach(goOnline)
  await goOnline.click()
  await expect(phone.status).toContainText(text('status.eligible'))

  // A call comes to the front from whichever tab of a small screen.
  await page.setViewportSize(compact)
  await page.getByRole('tab', { name: text('tabs.network') }).click()
  await phone.callThisPhone('+1 303 555 0142')
  await expectInReach(phone.decline)
  await expectInReach(phone.accept)
  await phone.accept.click()
  await expectInReach(phone.mute)
  await expectInReach(phone.hangUp)
  await phone.hangUp.click()
  await expectInReach(page.getByRole('button', { name: text('call.again') }))
})

test('the stage of a desk stays where it is from offline to the end of a call', async ({
  phone,
  page,
}) => {
  await phone.open()
  const stage = page.locator('#stage')
  const companion = page.getByRole('region', { name: text('companion.title') })
  const viewports = [{ width: 1920, height: 1080 }, desk]
  const places = async () => {
    const found = []
    for (const viewport of viewports) {
      await page.setViewportSize(viewport)
      found.push(await stage.boundingBox())
    }
    return found
  }
  const before = await places()
  const expectInPlace = async () => expect(await places()).toEqual(before)

  await page.getByRole('button', { name: text('header.goOnline') }).click()
  await expectInPlace()
  await expect(phone.status).toContainText(text('status.eligible'))
  await expectInPlace()
  await expect(phone.media).toBeInViewport({ ratio: 1 })
  await phone.dial('911')
  await expect(phone.alert).toBeVisible()
  await expectInPlace()
  await phone.callThisPhone('+1 303 555 0142')
  await expect(phone.incoming).toBeVisible()
  await expectInPlace()
  await phone.accept.click()
  await expect(phone.call).toContainText(text('call.connected'))
  await expectInPlace()
  for (const viewport of viewports) {
    await page.setViewportSize(viewport)
    await expect(companion).toBeInViewport({ ratio: 1 })
  }
  await phone.hangUp.click()
  await expect(phone.call).toContainText(ended())
  await expectInPlace()
  await page.getByRole('button', { name: text('header.goOffline') }).click()
  await expectInPlace()
})

test('the header of a small screen is one row whatever stands in it', async ({ phone, page }) => {
  await page.setViewportSize(compact)
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
  await page.setViewportSize(compact)
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
