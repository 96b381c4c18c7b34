import type { MiddlewareHandler } from 'hono'
import type { Credentials } from './documents.ts'

/**
 * HTTP Basic as Bandwidth does it: the first request comes without credentials and is repeated with them only after
 * a 401 that names the scheme (bandwidth-backend 10.1) [V22]. Credentials sent at once are taken as well.
 */
export function basicAuth({ username, password }: Credentials): MiddlewareHandler {
  return async (c, next) => {
    const given = parseBasic(c.req.header('authorization'))
    if (given !== undefined && equalInConstantTime(`${username}:${password}`, given)) return next()
    return c.body(null, 401, { 'WWW-Authenticate': 'Basic realm="voice", charset="UTF-8"' })
  }
}

/**
 * For the webhooks that can carry no credentials: an unguessable `:secret` in the path, one of several while one is being
 * replaced. A wrong one finds nothing.
 */
export function secretPath(secrets: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const given = c.req.param('secret') ?? ''
    const matches = secrets.map((secret) => equalInConstantTime(secret, given))
    return matches.includes(true) ? next() : c.notFound()
  }
}

/** Takes as long for a near miss as for nonsense, so a secret cannot be found letter by letter. */
export function equalInConstantTime(expected: string, given: string): boolean {
  const a = new TextEncoder().encode(expected)
  const b = new TextEncoder().encode(given)
  let difference = a.length ^ b.length
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0)
  return difference === 0
}

/** `username:password`, undefined where the header is absent or no Basic. */
function parseBasic(header: string | undefined): string | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '') ?? []
  if (encoded === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    return new TextDecoder().decode(bytes)
  } catch {
    return undefined
  }
}
