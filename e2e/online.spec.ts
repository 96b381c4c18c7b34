import { expect } from '@playwright/test'
import { test } from './phone-page.ts'
import { text } from '../src/language/language.ts'

test('going online ends in Eligible within two seconds of the click, with devices to choose from, and is heard', async ({
  phone,
}) => {
  await phone.open()
  await expect(phone.status).toContainText(text('status.offline'))
  const clicked = Date.now()
  await phone.page.getByRole('button', { name: text('header.goOnline') }).click()
  await expect(phone.status).toContainText(text('status.eligible'), { timeout: 2_000 })
  test
    .info()
    .annotations.push({ type: 'eligible after', description: `${Date.now() - clicked} ms` })
  for (const name of ['media.microphone', 'media.speaker', 'media.ringer'] as const) {
    const choice = phone.media.getByRole('combobox', { name: text(name) })
    expect(await choice.getByRole('option').count()).toBeGreaterThan(1)
  }
  const level = phone.media.getByRole('meter', { name: text('media.microphoneLevel') })
  await expect.poll(() => phone.peakOf(level, 1)).toBeGreaterThan(0.05)
})

test('the journal shows the quick start up to the eligible notification, in its order, and the way back', async ({
  phone,
}) => {
  await phone.goOnline()
  const journal = await phone.journal.innerText()
  const steps = [
    /POST .*\/endpoints/,
    /endpointConnected/,
    /setMediaPreferences/,
    /answerSdp publish/,
    /answerSdp subscribe/,
    /offerSdp publish/,
    /endpointEligible/,
  ]
  const positions = steps.map((step) => journal.search(step))
  expect(positions.every((position) => position >= 0)).toBe(true)
  expect(journal.search(/endpointConnected/)).toBeLessThan(journal.search(/endpointEligible/))
  expect(journal).not.toMatch(/eyJ[\w-]{20}/)

  await phone.page.getByRole('button', { name: text('header.goOffline') }).click()
  await expect(phone.status).toContainText(text('status.offline'))
  await expect(phone.journal).toContainText('leave')
  await expect(phone.journal).toContainText('endpointDisconnected')
  await expect(phone.journal).toContainText(/DELETE .*endpoints/)
  await phone.page.getByRole('button', { name: text('header.goOnline') }).click()
  await expect(phone.status).toContainText(text('status.eligible'))
})
