import { advance, createJumpingClock, type JumpingClock } from '../simulator/jumping-clock.ts'

/** Time that stands still while anything is under way, and what is under way. */
export type ChaosTime = {
  clock: JumpingClock
  /** Work that must come to an end, or to a `pause`, before time goes on. */
  track: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** So many milliseconds pass; only within `track`. */
  pause: (milliseconds: number) => Promise<void>
  /** Resolves when everything waits for time to go on. */
  quiet: () => Promise<void>
  /** @param afterEach runs whenever everything waits */
  pass: (milliseconds: number, afterEach: () => void) => Promise<void>
}

const beginning = Date.parse('2030-01-01T00:00:00.000Z')

export function createChaosTime(): ChaosTime {
  const clock = createJumpingClock({ now: () => beginning, after: () => () => {} })
  let underWay = 0

  const quiet = async () => {
    // What is not tracked goes on in microtasks, all of which are over after a turn.
    let turns = 0
    for (let idle = 0; idle < 2; idle = underWay === 0 ? idle + 1 : 0) {
      turns += 1
      if (turns > longestWait) throw new Error(`${underWay} pieces of work do not come to an end`)
      await turn()
    }
  }

  return {
    clock,
    quiet,
    track: async (work) => {
      underWay += 1
      try {
        return await work()
      } finally {
        underWay -= 1
      }
    },
    pause: (milliseconds) =>
      new Promise((resolve) => {
        underWay -= 1
        clock.after(milliseconds, () => {
          underWay += 1
          resolve()
        })
      }),
    pass: (milliseconds, afterEach) =>
      advance(clock, milliseconds, async () => {
        await quiet()
        afterEach()
      }),
  }
}

/** Turns of the event loop; work that needs more waits for something that never comes. */
const longestWait = 10_000

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
