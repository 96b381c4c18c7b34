import type { ApplicationOptions } from '../backend/app.ts'
import { createStore } from '../backend/create-store.ts'
import { createKeptRows } from './store-records.ts'
import { createFakeBandwidth, createTestApplication } from './test-application.ts'

/** One Bandwidth, and processes of the application that have the same records one after another. */
export function createRestarts(options: Partial<ApplicationOptions> = {}) {
  const { open } = createKeptRows()
  const bandwidth = createFakeBandwidth()
  const counts = { call: 0, attempt: 0, endpoint: 0, redirect: 0 }
  return {
    bandwidth,
    /** Starts a process. The one before is not asked to stop: it counts as killed. */
    start: () => ({
      ...createTestApplication({
        bandwidth,
        store: createStore(open()),
        randomId: (what) => `${what}-${++counts[what]}`,
        ...options,
      }),
      bandwidth,
    }),
  }
}
