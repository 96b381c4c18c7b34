import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createConsolePage } from './console-page.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const rolesOf = (css: string) =>
  new Map(
    [
      ...css.matchAll(/^ {2}--([\w-]+): (light-dark\([^;]+\)|[^;]*sans-serif|[^;]*monospace);$/gm),
    ].map(([, role, filling]) => [role, filling]),
  )

describe('the console page', () => {
  it('has the fillings of the phone’s look for every role that it uses', () => {
    const css = read('./console/console.css')
    const roles = rolesOf(css)
    // Of a role that is declared for the stage again the first filling counts.
    const [app = ''] = read('../../ui/app.css').split("\n[data-ground='stage'] {\n  color-scheme")
    const phone = rolesOf(app)
    expect(roles.size).toBeGreaterThan(10)
    for (const [role, filling] of roles) expect(phone.get(role), role).toBe(filling)
    const used = [...css.matchAll(/var\(--([\w-]+)\)/g)].map(([, role]) => role)
    expect(used.filter((role) => !roles.has(role))).toEqual([])
  })

  it.each([
    ['/control/', 'text/html'],
    ['/control/console.js', 'text/javascript'],
    ['/control/console.css', 'text/css'],
  ])('serves %s as %s, to be framed by nobody', async (path, type) => {
    const { status, headers } = await createConsolePage().request(path)
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toBe(`${type}; charset=utf-8`)
    expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
  })

  it('is found without its slash', async () => {
    const { headers } = await createConsolePage().request('/control')
    expect(headers.get('Location')).toBe('/control/')
  })
})
