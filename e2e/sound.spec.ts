import { expect } from '@playwright/test'
import { numbers, test } from './phone-page.ts'
import { installSilence } from './silence.ts'
import { installUnplug } from './unplug.ts'
import { text } from '../src/language/language.ts'

test('a page that the browser keeps silent says so, shows who calls, and rings after one press', async ({
  phone,
  page,
}) => {
  await installSilence(page)
  await phone.open()
  await page
    .getByRole('button', { name: text('header.goOnline') })
    .first()
    .click()
  await expect(phone.alert).toContainText('sound-blocked')
  await expect(phone.status).toHaveText(text('status.connected'))

  await phone.callThisPhone('+1 303 555 0142')
  await expect(phone.incoming).toContainText('(303) 555-0142')
  await expect(page).toHaveTitle(text('title.incoming', { number: '(303) 555-0142' }))
  await page.getByRole('button', { name: text('notice.enableSound') }).click()
  await expect(phone.alert).toBeHidden()
  expect((await phone.ear.listen(1)).peak).toBeGreaterThan(0.05)
  await phone.accept.click()
  await expect(phone.call).toContainText(text('call.connected'))
  await phone.hangUp.click()
  await expect(phone.status).toHaveText(text('status.eligible'))
})

test('a microphone that is unplugged in a call leaves its place to the next, and both are named', async ({
  phone,
  page,
}) => {
  const unplug = await installUnplug(page)
  await phone.goOnline()
  const choice = phone.media.getByRole('combobox', { name: text('media.microphone') })
  await choice.selectOption('Fake Audio Input 1')
  await expect(choice).toHaveValue(/./)
  await phone.dial(numbers.echo)
  await expect(phone.call).toContainText(text('call.connected'))

  await unplug()
  await expect(phone.alert).toContainText(
    text('notice.device-gone', {
      device: text('media.microphone'),
      from: 'Fake Audio Input 1',
      to: 'Fake Default Audio Input',
    }),
    { timeout: 1_000 },
  )
  await expect(choice).toHaveValue('')
  // The far end hears the next one, and gives it back.
  expect(
    await phone.peakOf(phone.media.getByRole('meter', { name: text('media.remoteLevel') })),
  ).toBeGreaterThan(0.01)
  // The choice is for the next time as well, and what was chosen is not forgotten for being away.
  await phone.hangUp.click()
  await expect(phone.status).toHaveText(text('status.eligible'))
  await page.reload()
  await expect(choice).toHaveValue(/./)
})
