import { expect } from '@playwright/test'
import { numbers, test } from './phone-page.ts'
import { text } from '../src/language/language.ts'
import { beginsWith, firstLine } from './words.ts'

test('a poor line is called poor, warned of, measured, and remembered with the call', async ({
  phone,
}) => {
  await phone.goOnline()
  await phone.dial(numbers.poorLine)
  await expect(phone.call).toContainText(text('call.connected'))
  const word = phone.call.getByRole('button', {
    name: beginsWith(text('quality.line', { level: '' })),
  })
  await expect(word).toHaveAccessibleName(text('quality.line', { level: text('quality.poor') }), {
    timeout: 15_000,
  })
  await phone.call
    .getByRole('button', { name: text('quality.showHelp') })
    .click({ timeout: 15_000 })
  const line = phone.call.getByRole('region', { name: text('quality.details') })
  await expect(line).toContainText(new RegExp(String.raw`${text('quality.jitter')}\d+ ms`))
  await expect(line).toContainText(new RegExp(String.raw`${text('quality.roundTrip')}\d+ ms`))
  await expect(phone.call.getByRole('list', { name: text('quality.help') })).toBeVisible()
  await phone.hangUp.click()
  await expect(phone.call).toContainText(
    new RegExp(
      String.raw`${text('quality.poor')}\..*${text('quality.summaryJitter', { value: String.raw`\d+ ms` })}`,
    ),
  )
  await expect(phone.recent.getByRole('listitem').first()).toContainText(text('quality.poorLine'))
})

test('a good line is called good', async ({ phone }) => {
  await phone.goOnline()
  await phone.dial(numbers.echo)
  const word = phone.call.getByRole('button', {
    name: beginsWith(text('quality.line', { level: '' })),
  })
  await expect(word).toHaveAccessibleName(text('quality.line', { level: text('quality.good') }), {
    timeout: 15_000,
  })
  await expect(phone.call.getByRole('button', { name: text('quality.showHelp') })).toHaveCount(0)
})

test('the network check finds everything ready before going online, and takes its phone away', async ({
  phone,
}) => {
  await phone.open()
  await phone.media.getByRole('button', { name: text('checks.network') }).click()
  const dialog = phone.page.getByRole('dialog', { name: text('checks.network') })
  await expect(dialog).toContainText(firstLine('checks.ready'), { timeout: 15_000 })
  await expect(dialog).toContainText(
    new RegExp(`UDP, ${text('checks.roundTrip', { time: String.raw`\d+ ms` })}`),
  )
  await dialog.getByRole('button', { name: text('call.close') }).click()
  await expect(phone.journal).toContainText(/DELETE .*endpoints/)
  await expect(phone.status).toContainText(text('status.offline'))
})

const verdicts = ['checks.voiceFine', 'checks.voiceTooQuiet', 'checks.voiceClipping'] as const

test('the audio check records, judges and plays', async ({ phone }) => {
  await phone.open()
  await phone.media.getByRole('button', { name: text('checks.audio') }).click()
  const dialog = phone.page.getByRole('dialog', { name: text('checks.audio') })
  await expect(dialog).toContainText(text('checks.recording'))
  await expect(dialog).toContainText(
    new RegExp(
      verdicts
        .map((key) => text(key))
        .join('|')
        .replaceAll(/\n[^|]*/g, ''),
    ),
    { timeout: 15_000 },
  )
  await expect(dialog.getByRole('button', { name: text('checks.playAgain') })).toBeVisible({
    timeout: 15_000,
  })
})
