import { Hono } from 'hono'
import { systemClock, type Clock } from './clock.ts'
import { createCloud, type Cloud, type CloudOptions } from './cloud.ts'
import { createControlApi } from './control-api.ts'
import { createDeviceDoubles } from './device-doubles.ts'
import { createJumpingClock } from './jumping-clock.ts'

export interface Simulator {
  cloud: Cloud
  /** Bandwidth's REST APIs at their own paths, and the control API under `/control`. */
  fetch: (request: Request) => Promise<Response>
  /** Stops every timer, forgets every call, and lets go the answers that faults hold back. */
  close: () => void
}

/** A cloud whose clock can jump, with the control API beside it. */
export function createSimulator(
  options: Omit<CloudOptions, 'clock' | 'networkClock'> & { baseClock?: Clock },
): Simulator {
  const { baseClock = systemClock, ...cloudOptions } = options
  const clock = createJumpingClock(baseClock)
  const cloud = createCloud({ ...cloudOptions, clock, networkClock: baseClock })
  const { journal } = cloud
  const devices = createDeviceDoubles({ directory: cloud.endpoints, clock, journal })
  const app = new Hono()
    .route('/control', createControlApi({ cloud, clock, devices }))
    .all('/control/*', (c) => c.json({ error: `${c.req.path} is nothing here` }, 404))
    .all('*', (c) => cloud.rest.fetch(c.req.raw))
  return { cloud, fetch: async (request) => app.fetch(request), close: cloud.close }
}
