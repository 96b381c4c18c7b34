import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { findViolations } from './axe.ts'
import { breakGateway, hold, mendGateway, supersede } from './connection.ts'
import { outOfReach, overflow } from './fit.ts'
import { chooseContacts, numbers, test } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'
import { installSilence } from './silence.ts'
import { text, type TextKey } from '../src/language/language.ts'
import { countryName, ended } from './words.ts'

const compact = { width: 380, height: 680 }
const desk = { width: 1280, height: 800 }
/** 1280 pixels at 400 %, and 640 at 200 %, of a screen as low as a landscape telephone or a zoomed desk has it. */
const zoomed = [
  { width: 320, height: 568 },
  { width: 640, height: 400 },
]

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
const tabs: readonly TextKey[] = [
  'tabs.call',
  'tabs.keypad',
  'tabs.recents',
  'tabs.media',
  'tabs.network',
]
const sections: readonly TextKey[] = [
  'settings.audio',
  'settings.ringing',
  'settings.dialing',
  'settings.shortcuts',
  'settings.appearance',
  'settings.language',
  'settings.data',
]
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function goOnline({ page, status }: PhonePage): Promise<void> {
  await button(page, text('header.goOnline')).click()
  await expect(status).toContainText(text('status.eligible'))
}

async function ring(phone: PhonePage): Promise<void> {
  await phone.callThisPhone('+1 303 555 0142')
  await expect(phone.incoming).toBeVisible()
}

type Theme = { colorScheme: 'light' | 'dark' }

async function expectNoViolations(page: Page, screen: string, { colorScheme }: Theme) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  expect(await findViolations(page), `${screen}, ${colorScheme}`).toEqual([])
}

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

/** As a thumb meets it. */
async function expectCompact(page: Page, screen: string): Promise<void> {
  await page.setViewportSize(compact)
  await expectNoViolations(page, `${screen}, compact`, { colorScheme: 'light' })
  expect(await overflow(page), `${screen}: wider than the screen`).toEqual([])
  expect(await smallTargets(page), `${screen}: too small for a thumb`).toEqual([])
}

/** Every part of the phone at once. That each colour can be read on its ground in both themes is worked out in `look.test.ts`. */
async function expectDesk(page: Page, screen: string): Promise<void> {
  await page.setViewportSize(desk)
  await expectNoViolations(page, `${screen}, desk`, { colorScheme: 'dark' })
}

/** Nothing is wider than a page that is zoomed, and every button can be scrolled to and pressed. */
async function expectNothingLost(page: Page, screen: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  for (const viewport of zoomed) {
    await page.setViewportSize(viewport)
    const size = `${screen}, ${viewport.width} × ${viewport.height}`
    const isCovered = await dialog.isVisible()
    for (const name of isCovered ? [] : tabs.slice(0, -1).toReversed()) {
      await tab(page, text(name)).dispatchEvent('click')
      expect(await overflow(page), `${size}, ${name}`).toEqual([])
    }
    expect(await overflow(page), size).toEqual([])
    const part = isCovered ? dialog : page.locator('#stage')
    expect(await outOfReach(part), `${size}: out of reach`).toEqual([])
  }
}

const parts = [expectCompact, expectNothingLost, expectDesk]

/** What is on the screen, in both themes, at a desk, on a small screen and zoomed. Ends at the desk. */
async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const expectPart of parts) await expectPart(page, screen)
}

// Each of these comes by several states on one page: an agent does not begin anew for each of them either.
test.describe('everybody can use the phone', () => {
  test.beforeEach(() => test.setTimeout(120_000))

  test(
    'from opening it to the end of a call from outside',
    { tag: '@core' },
    async ({ phone, page }) => {
      await phone.open()
      await expectAccessible(page, 'offline')
      await phone.dial('911')
      await expect(phone.alert).toBeVisible()
      await expectAccessible(page, 'a notice')
      for (const viewport of [compact, ...zoomed]) {
        await page.setViewportSize(viewport)
        await tab(page, text('tabs.keypad')).click()
        expect(await outOfReach(page.getByRole('form', { name: text('dialer.title') }))).toEqual([])
      }
      await tab(page, text('tabs.call')).click()
      await page.setViewportSize(desk)
      await goOnline(phone)
      await expectAccessible(page, 'eligible')
      await page.getByRole('switch', { name: text('away.available') }).click()
      await expect(page.getByRole('heading', { name: text('away.headline') })).toBeVisible()
      await expectAccessible(page, 'away')
      await button(page, text('away.return')).click()
      await expect(phone.status).toContainText(text('status.eligible'))
      await ring(phone)
      await expectAccessible(page, 'ringing in')
      await phone.accept.click()
      await expect(phone.call).toContainText(text('call.connected'))
      await expectAccessible(page, 'in call')
      await phone.mute.click()
      await expect(phone.mute).toBeChecked()
      await expectAccessible(page, 'muted')
    },
  )

  test('from dialling to every end', async ({ phone, page }) => {
    await phone.goOnline()
    for (const expectPart of parts) {
      // It rings for eight seconds only.
      await page.setViewportSize(desk)
      await phone.dial(numbers.neverAnswers)
      await expect(phone.call).toContainText(text('call.ringing'))
      await expectPart(page, 'ringing out')
      await page.setViewportSize(desk)
      await phone.hangUp.click()
      await expect(phone.call).toContainText(ended())
    }
    await phone.dial(numbers.createCallFails)
    await expect(phone.call).toContainText(text('endLabel.failed'))
    await expectAccessible(page, 'call failed')
    await phone.dial(numbers.poorLine)
    await button(page, text('quality.showHelp')).click({ timeout: 20_000 })
    await expectDesk(page, 'what helps on a poor line')
    await expectCompact(page, 'what helps on a poor line')
    await page.setViewportSize(desk)
    await button(page, text('quality.closeDetails')).click()
    await phone.hangUp.click()
    await expect(phone.call).toContainText(ended())
    await page.setViewportSize(compact)
    for (const name of [...tabs, 'tabs.notes'] as const) {
      await tab(page, text(name)).click()
      await expectCompact(page, `${name} after a call`)
    }
    await tab(page, text('tabs.network')).click()
    expect(await findViolations(page, { part: '[role=log]' })).toEqual([])
  })

  test('when something is wrong', async ({ phone, page }) => {
    await phone.open()
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => {
        Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia')
        return Promise.reject(new DOMException('Permission denied', 'NotAllowedError'))
      }
    })
    await button(page, text('header.goOnline')).click()
    await expect(phone.alert).toContainText('microphone-blocked')
    await expectAccessible(page, 'microphone blocked')
    await goOnline(phone)
    await breakGateway(page)
    await expect(button(page, text('recovery.tryNow'))).toBeVisible()
    await expectAccessible(page, 'reconnecting')
    await mendGateway(page)
    await expect(phone.status).toContainText(text('status.eligible'), { timeout: 20_000 })
    await supersede(page)
    await expect(phone.alert).toContainText('superseded')
    await expectAccessible(page, 'opened elsewhere')
    await hold(page, '/api/endpoints')
    await button(page, text('header.goOnline')).click()
    await expect(phone.status).toContainText(text('status.connecting'))
    await expect(page.locator('#stage').getByText(text('stage.slowToken'))).toBeVisible()
    await expectAccessible(page, 'going online')
  })

  test('without sound', async ({ phone, page }) => {
    await installSilence(page)
    await phone.open()
    await button(page, text('header.goOnline')).click()
    await expect(phone.alert).toContainText('sound-blocked')
    await expectAccessible(page, 'no sound')
  })

  test('in a tab that is not the phone', async ({ phone, page }) => {
    await phone.open()
    const other = await page.context().newPage()
    await other.goto('/')
    await button(other, text('elsewhere.take')).click()
    await other.getByRole('textbox', { name: text('dialer.number') }).fill(numbers.echo)
    await button(other, text('header.goOnline')).click()
    await expect(other.getByRole('status', { name: text('status.title') })).toContainText(
      text('status.eligible'),
    )
    await other.getByRole('textbox', { name: text('dialer.number') }).press('Enter')
    await expect(page.getByRole('status', { name: text('status.title') })).toContainText(
      text('status.onACall'),
    )
    await button(page, text('elsewhere.take')).click()
    await expect(phone.alert).toContainText('call-in-other-tab')
    await expectCompact(page, 'a spare tab')
    await page.setViewportSize(desk)
    await expectNoViolations(page, 'a spare tab, desk', { colorScheme: 'dark' })
  })

  test('in every dialog', async ({ phone, page }) => {
    await phone.open()
    await button(page, text('shortcuts.title')).click()
    await expect(page.getByRole('dialog', { name: text('shortcuts.title') })).toBeVisible()
    await expectAccessible(page, text('shortcuts.title'))
    await page.keyboard.press('Escape')
    for (const [part, opener, title, until] of [
      ['tabs.keypad', `${countryName('US')} +1`, 'dialing.title', 'modal.close'],
      ['tabs.media', text('ringing.settings'), 'ringing.title', 'modal.close'],
      ['tabs.media', text('checks.network'), 'checks.network', 'checks.again'],
      ['tabs.media', text('checks.audio'), 'checks.audio', 'checks.playAgain'],
    ] as const) {
      await page.setViewportSize(compact)
      await tab(page, text(part)).click()
      await button(page, opener).click()
      const dialog = page.getByRole('dialog', { name: text(title) })
      await expect(dialog.getByRole('button', { name: text(until) })).toBeVisible({
        timeout: 15_000,
      })
      await expectAccessible(page, text(title))
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
    }
  })

  test('in the diagnostics', async ({ phone, page }) => {
    await phone.goOnline()
    await phone.dial(numbers.busy)
    await expect(phone.call).toContainText(text('endLabel.busy'))
    await page.setViewportSize(compact)
    await tab(page, text('tabs.media')).click()
    await button(page, text('insight.open')).click()
    const dialog = page.getByRole('dialog', { name: text('insight.open') })
    for (const [view, seen] of [
      ['diagnostics.sequence', dialog.locator('pre')],
      ['diagnostics.log', dialog.getByRole('log').getByText('online (eligible)')],
      ['diagnostics.codes', dialog.getByRole('article', { name: /connection-lost/ }).first()],
    ] as const) {
      await dialog.getByRole('radio', { name: text(view) }).press('Space')
      if (view === 'diagnostics.sequence') {
        await dialog.getByRole('button', { name: /outboundConnectionRequest/ }).click()
      }
      await expect(seen).toBeVisible()
      await expectAccessible(page, text(view))
      await page.setViewportSize(compact)
    }
  })

  test('in what stays after a call', async ({ phone, page }) => {
    await phone.goOnline()
    await phone.dial(numbers.busy)
    await expect(phone.call).toContainText(text('endLabel.busy'))
    await page.setViewportSize(compact)
    await tab(page, text('tabs.recents')).click()
    await phone.recent.getByRole('button', { name: /555-0102.*·/ }).click()
    await button(page, text('recents.delete')).click()
    await expect(page.getByRole('group', { name: text('recents.deleteQuestion') })).toBeVisible()
    await expectAccessible(page, 'the details of a call')
    await page.keyboard.press('Escape')
    await page.setViewportSize(compact)
    await chooseContacts(phone, 'Name,Phone\nAnn Lee,919 555 0101\nBob,12\n')
    await expectAccessible(page, 'contacts to be imported')
    await button(page, text('contacts.importSome', { count: 1 })).click()
    await button(page, text('contacts.done')).click()
    await expect(button(page, text('contacts.edit', { name: 'Ann Lee' }))).toBeVisible()
    await expectAccessible(page, 'contacts')
    await button(page, text('contacts.edit', { name: 'Ann Lee' })).click()
    await expectAccessible(page, 'a contact')
    await page.keyboard.press('Escape')
  })

  test('in every section of the settings', async ({ phone, page }) => {
    await phone.open()
    await button(page, text('header.settings')).click()
    for (const section of sections) {
      await tab(page, text(section)).click()
      await expect(page.getByRole('tabpanel', { name: text(section) })).toBeVisible()
      await expectAccessible(page, `the settings, ${section}`)
    }
  })
})

test.describe('on a tablet', () => {
  test.use({ hasTouch: true, viewport: { width: 1180, height: 820 } })

  test('the desk is large enough for thumbs', async ({ phone, page }) => {
    await phone.goOnline()
    expect(await smallTargets(page), 'eligible').toEqual([])
    await ring(phone)
    expect(await smallTargets(page), 'ringing in').toEqual([])
    await phone.accept.click()
    await expect(phone.call).toContainText(text('call.connected'))
    expect(await smallTargets(page), 'in call').toEqual([])
  })
})

test('nothing moves for those who want no motion', async ({ phone, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const moving = () => page.evaluate(() => document.getAnimations().length)
  await phone.goOnline()
  await ring(phone)
  expect(await moving()).toBe(0)
  await phone.decline.click()
  await page.getByRole('button', { name: text('call.close') }).click()
  await page.getByRole('button', { name: text('header.goOffline') }).click()
  await hold(page, '/api/endpoints')
  await page.getByRole('button', { name: text('header.goOnline') }).click()
  await expect(phone.status).toContainText(text('status.connecting'))
  expect(await moving()).toBe(0)
})

test('with forced colours every button has a border, and the switch its state', async ({
  phone,
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await phone.goOnline()
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
  await expect(phone.call).toContainText(text('call.connected'))
  expect(await without()).toEqual([])

  const thumb = () => phone.mute.screenshot()
  const unmuted = await thumb()
  await phone.mute.click()
  expect((await thumb()).equals(unmuted)).toBe(false)
})
