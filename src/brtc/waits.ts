import { BrtcError, type BrtcErrorCode } from './errors.ts'

/**
 * Every timer and every promise that the session waits for. Closing settles them all, so nothing outlives the
 * session and nothing hangs.
 */
export interface Waits {
  /**
   * Starts something and waits for it, at most `limit` ms. Rejects with `code` (`timeout`) at the limit, and with
   * the session's error when the session ends; after that it does not even start.
   */
  within: <T>(
    limit: number,
    what: string,
    start: () => Promise<T>,
    code?: BrtcErrorCode,
  ) => Promise<T>
  /** Resolves after `delay` ms; rejects with the session's error when the session ends first. */
  pause: (delay: number) => Promise<void>
  /** @returns cancels it */
  after: (delay: number, run: () => void) => () => void
  close: (error: BrtcError) => void
}

export function createWaits(): Waits {
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const open = new Set<(error: BrtcError) => void>()
  let closedBy: BrtcError | undefined

  const after = (delay: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, delay)
    timers.add(timer)
    return () => {
      timers.delete(timer)
      clearTimeout(timer)
    }
  }

  const untilClosed = <T>(start: (fail: (error: BrtcError) => void) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      if (closedBy) {
        reject(closedBy)
        return
      }
      const fail = (error: BrtcError) => {
        open.delete(fail)
        reject(error)
      }
      open.add(fail)
      start(fail)
        .then(resolve, reject)
        .finally(() => open.delete(fail))
    })

  return {
    after: (delay, run) => (closedBy ? () => {} : after(delay, run)),
    pause: (delay) => untilClosed(() => new Promise((resolve) => after(delay, resolve))),
    within: (limit, what, start, code = 'timeout') =>
      untilClosed(async (fail) => {
        const cancel = after(limit, () => {
          fail(new BrtcError(code, `${what} took more than ${limit} ms`))
        })
        try {
          return await start()
        } finally {
          cancel()
        }
      }),
    close: (error) => {
      closedBy ??= error
      for (const timer of timers) clearTimeout(timer)
      for (const fail of open) fail(closedBy)
      timers.clear()
    },
  }
}
