import type { MiddlewareHandler } from 'hono'
import type { Clock } from './clock.ts'
import type { Journal } from './journal.ts'
import { maskSecrets } from './mask.ts'

/** Writes every API call and its answer into the journal, without tokens and passwords. */
export function journalRequests(journal: Journal, clock: Clock): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = clock.now()
    const began = journal.begin()
    const body = await c.req.raw.clone().text()
    await next()
    const answer = await c.res.clone().text()
    const line = `${c.req.method} ${c.req.path}`
    journal.record({
      from: 'application',
      to: 'gateway',
      kind: 'api',
      began,
      summary: maskSecrets(`${line} → ${c.res.status} (${clock.now() - startedAt} ms)`),
      detail: maskSecrets([line, body, answer].filter((part) => part !== '').join('\n\n')),
    })
  }
}
