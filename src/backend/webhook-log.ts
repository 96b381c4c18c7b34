/** Bandwidth delivers at least once: what it sends again gets the same reply and does nothing. */
export interface WebhookLog {
  /**
   * Runs `handle` the first time that `key` is seen, and returns what it returned then every other time. What threw
   * is not remembered.
   * @param lifetime milliseconds
   */
  once: <Reply>(key: string, handle: () => Reply, lifetime?: number) => Reply
}

const hour = 60 * 60_000

export function createWebhookLog(now: () => number): WebhookLog {
  const replies = new Map<string, { reply: unknown; until: number }>()
  return {
    once: <Reply>(key: string, handle: () => Reply, lifetime = hour): Reply => {
      for (const [key, { until }] of replies) if (until <= now()) replies.delete(key)
      const known = replies.get(key)
      // A key belongs to one kind of event, and a kind has one type of reply.
      if (known) return known.reply as Reply
      const reply = handle()
      replies.set(key, { reply, until: now() + lifetime })
      return reply
    },
  }
}
