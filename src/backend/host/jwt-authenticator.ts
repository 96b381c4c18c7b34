import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose'
import * as v from 'valibot'
import {
  type Authenticator,
  AuthenticatorUnavailable,
  type Identity,
  OpaqueId,
} from '../authenticator.ts'
import type { Log } from '../log.ts'
import { isLoopback } from './loopback.ts'

/**
 * The signatures that can be asked for. Those with a shared secret (HS256 …) are missing: the public key of a JWKS, taken
 * for such a secret, would let anybody sign.
 */
export const jwtAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const
export type JwtAlgorithm = (typeof jwtAlgorithms)[number]

/**
 * - `authorization`: `Authorization: Bearer …`.
 * - `header`: what a proxy that signs people in writes, e.g. `Cf-Access-Jwt-Assertion`; `Bearer` before it is allowed.
 * - `cookie`: for a page without a proxy, as neither a page nor its EventSource can be opened with a header.
 */
export type TokenSource =
  | { type: 'authorization' }
  | { type: 'header'; name: string }
  | { type: 'cookie'; name: string }

export type JwtAuthenticatorOptions = {
  /** Where the identity provider publishes its keys: https, or http on this computer. */
  jwksUrl: string
  issuer: string
  audience: string | readonly string[]
  /** `RS256` and `ES256` unless told otherwise. */
  algorithms?: readonly JwtAlgorithm[]
  /** The claim that names the user; `sub` unless told otherwise. Its value must never change hands: no e-mail address. */
  userClaim?: string
  tokenSource?: TokenSource
  /** Seconds that the clocks may differ. */
  clockTolerance?: number
  /** Milliseconds since the epoch. */
  now?: () => number
  log?: Log
}

/**
 * Believes signed tokens (JWT, RFC 7519) of one identity provider. The session is the claim `sid` (OpenID Connect
 * Front-Channel Logout 3) where there is one. Unknown keys are looked up again, 30 seconds after the last time at the earliest.
 * @throws Error where `jwksUrl` is no URL, or one that anybody on the way could answer
 */
export function createJwtAuthenticator(options: JwtAuthenticatorOptions): Authenticator {
  const { issuer, audience, algorithms = ['RS256', 'ES256'], userClaim = 'sub' } = options
  const { tokenSource = { type: 'authorization' }, clockTolerance = 5 } = options
  const { now = Date.now, log = () => {} } = options
  const keys = createKeys(options.jwksUrl)
  const rules: JWTVerifyOptions = {
    issuer,
    audience: typeof audience === 'string' ? audience : [...audience],
    algorithms: [...algorithms],
    clockTolerance,
    requiredClaims: ['exp', userClaim],
  }

  return {
    identify: async (request) => {
      const token = tokenIn(request, tokenSource)
      if (token === undefined) return undefined
      try {
        const { payload } = await jwtVerify(token, keys, { ...rules, currentDate: new Date(now()) })
        return identityOf(payload, userClaim)
      } catch (error) {
        if (error instanceof AuthenticatorUnavailable) throw error
        log({ level: 'info', message: `A token was refused: ${describe(error)}` })
        return undefined
      }
    },
  }
}

/** In milliseconds. A phone waits for as long when the identity provider does not answer. */
const jwksTimeout = 3_000
/** In milliseconds: as long as an outage of the identity provider goes unnoticed, and a withdrawn key is still good. */
const jwksMaxAge = 60 * 60_000

function createKeys(jwksUrl: string): JWTVerifyGetKey {
  const url = new URL(jwksUrl)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new Error(`The keys must come by https: ${jwksUrl}`)
  }
  const remote = createRemoteJWKSet(url, {
    timeoutDuration: jwksTimeout,
    cacheMaxAge: jwksMaxAge,
  })
  return async (header, token) => {
    try {
      return await remote(header, token)
    } catch (cause) {
      if (isFaultOfToken(cause)) throw cause
      throw new AuthenticatorUnavailable(`There are no keys to be had from ${url.host}`, { cause })
    }
  }
}

/** The keys were there, but none fits, or the token does not say which. */
function isFaultOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  )
}

function tokenIn(request: Request, source: TokenSource): string | undefined {
  switch (source.type) {
    case 'authorization':
      return /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    case 'header':
      return /^(?:Bearer +)?(\S+)$/i.exec(request.headers.get(source.name) ?? '')?.[1]
    case 'cookie':
      return cookieIn(request, source.name)
  }
}

function cookieIn(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

function identityOf(payload: JWTPayload, userClaim: string): Identity | undefined {
  const userId = v.safeParse(OpaqueId, payload[userClaim])
  if (!userId.success) return undefined
  const sessionId = v.safeParse(OpaqueId, payload['sid'])
  return { userId: userId.output, ...(sessionId.success && { sessionId: sessionId.output }) }
}

/** jose's errors name the claim and never its value. */
function describe(error: unknown): string {
  return error instanceof errors.JOSEError ? `${error.code}, ${error.message}` : 'cannot be read'
}
