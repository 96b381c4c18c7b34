import type { Clock } from './clock.ts'

/** What is on its way between a device and the gateway: it takes its time, and may be held back. */
export interface Traffic {
  /** Runs `arrive` when it is due, and not before a freeze is over. */
  pass: (arrive: () => void) => void
  freeze: () => void
  /** Everything that was held back arrives, in its order. */
  thaw: () => void
}

/** @param delay milliseconds that each thing travels */
export function createTraffic(clock: Clock, delay: number): Traffic {
  let held: (() => void)[] | undefined
  const arriveUnlessHeld = (arrive: () => void) => {
    if (held) held.push(arrive)
    else arrive()
  }
  return {
    pass: (arrive) => {
      if (delay > 0) clock.after(delay, () => arriveUnlessHeld(arrive))
      else arriveUnlessHeld(arrive)
    },
    freeze: () => {
      held ??= []
    },
    thaw: () => {
      const due = held ?? []
      held = undefined
      for (const arrive of due) arrive()
    },
  }
}
