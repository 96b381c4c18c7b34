import { systemClock, type Clock } from './clock.ts'

/** A clock on top of another that can also jump ahead. */
export interface JumpingClock extends Clock {
  /**
   * Jumps to the next thing that falls due and runs it.
   * @param until milliseconds since the epoch
   * @returns false where nothing falls due until then: it is that late now
   */
  step: (until: number) => boolean
}

type Timer = { at: number; run: () => void }

/** The longest delay that `setTimeout` takes, milliseconds. */
const longestDelay = 2 ** 31 - 1

/** Whatever falls due runs in the order of its time, whether that time has passed or was jumped over. */
export function createJumpingClock(base: Clock = systemClock): JumpingClock {
  /** Earliest first; of the same moment the one that was set first. */
  const timers: Timer[] = []
  let offset = 0
  let cancelAlarm: (() => void) | undefined

  const now = () => base.now() + offset

  const setAlarm = () => {
    cancelAlarm?.()
    const [next] = timers
    const delay = next && Math.min(longestDelay, Math.max(0, next.at - now()))
    cancelAlarm = delay === undefined ? undefined : base.after(delay, ring)
  }

  const ring = () => {
    // Not what these set for the same moment: that comes in a turn of its own, as with setTimeout.
    const due = timers.filter(({ at }) => at <= now())
    try {
      for (const timer of due) if (take(timer)) timer.run()
    } finally {
      setAlarm()
    }
  }

  const take = (timer: Timer): boolean => {
    const index = timers.indexOf(timer)
    if (index >= 0) timers.splice(index, 1)
    return index >= 0
  }

  const jumpTo = (time: number) => {
    offset += Math.max(0, time - now())
  }

  return {
    now,
    after: (delay, run) => {
      const timer = { at: now() + delay, run }
      timers.splice(timers.findLastIndex(({ at }) => at <= timer.at) + 1, 0, timer)
      setAlarm()
      return () => {
        if (take(timer)) setAlarm()
      }
    },
    step: (until) => {
      const [next] = timers
      const isDue = next !== undefined && next.at <= until
      jumpTo(isDue ? next.at : until)
      try {
        if (isDue && take(next)) next.run()
      } finally {
        setAlarm()
      }
      return isDue
    },
  }
}

/**
 * Moves the clock so many milliseconds ahead. After each thing that falls due `settled` is awaited: what it set off on the
 * network takes its real time, and its consequences come before whatever is due later.
 */
export async function advance(
  clock: JumpingClock,
  milliseconds: number,
  settled: () => Promise<void>,
): Promise<void> {
  const until = clock.now() + milliseconds
  await settled()
  while (clock.step(until)) await settled()
}
