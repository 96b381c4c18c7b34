import { Hono, type Context } from 'hono'
import html from './console/console.html?raw'
import script from './console/console.js?raw'
import style from './console/console.css?raw'

/** Nothing from elsewhere, and in nobody's frame: a page around it could make a person press its buttons. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The console: a page over the control API, at the same address. */
export function createConsolePage(): Hono {
  const give = (type: string, body: string) => (c: Context) =>
    c.body(body, 200, {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    })
  return new Hono()
    .get('/control', (c) => c.redirect('/control/'))
    .get('/control/', give('text/html', html))
    .get('/control/console.js', give('text/javascript', script))
    .get('/control/console.css', give('text/css', style))
}
