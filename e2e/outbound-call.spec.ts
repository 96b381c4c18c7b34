import { expect } from '@playwright/test'
import { numbers, test } from './phone-page.ts'
import { text, type TextKey } from '../src/language/language.ts'
import { beginsWith, ended } from './words.ts'

test('the journal shows the call from the request to its Connect and Redirect; my voice comes back from the echo, but not while I am muted', async ({
  phone,
}) => {
  await phone.goOnline()
  await phone.dial(numbers.echo)
  await expect(phone.call).toContainText(text('call.connected'))
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
  await expect.poll(async () => (await phone.ear.listen(1)).peak).toBeGreaterThan(0.05)
  await phone.mute.click()
  await expect(phone.mute).toBeChecked()
  await expect.poll(async () => (await phone.ear.listen(2)).peak).toBeLessThan(0.01)
  await phone.mute.click()
  await expect.poll(async () => (await phone.ear.listen(1)).peak).toBeGreaterThan(0.05)
})

test('a call that comes to nothing ends with its cause, one that is cancelled rings no longer, and the phone is eligible again', async ({
  phone,
}) => {
  test.slow()
  await phone.goOnline()
  const causes: [number: string, label: TextKey][] = [
    [numbers.busy, 'endLabel.busy'],
    [numbers.neverAnswers, 'endLabel.no-answer'],
    [numbers.rejects, 'endLabel.declined'],
    [numbers.refused, 'endLabel.refused'],
    [numbers.createCallFails, 'endLabel.failed'],
  ]
  for (const [index, [number, label]] of causes.entries()) {
    await phone.dial(number)
    await expect(phone.recent.getByRole('listitem')).toHaveCount(index + 1, { timeout: 15_000 })
    await expect(phone.call).toContainText(number.slice(-4))
    await expect(phone.call).toContainText(ended())
    await expect(phone.call).toContainText(text(label))
    await expect(phone.status).toContainText(text('status.eligible'))
  }

  await phone.dial(numbers.neverAnswers)
  await expect(phone.call).toContainText(text('call.ringing'))
  await phone.hangUp.click()
  await expect(phone.call).toContainText(ended())
  await expect(phone.journal).toContainText(/disconnect.*cancel/)
  await expect(phone.status).toContainText(text('status.eligible'))
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

test('a number is dialled from the keypad on the screen, and called back from the recent calls', async ({
  phone,
}) => {
  await phone.goOnline()
  await phone.press('9195550105')
  await phone.page.getByRole('button', { name: text('dialer.call'), exact: true }).click()
  await expect(phone.call).toContainText(text('call.connected'))
  await expect(phone.call).toContainText(ended(), { timeout: 15_000 })
  await phone.recent
    .getByRole('button', { name: beginsWith(text('recents.callBack', { number: '' })) })
    .click()
  await expect(phone.call).toContainText(text('call.connected'))
  await phone.journaled(
    /requestOutboundConnection \+19195550105[^]*requestOutboundConnection \+19195550105/,
  )
})
