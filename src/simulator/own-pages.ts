import type { MiddlewareHandler } from 'hono'
import { refuse } from './control-answers.ts'

/**
 * Lets nobody but pages of this very server, and programs that are no browser, change anything: a page elsewhere can send
 * a POST to the loopback interface of whoever looks at it, without reading the answer. `Sec-Fetch-Site` is the browser's own
 * verdict; an `Origin` comes with every such POST, of old browsers too. No page can change either.
 */
export const refuseOtherPages: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const site = c.req.header('sec-fetch-site') ?? 'none'
  const origin = c.req.header('origin')
  const isOwn =
    (site === 'same-origin' || site === 'none') &&
    (origin === undefined || origin === new URL(c.req.url).origin)
  return isOwn ? next() : refuse(c, 403, 'the control API takes orders of its own pages only')
}
