import { expect } from '@playwright/test'
import { numbers, test } from './phone-page.ts'

test('a poor line is called poor, warned of, measured, and remembered with the call', async ({
  phone,
}) => {
  await phone.goOnline()
  await phone.dial(numbers.poorLine)
  await expect(phone.call).toContainText('In call')
  const word = phone.call.getByRole('button', { name: /^Line:/ })
  await expect(word).toHaveAccessibleName('Line: Poor', { timeout: 15_000 })
  await phone.call.getByRole('button', { name: 'Show what helps' }).click({ timeout: 15_000 })
  const line = phone.call.getByRole('region', { name: 'The line' })
  await expect(line).toContainText(/Jitter\d+ ms/)
  await expect(line).toContainText(/Round trip\d+ ms/)
  await expect(phone.call.getByRole('list', { name: 'What helps' })).toBeVisible()
  await phone.hangUp.click()
  await expect(phone.call).toContainText(/Line: Poor\..*jitter \d+ ms/)
  await expect(phone.recent.getByRole('listitem').first()).toContainText('poor line')
})

test('a good line is called good', async ({ phone }) => {
  await phone.goOnline()
  await phone.dial(numbers.echo)
  const word = phone.call.getByRole('button', { name: /^Line:/ })
  await expect(word).toHaveAccessibleName('Line: Good', { timeout: 15_000 })
  await expect(phone.call.getByRole('button', { name: 'Show what helps' })).toHaveCount(0)
})

test('the network check finds everything ready before going online, and takes its phone away', async ({
  phone,
}) => {
  await phone.open()
  await phone.media.getByRole('button', { name: 'Check network' }).click()
  const dialog = phone.page.getByRole('dialog', { name: 'Check network' })
  await expect(dialog).toContainText('Ready.', { timeout: 15_000 })
  await expect(dialog).toContainText(/UDP, round trip \d+ ms/)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(phone.journal).toContainText(/DELETE .*endpoints/)
  await expect(phone.status).toContainText('Offline')
})

test('the audio check records, judges and plays', async ({ phone }) => {
  await phone.open()
  await phone.media.getByRole('button', { name: 'Check audio' }).click()
  const dialog = phone.page.getByRole('dialog', { name: 'Check audio' })
  await expect(dialog).toContainText('Say a sentence')
  await expect(dialog).toContainText(/Your voice is/, { timeout: 15_000 })
  await expect(dialog.getByRole('button', { name: 'Play again' })).toBeVisible({ timeout: 15_000 })
})
