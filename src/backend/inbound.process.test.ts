import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ProcessWorld, startWorld } from '../testing/process-world.ts'

let world: ProcessWorld

beforeAll(async () => {
  world = await startWorld()
})
afterEach(() => world.clear())
afterAll(() => world.stop())

describe('a call from the telephone network', () => {
  it('is answered and then hung up by the agent', async () => {
    const ann = world.agent('ann')
    await ann.goOnline()
    const caller = await world.call()
    await ann.accept(caller.number)
    await ann.sees(caller.number, 'offered', 'answered')
    await ann.hangUp(caller.number)
    expect(await caller.over()).toBe('hangup')
    await ann.sees(caller.number, 'offered', 'answered', 'ended hangup')
    await world.expectEverybodyFree(ann)
  })
})
