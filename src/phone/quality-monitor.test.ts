import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeStatistics } from '../testing/fake-statistics.ts'
import type { Line } from '../testing/fake-statistics.ts'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { waitFor } from '../testing/wait-for.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

async function answeredCall() {
  const test = createTestPhone()
  const fake = createFakeStatistics()
  await test.goOnline()
  await test.phone.dial('+19195550101')
  test.client().getStats.mockImplementation(async () => fake.statistics())
  test.answer()
  const pass = async (seconds: number, line: Line = {}) => {
    for (let second = 0; second < seconds; second += 1) {
      fake.pass(line)
      await vi.advanceTimersByTimeAsync(1000)
      await vi.dynamicImportSettled()
    }
  }
  const quality = () => {
    const { call } = test.state()
    return call?.status === 'connected' ? call.quality : undefined
  }
  return { ...test, pass, quality }
}

it('tells a word when it has heard enough, and a warning when the line is poor', async () => {
  const { pass, quality } = await answeredCall()
  expect(quality()).toBeNull()
  await pass(4)
  expect(quality()).toEqual({ level: 'good' })
  await pass(3, { jitter: 50 })
  expect(quality()).toEqual({ level: 'poor', warning: 'jitter' })
})

it('hands out samples once a second, and changes the state only when there is something to say', async () => {
  const { phone, pass } = await answeredCall()
  await pass(5)
  let changes = 0
  const heard = vi.fn<() => void>()
  phone.store.subscribe(() => (changes += 1))
  const unsubscribe = phone.quality.subscribe(heard)
  await pass(60)
  expect(heard).toHaveBeenCalledTimes(60)
  expect(changes).toBe(0)
  unsubscribe()
  await pass(100)
  expect(heard).toHaveBeenCalledTimes(60)
  expect(phone.quality.samples()).toHaveLength(120)
})

it('keeps a summary with the call and its record, and measures no longer', async () => {
  const { phone, pass, state } = await answeredCall()
  await pass(10, { late: 0.1 })
  phone.hangUp()
  await vi.advanceTimersByTimeAsync(0)
  const samples = phone.quality.samples()
  expect(state().call).toMatchObject({ status: 'ended', quality: { level: 'poor', samples: 9 } })
  expect(state().recent[0]).toMatchObject({ quality: { jitter: 4 } })
  await pass(5)
  expect(phone.quality.samples()).toBe(samples)
})

it('says nothing of a call that was too short', async () => {
  const { phone, pass, state } = await answeredCall()
  await pass(2)
  phone.hangUp()
  await vi.advanceTimersByTimeAsync(0)
  expect(state().call).not.toHaveProperty('quality')
})

it('begins anew with the next call', async () => {
  const { phone, pass, ring, state, quality } = await answeredCall()
  await pass(8, { jitter: 50 })
  phone.hangUp()
  ring()
  phone.accept()
  await waitFor(() => expect(state().call?.status).toBe('connected'))
  expect(quality()).toBeNull()
  expect(phone.quality.samples()).toEqual([])
})

it('notes once in the log that there are no statistics, and lives without', async () => {
  const { phone, pass, quality, client } = await answeredCall()
  client().getStats.mockRejectedValue(new Error('no statistics'))
  await pass(5)
  expect(phone.log().filter(({ message }) => message.includes('no statistics'))).toHaveLength(1)
  expect(quality()).toBeNull()
})
