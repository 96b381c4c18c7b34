import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { schedules } from '../testing/chaos-schedule.ts'
import { runChaos } from '../testing/chaos-world.ts'

/** The same schedules every time, so that a change is blamed for what it breaks; others, and more, on request. */
const seed = Number(process.env.CHAOS_SEED ?? 1)
const numRuns = Number(process.env.CHAOS_RUNS ?? 150)
/** Milliseconds. A counterexample shrinks for no longer than this. */
const patience = Number(process.env.CHAOS_PATIENCE ?? 10 * 60_000)

it(
  'gives an agent one call, dials once and leaves no caller in silence, whatever is lost, late, repeated or killed',
  { timeout: 2 * patience },
  async () => {
    const property = fc.asyncProperty(schedules, async (schedule) => {
      expect(await runChaos(schedule)).toEqual([])
    })
    await fc.assert(property, { seed, numRuns, interruptAfterTimeLimit: patience })
  },
)
