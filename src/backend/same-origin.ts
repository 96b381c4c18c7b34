import type { MiddlewareHandler } from 'hono'
import { sendError } from './api-error.ts'

/**
 * Takes requests of our own pages only: a page elsewhere could otherwise place calls with the cookies, or the network, of
 * whoever looks at it. Two headers tell, and no page can change either. `Sec-Fetch-Site` is the browser's own verdict;
 * `Origin` is checked besides, as a name that an attacker points at this server (DNS rebinding) is same-origin to a
 * browser. What has neither comes from no browser, or is a GET of an old one, which changes nothing. There are no
 * CORS headers anywhere, so nobody else reads an answer.
 * @param origins what the address bar shows where the phone is open, e.g. `https://phone.example`; a path is ignored
 * @throws TypeError where one of them is no URL
 */
export function sameOrigin(origins: readonly string[]): MiddlewareHandler {
  const own = new Set(origins.map((origin) => new URL(origin).origin))
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const isForeign =
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && !own.has(origin))
    if (!isForeign) return next()
    return sendError(c, 403, 'forbidden', 'The phone must be opened under its own address.')
  }
}
