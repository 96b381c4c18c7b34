import { expect, it, vi } from 'vitest'
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

const number = '+19195550101'

/** A page that is left in a call, with what it has stored. */
async function leave() {
  const storage = createStorage()
  const before = createTestPhone()
  await before.goOnline()
  await before.phone.dial(number)
  before.answer()
  createLeftCallMemory(
    before.phone,
    () => storage,
    () => 1_000,
  ).remember()
  before.phone.leavePage()
  return { storage, before }
}

it('a page that is left in a call keeps its endpoint for the next one, which takes the call up, once', async () => {
  const { storage, before } = await leave()
  expect(before.application.releaseEndpoint.mock.calls).toEqual([['ep-1', true]])
  const after = createTestPhone()
  const memory = createLeftCallMemory(
    after.phone,
    () => storage,
    () => 2_000,
  )
  const going = memory.goOn(Promise.resolve(true))
  // Nothing that could be copied into another tab.
  expect(storage.items.size).toBe(0)
  await going
  expect(after.state()).toMatchObject({
    session: { status: 'connecting' },
    call: { status: 'connected', number, lostAt: expect.any(Number) as number },
  })
  await vi.dynamicImportSettled()
  await expect
    .poll(() => after.client().connect.mock.lastCall)
    .toMatchObject([
      {
        endpointToken: 'header.claims.signature',
        uniqueId: before.client().connect.mock.lastCall?.[0].uniqueId,
      },
    ])
  expect(after.application.createEndpoint).not.toHaveBeenCalled()
  after.phone.close()
})

it.each([
  ['in a tab that is not the phone', false, 2_000],
  ['too late', true, 11_000],
])('the page that comes after, %s, tells which call ended', async (_, isPhone, at) => {
  const { storage } = await leave()
  const after = createTestPhone()
  const memory = createLeftCallMemory(
    after.phone,
    () => storage,
    () => at,
  )
  await memory.goOn(Promise.resolve(isPhone))
  const record = { status: 'ended', cause: 'page-left', number }
  expect(after.state()).toMatchObject({ call: record, recent: [record] })
  expect(after.state().call).toHaveProperty('answeredAt')
  after.phone.dismissCall()
  await memory.goOn(Promise.resolve(isPhone))
  expect(after.state()).toMatchObject({ call: null, recent: [record] })
})

it('a call that was not up is not taken up', async () => {
  const storage = createStorage()
  const before = createTestPhone()
  await before.goOnline()
  await before.phone.dial(number)
  createLeftCallMemory(before.phone, () => storage).remember()
  before.phone.leavePage()
  expect([...storage.items.values()].join()).not.toMatch(/header|claims|ep-1/)
  expect(before.application.releaseEndpoint.mock.calls).toEqual([['ep-1']])
})

it.each(['', '{', '7', '{"number":7}'])('takes %j for nothing', async (stored) => {
  const storage = createStorage()
  storage.setItem('offhook.left-call', stored)
  const { phone, state } = createTestPhone()
  await createLeftCallMemory(phone, () => storage).goOn(Promise.resolve(true))
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

it('lives without a storage', async () => {
  const { phone, state } = createTestPhone()
  const memory = createLeftCallMemory(phone, () => {
    throw new DOMException('no storage', 'SecurityError')
  })
  memory.remember()
  await memory.goOn(Promise.resolve(true))
  expect(state().call).toBeNull()
})
