import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { text, type TextKey } from '../src/language/language.ts'
import { numbers, test } from './phone-page.ts'

const lanes = {
  '': '',
  device: 'sequence.device',
  gateway: 'sequence.gateway',
  application: 'sequence.application',
  telephone: 'sequence.telephone',
} satisfies Record<string, TextKey | ''>

/** Who speaks, and to whom, as it is read out. */
function saysTo(from: keyof typeof lanes, to: keyof typeof lanes): string {
  const nameOf = (lane: keyof typeof lanes) => (lanes[lane] === '' ? '' : text(lanes[lane]))
  return text('sequence.saysTo', { from: nameOf(from), to: nameOf(to) }).trim()
}

test('a call is drawn as it happens, in four lanes, and leaves as Mermaid without a number', async ({
  phone,
  page,
}) => {
  const phoneSays = text('sequence.says', { from: text('sequence.device') })
  await phone.goOnline()
  await phone.dial(numbers.hangsUp)
  await expect(phone.call).toContainText(text('call.ringing'))
  await page.getByRole('button', { name: text('insight.sequence') }).click()
  const dialog = page.getByRole('dialog', { name: text('insight.open') })
  const steps = dialog.getByRole('list', { name: text('sequence.diagram') }).getByRole('button')
  await steps.first().focus()

  // While it is looked at, and the focus stays.
  await expect(
    steps.filter({ hasText: `${phoneSays} ${text('sequence.connected')}` }),
  ).toBeVisible()
  await expect(
    steps.filter({
      hasText: `${phoneSays} ${text('sequence.ended')} · ${text('endLabel.hangup')}`,
    }),
  ).toBeVisible()
  await expect(steps.first()).toBeFocused()
  const order = (await steps.allInnerTexts()).map((step) => step.replace(/\s+/g, ' '))
  const places = [
    `${saysTo('device', 'gateway')} requestOutboundConnection`,
    `${saysTo('gateway', 'application')} POST /hooks/brtc/… outboundConnectionRequest`,
    `${saysTo('application', 'gateway')} POST /api/v2/accounts/9900000/calls`,
    `${saysTo('application', 'device')} call.state dialing`,
    `${saysTo('telephone', 'gateway')} [number] answers`,
    `${saysTo('gateway', 'application')} POST /hooks/voice/answer answer`,
    `${saysTo('application', 'gateway')} BXML Connect → Redirect`,
    `${saysTo('gateway', 'device')} sdpOffer subscribe rev 1`,
    `${phoneSays} ${text('sequence.connected')}`,
    `${saysTo('telephone', 'gateway')} [number] hangs up`,
    `${phoneSays} ${text('sequence.ended')}`,
  ].map((line) => order.findIndex((step) => step.includes(line)))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)

  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(dialog.locator('pre')).toContainText('"id": "[number]"')
  const download = page.waitForEvent('download')
  await page
    .getByRole('button', { name: text('diagnostics.download', { what: text('sequence.what') }) })
    .click()
  const mermaid = readFileSync(await (await download).path(), 'utf8')
  expect(mermaid).toContain(`participant telephone as ${text('sequence.telephone')}`)
  expect(mermaid).not.toMatch(/\d{8}/)
  await page.getByRole('switch', { name: text('sequence.reveal') }).click()
  await expect(dialog.locator('pre')).toContainText('+19195550105')

  await dialog.getByRole('button', { name: text('modal.close') }).click()
  await phone.callThisPhone('+1 303 555 0142')
  await phone.decline.click()
  await phone.recent.getByRole('button', { name: /^\(303\)/ }).click()
  const details = page.getByRole('dialog', { name: /303/ })
  await details.getByRole('button', { name: text('insight.sequence') }).click()
  const lines = steps.filter({
    hasText: new RegExp(`${saysTo('', 'gateway')}|${saysTo('', 'application')}`),
  })
  await expect(lines.first()).toContainText('[number] calls [number]')
  await expect(lines.filter({ hasText: 'declineStream' }).first()).toBeVisible()
  await expect(lines.filter({ hasText: 'POST /hooks/voice/next redirect' }).first()).toBeVisible()
})
