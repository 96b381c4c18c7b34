import * as v from 'valibot'

/** A name that an identity provider gives to a user or a session: opaque, but short, printable and the same every time. */
export const OpaqueId = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  v.regex(/^[^\p{Cc}]+$/u, 'must hold no control characters'),
  v.check((id) => id === id.trim(), 'must not begin or end with a space'),
)

/** Who a request is from. Both are an OpaqueId. */
export type Identity = {
  userId: string
  /** The browser's session where the identity provider has such a thing; the application makes its own otherwise. */
  sessionId?: string
}

/** Says who sends a request to `/api`. Three implementations for Node are in `host/`, one for the page in the demo. */
export interface Authenticator {
  /**
   * Undefined: nobody that we know, the request is answered with 401. Never rejects for what a request contains.
   * @throws AuthenticatorUnavailable where nobody can tell at the moment; the request is answered with 503
   */
  identify: (request: Request) => Promise<Identity | undefined>
}

/** The identity provider does not answer. An agent must not be told to sign in for that: it would not help. */
export class AuthenticatorUnavailable extends Error {
  override readonly name = 'AuthenticatorUnavailable'
}

/** Whose an endpoint is, and everything that belongs to it. */
export type Owner = { userId: string; sessionId: string }
