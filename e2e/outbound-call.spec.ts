import { expect } from '@playwright/test'
import { numbers, test } from './phone-page.ts'

test('the journal shows the request, the create-call, the answer and its Connect and Redirect', async ({
  phone,
}) => {
  await phone.goOnline()
  await phone.dial(numbers.quickStart)
  await expect(phone.call).toContainText('In call')
  for (const step of [
    /requestOutboundConnection/,
    /outboundConnectionRequest/,
    /POST .*\/calls/,
    /answer/,
    /<Connect/,
    /<Redirect redirectUrl=/,
    /sdpOffer subscribe/,
  ]) {
    await expect(phone.journal).toContainText(step)
  }
})

test('my voice comes back from the echo, but not while I am muted', async ({ phone }) => {
  await phone.goOnline()
  await phone.dial(numbers.echo)
  await expect(phone.call).toContainText('In call')
  await expect.poll(async () => (await phone.ear.listen(1)).peak).toBeGreaterThan(0.05)
  await phone.mute.click()
  await expect(phone.mute).toBeChecked()
  await expect.poll(async () => (await phone.ear.listen(2)).peak).toBeLessThan(0.01)
  await phone.mute.click()
  await expect.poll(async () => (await phone.ear.listen(1)).peak).toBeGreaterThan(0.05)
})

test('a call that comes to nothing ends with its cause, and the phone is eligible again', async ({
  phone,
}) => {
  test.slow()
  await phone.goOnline()
  const causes: [number: string, words: RegExp][] = [
    [numbers.busy, /Busy/],
    [numbers.neverAnswers, /No answer/],
    [numbers.rejects, /Declined|Rejected/],
    [numbers.refused, /not allowed/i],
    [numbers.createCallFails, /Call failed/],
  ]
  for (const [index, [number, words]] of causes.entries()) {
    await phone.dial(number)
    await expect(phone.recent.getByRole('listitem')).toHaveCount(index + 1, { timeout: 15_000 })
    await expect(phone.call).toContainText(number.slice(-4))
    await expect(phone.call).toContainText('Ended')
    await expect(phone.call).toContainText(words)
    await expect(phone.status).toContainText('Eligible')
  }
})

test('a ringing call can be cancelled, and the far end stops ringing', async ({ phone }) => {
  await phone.goOnline()
  await phone.dial(numbers.neverAnswers)
  await expect(phone.call).toContainText('Ringing')
  await phone.hangUp.click()
  await expect(phone.call).toContainText('Ended')
  await expect(phone.journal).toContainText(/disconnect.*cancel/)
  await expect(phone.status).toContainText('Eligible')
})

test('the keypad menu answers each digit with that many beeps', async ({ phone }) => {
  await phone.goOnline()
  await phone.dial(numbers.menu)
  await expect(phone.call).toContainText('In call')
  await phone.press('3')
  await expect(phone.journal).toContainText(/digit 3/)
  await expect.poll(async () => (await phone.ear.listen(1)).peak).toBeGreaterThan(0.02)
})

test('a number is dialled as +19195550102 however it is written', async ({ phone }) => {
  await phone.goOnline()
  const requests = phone.journal.getByText('requestOutboundConnection +19195550102')
  for (const [index, written] of [
    '919 555 0102',
    '(919) 555-0102',
    '+1 919 555 0102',
    'tel:+1-919-555-0102',
  ].entries()) {
    await phone.dial(written)
    await expect(requests).toHaveCount(index + 1)
    await expect(phone.recent.getByRole('listitem')).toHaveCount(index + 1)
    await expect(phone.call).toContainText('(919) 555-0102')
  }
})

test('a number can be dialled from the keypad on the screen', async ({ phone }) => {
  await phone.goOnline()
  await phone.press('9195550105')
  await phone.page.getByRole('button', { name: 'Call', exact: true }).click()
  await expect(phone.call).toContainText('In call')
})

test('calling back from the recent calls dials the same number', async ({ phone }) => {
  await phone.goOnline()
  await phone.dial(numbers.hangsUp)
  await expect(phone.call).toContainText('Ended', { timeout: 15_000 })
  await phone.recent.getByRole('button', { name: /^Call back/ }).click()
  await expect(phone.call).toContainText('In call')
})
