import { expect, it } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { createLeftCallMemory } from './left-call.ts'

function createStorage() {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
}

it('the page that comes after tells which call ended with the one before, once, and keeps no token', async () => {
  const storage = createStorage()
  const before = createTestPhone()
  await before.goOnline()
  await before.phone.dial('+19195550101')
  before.answer()
  createLeftCallMemory(before.phone, () => storage).remember()
  before.phone.leavePage()
  expect([...storage.items.values()].join()).not.toMatch(/header|claims|ep-1/)

  const after = createTestPhone()
  const memory = createLeftCallMemory(after.phone, () => storage)
  memory.tell()
  const record = { status: 'ended', cause: 'page-left', number: '+19195550101' }
  expect(after.state()).toMatchObject({ call: record, recent: [record] })
  expect(after.state().call).toHaveProperty('answeredAt')
  after.phone.dismissCall()
  memory.tell()
  expect(after.state()).toMatchObject({ call: null, recent: [record] })
})

it.each(['', '{', '7', '{"number":7}'])('takes %j for nothing', (stored) => {
  const storage = createStorage()
  storage.setItem('offhook.left-call', stored)
  const { phone, state } = createTestPhone()
  createLeftCallMemory(phone, () => storage).tell()
  expect(state().call).toBeNull()
  expect(storage.items.size).toBe(0)
})

it('remembers no call where there is none, or one that nobody took', async () => {
  const storage = createStorage()
  const test = createTestPhone()
  const memory = createLeftCallMemory(test.phone, () => storage)
  await test.goOnline()
  memory.remember()
  test.ring()
  memory.remember()
  expect(storage.items.size).toBe(0)
})

it('lives without a storage', () => {
  const { phone, state } = createTestPhone()
  const memory = createLeftCallMemory(phone, () => {
    throw new DOMException('no storage', 'SecurityError')
  })
  memory.remember()
  memory.tell()
  expect(state().call).toBeNull()
})
