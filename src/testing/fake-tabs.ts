import type { HeldLock, TabChannel, TabLock, TabMemory } from '../phone/tabs/ports.ts'

type Waiting = { grant: (held: HeldLock) => void; isAborted: () => boolean }

/**
 * One browser: its lock and its channel, for as many tabs as a test opens. Messages arrive in the next microtask, as the
 * browser's do not arrive at once either.
 */
export function createFakeBrowser() {
  const tabs = new Set<(message: unknown) => void>()
  let holder: { lose: () => void } | undefined
  let line: Waiting[] = []

  function grant(waiting: Pick<Waiting, 'grant'>): void {
    let lose = () => {}
    const mine = { lose: () => lose() }
    holder = mine
    const lost = new Promise<void>((resolve) => (lose = resolve))
    waiting.grant({
      lost,
      release: () => {
        if (holder === mine) passOn()
      },
    })
  }

  function passOn(): void {
    holder = undefined
    line = line.filter(({ isAborted }) => !isAborted())
    const next = line.shift()
    if (next) grant(next)
  }

  const lock: TabLock = {
    take: (manner, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
        if (holder && manner === 'if-free') return resolve(null)
        const waiting = { grant: resolve, isAborted: () => signal?.aborted === true }
        if (holder && manner === 'in-turn') return line.push(waiting)
        holder?.lose()
        grant(waiting)
      }),
  }

  return {
    lock,
    /** Somebody else's page says something on the channel. */
    say: (message: unknown) => tabs.forEach((tell) => tell(message)),
    channelOfTab: (): TabChannel & { isDeaf: boolean } => {
      let own: ((message: unknown) => void) | undefined
      const channel = {
        /** A tab that hangs hears nothing. */
        isDeaf: false,
        post: (message: unknown) => {
          for (const tell of tabs) {
            if (tell !== own) queueMicrotask(() => tell(structuredClone(message)))
          }
        },
        listen: (listener: (message: unknown) => void) => {
          own = (message) => channel.isDeaf || listener(message)
          tabs.add(own)
          return () => {
            if (own) tabs.delete(own)
          }
        },
      }
      return channel
    },
  }
}

export function createFakeTabMemory(wasPhone = false): TabMemory {
  return {
    rememberPhone: () => {
      wasPhone = true
    },
    takeWasPhone: () => {
      const was = wasPhone
      wasPhone = false
      return was
    },
  }
}
