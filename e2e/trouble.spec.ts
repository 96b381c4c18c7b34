import { expect } from '@playwright/test'
import { numbers, test } from './phone-page.ts'
import { text } from '../src/language/language.ts'

for (const { trouble, answer, code } of [
  { trouble: 'answers with an error', answer: 'error', code: 'application-refused' },
  { trouble: 'cannot be reached', answer: 'unreachable', code: 'application-unreachable' },
  { trouble: 'answers nonsense', answer: 'nonsense', code: 'application-protocol' },
]) {
  test(`an application that ${trouble} leaves the phone offline with the reason`, async ({
    phone,
  }) => {
    await phone.page.addInitScript((kind) => {
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
    }, answer)
    await phone.open()
    await phone.page.getByRole('button', { name: text('header.goOnline') }).click()
    await expect(phone.alert).toContainText(code)
    await expect(phone.status).toContainText(text('status.offline'))
  })
}

test('dialling while offline says so and sends nothing', async ({ phone }) => {
  await phone.open()
  await phone.dial(numbers.echo)
  await expect(phone.alert).toContainText('offline-cannot-dial')
  await expect(phone.journal).not.toContainText('requestOutboundConnection')
})

test('what is no number that may be called is refused before anything is sent', async ({
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
})

test('a number that is possible but not valid is warned about and dialled', async ({ phone }) => {
  await phone.goOnline()
  await phone.number.fill(numbers.quickStart)
  await expect(
    phone.page.getByText(text('dialer.doubtful', { number: '+19191111111' })),
  ).toBeVisible()
  await phone.number.press('Enter')
  await expect(phone.call).toContainText(text('call.connected'))
})
