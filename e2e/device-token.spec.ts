import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { findViolations } from './axe.ts'
import { overflow } from './fit.ts'
import { numbers, test } from './phone-page.ts'
import { locale, text } from '../src/language/language.ts'
import { ended, firstLine } from './words.ts'

type Grant = { token: string; gatewayUrl: string }

const tokenField = (page: Page) => page.getByRole('textbox', { name: text('token.title') })
const addressField = (page: Page) => page.getByRole('textbox', { name: text('token.address') })
const connect = (page: Page) =>
  page.getByRole('button', { name: text('token.connect'), exact: true })

const openPage = async (page: Page, address = '/?token') => {
  await page.goto(address)
  await expect(tokenField(page)).toBeVisible()
}

/** A token of an endpoint that the demo's application has made, as a developer would get one. */
const createToken = (page: Page): Promise<Grant> =>
  page.evaluate(async () => {
    const response = await fetch('/api/endpoints', { method: 'POST' })
    return (await response.json()) as Grant
  })

const paste = async (page: Page, { token, gatewayUrl }: Grant) => {
  await tokenField(page).fill(token)
  await addressField(page).fill(gatewayUrl)
}

/** A token with these claims that no gateway knows. */
const madeUp = (claims: object) =>
  [{ alg: 'none' }, claims, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')

const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds

test('a pasted token goes online, calls, is heard, and is gone afterwards', async ({
  phone,
  page,
}) => {
  await phone.open()
  await page.getByRole('link', { name: text('stage.useToken') }).click()
  const grant = await createToken(page)
  await paste(page, grant)
  await expect(tokenField(page)).toHaveValue(new RegExp(`^•+${grant.token.slice(-6)}$`))
  await connect(page).click()
  await expect(phone.status).toContainText(text('status.connected'))
  await expect(page.getByText(text('status.pasted'))).toBeVisible()
  await expect(phone.journal).toContainText('endpointEligible')

  await phone.dial(numbers.echo)
  await expect(phone.call).toContainText(text('call.connected'))
  await expect.poll(async () => (await phone.ear.listen(2)).peak).toBeGreaterThan(0.05)
  await phone.hangUp.click()
  await expect(phone.call).toContainText(ended())

  await page.getByRole('button', { name: text('header.goOffline') }).click()
  await page.getByRole('button', { name: text('call.close'), exact: true }).click()
  await expect(tokenField(page)).toHaveValue('')
  const traces = await page.evaluate(() =>
    JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      location.href,
      document.documentElement.outerHTML,
    ]),
  )
  expect(traces).not.toContain(grant.token)
  expect(traces).not.toContain(grant.token.split('.')[1])
})

test('the token is asked for by the address, pasted without a mouse, and goes to no server but the gateway', async ({
  phone,
  page,
}) => {
  const requests: string[] = []
  page.on('request', (request) => requests.push(`${request.url()} ${request.postData()}`))
  await openPage(page)
  const { token, gatewayUrl } = await createToken(page)
  await tokenField(page).focus()
  await page.keyboard.insertText(token)
  await page.keyboard.press('Tab')
  await expect(addressField(page)).toBeFocused()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(gatewayUrl)
  await page.keyboard.press('Tab')
  await expect(connect(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(phone.status).toContainText(text('status.connected'))
  expect(requests.join('\n')).not.toContain(token.split('.')[1])
})

test('a token of Bandwidth WebRTC is known by its version, and forgetting or leaving the page empties the field', async ({
  page,
}) => {
  await openPage(page)
  await tokenField(page).fill(madeUp({ v: 'V3', a: '5500001', p: 'participant-1' }))
  await expect(page.getByText('Bandwidth WebRTC v3')).toBeVisible()
  await expect(page.getByText('participant-1')).toBeVisible()
  await expect(addressField(page)).toHaveValue('wss://device.webrtc.bandwidth.com')

  await page.getByRole('button', { name: text('token.forget') }).click()
  await expect(tokenField(page)).toHaveValue('')
  await expect(tokenField(page)).toBeFocused()

  const { token } = await createToken(page)
  await tokenField(page).fill(token)
  await page.goto('about:blank')
  await page.goBack()
  await expect(tokenField(page)).toHaveValue('')
})

test('a token that has expired says when, can be tried, and is refused in words', async ({
  phone,
  page,
}) => {
  await openPage(page)
  const { gatewayUrl } = await createToken(page)
  const token = madeUp({ a: '5500001', p: 'endpoint-1', exp: secondsFromNow(-3 * 3_600 - 60) })
  await paste(page, { token, gatewayUrl })
  const when = new Intl.RelativeTimeFormat(locale()).format(-3, 'hour')
  await expect(phone.alert).toContainText(firstLine('token.expiredProblem', { when }))
  await expect(page.getByText('5500001')).toBeVisible()
  await connect(page).click()
  await expect(phone.alert).toContainText('gateway-refused')
  await expect(phone.alert).toContainText(firstLine('offline.pastedRefused'))
  await expect(tokenField(page)).toHaveValue('')
})

test('what is no token, and an address that is not safe, are refused in words', async ({
  phone,
  page,
}) => {
  await openPage(page)
  await tokenField(page).fill('hello world')
  await connect(page).click()
  await expect(phone.alert).toContainText('token-not-three-parts')
  await expect(tokenField(page)).toBeFocused()
  await expect(phone.status).toContainText(text('status.offline'))
  await tokenField(page).fill(madeUp({}))
  await addressField(page).fill('ws://gateway.example.com/')
  await connect(page).click()
  await expect(phone.alert).toContainText('address-not-encrypted')
  // The press has arrived, although leaving the field alone has more to show.
  await expect(addressField(page)).toBeFocused()
  await expect(phone.status).toContainText(text('status.offline'))
})

test('with a token of Bandwidth WebRTC alone the phone goes online, and a call says what it needs', async ({
  phone,
  page,
}) => {
  await openPage(page, '/?token&platform=webrtc')
  await paste(page, await createToken(page))
  await connect(page).click()
  await expect(phone.status).toContainText(text('status.connected'))
  await phone.dial(numbers.echo)
  await expect(phone.call).toContainText(text('endLabel.no-application'))
  await expect(phone.alert).toContainText('no-application')
  await expect(phone.status).toContainText(text('status.connected'))
})

test('axe finds nothing on the page, and nothing is wider than it, at a desk and on a small screen', async ({
  page,
}) => {
  test.slow()
  const states = {
    empty: '',
    expired: madeUp({ v: 'v3', a: '1', p: 'x'.repeat(80), exp: secondsFromNow(-60) }),
    garbage: 'hello world',
  }
  const viewports = [
    { width: 1280, height: 800 },
    { width: 380, height: 680 },
  ]
  for (const [state, pasted] of Object.entries(states)) {
    await openPage(page)
    await tokenField(page).fill(pasted)
    for (const viewport of viewports) {
      await page.setViewportSize(viewport)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        const screen = `${state}, ${viewport.width} wide, ${colorScheme}`
        expect(await findViolations(page), screen).toEqual([])
      }
      expect(await overflow(page), `${state}, ${viewport.width} wide`).toEqual([])
    }
  }
})
