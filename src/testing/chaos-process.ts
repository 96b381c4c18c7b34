import { type Application, type ApplicationOptions, createApplication } from '../backend/app.ts'
import { createStore } from '../backend/create-store.ts'
import type { BandwidthApi } from '../backend/bandwidth-api.ts'
import type { Row } from '../backend/store.ts'
import type { ChaosTime } from './chaos-time.ts'

/** One life of the application's process. `connections`: what breaks them off when it dies. */
export type Life = { app: Application; isAlive: () => boolean; connections: Set<() => void> }

export type Kill = 'now' | 'before-commit' | 'after-commit'

/**
 * Processes of the application, one after the other, on the same records. A dead one writes nothing, is answered by nobody
 * and has no timers; nobody sees what it still says.
 */
export function createChaosProcess(options: {
  time: ChaosTime
  application: Omit<ApplicationOptions, 'store' | 'now' | 'after' | 'bandwidth'>
  /** A process begins without an access token. */
  createBandwidth: (fetch: (request: Request) => Promise<Response>) => BandwidthApi
  fetch: (request: Request) => Promise<Response>
  onCommit: (rows: readonly Row[]) => void
}) {
  const { clock } = options.time
  const rows = new Map<string, Row>()
  let current: (Life & { die: () => void }) | undefined
  let armed: { when: Kill; downtime: number } | undefined

  const write = (batch: readonly Row[]) => {
    for (const row of batch) {
      const key = `${row.collection}/${row.id}`
      if (row.value === undefined) rows.delete(key)
      else rows.set(key, row)
    }
    options.onCommit(batch)
  }

  const start = () => {
    let isAlive = true
    const commit = (batch: readonly Row[]) => {
      if (armed?.when === 'before-commit') kill('now', armed.downtime)
      if (!isAlive) throw new Error('The process is dead')
      write(batch)
      if (armed) kill('now', armed.downtime)
    }
    const onError = (error: unknown) => {
      if (isAlive) throw error
    }
    const persistence = { load: () => [...rows.values()], commit, close: () => {} }
    const store = createStore(persistence, { onError })
    const app = createApplication({
      ...options.application,
      bandwidth: options.createBandwidth(async (request) => {
        if (isAlive) return options.fetch(request)
        throw new Error('The process is dead')
      }),
      store,
      now: clock.now,
      after: (delay, run) => clock.after(delay, () => isAlive && run()),
    })
    const connections = new Set<() => void>()
    const die = () => {
      isAlive = false
      for (const breakOff of connections) breakOff()
    }
    current = { app, isAlive: () => isAlive, connections, die }
    app.start()
  }

  const kill = (when: Kill, downtime: number) => {
    if (!current) return
    if (when !== 'now') {
      armed = { when, downtime }
      return
    }
    armed = undefined
    current.die()
    current = undefined
    clock.after(downtime, start)
  }

  return {
    start,
    /** Undefined while no process runs. */
    current: (): Life | undefined => current,
    kill,
    /** Asks the process to stop, and kills it when the next one is to start. */
    stop: (downtime: number) => {
      const stopped = current
      void stopped?.app.stop()
      clock.after(downtime, () => current === stopped && kill('now', 0))
    },
    disarm: () => {
      armed = undefined
    },
  }
}

export type ChaosProcess = ReturnType<typeof createChaosProcess>
