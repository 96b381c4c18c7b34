import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { numbers, test } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'
import { text } from '../src/language/language.ts'
import { ended } from './words.ts'

async function callFrom(phone: PhonePage, number: string): Promise<void> {
  await phone.goOnline()
  await phone.dial(number)
  await expect(phone.call).toContainText(text('call.connected'))
}

/** The digits that the far end has heard, in order. */
async function heardDigits(phone: PhonePage): Promise<string> {
  const journal = await phone.journal.innerText()
  return [...journal.matchAll(/hears the digit (\S)/g)].map(([, digit]) => digit).join('')
}

test('digits that are typed, pressed or pasted are shown as they go out, and arrive in their order, once, and in no other call', async ({
  phone,
  page,
}) => {
  await callFrom(phone, numbers.menu)
  await page.keyboard.type('42#')
  await expect(phone.call).toContainText(`${text('call.keysSent')} 42#`)
  await expect.poll(() => heardDigits(phone)).toBe('42#')
  await phone.press('3')
  await expect.poll(() => heardDigits(phone)).toBe('42#3')
  // The menu answers with beeps.
  await expect.poll(async () => (await phone.ear.listen(1)).peak).toBeGreaterThan(0.02)
  await paste(page, '1234 5678#')
  await expect(phone.call).toContainText(`${text('call.sendingKeys')} 42#312345678#`)
  await expect(phone.call).toContainText(`${text('call.keysSent')} 42#312345678#`)
  await expect.poll(() => heardDigits(phone)).toBe('42#312345678#')

  await paste(page, '1'.repeat(40))
  await expect.poll(() => heardDigits(phone)).toBe('42#312345678#1')
  await phone.hangUp.click()
  await expect(phone.status).toContainText(text('status.eligible'))
  await phone.dial(numbers.menu)
  await expect(phone.call).toContainText(text('call.connected'))
  const before = await heardDigits(phone)
  await page.keyboard.press('9')
  await expect.poll(() => heardDigits(phone)).toBe(`${before}9`)
})

test('talking into a muted microphone is said, and one press lets the far end hear it', async ({
  phone,
  page,
}) => {
  await page.addInitScript(singIntoTheMicrophone)
  await callFrom(phone, numbers.echo)
  await phone.mute.click()
  await expect(phone.call).toContainText(text('call.talkingWhileMuted'))
  await page.getByRole('button', { name: text('call.unmute') }).click()
  await expect(phone.call).not.toContainText(text('call.talkingWhileMuted'))
  await expect(phone.mute).not.toBeChecked()
  await expect(phone.mute).toBeFocused()
  await expect.poll(async () => (await phone.ear.listen(1)).peak).toBeGreaterThan(0.05)
})

test('notes go on when the far end hangs up in the middle of a word, and are kept', async ({
  phone,
  page,
}) => {
  await callFrom(phone, numbers.hangsUp)
  const notes = page.getByRole('textbox', { name: text('call.notes') })
  await notes.pressSequentially('Order 47')
  await expect(phone.call).toContainText(ended())
  await page.keyboard.type('11')
  await expect(notes).toHaveValue('Order 4711')
  await phone.call.getByRole('button', { name: text('call.close') }).click()
  await expect(phone.recent.getByRole('listitem')).toContainText('Order 4711')
})

test('the screen stays on and the headset has its keys for as long as there is a call', async ({
  phone,
  page,
}) => {
  await page.addInitScript(watchThePage)
  await callFrom(phone, numbers.echo)
  const held = () => page.evaluate(() => Reflect.get(globalThis, 'heldLocks') as number)
  const press = (action: string) =>
    page.evaluate((name) => {
      const handlers = Reflect.get(globalThis, 'callKeys') as Map<string, (() => void) | null>
      handlers.get(name)?.()
    }, action)
  await expect.poll(held).toBe(1)
  await press('togglemicrophone')
  await expect(phone.mute).toBeChecked()
  await press('hangup')
  await expect(phone.call).toContainText(ended())
  await expect.poll(held).toBe(0)
})

/** As Ctrl+V does it, without the clipboard, which all browsers on the machine share. */
async function paste(page: Page, pin: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', pasted)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, pin)
}

/** The browser's own fake microphone beeps for less long than a word. */
function singIntoTheMicrophone(): void {
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext()
    const destination = context.createMediaStreamDestination()
    const voice = new OscillatorNode(context, { frequency: 330 })
    voice.connect(new GainNode(context, { gain: 0.4 })).connect(destination)
    voice.start()
    return destination.stream
  }
}

/** Counts the wake locks that are held, and keeps the handlers of the keys for calls, which no test can press. */
function watchThePage(): void {
  const callKeys = new Map<string, unknown>()
  Object.assign(globalThis, { heldLocks: 0, callKeys })
  const count = (by: number) =>
    Reflect.set(globalThis, 'heldLocks', (Reflect.get(globalThis, 'heldLocks') as number) + by)
  navigator.wakeLock.request = async () => {
    count(1)
    const release = async () => void count(-1)
    return { released: false, release } as unknown as WakeLockSentinel
  }
  navigator.mediaSession.setActionHandler = (action: string, handler: unknown) =>
    void callKeys.set(action, handler)
}
