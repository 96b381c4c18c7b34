import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { numbers, test } from './phone-page.ts'

test('a call is drawn as it happens, in four lanes, and leaves as Mermaid without a number', async ({
  phone,
  page,
}) => {
  await phone.goOnline()
  await phone.dial(numbers.hangsUp)
  await expect(phone.call).toContainText('Ringing')
  await page.getByRole('button', { name: 'Sequence of this call' }).click()
  const dialog = page.getByRole('dialog', { name: 'Diagnostics' })
  const steps = dialog.getByRole('list', { name: 'Sequence of the call' }).getByRole('button')
  await steps.first().focus()

  // While it is looked at, and the focus stays.
  await expect(steps.filter({ hasText: 'This phone: In call' })).toBeVisible()
  await expect(steps.filter({ hasText: 'This phone: Ended · Hung up' })).toBeVisible()
  await expect(steps.first()).toBeFocused()
  const order = (await steps.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
  const places = [
    'This phone to Bandwidth: requestOutboundConnection',
    'Bandwidth to Application: POST /hooks/brtc/… outboundConnectionRequest',
    'Application to Bandwidth: POST /api/v2/accounts/9900000/calls',
    'Application to This phone: call.state dialing',
    'Phone network to Bandwidth: [number] answers',
    'Bandwidth to Application: POST /hooks/voice/answer answer',
    'Application to Bandwidth: BXML Connect → Redirect',
    'Bandwidth to This phone: sdpOffer subscribe rev 1',
    'This phone: In call',
    'Phone network to Bandwidth: [number] hangs up',
    'This phone: Ended',
  ].map((line) => order.findIndex((text) => text.includes(line)))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)

  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(dialog.locator('pre')).toContainText('"id": "[number]"')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download Mermaid' }).click()
  const mermaid = readFileSync(await (await download).path(), 'utf8')
  expect(mermaid).toContain('participant telephone as Phone network')
  expect(mermaid).not.toMatch(/\d{8}/)
  await page.getByRole('switch', { name: 'Numbers and SDP' }).click()
  await expect(dialog.locator('pre')).toContainText('+19195550105')

  await dialog.getByRole('button', { name: 'Close' }).click()
  await phone.callThisPhone('+1 303 555 0142')
  await phone.decline.click()
  await phone.recent.getByRole('button', { name: /303.*Incoming/ }).click()
  const details = page.getByRole('dialog', { name: /303/ })
  await details.getByRole('button', { name: 'Sequence of this call' }).click()
  const lines = steps.filter({ hasText: /to Bandwidth|to Application/ })
  await expect(lines.first()).toContainText('[number] calls [number]')
  await expect(lines.filter({ hasText: 'declineStream' }).first()).toBeVisible()
  await expect(lines.filter({ hasText: 'POST /hooks/voice/next redirect' }).first()).toBeVisible()
})
