import { expect, it, vi } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { createFakeStorage } from '../testing/fake-storage.ts'
import { createUnfinishedMemory } from './unfinished-memory.ts'

const number = '+19195550101'

/** A page that is left in a call at 1,000, or before that is answered. */
async function leave({ isAnswered = true } = {}) {
  const storage = createFakeStorage()
  const before = createTestPhone()
  await before.goOnline()
  await before.phone.dial(number)
  if (isAnswered) before.answer()
  const memory = createUnfinishedMemory(
    before.phone,
    () => storage,
    () => 1_000,
  )
  memory.remember()
  before.phone.leavePage()
  return { storage, before }
}

function load(storage: ReturnType<typeof createFakeStorage>, at: number) {
  const after = createTestPhone()
  const memory = createUnfinishedMemory(
    after.phone,
    () => storage,
    () => at,
  )
  return { after, goOn: (isPhone: boolean) => memory.goOn(Promise.resolve(isPhone)) }
}

it('a page that is left in a call keeps its endpoint for the next one, which takes the call up, once', async () => {
  const { storage, before } = await leave()
  expect(before.application.releaseEndpoint.mock.calls).toEqual([['ep-1', true]])
  expect(before.client().disconnect).not.toHaveBeenCalled()
  expect(before.state().call).toMatchObject({ cause: 'page-left' })

  const { after, goOn } = load(storage, 2_000)
  const going = goOn(true)
  // Nothing that could be copied into another tab.
  expect(storage.items.size).toBe(0)
  await going
  expect(after.state()).toMatchObject({
    session: { status: 'connecting' },
    call: { status: 'connected', number, lostAt: expect.any(Number) as number },
  })
  await vi.dynamicImportSettled()
  const [address] = before.client().connect.mock.lastCall ?? []
  await expect.poll(() => after.client().connect.mock.lastCall).toEqual([address])
  expect(after.application.createEndpoint).not.toHaveBeenCalled()
  after.phone.close()
})

it.each([
  ['in a tab that is not the phone', false, 2_000],
  ['too late', true, 11_000],
])('a call is not taken up %s', async (_, isPhone, at) => {
  const { storage } = await leave()
  const { after, goOn } = load(storage, at)
  await goOn(isPhone)
  expect(after.state().session.status).toBe('offline')
  expect(storage.items.size).toBe(0)
})

it('nothing is kept of a call that was not up, and its endpoint is given back at once', async () => {
  const { storage, before } = await leave({ isAnswered: false })
  expect(storage.items.size).toBe(0)
  expect(before.application.releaseEndpoint.mock.calls).toEqual([['ep-1']])
})

it.each(['', '{', '7', '{"leftAt":7}'])('takes %j for nothing', async (stored) => {
  const storage = createFakeStorage()
  storage.setItem('offhook.unfinished', stored)
  const { after, goOn } = load(storage, 2_000)
  await goOn(true)
  expect(after.state().session.status).toBe('offline')
})

it('lives without a storage', async () => {
  const { phone, state } = createTestPhone()
  const memory = createUnfinishedMemory(phone, () => {
    throw new DOMException('no storage', 'SecurityError')
  })
  memory.remember()
  await memory.goOn(Promise.resolve(true))
  expect(state().session.status).toBe('offline')
})
