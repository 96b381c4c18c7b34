/** What a check has opened for a moment: given back at the end, the last first, and at once where it comes too late. */
export interface Borrowed {
  /** Waits for it and keeps how to give it back. Rejects as the promise does, and with an AbortError after `cancel`. */
  take: <T>(promise: Promise<T>, giveBack: (taken: T) => void | Promise<void>) => Promise<T>
  /** Waits, until `cancel`. */
  wait: <T>(promise: Promise<T>) => Promise<T>
  cancel: () => void
  /** @returns whether everything could be given back */
  giveBack: () => Promise<boolean>
}

export function createBorrowed(): Borrowed {
  const returns: (() => Promise<void>)[] = []
  const cancelled = new AbortController()
  let isOver = false

  const wait = <T>(promise: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const { signal } = cancelled
      const abort = () => reject(new DOMException('The check was cancelled.', 'AbortError'))
      if (signal.aborted) abort()
      signal.addEventListener('abort', abort, { once: true })
      promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
    })

  return {
    wait,
    take: (promise, giveBack) => {
      const kept = promise.then((taken) => {
        const giveItBack = async () => giveBack(taken)
        // Nobody waits for it any more.
        if (isOver) giveItBack().catch(() => {})
        else returns.push(giveItBack)
        return taken
      })
      return wait(kept)
    },
    cancel: () => cancelled.abort(),
    giveBack: async () => {
      isOver = true
      const given = await Promise.allSettled(
        returns
          .splice(0)
          .toReversed()
          .map((giveItBack) => giveItBack()),
      )
      return given.every(({ status }) => status === 'fulfilled')
    },
  }
}
