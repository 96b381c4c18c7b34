import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { hold, loseConnection, watchConnection } from './connection.ts'
import { chooseContacts, numbers, test } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'

const compact = { width: 380, height: 680 }
const desk = { width: 1280, height: 800 }

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
const tabs = ['Call', 'Keypad', 'Recents', 'Media', 'Network']

/** Where the screen is small, the part is behind its tab. */
async function show(page: Page, name: string): Promise<void> {
  if (await tab(page, name).isVisible()) await tab(page, name).click()
}

async function goOnline({ page, status }: PhonePage): Promise<void> {
  await show(page, 'Call')
  await page.getByRole('button', { name: 'Go online' }).first().click()
  await expect(status).toContainText('Eligible')
}

async function ring(phone: PhonePage): Promise<void> {
  await goOnline(phone)
  await show(phone.page, 'Network')
  await phone.callThisPhone('+1 303 555 0142')
  await expect(phone.incoming).toBeVisible()
}

async function dial(phone: PhonePage, number: string, until: string): Promise<void> {
  await goOnline(phone)
  await show(phone.page, 'Keypad')
  await phone.dial(number)
  await show(phone.page, 'Call')
  await expect(phone.call).toContainText(until)
}

/** Up to the report of what was imported. */
async function importContacts(phone: PhonePage, content: string): Promise<void> {
  await show(phone.page, 'Recents')
  await chooseContacts(phone, content)
  await phone.page.getByRole('button', { name: /^Import \d/ }).click()
  await expect(phone.page.getByText(/imported/)).toBeVisible()
}

/** Every state in which an agent may look at the phone; each begins with a phone that is open and offline. */
const states: Record<string, (phone: PhonePage) => Promise<void>> = {
  offline: async () => {},
  'a notice': async (phone) => {
    await show(phone.page, 'Keypad')
    await phone.dial('911')
    await expect(phone.alert).toBeVisible()
  },
  'going online': async ({ page, status }) => {
    await hold(page, '/api/endpoints')
    await page.getByRole('button', { name: 'Go online' }).click()
    await expect(status).toContainText('Connecting')
    await expect(page.locator('#stage').getByText(/most often/i)).toBeVisible()
  },
  eligible: goOnline,
  'ringing in': ring,
  'ringing out': (phone) => dial(phone, numbers.neverAnswers, 'Ringing'),
  'in call': async (phone) => {
    await ring(phone)
    await phone.accept.click()
    await expect(phone.call).toContainText('In call')
  },
  muted: async (phone) => {
    await ring(phone)
    await phone.accept.click()
    await phone.mute.click()
    await expect(phone.mute).toBeChecked()
  },
  ended: (phone) => dial(phone, numbers.busy, 'Busy'),
  'call failed': (phone) => dial(phone, numbers.createCallFails, 'Call failed'),
  'connection lost': async (phone) => {
    await phone.page.keyboard.press('Shift')
    await goOnline(phone)
    await loseConnection(phone.page)
    await expect(phone.alert).toContainText('connection-lost')
  },
  'the list of shortcuts': async ({ page }) => {
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'the details of a call': async (phone) => {
    await dial(phone, numbers.busy, 'Busy')
    await show(phone.page, 'Recents')
    await phone.recent.getByRole('button', { name: /555-0102.*Busy/ }).click()
    await phone.page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(phone.page.getByRole('group', { name: /Delete this call/ })).toBeVisible()
  },
  contacts: async (phone) => {
    await importContacts(phone, 'Name,Phone\nAnn Lee,919 555 0101\nBob,303 555 0142\n')
    await phone.page.getByRole('button', { name: 'Done' }).click()
    await expect(phone.page.getByRole('button', { name: 'Edit Bob' })).toBeVisible()
  },
  'an import of contacts': async (phone) => {
    await importContacts(phone, 'Name,Phone\nAnn Lee,919 555 0101\nBob,12\n')
    await expect(phone.page.getByRole('region', { name: 'What is left out' })).toBeVisible()
  },
  ...Object.fromEntries(
    ['Audio', 'Ringing', 'Dialing', 'Shortcuts', 'Appearance', 'Data'].map((section) => [
      `the settings, ${section}`,
      async ({ page }: PhonePage) => {
        await page.getByRole('button', { name: 'Settings', exact: true }).click()
        await page.getByRole('tab', { name: section }).click()
        await expect(page.getByRole('tabpanel', { name: section })).toBeVisible()
      },
    ]),
  ),
}

/** Everything in light; in dark what a theme can change. */
async function expectNoViolations(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const axe = new AxeBuilder({ page })
    const { violations } = await (
      colorScheme === 'light' ? axe : axe.withRules('color-contrast')
    ).analyze()
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`,
    )
    expect(found, `${screen}, ${colorScheme}`).toEqual([])
  }
}

/** What is wider than the page, or cut off at its edges; what scrolls by itself may. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) return [`the page, by ${scrollWidth - clientWidth} pixels`]
    return [...document.querySelectorAll('button, input, select, a[href], h2, p, [role=alert]')]
      .filter((element) => element.checkVisibility() && !element.closest('#network'))
      .filter((element) => !element.closest('[aria-live]'))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect()
        return left < -1 || right > clientWidth + 1
      })
      .map((element) => element.outerHTML)
  })

/** Targets below 44 by 44 pixels. The journal of the demo, dense lines to be read, and its form are no part of the phone. */
const smallTargets = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, select, summary, a[href], label:has(input), input')]
      .filter((element) => element.checkVisibility() && !element.matches('label input'))
      .filter((element) => !element.matches('[role=log] *, #network input'))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 43.5 || box.height < 43.5)
      .map(
        ({ element, box }) =>
          `${Math.round(box.width)} × ${Math.round(box.height)}: ${element.outerHTML.slice(0, 200)}`,
      ),
  )

for (const [state, reach] of Object.entries(states)) {
  test(`axe finds nothing in light and dark, at a desk and on a small screen: ${state}`, async ({
    phone,
    page,
  }) => {
    test.slow()
    await page.setViewportSize(compact)
    await watchConnection(page)
    await phone.open()
    await reach(phone)
    await expectNoViolations(page, `${state}, compact`)
    expect(await overflow(page), 'wider than the screen').toEqual([])
    expect(await smallTargets(page), 'too small for a thumb').toEqual([])
    await page.setViewportSize(desk)
    await expectNoViolations(page, `${state}, desk`)
  })
}

test('every tab of the compact phone is clean, and large enough for thumbs', async ({
  phone,
  page,
}) => {
  test.slow()
  await page.setViewportSize(compact)
  await phone.open()
  await dial(phone, numbers.busy, 'Busy')
  for (const name of tabs) {
    await tab(page, name).click()
    await expectNoViolations(page, name)
    expect(await overflow(page), name).toEqual([])
    expect(await smallTargets(page), name).toEqual([])
  }
})

// 1280 pixels at 400 %, and 640 at 200 %, of a screen as low as a landscape telephone or a zoomed desk has it.
for (const viewport of [
  { width: 320, height: 568 },
  { width: 640, height: 400 },
]) {
  const size = `${viewport.width} × ${viewport.height}`
  for (const state of ['offline', 'ringing in', 'in call', 'ended', 'connection lost']) {
    test(`nothing is lost at ${size}: ${state}`, async ({ phone, page }) => {
      await page.setViewportSize(viewport)
      await watchConnection(page)
      await phone.open()
      await states[state]?.(phone)
      for (const name of tabs) {
        await tab(page, name).click()
        expect(await overflow(page), name).toEqual([])
      }
      await tab(page, 'Call').click()
      for (const button of await page.locator('#stage').getByRole('button').all()) {
        if (!(await button.isVisible())) continue
        await button.scrollIntoViewIfNeeded()
        await expect(button).toBeInViewport({ ratio: 0.9 })
        await button.click({ trial: true })
      }
    })
  }
}

test('nothing moves for those who want no motion', async ({ phone, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const moving = () => page.evaluate(() => document.getAnimations().length)
  await phone.open()
  await ring(phone)
  expect(await moving()).toBe(0)
  await phone.decline.click()
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Go offline' }).click()
  await hold(page, '/api/endpoints')
  await page.getByRole('button', { name: 'Go online' }).click()
  await expect(phone.status).toContainText('Connecting')
  expect(await moving()).toBe(0)
})

test('with forced colours every button has a border, and the switch its state', async ({
  phone,
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await phone.open()
  await ring(phone)
  const without = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('button')]
        .filter((button) => button.checkVisibility() && !button.closest('#network'))
        .filter((button) => {
          const { borderTopWidth, borderTopStyle } = getComputedStyle(button)
          return parseFloat(borderTopWidth) < 1 || borderTopStyle === 'none'
        })
        .map((button) => button.outerHTML),
    )
  expect(await without()).toEqual([])
  await phone.accept.click()
  await expect(phone.call).toContainText('In call')
  expect(await without()).toEqual([])

  const thumb = () => phone.mute.screenshot()
  const unmuted = await thumb()
  await phone.mute.click()
  expect((await thumb()).equals(unmuted)).toBe(false)
})
