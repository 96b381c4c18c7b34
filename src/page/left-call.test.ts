import { expect, it } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { createFakeStorage } from '../testing/fake-storage.ts'
import { rememberLeftCall } from './left-call.ts'

const decided = Promise.resolve()

it('the page that comes after tells which call ended with the one before, once, and keeps no token', async () => {
  const storage = createFakeStorage()
  const before = createTestPhone()
  rememberLeftCall(before.phone, decided, () => storage)
  await before.goOnline()
  await before.phone.dial('+19195550101')
  before.answer()
  before.phone.writeNote(before.state().call?.id ?? '', 'Asks for Bob.')
  before.phone.leavePage()
  const left = before.state().call
  expect(left).toMatchObject({ cause: 'page-left', number: '+19195550101', note: 'Asks for Bob.' })
  expect([...storage.items.values()].join()).not.toMatch(/header|claims|ep-1/)

  const after = createTestPhone()
  const stop = rememberLeftCall(after.phone, decided, () => storage)
  await decided
  expect(after.state()).toMatchObject({ call: left, recent: [left] })
  after.phone.dismissCall()
  stop()
  rememberLeftCall(after.phone, decided, () => storage)
  await decided
  expect(after.state()).toMatchObject({ call: null, recent: [left] })
})

it('is no call that has ended, once it is taken up', async () => {
  const storage = createFakeStorage()
  const before = createTestPhone()
  rememberLeftCall(before.phone, decided, () => storage)
  await before.goOnline()
  await before.phone.dial('+19195550101')
  before.answer()
  const unfinished = before.phone.unfinished()
  before.phone.leavePage()

  const after = createTestPhone()
  rememberLeftCall(after.phone, decided, () => storage)
  if (unfinished) after.phone.takeUp(unfinished)
  await decided
  expect(after.state()).toMatchObject({ call: { status: 'connected' }, recent: [] })
  after.phone.close()
})

it('is told of once, although the history has it as well', async () => {
  const storage = createFakeStorage()
  const { phone, goOnline, state } = createTestPhone()
  rememberLeftCall(phone, decided, () => storage)
  await goOnline()
  await phone.dial('+19195550101')
  phone.leavePage()
  rememberLeftCall(phone, decided, () => storage)
  expect(state().recent).toHaveLength(1)
})

it.each(['', '{', '7', '{"number":7}'])('takes %j for nothing', (stored) => {
  const storage = createFakeStorage()
  storage.setItem('offhook.left-call', stored)
  const { phone, state } = createTestPhone()
  rememberLeftCall(phone, decided, () => storage)
  expect(state().call).toBeNull()
  expect(storage.items.size).toBe(0)
})

it('remembers no call that somebody ended, or that nobody took', async () => {
  const storage = createFakeStorage()
  const test = createTestPhone()
  rememberLeftCall(test.phone, decided, () => storage)
  await test.goOnline()
  await test.phone.dial('+19195550101')
  test.phone.hangUp()
  test.ring()
  test.phone.leavePage()
  expect(storage.items.size).toBe(0)
})

it('lives without a storage', async () => {
  const { phone, goOnline, state } = createTestPhone()
  rememberLeftCall(phone, decided, () => {
    throw new DOMException('no storage', 'SecurityError')
  })
  await goOnline()
  await phone.dial('+19195550101')
  phone.leavePage()
  expect(state().call).toMatchObject({ cause: 'page-left' })
})
