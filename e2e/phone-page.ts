import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { createCallCenters } from './call-center.ts'
import type { CallCenters } from './call-center.ts'
import { installEar } from './ear.ts'
import type { Ear } from './ear.ts'
import { text } from '../src/language/language.ts'
import { test as base } from './words.ts'

/** The numbers of the simulated phone network. */
export const numbers = {
  quickStart: '+1 919 111 1111',
  echo: '+1 919 555 0101',
  busy: '+1 919 555 0102',
  neverAnswers: '+1 919 555 0103',
  rejects: '+1 919 555 0104',
  hangsUp: '+1 919 555 0105',
  menu: '+1 919 555 0106',
  refused: '+1 919 555 0107',
  createCallFails: '+1 919 555 0108',
  poorLine: '+1 919 555 0109',
}

/** What somebody who calls this phone sings, hertz. */
export const callerNotes = [392, 494]

/** A frequency within one bin of the ear's spectrum. */
export const near = (hertz: number) => expect.closeTo(hertz, -1.1)

/** Offhook's screen by role and name, and an ear at its loudspeaker. */
export interface PhonePage {
  page: Page
  status: Locator
  number: Locator
  keypad: Locator
  call: Locator
  hangUp: Locator
  incoming: Locator
  accept: Locator
  decline: Locator
  mute: Locator
  media: Locator
  recent: Locator
  alert: Locator
  network: Locator
  journal: Locator
  ear: Ear
  open: () => Promise<void>
  goOnline: () => Promise<void>
  dial: (number: string) => Promise<void>
  /** Presses keys of the keypad on the screen. */
  press: (digits: string) => Promise<void>
  /** Somebody calls, whichever phone is next. */
  callThisPhone: (from: string) => Promise<void>
  hangUpFarEnd: () => Promise<void>
  /** Resolves when the journal of the simulated network has it. */
  journaled: (entry: string | RegExp) => Promise<void>
  /** The loudest that the telephone at the far end hears of this phone, 0–1, over a second. */
  farEndHears: () => Promise<number>
  /** The peak of a meter, 0–1, over two seconds or as many as are given. */
  peakOf: (meter: Locator, seconds?: number) => Promise<number>
}

export type Platform = 'brtc' | 'webrtc'

/** The demo has all in one page; three processes are the application, the simulator and the browser. */
export type World = 'demo' | 'processes'

export const test = base.extend<
  {
    world: World
    platform: Platform
    phone: PhonePage
    consoleErrors: string[]
  },
  { callCenters: CallCenters }
>({
  world: ['demo', { option: true }],
  /** Those that the tests of a worker have in turn: processes take their time to start. */
  callCenters: [
    // Playwright reads from the pattern that nothing is needed.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const centers = createCallCenters()
      await use(centers)
      await centers.close()
    },
    { scope: 'worker' },
  ],
  /** Which of Bandwidth's platforms the demo's account is on. */
  platform: ['brtc', { option: true }],
  /** Nothing may complain in the console of any test; one that expects complaints empties the list. */
  consoleErrors: [
    async ({ page }, use) => {
      const errors: string[] = []
      page.on('console', (message) => {
        // Chromium's own words when a page goes away while it looks for a newer worker of the demo.
        const isWorkerUpdate = message.text().startsWith('Failed to update a ServiceWorker')
        // A page of the demo that goes away takes the application along to which it gives its endpoint back.
        const isFarewell = message.location().url.endsWith('/release')
        if (message.type() === 'error' && !isWorkerUpdate && !isFarewell) {
          errors.push(message.text())
        }
      })
      page.on('pageerror', (error) => errors.push(error.message))
      await use(errors)
      expect(errors).toEqual([])
    },
    { auto: true },
  ],
  // The words come first: the screen is known by them.
  phone: async ({ spoken: _spoken, page, platform, world, callCenters }, use) => {
    const phone = phonePage(page, await installEar(page), platform)
    if (world === 'demo') return use(phone)
    const center = await callCenters.open(platform)
    await use({ ...phone, ...(await center.seat(page, 'agent')) })
    await page.close()
    await center.clear()
  },
})

export function phonePage(page: Page, ear: Ear, platform: Platform): PhonePage {
  const network = page.getByRole('region', { name: 'Simulated phone network' })
  const number = page.getByRole('textbox', { name: text('dialer.number') })
  const status = page.getByRole('status', { name: text('status.title') })
  const keypad = page.getByRole('group', { name: text('keypad.title') })
  const journal = network.getByRole('log', { name: 'Journal' })
  const open = async () => {
    await page.goto(platform === 'webrtc' ? '/?platform=webrtc' : '/')
    await expect(status).toBeVisible()
  }
  return {
    page,
    ear,
    status,
    number,
    keypad,
    network,
    open,
    call: page.getByRole('region', { name: text('call.title') }),
    hangUp: page.getByRole('button', { name: text('call.hangUp'), exact: true }),
    incoming: page.getByRole('alertdialog', { name: text('incoming.title') }),
    accept: page.getByRole('button', { name: text('incoming.accept') }),
    decline: page.getByRole('button', { name: text('incoming.decline') }),
    mute: page.getByRole('switch', { name: text('call.mute') }),
    media: page.getByRole('region', { name: text('media.title') }),
    recent: page.getByRole('region', { name: text('recents.title') }),
    alert: page.getByRole('alert'),
    journal,
    async goOnline() {
      await this.open()
      await page.getByRole('button', { name: text('header.goOnline') }).click()
      await expect(status).toContainText(text('status.eligible'))
    },
    dial: async (digits) => {
      await number.fill(digits)
      await number.press('Enter')
    },
    press: async (digits) => {
      for (const digit of digits) {
        await keypad
          .getByRole('button', { name: new RegExp(`^${digit.replace('*', '\\*')}`) })
          .click()
      }
    },
    callThisPhone: async (from) => {
      await network.getByRole('textbox', { name: 'Caller number' }).fill(from)
      await network.getByRole('button', { name: 'Call this phone' }).click()
    },
    journaled: (entry) => expect(journal).toContainText(entry),
    farEndHears: () => peakOf(network.getByRole('meter', { name: 'Far end hears' }), 1),
    hangUpFarEnd: () => network.getByRole('button', { name: 'Hang up the far end' }).click(),
    peakOf,
  }
}

async function peakOf(meter: Locator, seconds = 2): Promise<number> {
  let peak = 0
  const until = Date.now() + seconds * 1_000
  while (Date.now() < until) {
    peak = Math.max(peak, Number(await meter.getAttribute('aria-valuenow')))
    await meter.page().evaluate(() => new Promise(requestAnimationFrame))
  }
  return peak
}

/** Opens the contacts and chooses a file to import; what is in it is shown first. */
export async function chooseContacts({ page, recent }: PhonePage, content: string): Promise<void> {
  await recent.getByRole('button', { name: text('recents.contacts') }).click()
  await page.getByRole('button', { name: text('contacts.import') }).click()
  await page.locator('input[type=file]').setInputFiles({
    name: 'contacts.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(content),
  })
  await expect(page.getByRole('table', { name: text('contacts.preview') })).toBeVisible()
}
