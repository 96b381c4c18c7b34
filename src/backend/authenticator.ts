/** Who a request is from. Ids are opaque to the application: at most 200 characters, stable for a user. */
export type Identity = {
  userId: string
  /** The browser's session where the identity provider has such a thing; the application makes its own otherwise. */
  sessionId?: string
}

/** Says who sends a request to `/api`. Three implementations for Node are in `host/`, one for the page in the demo. */
export interface Authenticator {
  /** Undefined: nobody that we know, the request is answered with 401. Never rejects for what a request contains. */
  identify: (request: Request) => Promise<Identity | undefined>
}

/** Whose an endpoint is, and everything that belongs to it. */
export type Owner = { userId: string; sessionId: string }
