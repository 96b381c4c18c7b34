import { expect } from '@playwright/test'
import { test } from './phone-page.ts'

test('going online ends in Eligible within two seconds of the click', async ({ phone }) => {
  await phone.open()
  await expect(phone.status).toContainText('Offline')
  const clicked = Date.now()
  await phone.page.getByRole('button', { name: 'Go online' }).click()
  await expect(phone.status).toContainText('Eligible', { timeout: 2_000 })
  test
    .info()
    .annotations.push({ type: 'eligible after', description: `${Date.now() - clicked} ms` })
})

test('going offline leaves the gateway and gives the endpoint back', async ({ phone }) => {
  await phone.goOnline()
  await phone.page.getByRole('button', { name: 'Go offline' }).click()
  await expect(phone.status).toContainText('Offline')
  await expect(phone.journal).toContainText('leave')
  await expect(phone.journal).toContainText('endpointDisconnected')
  await expect(phone.journal).toContainText(/DELETE .*endpoints/)
})

test('going online again after going offline works as the first time', async ({ phone }) => {
  await phone.goOnline()
  await phone.page.getByRole('button', { name: 'Go offline' }).click()
  await expect(phone.status).toContainText('Offline')
  await phone.page.getByRole('button', { name: 'Go online' }).click()
  await expect(phone.status).toContainText('Eligible')
})

test('the journal shows the quick start up to the eligible notification, in its order', async ({
  phone,
}) => {
  await phone.goOnline()
  const text = await phone.journal.innerText()
  const steps = [
    /POST .*\/endpoints/,
    /endpointConnected/,
    /setMediaPreferences/,
    /answerSdp publish/,
    /answerSdp subscribe/,
    /offerSdp publish/,
    /endpointEligible/,
  ]
  const positions = steps.map((step) => text.search(step))
  expect(positions.every((position) => position >= 0)).toBe(true)
  expect(text.search(/endpointConnected/)).toBeLessThan(text.search(/endpointEligible/))
  expect(text).not.toMatch(/eyJ[\w-]{20}/)
})

test('microphone and speakers can be chosen, and the microphone is heard', async ({ phone }) => {
  await phone.goOnline()
  for (const name of ['Microphone', 'Speaker', 'Ringer']) {
    const choice = phone.media.getByRole('combobox', { name })
    expect(await choice.getByRole('option').count()).toBeGreaterThan(1)
  }
  const level = phone.media.getByRole('meter', { name: 'Microphone level' })
  await expect.poll(() => phone.peakOf(level, 1)).toBeGreaterThan(0.05)
})
