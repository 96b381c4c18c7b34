import { vi } from 'vitest'

/**
 * Resolves with what `check` returns once it throws no longer. It waits for longer than a busy machine takes, as one
 * second, which Vitest waits, is at times too short for it.
 */
export function waitFor<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000 })
}
