import { expect, it } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'

async function connected() {
  const test = createTestPhone()
  await test.goOnline()
  await test.phone.dial('+19195550101')
  test.answer()
  const tone = (played: string) => test.client().emit({ type: 'tonePlayed', tone: played })
  return { ...test, tone }
}

it('hands a pasted PIN to the queue at once, and is heard key by key as it goes out', async () => {
  const { phone, state, client, audioOutput, tone } = await connected()
  phone.pasteKeys('12 34#')
  expect(client().sendDtmf.mock.calls).toEqual([['1234#']])
  expect(state().call).toMatchObject({ digits: '1234#', playedDigits: 0 })
  expect(audioOutput.playKey).not.toHaveBeenCalled()
  tone('1')
  tone('2')
  expect(state().call).toMatchObject({ digits: '1234#', playedDigits: 2 })
  expect(audioOutput.playKey.mock.calls).toEqual([['1'], ['2']])
})

it('makes a pressed key heard at once and not again, also behind a pasted one', async () => {
  const { phone, state, audioOutput, tone } = await connected()
  phone.pasteKeys('1')
  phone.pressKey('2')
  expect(audioOutput.playKey.mock.calls).toEqual([['2']])
  for (const played of ['1', '2', '']) tone(played)
  expect(audioOutput.playKey.mock.calls).toEqual([['2'], ['1']])
  expect(state().call).toMatchObject({ digits: '12', playedDigits: 2 })
})

it('leaves out what is no key, sends the rest and says so', async () => {
  const { phone, state, client } = await connected()
  phone.pasteKeys('PIN 12')
  expect(client().sendDtmf.mock.calls).toEqual([['12']])
  expect(state().notice).toEqual({ code: 'digits-left-out' })
})

it('sends nothing of a paste that cannot be meant', async () => {
  const { phone, state, client } = await connected()
  phone.pasteKeys('0123456789'.repeat(5))
  expect(client().sendDtmf).not.toHaveBeenCalled()
  expect(state().notice).toEqual({ code: 'digits-too-many' })
})

it('never sends the rest of a PIN into the next call', async () => {
  const { phone, state, client, ring, tone } = await connected()
  phone.pasteKeys('1234')
  tone('1')
  phone.hangUp()
  expect(client().clearDtmf).toHaveBeenCalledTimes(1)
  ring('+19195550100', 'stream-2', 'call-2')
  phone.accept()
  await Promise.resolve()
  tone('2')
  expect(state().call).toMatchObject({ status: 'connected', digits: '', playedDigits: 0 })
})

it('does nothing with a paste outside a call', async () => {
  const test = createTestPhone()
  await test.goOnline()
  test.phone.pasteKeys('1234')
  expect(test.client().sendDtmf).not.toHaveBeenCalled()
})
