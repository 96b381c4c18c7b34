import type { BandwidthTransport } from '../bandwidth-transport.ts'
import type { Log } from '../log.ts'

/** Milliseconds between tries, the last one over and over. */
const pauses = [1_000, 2_000, 5_000, 10_000, 30_000] as const

/** The same transport, which also knows whether Bandwidth has ever given us a token. */
export interface WatchedTransport extends BandwidthTransport {
  hasToken: () => boolean
  /**
   * Asks until there has been one, whoever got it: a server with wrong credentials says so at once, not with the first call.
   * Never rejects.
   */
  awaitToken: (signal: AbortSignal) => Promise<void>
}

export function watchTokens(
  transport: BandwidthTransport,
  options: {
    log: Log
    /** Resolves after so many milliseconds, or when the signal aborts. */
    sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>
  },
): WatchedTransport {
  const { log, sleep = sleepUntil } = options
  const state = { hasToken: false }

  const requestToken = async () => {
    const answer = await transport.requestToken()
    if (answer.status === 200) state.hasToken = true
    return answer
  }

  const attempt = async () => {
    try {
      const { status } = await requestToken()
      if (status !== 200) log({ level: 'error', message: refusal(status) })
    } catch (cause) {
      log({ level: 'error', message: 'Bandwidth gave no access token', cause })
    }
  }

  return {
    send: transport.send,
    requestToken,
    hasToken: () => state.hasToken,
    awaitToken: async (signal) => {
      for (let tries = 0; !state.hasToken && !signal.aborted; tries++) {
        await attempt()
        if (!state.hasToken) await sleep(pauses[Math.min(tries, pauses.length - 1)] ?? 0, signal)
      }
    },
  }
}

function refusal(status: number): string {
  const todo =
    status === 400 || status === 401
      ? ': BANDWIDTH_CLIENT_ID and BANDWIDTH_CLIENT_SECRET do not belong together'
      : ''
  return `Bandwidth gave no access token but status ${status}${todo}`
}

function sleepUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}
