import { describe, expect, it } from 'vitest'
import { createStore } from '../create-store.ts'
import type { Persistence } from '../store.ts'
import { createHealthRoutes } from './health.ts'

function createWorld() {
  const world = { commits: 0, isFull: false, hasToken: true, isStopping: false, now: 1_000 }
  const persistence: Persistence = {
    load: () => [],
    commit: () => {
      world.commits += 1
      if (world.isFull) throw new Error('database or disk is full')
    },
    close: () => {},
  }
  const health = createHealthRoutes({
    store: createStore(persistence),
    hasToken: () => world.hasToken,
    isStopping: () => world.isStopping,
    now: () => world.now,
  })
  const ask = async (path: string) => {
    const response = await health.request(path)
    return { status: response.status, body: (await response.json()) as unknown }
  }
  return { world, ask }
}

describe('health', () => {
  it('is answered whatever else is wrong', async () => {
    const { world, ask } = createWorld()
    Object.assign(world, { isFull: true, hasToken: false, isStopping: true })
    expect(await ask('/healthz')).toEqual({ status: 200, body: { status: 'ok' } })
  })
})

describe('readiness', () => {
  it('is there with a database and a token', async () => {
    const { ask } = createWorld()
    expect(await ask('/readyz')).toEqual({ status: 200, body: { status: 'ready' } })
  })

  it('names all that is missing', async () => {
    const { world, ask } = createWorld()
    Object.assign(world, { isFull: true, hasToken: false })
    expect(await ask('/readyz')).toEqual({
      status: 503,
      body: { status: 'not-ready', missing: ['database', 'bandwidth'] },
    })
  })

  it('ends when the process is asked to stop, and then leaves the database alone', async () => {
    const { world, ask } = createWorld()
    world.isStopping = true
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { missing: ['stopping'] } })
    expect(world.commits).toBe(0)
  })

  it('comes back with the database, which is not written to for each who asks', async () => {
    const { world, ask } = createWorld()
    world.isFull = true
    for (let count = 0; count < 10; count++)
      expect(await ask('/readyz')).toMatchObject({ status: 503 })
    expect(world.commits).toBe(1)

    Object.assign(world, { isFull: false, now: world.now + 5_000 })
    expect(await ask('/readyz')).toMatchObject({ status: 200 })
  })
})
