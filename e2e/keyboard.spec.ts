import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { breakGateway, hold, mendGateway, supersede } from './connection.ts'
import { numbers, test } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'
import { text, type TextKey } from '../src/language/language.ts'
import { beginsWith, countryName, ended, isExactly } from './words.ts'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Presses Tab until the focus is there; nothing is ever clicked or focused otherwise in this file. */
async function tabTo(target: Locator): Promise<void> {
  const page = target.page()
  for (let presses = 0; presses < 150; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${String(target)}`)
}

async function press(target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(target)
  await target.page().keyboard.press(key)
}

async function goOnline({ page, status, open }: PhonePage): Promise<void> {
  await open()
  await press(button(page, text('header.goOnline')))
  await expect(status).toContainText(text('status.eligible'))
}

const callThisPhone = ({ page }: PhonePage) => press(button(page, 'Call this phone'))

async function dial({ page }: PhonePage, number: string): Promise<void> {
  await page.keyboard.press('n')
  await page.keyboard.type(number)
  await page.keyboard.press('Enter')
}

test('an inbound call is accepted, muted and hung up with Tab, Enter and Space, and the next with three keys', async ({
  phone,
  page,
}) => {
  await goOnline(phone)
  await callThisPhone(phone)
  await expect(phone.incoming).toBeFocused()
  await press(phone.accept)
  await expect(phone.call).toContainText(text('call.connected'))
  await press(phone.mute, 'Space')
  await expect(phone.mute).toBeChecked()
  await press(phone.hangUp)
  await expect(phone.call).toContainText(ended())
  await expect(button(page, 'Call this phone')).toBeFocused()

  await callThisPhone(phone)
  await expect(phone.incoming).toBeVisible()
  await page.keyboard.press('a')
  await expect(phone.call).toContainText(text('call.connected'))
  await page.keyboard.press('m')
  await expect(phone.mute).toBeChecked()
  await page.keyboard.press('Shift+H')
  await expect(phone.call).toContainText(ended())
})

test('an inbound call is declined with Shift and D, the focus goes back, and in a field both are letters', async ({
  phone,
  page,
}) => {
  await goOnline(phone)
  await callThisPhone(phone)
  await expect(phone.incoming).toBeVisible()
  await page.keyboard.press('d')
  await expect(phone.incoming).toBeVisible()
  await page.keyboard.press('Shift+D')
  await expect(phone.incoming).toBeHidden()
  await expect(button(page, 'Call this phone')).toBeFocused()

  await callThisPhone(phone)
  await expect(phone.incoming).toBeVisible()
  await page.keyboard.press('n')
  await expect(phone.number).toBeFocused()
  await page.keyboard.type('a?D')
  await expect(phone.incoming).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('an outbound call is dialled, its keypad used, and it is hung up by keyboard, also while the application does not answer', async ({
  phone,
  page,
}) => {
  await goOnline(phone)
  await dial(phone, numbers.menu)
  await expect(phone.call).toContainText(text('call.connected'))
  await page.keyboard.press('Tab')
  await tabTo(phone.keypad.getByRole('button', { name: '1' }))
  await page.keyboard.type('42')
  await expect(phone.call).toContainText('42')
  await press(phone.hangUp)
  await expect(phone.call).toContainText(ended())

  await expect(phone.number).toBeFocused()
  await page.keyboard.type(numbers.echo)
  await page.keyboard.press('Enter')
  await expect(phone.call).toContainText(text('call.connected'))
  await hold(page, '/api/')
  await press(phone.hangUp)
  await expect(phone.call).toContainText(ended())
})

test('the list of shortcuts opens with ?, gives the focus back, and goes when a call rings, which one key accepts', async ({
  phone,
  page,
}) => {
  await phone.open()
  await tabTo(button(page, text('header.goOnline')))
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: text('shortcuts.title') })
  await expect(help).toBeVisible()
  await expect(button(page, text('call.close'))).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await expect(button(page, text('header.goOnline'))).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(phone.status).toContainText(text('status.eligible'))

  // The caller dials while the list is open.
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll('button')]
    const call = buttons.find(({ textContent }) => textContent === 'Call this phone')
    setTimeout(() => call?.click(), 500)
  })
  await page.keyboard.press('?')
  await expect(phone.incoming).toBeFocused()
  await expect(help).toBeHidden()
  await page.keyboard.press('a')
  await expect(phone.call).toContainText(text('call.connected'))
})

test('going online is cancelled by keyboard', async ({ phone, page }) => {
  await hold(page, '/api/endpoints')
  await phone.open()
  await press(button(page, text('header.goOnline')))
  await expect(phone.status).toContainText(text('status.connecting'))
  await press(button(page, text('stage.cancel')))
  await expect(phone.status).toContainText(text('status.offline'))
})

/** The way round the page by Tab from its top: the names, and whether each is on the screen and shows its focus. */
async function walk(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(() => {
    for (const walked of document.querySelectorAll('[data-walked]')) {
      walked.removeAttribute('data-walked')
    }
    // Tab goes on from here, even when it is gone again.
    const top = document.createElement('span')
    top.tabIndex = -1
    document.body.prepend(top)
    top.focus()
    top.remove()
  })
  const names: string[] = []
  for (let stops = 0; stops < 120; stops += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(readStop)
    if (!stop || stop.isAgain) break
    expect(stop.isShown, `${stop.name} shows that it has the focus`).toBe(true)
    names.push(stop.name)
  }
  return names
}

/** What has the focus, and whether it, or what it stands in, looks otherwise than without. */
function readStop() {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return null
  const lookOf = () =>
    [element, element.parentElement ?? element]
      .map((shown) => getComputedStyle(shown))
      .map(({ outline, borderColor, boxShadow }) => outline + borderColor + boxShadow)
      .join()
  const focused = lookOf()
  element.blur()
  const isShown = element.checkVisibility() && lookOf() !== focused
  element.focus()
  const isAgain = element.hasAttribute('data-walked')
  element.setAttribute('data-walked', '')
  return { name: element.getAttribute('aria-label') ?? element.textContent ?? '', isAgain, isShown }
}

/** What is pressed or filled in, on the screen, and was not come by. Of a group of tabs, one is a stop. */
const missed = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, textarea, a[href]')]
      .filter(
        (element) => element.checkVisibility() && !element.matches('[tabindex="-1"], :disabled'),
      )
      .filter((element) => !element.hasAttribute('data-walked'))
      .map((element) => element.outerHTML),
  )

/** With the country of the number plan, which comes after the first picture. */
async function openWhole(phone: PhonePage): Promise<void> {
  await phone.open()
  await expect(button(phone.page, `${countryName('US')} +1`)).toBeVisible()
}

/** By the beginning of their names: of messages by their keys, and others as they are. */
type Order = readonly (TextKey | '1' | '#' | 'Call this phone')[]

const dials = (number: string, said: TextKey) => async (phone: PhonePage) => {
  await dial(phone, number)
  await expect(phone.call).toContainText(text(said))
}

type State = { name: string; reach: (phone: PhonePage) => Promise<void>; order: Order }

const offline: State = {
  name: 'offline',
  reach: openWhole,
  order: ['shortcuts.title', 'dialer.number', '1', '#', 'dialer.call', 'header.goOnline'],
}
const goingOnline: State = {
  name: 'going online',
  reach: async ({ page, status }) => {
    await hold(page, '/api/endpoints')
    await press(button(page, text('header.goOnline')))
    await expect(status).toContainText(text('status.connecting'))
  },
  order: ['shortcuts.title', 'header.goOffline', 'dialer.number', 'stage.cancel'],
}
const eligible: State = {
  name: 'eligible',
  reach: goOnline,
  order: ['shortcuts.title', 'header.goOffline', 'dialer.number', '1', '#', 'dialer.call'],
}
const ringingIn: State = {
  name: 'ringing in',
  reach: async (phone) => {
    await callThisPhone(phone)
    await expect(phone.incoming).toBeVisible()
  },
  order: [
    'header.goOffline',
    'dialer.number',
    'incoming.decline',
    'incoming.accept',
    'Call this phone',
  ],
}
const ringingOut: State = {
  name: 'ringing out',
  reach: async (phone) => {
    await goOnline(phone)
    await dials(numbers.neverAnswers, 'call.ringing')(phone)
  },
  order: ['header.goOffline', 'dialer.number', 'call.hangUp', 'Call this phone'],
}
const inCall: State = {
  name: 'in call',
  reach: dials(numbers.echo, 'call.connected'),
  order: ['header.goOffline', 'dialer.number', '1', 'call.mute', 'call.hangUp', 'Call this phone'],
}
const endedCall: State = {
  name: 'ended',
  reach: async (phone) => {
    await press(phone.hangUp)
    await expect(phone.call).toContainText(ended())
    await dials(numbers.busy, 'endLabel.busy')(phone)
  },
  order: ['header.goOffline', 'dialer.number', 'call.close', 'call.again', 'recents.callBack'],
}
const supersededInCall: State = {
  name: 'opened elsewhere in a call',
  reach: async (phone) => {
    await supersede(phone.page)
    await expect(phone.alert).toContainText('superseded')
  },
  order: ['header.goOnline', 'dialer.number', 'call.close'],
}
const superseded: State = {
  name: 'opened elsewhere',
  reach: async (phone) => {
    await goOnline(phone)
    await supersededInCall.reach(phone)
  },
  order: ['shortcuts.title', 'dialer.number', 'header.goOnline'],
}
const reconnecting: State = {
  name: 'reconnecting',
  reach: async ({ page, status }) => {
    await press(button(page, text('header.goOnline')))
    await expect(status).toContainText(text('status.eligible'))
    await breakGateway(page)
    // Without a network it waits, and nothing on the page changes meanwhile.
    await page.context().setOffline(true)
    await expect(button(page, text('recovery.tryNow'))).toBeVisible()
  },
  order: ['header.goOffline', 'dialer.number', 'recovery.tryNow', 'Call this phone'],
}

const ways: Record<string, readonly State[]> = {
  'while it goes online': [offline, goingOnline],
  'in a call from outside': [eligible, ringingIn],
  'in calls that are dialled': [ringingOut, endedCall, inCall, supersededInCall],
  'when the connection is lost': [superseded, reconnecting],
}

/** The number that the call goes back to follows the name. */
function nameOf(name: Order[number]): RegExp {
  if (name === '1' || name === '#' || name === 'Call this phone') return beginsWith(name)
  if (name === 'dialer.call') return isExactly(text(name))
  return beginsWith(name === 'recents.callBack' ? text(name, { number: '' }) : text(name))
}

for (const [when, states] of Object.entries(ways)) {
  test(`Tab goes round the page in reading order, and leaves nothing out, ${when}`, async ({
    phone,
    page,
  }) => {
    test.slow()
    for (const { name, reach, order } of states) {
      await reach(phone)
      // It comes with the history, after the first picture, and may not come while Tab has passed its place.
      await expect(button(page, text('recents.contacts'))).toBeVisible()
      const names = await walk(page)
      const positions = order.map((part) => names.findIndex((stop) => nameOf(part).test(stop)))
      const seen = `${name}: ${names.join(' | ')}`
      expect(positions, seen).not.toContain(-1)
      expect(positions, seen).toEqual(positions.toSorted((a, b) => a - b))
      expect(await missed(page), name).toEqual([])
    }
  })
}

test('a lost connection is mended by keyboard', async ({ phone, page }) => {
  await goOnline(phone)
  await breakGateway(page)
  await expect(phone.status).toContainText(text('status.reconnecting'))
  // Otherwise the phone is back before anybody can press.
  await page.context().setOffline(true)
  await mendGateway(page)
  await press(button(page, text('recovery.tryNow')))
  await page.context().setOffline(false)
  await expect(phone.status).toContainText(text('status.eligible'))
})
