import { expect } from '@playwright/test'
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs'
import { test } from './phone-page.ts'
import { text } from '../src/language/language.ts'
import { firstLine } from './words.ts'

const executablePath = findChromium()

test.use({
  launchOptions: {
    ...(executablePath && { executablePath }),
    // Instead of the agent, who would press "Block".
    args: [...chromiumFlags, '--use-fake-ui-for-media-stream=deny'],
  },
})

test('the phone says that the microphone is blocked and what to do', async ({ phone }) => {
  await phone.open()
  await phone.page
    .getByRole('button', { name: text('header.goOnline') })
    .first()
    .click()
  await expect(phone.alert).toContainText(firstLine('offline.microphone-blocked'))
  await expect(phone.alert).toContainText('microphone-blocked')
  await expect(phone.status).toContainText(text('status.offline'))
  await expect(
    phone.page.getByRole('button', { name: text('header.goOnline') }).first(),
  ).toBeEnabled()
  await expect(phone.journal).toContainText(/DELETE .*endpoints/)
})
