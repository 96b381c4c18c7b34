import type { BrtcClient } from '../../brtc/client.ts'

export type SocketWatchOptions = {
  client: Pick<BrtcClient, 'checkAlive'>
  isInCall: () => boolean
  /** The gateway owes an answer; or it came after all. */
  onDoubt: (isDoubted: boolean) => void
}

/** Asks the gateway at regular times whether it still answers: nothing else tells of a socket that died without a word. */
export interface SocketWatch {
  /** Asks at once. Resolves when it is known. */
  ask: () => Promise<void>
  close: () => void
}

/** In milliseconds. */
export const socketLimits = {
  /** Between two questions: as often as gateways are seen to ask the device, on its data channels. The SDKs ask every 60 s. */
  interval: 5_000,
  /** After which the status promises nothing any more. */
  doubt: 1_500,
  /** After which the session is given up. */
  idle: 5_000,
  /**
   * The same in a call, which a new session may not get back: what TCP has kept through a cut of five seconds arrives in as
   * many after it.
   */
  inCall: 10_000,
}

export function watchSocket({ client, isInCall, onDoubt }: SocketWatchOptions): SocketWatch {
  const doubts = new Set<ReturnType<typeof setTimeout>>()
  let isDoubted = false
  let isClosed = false

  function become(doubted: boolean): void {
    if (isClosed || doubted === isDoubted) return
    isDoubted = doubted
    onDoubt(doubted)
  }

  async function ask(patience?: number): Promise<void> {
    const doubt = setTimeout(() => become(true), socketLimits.doubt)
    doubts.add(doubt)
    await client.checkAlive(isInCall() ? socketLimits.inCall : patience)
    clearTimeout(doubt)
    doubts.delete(doubt)
    become(false)
  }

  const timer = setInterval(() => void ask(socketLimits.idle), socketLimits.interval)
  return {
    ask: () => ask(),
    close: () => {
      isClosed = true
      clearInterval(timer)
      for (const doubt of doubts) clearTimeout(doubt)
    },
  }
}
