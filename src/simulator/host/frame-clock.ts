import { frameSeconds } from './voice-codec.ts'

/** One beat for all who speak: a timer for each of them would cost more than the speaking. */
export interface FrameClock {
  /** @param frame is run for every packet that is due @returns stops it */
  every: (frame: () => void) => () => void
  close: () => void
}

const interval = frameSeconds * 1_000
/** A machine that slept or was busy for longer leaves the rest out, as a network would. */
const mostAtOnce = 10

export function createFrameClock(now: () => number = () => performance.now()): FrameClock {
  const frames = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  let played = 0
  let start = 0

  function beat(): void {
    const due = Math.floor((now() - start) / interval) - played
    played += due
    for (let count = Math.min(due, mostAtOnce); count > 0; count--) {
      for (const frame of frames) frame()
    }
  }
  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  return {
    every: (frame) => {
      frames.add(frame)
      if (timer === undefined) {
        start = now()
        played = 0
        // Twice as often as packets are due: a timer that is late makes no packet late by a whole one.
        timer = setInterval(beat, interval / 2)
      }
      return () => {
        frames.delete(frame)
        if (frames.size === 0) stop()
      }
    },
    close: () => {
      frames.clear()
      stop()
    },
  }
}
