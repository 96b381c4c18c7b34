import { describe, expect, it } from 'vitest'
import { BandwidthApiError } from '../bandwidth-api.ts'
import type { BandwidthTransport, TransportAnswer } from '../bandwidth-transport.ts'
import type { LogEntry } from '../log.ts'
import { watchTokens } from './token-watch.ts'

const token: TransportAnswer = { status: 200, body: {} }
const refused: TransportAnswer = { status: 401, body: {} }
const unreachable = new BandwidthApiError('Bandwidth cannot be reached', { type: 'unreachable' })

/** Answers in turn, the last one over and over. */
function createWatched(answers: readonly (TransportAnswer | Error)[], onSleep = () => {}) {
  const entries: LogEntry[] = []
  const pauses: number[] = []
  let asked = 0
  const transport: BandwidthTransport = {
    send: () => Promise.reject(new Error('nothing else is asked for')),
    requestToken: async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)]
      if (answer === undefined || answer instanceof Error) throw answer
      return answer
    },
  }
  const watched = watchTokens(transport, {
    log: (entry) => void entries.push(entry),
    sleep: async (milliseconds) => {
      pauses.push(milliseconds)
      onSleep()
    },
  })
  return { watched, entries, pauses }
}

describe('the first access token', () => {
  it('is asked for until there is one, at growing intervals', async () => {
    const { watched, pauses, entries } = createWatched([unreachable, refused, token])
    expect(watched.hasToken()).toBe(false)
    await watched.awaitToken(new AbortController().signal)
    expect(watched.hasToken()).toBe(true)
    expect(pauses).toEqual([1_000, 2_000])
    expect(entries).toMatchObject([
      { cause: unreachable },
      { message: expect.stringContaining('status 401') },
    ])
  })

  it('that is refused tells the operator which variables are wrong', async () => {
    const { watched, entries } = createWatched([refused, token])
    await watched.awaitToken(new AbortController().signal)
    expect(entries[0]?.message).toMatch(/401: BANDWIDTH_CLIENT_ID and BANDWIDTH_CLIENT_SECRET/)
  })

  it('may be got by a call that needs one', async () => {
    const { watched, entries } = createWatched([token, unreachable])
    await watched.requestToken()
    await watched.awaitToken(new AbortController().signal)
    expect(watched.hasToken()).toBe(true)
    expect(entries).toEqual([])
  })

  it('is not asked for any more when the process stops', async () => {
    const stopping = new AbortController()
    const { watched, pauses } = createWatched([unreachable], () => {
      if (pauses.length === 7) stopping.abort()
    })
    await watched.awaitToken(stopping.signal)
    expect(pauses).toEqual([1_000, 2_000, 5_000, 10_000, 30_000, 30_000, 30_000])
    expect(watched.hasToken()).toBe(false)
  })
})
