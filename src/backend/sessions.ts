import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { sendError } from './api-error.ts'
import { type Authenticator, AuthenticatorUnavailable, type Owner } from './authenticator.ts'
import type { Log } from './log.ts'

/** What `identify` leaves for the routes behind it: `c.var.owner`. */
export type OwnerEnvironment = { Variables: { owner: Owner } }

export type IdentifyOptions = {
  authenticator: Authenticator
  /** The phones come by https: the cookie is never sent without it, nor can a sibling host overwrite it. */
  secure: boolean
  /** At least 128 random bits, in the form that `sessionPattern` has. */
  randomSession?: () => string
  log?: Log
}

/**
 * Tells whose a request is, or ends it: 401 `unauthenticated`, 503 `upstream-unavailable`. The session is the identity
 * provider's, or a cookie's of our own. A cookie names no user, so it is worth nothing by itself: an owner is the user
 * and the session, and whoever compares owners compares both.
 */
export function identify(options: IdentifyOptions): MiddlewareHandler<OwnerEnvironment> {
  const { authenticator, secure, randomSession = newSession, log = () => {} } = options

  return async (c, next) => {
    let identity
    try {
      identity = await authenticator.identify(c.req.raw)
    } catch (error) {
      if (!(error instanceof AuthenticatorUnavailable)) throw error
      log({ level: 'warn', message: 'Nobody can be identified', cause: error })
      return sendUnavailable(c)
    }
    if (!identity) return sendUnauthenticated(c)
    const { userId, sessionId = sessionOf(c, secure, randomSession) } = identity
    c.set('owner', { userId, sessionId })
    return next()
  }
}

function sessionOf(c: Context, secure: boolean, randomSession: () => string): string {
  const given = secure ? getCookie(c, cookieName, 'host') : getCookie(c, cookieName)
  if (given !== undefined && sessionPattern.test(given)) return given
  const session = randomSession()
  // Only a POST makes something that a session owns. A page's first requests go out side by side, and would each be
  // given a session of which only the last one lasts.
  if (c.req.method === 'POST') {
    const attributes = { path: '/', httpOnly: true, sameSite: 'Strict' } as const
    setCookie(c, cookieName, session, { ...attributes, ...(secure && { prefix: 'host' }) })
  }
  return session
}

/** `__Host-offhook-session` where it is secure. */
const cookieName = 'offhook-session'
const sessionBytes = 24
const sessionPattern = /^[0-9a-f]{48}$/

function newSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(sessionBytes))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The scheme is named because a 401 must name one (RFC 9110, 11.6.1); a browser asks nobody for a Bearer. */
function sendUnauthenticated(c: Context): Response {
  c.header('WWW-Authenticate', 'Bearer')
  return sendError(c, 401, 'unauthenticated', 'You are not signed in. Sign in and try again.')
}

/** Seconds after which a phone may ask again. */
const unavailableRetryAfter = 5

function sendUnavailable(c: Context): Response {
  const message = 'Who you are cannot be checked at the moment. Try again later.'
  return sendError(c, 503, 'upstream-unavailable', message, unavailableRetryAfter)
}
