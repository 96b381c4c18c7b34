import { expect, it } from 'vitest'
import { createTabMemory } from './tab-memory.ts'

function createStorage() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  }
}

it('a tab that was the phone knows it once, after a reload', () => {
  const storage = createStorage()
  expect(createTabMemory(() => storage).takeWasPhone()).toBe(false)
  createTabMemory(() => storage).rememberPhone()
  const reloaded = createTabMemory(() => storage)
  expect([reloaded.takeWasPhone(), reloaded.takeWasPhone()]).toEqual([true, false])
})

it('a browser that refuses has no memory, and does not mind', () => {
  const memory = createTabMemory(() => {
    throw new DOMException('denied', 'SecurityError')
  })
  memory.rememberPhone()
  expect(memory.takeWasPhone()).toBe(false)
})
