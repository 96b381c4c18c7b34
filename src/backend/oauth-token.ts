import type { OAuthToken } from '../wire/endpoints-api.ts'

/** The account's access token, fetched when needed and kept until a minute before it ends. */
export interface AccessToken {
  /** Callers who come while one is being fetched share it. Rejects with what `fetchToken` rejects with. */
  get: () => Promise<string>
  /** Drops the token that the API has refused, unless it has been replaced already. */
  drop: (token: string) => void
}

/** So long before its end a token is replaced (bandwidth-backend 2). */
const renewalMarginMs = 60_000

export function createAccessToken(
  fetchToken: () => Promise<OAuthToken>,
  now: () => number,
): AccessToken {
  let current: { token: string; until: number } | undefined
  let pending: Promise<string> | undefined

  const renew = async () => {
    // The token's time runs from when Bandwidth made it, which is not later than its arrival.
    const askedAt = now()
    const { access_token: token, expires_in } = await fetchToken()
    current = { token, until: askedAt + expires_in * 1_000 - renewalMarginMs }
    return token
  }

  return {
    get: () => {
      if (current && current.until > now()) return Promise.resolve(current.token)
      pending ??= renew().finally(() => {
        pending = undefined
      })
      return pending
    },
    drop: (token) => {
      if (current?.token === token) current = undefined
    },
  }
}
