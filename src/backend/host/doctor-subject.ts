/** What the doctor looks at: the part of the configuration that something outside has to agree with. */
export type Subject = {
  accountId: string
  clientId: string
  clientSecret: string
  applicationId: string
  tokenUrl: string
  endpointsUrl: string
  callsUrl: string
  publicUrl: string
  fallbackUrl?: string
  webhookSecrets: readonly string[]
  voiceCredentials: { username: string; password: string }
  /** The SQLite file. */
  database: string
  /** E.164: the number that called parties see. */
  callerId: string
  auth: { method: 'development' | 'proxy' } | { method: 'jwt'; jwksUrl: string }
}

export type Certificate = {
  /** Node's code where the certificate is not accepted, such as CERT_HAS_EXPIRED. */
  trouble?: string
  /** Milliseconds since the epoch; absent where there was no certificate to read. */
  validTo?: number
}

/** The world, as far as a check touches it. */
export type Tools = {
  /** As the global one, with redirects not followed where the request says so. */
  fetch: (request: Request) => Promise<Response>
  /** All addresses of a name. Rejects where there are none. */
  lookup: (hostname: string) => Promise<readonly string[]>
  /** Rejects where no TLS connection comes about for another reason than the certificate. */
  readCertificate: (hostname: string, port: number) => Promise<Certificate>
  /** Milliseconds since the epoch. */
  now: () => number
}

/** Milliseconds. */
export const requestTimeout = 10_000

/** One attempt, bounded in time, with redirects shown rather than followed: where they lead is what is wrong. */
export function createAsk({ fetch }: Pick<Tools, 'fetch'>) {
  return (url: string, init: RequestInit = {}): Promise<Response> =>
    fetch(
      new Request(url, {
        redirect: 'manual',
        signal: AbortSignal.timeout(requestTimeout),
        ...init,
      }),
    )
}
export type Ask = ReturnType<typeof createAsk>

/** Completes "… cannot be reached: ". */
export function describeFailure(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `it did not answer within ${requestTimeout / 1_000} seconds`
  }
  const code = codeOf(error) ?? codeOf(error instanceof Error ? error.cause : undefined)
  return (
    (code && failures[code]) ?? (code ? `the connection failed (${code})` : 'it did not answer')
  )
}

const failures: Partial<Record<string, string>> = {
  ENOTFOUND: 'its name does not resolve',
  EAI_AGAIN: 'its name does not resolve at the moment',
  ECONNREFUSED: 'nothing listens at that address and port',
  ECONNRESET: 'it broke the connection off',
  UND_ERR_SOCKET: 'it broke the connection off',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'the connection was not answered',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not answered',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is not accepted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its TLS certificate is not accepted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate is not accepted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its TLS certificate is not accepted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another name',
}

/** An error of a connection to a name with several addresses is one of several errors. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return error.errors.map(codeOf).find(Boolean)
  return undefined
}
