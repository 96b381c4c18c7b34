import { expect } from '@playwright/test'
import { findViolations } from './axe.ts'
import { test } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'
import { text } from '../src/language/language.ts'

const sizes = [
  { size: 'desk', width: 1280, height: 800 },
  { size: 'compact', width: 380, height: 680 },
]

/** Opens the fault console, on a small screen behind its tab. */
async function openFaults({ page, network }: PhonePage) {
  const tab = page.getByRole('tab', { name: text('tabs.network'), exact: true })
  if (await tab.isVisible()) await tab.click()
  const faults = network.getByText('Faults', { exact: true })
  if (!(await faults.evaluate((summary) => summary.closest('details')?.open))) await faults.click()
}

const press = (phone: PhonePage, name: string) =>
  phone.network.getByRole('button', { name, exact: true }).click()

test('the fault console is accessible, at a desk and on a small screen, light and dark', async ({
  phone,
  page,
}) => {
  await phone.open()
  for (const { size, ...viewport } of sizes) {
    await page.setViewportSize(viewport)
    await openFaults(phone)
    const button = phone.network.getByRole('button', { name: 'Drop the socket' })
    await button.scrollIntoViewIfNeeded()
    // Nobody is online yet: it says so.
    await button.focus()
    await page.keyboard.press('Enter')
    await expect(phone.network).toContainText('Not now: no device is connected')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await findViolations(page), `${size}, ${colorScheme}`).toEqual([])
    }
  }
})

test('each fault of the console is ordered at the simulator, as by its control API', async ({
  phone,
  page,
  consoleErrors,
}) => {
  await phone.goOnline()
  await openFaults(phone)
  const { network } = phone

  await network.getByRole('combobox', { name: 'Method' }).selectOption('hangupConnection')
  await press(phone, 'Lose the next reply')
  await press(phone, 'Impair the next call')
  const orders = () => page.evaluate(async () => (await fetch('/control/faults')).json())
  expect(await orders()).toMatchObject({
    gateway: [{ type: 'drop', method: 'hangupConnection', times: 1 }, { type: 'impair' }],
  })
  await press(phone, 'Take all faults back')
  await expect.poll(orders).toEqual({ api: [], webhooks: [], gateway: [] })

  await press(phone, 'Restart ICE')
  await phone.journaled('sdpOffer publish rev 1')
  await press(phone, 'Stop heartbeats')
  await phone.journaled('heartbeats stopped')
  await network.getByRole('combobox', { name: 'Peer' }).selectOption('subscribe')
  await press(phone, 'Break media')
  await phone.journaled('subscribe media broken')
  await press(phone, 'Restart the application')
  await expect(network).toContainText('Done: Restart the application.')
  await press(phone, 'Freeze the gateway')
  await phone.journaled('socket frozen')
  await press(phone, 'Thaw the gateway')
  await phone.journaled('socket thawed')
  await network.getByRole('combobox', { name: 'Close code' }).selectOption('1011')
  await press(phone, 'Drop the socket')
  await phone.journaled('close 1011')
  consoleErrors.length = 0
})

test('a token that is refused is told of in the journal and to the agent', async ({
  phone,
  page,
  consoleErrors,
}) => {
  await phone.open()
  await openFaults(phone)
  await press(phone, 'Refuse the next token')
  await page
    .getByRole('button', { name: text('header.goOnline') })
    .first()
    .click()
  await phone.journaled('fault: createEndpoint answers 429')
  await expect(phone.alert.first()).toBeVisible()
  consoleErrors.length = 0
})
