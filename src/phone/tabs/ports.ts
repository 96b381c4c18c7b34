/** How to ask for the lock: only if nobody has it, behind all who asked before, or from whoever has it. */
export type LockManner = 'if-free' | 'in-turn' | 'at-once'

/** One lock for all tabs of this origin: whoever holds it is the phone. A tab that is closed lets go of it. */
export interface TabLock {
  /**
   * @returns null where somebody has it, which only `if-free` does not wait for
   * @throws DOMException where the browser refuses, or `signal`, which only `in-turn` heeds, was aborted
   */
  take: (manner: LockManner, signal?: AbortSignal) => Promise<HeldLock | null>
}

export interface HeldLock {
  /** Settles when another tab has taken it `at-once`; never after `release`. */
  lost: Promise<void>
  release: () => void
}

/** Reaches every other tab of this origin, and never the one that posts. */
export interface TabChannel {
  post: (message: unknown) => void
  /** @returns leaves */
  listen: (listener: (message: unknown) => void) => () => void
}

/** What this tab remembers over a reload, and a copy of it does not know. */
export interface TabMemory {
  /** To be called when the page goes away. */
  rememberPhone: () => void
  /** Whether this tab was the phone when it went away; forgotten with the answer. */
  takeWasPhone: () => boolean
}
