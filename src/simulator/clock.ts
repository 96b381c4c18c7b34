/** Time as the simulator sees it, so that tests can move it and a day can pass in seconds. Milliseconds. */
export interface Clock {
  now: () => number
  /** @returns cancels it */
  after: (delay: number, run: () => void) => () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delay, run) => {
    const timer = setTimeout(run, delay)
    return () => clearTimeout(timer)
  },
}
