export type RateLimitOptions = {
  /** How often one key may be taken in any period. */
  limit: number
  /** Milliseconds. */
  period: number
  /** Milliseconds, on any clock; one that jumps back makes waits longer, never shorter. */
  now?: () => number
  /** Keys that are remembered at a time. While so many are in use, a further one is refused. */
  maxKeys?: number
}

/** `retryAfter` in whole seconds: after so many the key is allowed, if nobody takes it before. */
export type RateLimitVerdict = { allowed: true } | { allowed: false; retryAfter: number }

/** Says how often something may be done, by user or by address. In memory: a restart forgets. */
export interface RateLimit {
  /** Counts only where it is allowed: asking again and again makes no wait longer. */
  take: (key: string) => RateLimitVerdict
}

/**
 * A sliding period: in none of that length, wherever it begins, is a key allowed more often than `limit`. Remembers at most `limit` times
 * for each of `maxKeys` keys.
 */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { limit, period, now = Date.now, maxKeys = 10_000 } = options
  /** When each key was allowed, oldest first; keys in the order in which they were last allowed. */
  const taken = new Map<string, readonly number[]>()

  const forgetIdle = (time: number) => {
    for (const [key, times] of taken) {
      if (isRecent(times.at(-1), time)) return
      taken.delete(key)
    }
  }
  const isRecent = (takenAt: number | undefined, time: number) =>
    takenAt !== undefined && time - takenAt < period

  return {
    take: (key) => {
      const time = now()
      forgetIdle(time)
      const recent = (taken.get(key) ?? []).filter((takenAt) => isRecent(takenAt, time))
      const isFull = !taken.has(key) && taken.size >= maxKeys
      // Whoever could push keys out by inventing new ones would be rid of the limit.
      const frees = isFull ? taken.values().next().value?.at(-1) : recent[0]
      if (isFull || recent.length >= limit) {
        return { allowed: false, retryAfter: secondsUntil((frees ?? time) + period, time) }
      }
      taken.delete(key)
      taken.set(key, [...recent, time])
      return { allowed: true }
    },
  }
}

function secondsUntil(end: number, time: number): number {
  return Math.max(1, Math.ceil((end - time) / 1_000))
}
