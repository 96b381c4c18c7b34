import { Hono } from 'hono'
import type { OAuthToken } from '../wire/endpoints-api.ts'
import type { Clock } from './clock.ts'
import type { Switches } from './switches.ts'

export type Credentials = { clientId: string; clientSecret: string }

export interface OAuth {
  /** `POST /api/v1/oauth2/token` (backend 2). */
  app: Hono
  /** Whether an `Authorization` header carries a token of ours that still lives. */
  accepts: (authorization: string | undefined) => boolean
  /** No token that has been minted is good any more. */
  revoke: () => void
}

/** Mints access tokens for the client-credentials grant; errors as in RFC 6749 5.2. */
export function createOAuth(options: {
  credentials: Credentials
  clock: Clock
  switches: Switches
  randomId: () => string
}): OAuth {
  const { credentials, clock, switches, randomId } = options
  const expiries = new Map<string, number>()
  const app = new Hono()

  app.post('/api/v1/oauth2/token', async (c) => {
    const expected = `Basic ${btoa(`${credentials.clientId}:${credentials.clientSecret}`)}`
    if (c.req.header('Authorization') !== expected) {
      c.header('WWW-Authenticate', 'Basic realm="Bandwidth"')
      return c.json({ error: 'invalid_client' }, 401)
    }
    if (!c.req.header('Content-Type')?.startsWith('application/x-www-form-urlencoded')) {
      return c.json({ error: 'invalid_request' }, 415)
    }
    const form = new URLSearchParams(await c.req.text())
    if (form.get('grant_type') !== 'client_credentials') {
      return c.json({ error: 'unsupported_grant_type' }, 400)
    }
    const token = `eyJhbGciOiJub25lIn0.${btoa(randomId()).replaceAll('=', '')}.${randomId()}`
    expiries.set(token, clock.now() + switches.oauthExpiresIn * 1000)
    const body: OAuthToken = {
      access_token: token,
      expires_in: switches.oauthExpiresIn,
      token_type: 'bearer',
    }
    return c.json(body, 200, { 'Cache-Control': 'no-store' })
  })
  app.all('/api/v1/oauth2/token', (c) => c.json({ error: 'invalid_request' }, 405))

  return {
    app,
    accepts: (authorization) => {
      const [, token = ''] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? []
      const expiresAt = expiries.get(token)
      return expiresAt !== undefined && expiresAt > clock.now()
    },
    revoke: () => expiries.clear(),
  }
}
