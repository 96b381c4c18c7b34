import type { Log } from './log.ts'
import type { Store } from './store.ts'

/**
 * Begins `work` once the transaction around the call is written, and not at all where that fails. A rejection is logged as
 * `failure` with what it was about.
 */
export type Background = (
  failure: string,
  about: { callId?: string; endpointId?: string },
  work: () => Promise<void>,
) => void

export function createBackground(
  store: Store,
  log: Log,
): {
  background: Background
  /** Resolves when nothing is going on any more. */ idle: () => Promise<void>
} {
  const going = new Set<Promise<void>>()
  return {
    background: (message, about, work) =>
      store.afterCommit(() => {
        const done = work()
          .catch((error: unknown) => log({ level: 'error', message, ...about, cause: error }))
          .finally(() => going.delete(done))
        going.add(done)
      }),
    idle: async () => {
      while (going.size > 0) await Promise.all(going)
    },
  }
}
