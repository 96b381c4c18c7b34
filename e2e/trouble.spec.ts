import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { numbers, test } from './phone-page.ts'
import { text } from '../src/language/language.ts'

const troubles = {
  error: 'application-refused',
  unreachable: 'application-unreachable',
  nonsense: 'application-protocol',
}

/** From now on the application answers so when it is asked for an endpoint. */
const answerWith = (page: Page, trouble: string) =>
  page.evaluate((kind) => {
    const fetch = window.fetch
    window.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (!url.endsWith('/api/endpoints')) return fetch(input, init)
      if (kind === 'unreachable') return Promise.reject(new TypeError('Failed to fetch'))
      return Promise.resolve(
        kind === 'error'
          ? Response.json({ code: 'internal', message: 'broken' }, { status: 500 })
          : Response.json({ surprise: true }, { status: 201 }),
      )
    }
  }, trouble)

test('a phone that is offline says so when it dials, and why it stays so when the application is in trouble', async ({
  phone,
  page,
}) => {
  await phone.open()
  await phone.dial(numbers.echo)
  await expect(phone.alert).toContainText('offline-cannot-dial')
  await expect(phone.journal).not.toContainText('requestOutboundConnection')
  for (const [trouble, code] of Object.entries(troubles)) {
    await answerWith(page, trouble)
    await page.getByRole('button', { name: text('header.goOnline') }).click()
    // What was said of dialling is over with that.
    await expect(phone.alert).toContainText(code)
    await expect(phone.status).toContainText(text('status.offline'))
  }
})

test('what is no number is refused before anything is sent; what is possible is warned about and dialled', async ({
  phone,
}) => {
  await phone.goOnline()
  for (const { typed, code } of [
    { typed: '', code: 'number-empty' },
    { typed: '12', code: 'number-too-short' },
    { typed: '911', code: 'number-emergency' },
    { typed: '+1 919 555 0101 0101 0101', code: 'number-too-long' },
    { typed: 'call me', code: 'number-not-a-number' },
  ]) {
    await phone.dial(typed)
    await expect(phone.alert, typed).toContainText(code)
    await expect(phone.call).toBeHidden()
    await expect(phone.journal).not.toContainText('requestOutboundConnection')
  }
  await phone.number.fill(numbers.quickStart)
  await expect(
    phone.page.getByText(text('dialer.doubtful', { number: '+19191111111' })),
  ).toBeVisible()
  await phone.number.press('Enter')
  await expect(phone.call).toContainText(text('call.connected'))
})
