import type { Store } from './store.ts'

/** Bandwidth delivers at least once: what it sends again gets the same reply and does nothing. */
export interface WebhookLog {
  /**
   * Runs `handle` the first time that `key` is seen, and returns what it returned then every other time. What threw
   * is not remembered, nor is anything that it has changed.
   * @param lifetime milliseconds
   */
  once: <Reply>(key: string, handle: () => Reply, lifetime?: number) => Reply
  /** Forgets what is older than its lifetime. */
  forget: () => void
}

const hour = 60 * 60_000

export function createWebhookLog({ transaction, replies }: Store, now: () => number): WebhookLog {
  return {
    once: <Reply>(key: string, handle: () => Reply, lifetime = hour): Reply =>
      transaction(() => {
        const known = replies.get(key)
        // A key belongs to one kind of event, and a kind has one type of reply.
        if (known && known.until > now()) return known.reply as Reply
        const reply = handle()
        replies.put({ id: key, reply, until: now() + lifetime })
        return reply
      }),
    forget: () => {
      for (const { id, until } of replies.all()) if (until <= now()) replies.delete(id)
    },
  }
}
