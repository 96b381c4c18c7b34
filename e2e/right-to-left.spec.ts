import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { text } from '../src/language/language.ts'
import { breakGateway } from './connection.ts'
import { installEar } from './ear.ts'
import { outOfReach, overflow } from './fit.ts'
import { numbers, phonePage, test as base } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'
import { speakPseudo, turnAround } from './pseudo.ts'

/** The screen as it is known by words that nobody speaks. */
const test = base.extend<{ pseudoPhone: PhonePage }>({
  pseudoPhone: async ({ page, spoken: _spoken }, use) => {
    await speakPseudo(page)
    await use(phonePage(page, await installEar(page), 'brtc'))
  },
})

const compact = { width: 380, height: 680 }
const desk = { width: 1280, height: 800 }

/** What sticks out of the page or of its button, and buttons that something lies over. */
const misplaced = async (page: Page) => [
  ...(await overflow(page)),
  ...(await tooNarrow(page)),
  ...(await outOfReach(page.locator('header, #stage, #dialer, #recents, #media, nav'))),
]

const tooNarrow = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button')]
      .filter((button) => button.checkVisibility() && !button.closest('#network'))
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(({ outerHTML }) => `too narrow for its words: ${outerHTML}`),
  )

async function expectInOrder(page: Page, screen: string): Promise<void> {
  for (const viewport of [desk, compact]) {
    await page.setViewportSize(viewport)
    const folder = process.env.SCREENSHOTS
    if (folder) await page.screenshot({ path: `${folder}/rtl-${screen}-${viewport.width}.png` })
    expect(await misplaced(page), `${screen}, ${viewport.width}`).toEqual([])
  }
  for (const name of ['tabs.keypad', 'tabs.recents', 'tabs.media', 'tabs.call'] as const) {
    await page.getByRole('tab', { name: text(name), exact: true }).dispatchEvent('click')
    expect(await misplaced(page), `${screen}, ${name}`).toEqual([])
  }
  await page.setViewportSize(desk)
}

test('from right to left and with longer words nothing sticks out or lies over another', async ({
  page,
  pseudoPhone: phone,
}) => {
  test.setTimeout(90_000)
  await phone.open()
  await turnAround(page)
  await expectInOrder(page, 'offline')
  await phone.dial('911')
  await expect(phone.alert).toBeVisible()
  await expectInOrder(page, 'notice')
  await page
    .getByRole('button', { name: text('header.goOnline'), exact: true })
    .first()
    .click()
  await expect(phone.status).toHaveText(text('status.eligible'))
  await expectInOrder(page, 'eligible')
  await phone.callThisPhone('+1 303 555 0142')
  await expect(phone.incoming).toBeVisible()
  await expectInOrder(page, 'ringing')
  await phone.accept.click()
  await expect(phone.call).toContainText(text('call.connected'))
  await expectInOrder(page, 'in-call')
  await phone.hangUp.click()
  await phone.dial(numbers.createCallFails)
  await expect(phone.call).toContainText(text('endLabel.failed'))
  await expectInOrder(page, 'failed')
  await page.getByRole('button', { name: text('call.close'), exact: true }).click()
  await breakGateway(page)
  await expect(page.getByRole('button', { name: text('recovery.tryNow') })).toBeVisible()
  await expectInOrder(page, 'reconnecting')
})
