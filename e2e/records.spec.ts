import { expect } from '@playwright/test'
import type { BrowserContext, Page } from '@playwright/test'
import { text } from '../src/language/language.ts'
import { chooseContacts, numbers, test } from './phone-page.ts'

const rowsOf = (page: Page) =>
  page.getByRole('region', { name: text('recents.title') }).getByRole('listitem')

/** A tab beside the one that is the phone. */
async function openSpare(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/')
  await expect(page.getByRole('button', { name: text('elsewhere.take') })).toBeVisible()
  return page
}

test('a call is in the history after a crash in its middle, and after a reload', async ({
  phone,
  page,
  context,
}) => {
  await phone.goOnline()
  await phone.dial(numbers.busy)
  await expect(phone.call).toContainText(text('endLabel.busy'))
  await phone.dial(numbers.echo)
  await expect(phone.call).toContainText(text('call.connected'))

  const session = await context.newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  // Never answered: there is nobody left to.
  session.send('Page.crash').catch(() => {})
  await crashed

  const next = await context.newPage()
  await next.goto('/')
  const rows = rowsOf(next)
  const told = [
    new RegExp(`555-0101.*${text('endLabel.page-crashed')}`, 'i'),
    new RegExp(`555-0102.*${text('endLabel.busy')}`),
  ]
  await expect(rows).toHaveText(told)
  await next.reload()
  await expect(rows).toHaveText(told)
})

test('a call that ends because its page is left is told of once, there and in another tab', async ({
  phone,
  page,
  context,
  consoleErrors,
}) => {
  await phone.goOnline()
  const other = await openSpare(context)
  await phone.dial(numbers.echo)
  await expect(phone.call).toContainText(text('call.connected'))
  await page.getByRole('textbox', { name: text('call.notes') }).fill('Asks for Bob.')
  await page.getByRole('textbox', { name: text('call.notes') }).blur()
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await expect(phone.call).toContainText(text('endLabel.page-left'))
  // The demo's application is gone with the page, and the phone is online at the new one all the same.
  await expect(phone.status).toContainText(text('status.eligible'))
  expect(consoleErrors.splice(0).join()).toContain('404')
  const told = [new RegExp(`555-0101.*${text('endLabel.page-left')}.*Asks for Bob`, 'i')]
  await expect(rowsOf(page)).toHaveText(told)
  await other.getByRole('button', { name: text('elsewhere.take') }).click()
  await expect(rowsOf(other)).toHaveText(told)
  await other.reload()
  await expect(rowsOf(other)).toHaveText(told)
})

test('what one tab writes is in another, and is gone when it is deleted there', async ({
  phone,
  page,
  context,
}) => {
  await phone.goOnline()
  const other = await openSpare(context)
  await phone.dial(numbers.busy)
  await expect(rowsOf(page)).toContainText(text('endLabel.busy'))
  await other.getByRole('button', { name: text('elsewhere.take') }).click()
  await expect(rowsOf(other)).toContainText(text('endLabel.busy'))
  await rowsOf(other)
    .getByRole('button', { name: /555-0102/ })
    .first()
    .click()
  await other.getByRole('button', { name: text('recents.delete'), exact: true }).click()
  await other.getByRole('button', { name: text('recents.delete'), exact: true }).click()
  await expect(rowsOf(other)).toHaveCount(0)
  await page.getByRole('button', { name: text('elsewhere.take') }).click()
  await expect(phone.recent).toContainText(text('recents.none'))
})

// In the demo, the mocked gateway has a database too.
for (const [what, code, block] of [
  [
    'refuses',
    'records-refused',
    () => {
      const open = indexedDB.open.bind(indexedDB)
      indexedDB.open = (name, version) => {
        if (name === 'offhook') throw new DOMException('denied', 'SecurityError')
        return open(name, version)
      }
    },
  ],
  [
    'is full',
    'records-full',
    () => {
      // Called with the store that it is called on.
      // oxlint-disable-next-line typescript/unbound-method
      const { put } = IDBObjectStore.prototype
      IDBObjectStore.prototype.put = function (record, key) {
        if (this.transaction.db.name !== 'offhook') return put.call(this, record, key)
        throw new DOMException('no room', 'QuotaExceededError')
      }
    },
  ],
] as const) {
  test(`a browser that ${what} is told of, and the phone works on`, async ({ phone, page }) => {
    await page.addInitScript(block)
    await phone.goOnline()
    await phone.dial(numbers.busy)
    await expect(phone.call).toContainText(text('endLabel.busy'))
    await expect(phone.recent.getByRole('alert')).toContainText(code)
    await expect(phone.recent.getByRole('listitem')).toContainText(text('endLabel.busy'))
  })
}

test('imported contacts name whoever calls, and a call is exported with the name', async ({
  phone,
  page,
}) => {
  await phone.goOnline()
  await chooseContacts(phone, 'Name;Mobile;Notes\nAnn Lee;(303) 555-0142;Warehouse\nBob;12;\n')
  await expect(page.getByRole('table', { name: text('contacts.refused') })).toContainText('12')
  await page.getByRole('button', { name: text('contacts.importSome', { count: 1 }) }).click()
  await page.getByRole('button', { name: text('contacts.done') }).click()
  await page.getByRole('button', { name: text('modal.close') }).click()

  await phone.callThisPhone('+1 303 555 0142')
  await expect(phone.incoming.getByRole('heading', { name: 'Ann Lee' })).toBeVisible()
  await expect(phone.incoming).toContainText('(303) 555-0142')
  await phone.hangUpFarEnd()
  await expect(phone.recent.getByRole('listitem')).toContainText(
    new RegExp(`Ann Lee.*${text('endLabel.missed')}`),
  )

  await phone.recent.getByRole('button', { name: text('recents.manage') }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: text('recents.exportCsv') }).click()
  const chunks: Buffer[] = []
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toMatch(
    /^\ufeffDirection,.*\r\nincoming,\+13035550142,Ann Lee,/,
  )
})

test('settings go from one computer to another, the theme with them', async ({ phone, page }) => {
  await phone.open()
  await page.getByRole('button', { name: text('header.settings'), exact: true }).click()
  await page.getByRole('tab', { name: text('settings.appearance') }).click()
  await page.getByRole('radio', { name: text('settings.dark') }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('tab', { name: text('settings.data') }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: text('settings.export') }).click()
  const file = await (await download).path()
  await page.getByRole('button', { name: text('settings.reset') }).click()
  await page.getByRole('button', { name: text('settings.resetYes'), exact: true }).click()
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')
  await page.getByLabel(text('settings.import')).and(page.locator('input')).setInputFiles(file)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('the language is changed while a dialog is open, and stays', async ({
  phone,
  page,
  language,
}) => {
  const [mine, other] = language === 'en' ? ['English', 'Español'] : ['Español', 'English']
  await phone.open()
  await page.getByRole('button', { name: text('header.settings'), exact: true }).click()
  await page.getByRole('tab', { name: text('settings.language') }).click()
  await page.getByRole('radio', { name: other }).click()
  const title = text('settings.language')
  await expect(page.getByRole('tab', { name: title, exact: true })).toHaveCount(0)
  // It stays open, and the focus where it was.
  await expect(page.getByRole('radio', { name: other })).toBeFocused()
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'es' : 'en')
  await page.reload()
  await expect(page.getByRole('button', { name: text('header.goOnline') })).toHaveCount(0)
  await page.getByRole('button', { name: /^(?:Settings|Ajustes)$/ }).click()
  await page.getByRole('tab', { name: /^(?:Language|Idioma)$/ }).click()
  await page.getByRole('radio', { name: mine }).click()
  await expect(page.getByRole('tab', { name: title, exact: true })).toBeVisible()
})
