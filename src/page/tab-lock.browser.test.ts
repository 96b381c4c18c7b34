import { afterEach, expect, it } from 'vitest'
import type { HeldLock } from '../phone/tabs/ports.ts'
import { createTabChannel } from './tab-channel.ts'
import { createTabLock } from './tab-lock.ts'

const held: HeldLock[] = []

afterEach(async () => {
  for (const lock of held.splice(0)) lock.release()
  // The browser has heard of it when the next one may have it.
  await expect.poll(namesHeld).not.toContain('offhook.phone')
})

async function namesHeld() {
  const { held: locks = [] } = await navigator.locks.query()
  return locks.map(({ name }) => name)
}

async function take(...[manner, signal]: Parameters<NonNullable<TabLock>['take']>) {
  const lock = await createTabLock()?.take(manner, signal)
  if (lock) held.push(lock)
  return lock
}
type TabLock = ReturnType<typeof createTabLock>

it('one has the lock, and who only asks whether it is free is told that it is not', async () => {
  expect(await take('if-free')).toBeTruthy()
  expect(await take('if-free')).toBeNull()
})

it('the next in line has it when it is released, unless it left the line', async () => {
  const first = await take('if-free')
  const leaving = new AbortController()
  const gone = take('in-turn', leaving.signal)
  const next = take('in-turn')
  leaving.abort()
  await expect(gone).rejects.toMatchObject({ name: 'AbortError' })
  first?.release()
  expect(await next).toBeTruthy()
  expect(await take('if-free')).toBeNull()
})

it('who takes it at once has it, and the other is told', async () => {
  const first = await take('if-free')
  const second = await take('at-once')
  await first?.lost
  expect(await take('if-free')).toBeNull()
  second?.release()
  await expect.poll(() => take('if-free')).toBeTruthy()
})

it('a browser without locks has none', () => {
  expect(createTabLock(null)).toBeUndefined()
})

it('what is posted reaches the others and not the one that posts', async () => {
  const [one, other] = [createTabChannel(), createTabChannel()]
  const heard: unknown[] = []
  one?.listen((message) => heard.push(['one', message]))
  const leave = other?.listen((message) => heard.push(['other', message]))
  one?.post({ type: 'hello' })
  await expect.poll(() => heard).toEqual([['other', { type: 'hello' }]])
  leave?.()
  one?.post('unheard')
  other?.post('heard')
  await expect.poll(() => heard).toHaveLength(2)
  expect(heard[1]).toEqual(['one', 'heard'])
})
