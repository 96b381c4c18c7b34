import { expect } from '@playwright/test'
import { breakGateway } from './connection.ts'
import { numbers, test } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'

/** `SCREENSHOTS=/tmp/some-folder npm run screenshots` looks without touching what is kept. */
const folder = process.env.SCREENSHOTS ?? 'docs/screenshots'
const sizes = { compact: { width: 380, height: 680 }, desk: { width: 1280, height: 800 } }

type Reach = (phone: PhonePage) => Promise<void>

const open: Reach = async (phone) => {
  await phone.page.goto('/')
  await expect(phone.status).toBeVisible()
}
const pressGoOnline: Reach = ({ page }) =>
  page.getByRole('button', { name: 'Go online' }).first().click()
const goOnline: Reach = async (phone) => {
  await open(phone)
  await pressGoOnline(phone)
  await expect(phone.status).toContainText('Eligible')
}
const showTab = async (phone: PhonePage, name: string) => {
  const tab = phone.page.getByRole('tab', { name, exact: true })
  if (await tab.isVisible()) await tab.click()
}
const callThisPhone: Reach = async (phone) => {
  await goOnline(phone)
  await showTab(phone, 'Network')
  await phone.callThisPhone('+1 415 555 0117')
  await expect(phone.incoming).toBeVisible()
}
const dial = async (phone: PhonePage, number: string, said: string) => {
  await showTab(phone, 'Keypad')
  await phone.number.fill(number)
  await phone.page.getByRole('button', { name: 'Call', exact: true }).click()
  await showTab(phone, 'Call')
  await expect(phone.call).toContainText(said)
}
const talk: Reach = async (phone) => {
  await callThisPhone(phone)
  await phone.accept.click()
  await expect(phone.call).toContainText('0:03')
}
const spendTheMorning: Reach = async (phone) => {
  await goOnline(phone)
  await dial(phone, numbers.busy, 'Busy')
  await dial(phone, numbers.hangsUp, 'Ended')
  await dial(phone, numbers.refused, 'Ended')
  await showTab(phone, 'Network')
  await phone.callThisPhone('+1 303 555 0142')
  await expect(phone.incoming).toBeVisible()
  await showTab(phone, 'Network')
  await phone.hangUpFarEnd()
  await showTab(phone, 'Call')
  await phone.page.getByRole('button', { name: 'Close', exact: true }).click()
}

const states: Record<string, Reach> = {
  offline: open,
  connecting: async (phone) => {
    await phone.page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => new Promise(() => {})
    })
    await open(phone)
    await pressGoOnline(phone)
    await expect(phone.page.getByRole('timer', { name: 'Connecting for' })).toHaveText('0:05')
  },
  'microphone-blocked': async (phone) => {
    await phone.page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('Permission denied', 'NotAllowedError'))
    })
    await open(phone)
    await pressGoOnline(phone)
    await expect(phone.alert).toContainText('microphone-blocked')
  },
  error: async (phone) => {
    await phone.page.addInitScript(() => {
      const fetch = window.fetch
      window.fetch = (input, init) =>
        (input instanceof Request ? input.url : String(input)).endsWith('/api/endpoints')
          ? Promise.reject(new TypeError('Failed to fetch'))
          : fetch(input, init)
    })
    await open(phone)
    await pressGoOnline(phone)
    await expect(phone.alert).toContainText('application-unreachable')
  },
  reconnecting: async (phone) => {
    await goOnline(phone)
    await breakGateway(phone.page)
    await expect(phone.page.getByRole('button', { name: 'Try now' })).toBeVisible()
  },
  'device-token': async (phone) => {
    await open(phone)
    await phone.page.getByRole('link', { name: 'Use a device token' }).click()
    await expect(phone.page.getByRole('textbox', { name: 'Device token' })).toBeVisible()
  },
  eligible: goOnline,
  away: async (phone) => {
    await goOnline(phone)
    await phone.page.getByRole('switch', { name: 'Available' }).click()
    await expect(phone.page.getByRole('heading', { name: /away/i })).toBeVisible()
  },
  refused: async (phone) => {
    await goOnline(phone)
    await showTab(phone, 'Keypad')
    await phone.number.fill('911')
    await phone.page.getByRole('button', { name: 'Call', exact: true }).click()
    await expect(phone.alert).toBeVisible()
  },
  'ringing-in': callThisPhone,
  'ringing-out': async (phone) => {
    await goOnline(phone)
    await dial(phone, numbers.neverAnswers, 'Ringing')
  },
  'in-call': talk,
  notes: async (phone) => {
    await spendTheMorning(phone)
    await showTab(phone, 'Network')
    await phone.callThisPhone('+1 303 555 0142')
    await phone.accept.click()
    await expect(phone.call).toContainText('In call')
    await showTab(phone, 'Notes')
    await phone.page
      .getByRole('textbox', { name: 'Notes' })
      .fill('Asks where the second parcel is.\nCall back before five.')
  },
  muted: async (phone) => {
    await talk(phone)
    await phone.mute.click()
    await expect(phone.mute).toBeChecked()
  },
  keypad: async (phone) => {
    await goOnline(phone)
    await dial(phone, numbers.menu, 'In call')
    const show = phone.page.getByRole('button', { name: 'Show keypad' })
    if (await show.isVisible()) await show.click()
    await phone.press('12#')
    await expect(phone.call).toContainText('12#')
  },
  'poor-quality': async (phone) => {
    await goOnline(phone)
    await dial(phone, numbers.poorLine, 'In call')
    await expect(phone.page.getByRole('button', { name: 'Show what helps' })).toBeVisible({
      timeout: 25_000,
    })
  },
  ended: async (phone) => {
    await goOnline(phone)
    await dial(phone, numbers.hangsUp, 'Ended')
  },
  busy: async (phone) => {
    await goOnline(phone)
    await dial(phone, numbers.busy, 'Busy')
  },
  failed: async (phone) => {
    await goOnline(phone)
    await dial(phone, numbers.createCallFails, 'Call failed')
  },
  sequence: async (phone) => {
    await goOnline(phone)
    await dial(phone, numbers.echo, 'In call')
    await showTab(phone, 'Media')
    await phone.page.getByRole('button', { name: 'Diagnostics' }).click()
    await phone.page.getByRole('radio', { name: 'Sequence' }).press('Space')
    const steps = phone.page.getByRole('list', { name: 'Sequence of the call' })
    await expect(steps.getByRole('button', { name: /acceptStream/ }).first()).toBeVisible()
    await steps.getByRole('button', { name: /BXML Connect/ }).click()
    await steps
      .getByRole('button', { name: /voice\/answer/ })
      .first()
      .evaluate((step) => {
        step.scrollIntoView({ block: 'start' })
        step.closest('div[class*=diagram]')?.scrollBy(0, -120)
      })
  },
  log: async (phone) => {
    await goOnline(phone)
    await showTab(phone, 'Media')
    await phone.page.getByRole('button', { name: 'Diagnostics' }).click()
    await phone.page.getByRole('radio', { name: 'Log' }).press('Space')
    await expect(phone.page.getByRole('log', { name: 'Log' })).toContainText('eligible')
  },
  recents: async (phone) => {
    await spendTheMorning(phone)
    await showTab(phone, 'Recents')
  },
  media: async (phone) => {
    await goOnline(phone)
    await showTab(phone, 'Media')
  },
}

for (const [state, reach] of Object.entries(states)) {
  test(state, async ({ phone, page, consoleErrors }) => {
    test.slow()
    // The way to a state leads over the tabs of the small screen; the desk shows all of them.
    await page.setViewportSize(sizes.compact)
    await reach(phone)
    await page.mouse.move(0, 0)
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport)
      if (await phone.journal.isVisible()) {
        await phone.journal.evaluate((log) => log.scrollTo(0, log.scrollHeight))
      }
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: `${folder}/${state}-${size}-${colorScheme}.png` })
      }
    }
    // Some of them are of trouble.
    consoleErrors.length = 0
  })
}
