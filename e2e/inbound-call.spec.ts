import { expect } from '@playwright/test'
import { callerNotes, near, test } from './phone-page.ts'
import { text } from '../src/language/language.ts'
import { ended } from './words.ts'

const caller = '+1 303 555 0142'

test('until I accept I type on, hear the ring and not the caller, and the caller does not hear me', async ({
  phone,
}) => {
  await phone.goOnline()
  await phone.number.focus()
  await phone.callThisPhone(caller)
  await phone.number.focus()
  await expect(phone.incoming).toBeVisible()
  await phone.page.keyboard.type('919')
  await expect(phone.number).toHaveValue(/9.*1.*9/)
  const heardThere = phone.network.getByRole('meter', { name: 'Far end hears' })
  const [{ heard, peak }, peakThere] = await Promise.all([
    phone.ear.listen(3),
    phone.peakOf(heardThere, 3),
  ])
  expect(peak).toBeGreaterThan(0.02)
  for (const note of callerNotes) expect(heard).not.toContainEqual(near(note))
  expect(peakThere).toBeLessThan(0.01)
  await expect(phone.incoming).toBeVisible()
})

test('a caller who gives up is a missed call, and one who hangs up ends the call', async ({
  phone,
}) => {
  await phone.goOnline()
  await phone.callThisPhone(caller)
  await expect(phone.incoming).toBeVisible()
  await phone.hangUpFarEnd()
  await expect(phone.incoming).toBeHidden()
  await expect(phone.recent).toContainText(text('endLabel.missed'))
  await expect(phone.status).toContainText(text('status.eligible'))

  await phone.callThisPhone(caller)
  await phone.accept.click()
  await expect(phone.call).toContainText(text('call.connected'))
  await phone.hangUpFarEnd()
  await expect(phone.call).toContainText(ended())
  await expect(phone.status).toContainText(text('status.eligible'))
})

test('five calls in a row are answered one as the other', async ({ phone }) => {
  test.slow()
  await phone.goOnline()
  for (let call = 0; call < 5; call += 1) {
    await phone.callThisPhone(caller)
    await phone.accept.click()
    await expect(phone.call).toContainText(text('call.connected'))
    expect((await phone.ear.listen(1)).peak).toBeGreaterThan(0.05)
    await phone.hangUp.click()
    await expect(phone.status).toContainText(text('status.eligible'))
  }
  await expect(phone.recent.getByRole('listitem')).toHaveCount(5)
})
