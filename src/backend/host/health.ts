import { Hono } from 'hono'
import type { Store } from '../store.ts'

/** So long an answer about the database is good for the next who ask, in milliseconds: each costs a write. */
const databaseCheckInterval = 5_000

/**
 * For whoever watches over the process, and of no use to anybody else: names of what is missing, no data.
 * - `GET /healthz`: 200 while the process answers at all
 * - `GET /readyz`: 200 while it can take calls, else 503
 */
export function createHealthRoutes(options: {
  store: Store
  /** Bandwidth has accepted our credentials at least once. */
  hasToken: () => boolean
  isStopping: () => boolean
  /** Milliseconds since the epoch. */
  now?: () => number
}): Hono {
  const { store, hasToken, isStopping, now = Date.now } = options
  let lastCheck = { isWritable: false, until: -Infinity }

  const isWritable = () => {
    if (now() >= lastCheck.until) {
      lastCheck = { isWritable: canWrite(store, now()), until: now() + databaseCheckInterval }
    }
    return lastCheck.isWritable
  }

  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', (c) => {
      // A store that is about to be closed is not asked any more.
      const missing = isStopping()
        ? ['stopping']
        : [...(isWritable() ? [] : ['database']), ...(hasToken() ? [] : ['bandwidth'])]
      return missing.length === 0
        ? c.json({ status: 'ready' })
        : c.json({ status: 'not-ready', missing }, 503)
    })
}

/** A record of the kind that is tidied up soon, under a name that no webhook has. */
function canWrite(store: Store, now: number): boolean {
  try {
    store.replies.put({ id: 'readyz', reply: now, until: now })
    return true
  } catch {
    return false
  }
}
