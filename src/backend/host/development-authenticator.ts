import * as v from 'valibot'
import { type Authenticator, OpaqueId } from '../authenticator.ts'
import { isLoopback } from './loopback.ts'

/** Names another user than `developer`, so that several agents can be tried. No page elsewhere can send it. */
export const developmentUserHeader = 'X-Offhook-User'

/**
 * Everybody is signed in: for a server that only this computer reaches. Requests under another name (DNS rebinding) or
 * through a proxy, which a tunnel for Bandwidth's webhooks is, are nobody's.
 * @throws Error unless `listenAddress` is loopback
 */
export function createDevelopmentAuthenticator(options: { listenAddress: string }): Authenticator {
  const { listenAddress } = options
  if (!isLoopback(listenAddress)) {
    throw new Error(
      `Everybody who reaches ${listenAddress} could make calls: without sign-in the server must listen on 127.0.0.1, ::1 or localhost.`,
    )
  }
  return {
    identify: async (request) => {
      if (!isLocal(request)) return undefined
      const name = request.headers.get(developmentUserHeader) ?? 'developer'
      const userId = v.safeParse(OpaqueId, name)
      return userId.success ? { userId: userId.output } : undefined
    },
  }
}

const forwarding = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Via']

function isLocal({ headers, url }: Request): boolean {
  if (forwarding.some((name) => headers.has(name))) return false
  const host = `http://${headers.get('host') ?? new URL(url).host}`
  return URL.canParse(host) && isLoopback(new URL(host).hostname)
}
