import { Hono } from 'hono'
import { systemClock, type Clock } from './clock.ts'
import { createCloud, type Cloud, type CloudOptions } from './cloud.ts'
import { createControlApi } from './control-api.ts'
import { createDeviceDoubles } from './device-doubles.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { createJumpingClock } from './jumping-clock.ts'
import type { MediaPlane } from './media-plane.ts'

export interface Simulator {
  cloud: Cloud
  /** Undefined without media: all devices are doubles then. */
  gateway: Gateway | undefined
  /** What a telephone hears of the endpoint's device; undefined while there is none. */
  heard: MediaPlane['heard']
  /** Bandwidth's REST APIs at their own paths, and the control API under `/control`. */
  fetch: (request: Request) => Promise<Response>
  /** As `Cloud.reset`, for devices too: a frozen gateway thaws. */
  reset: () => void
  /** Stops every timer, forgets every call, and lets go the answers that faults hold back. */
  close: () => void
}

export type SimulatorOptions = Omit<CloudOptions, 'clock' | 'networkClock'> & {
  baseClock?: Clock
  /** The gateway's end of WebRTC; closed with the simulator. */
  media?: MediaPlane
}

/** A cloud whose clock can jump, with the control API beside it, and a gateway where there are media. */
export function createSimulator(
  options: SimulatorOptions & { media: MediaPlane },
): Simulator & { gateway: Gateway }
export function createSimulator(options: SimulatorOptions): Simulator
export function createSimulator(options: SimulatorOptions): Simulator {
  const { baseClock = systemClock, media, ...cloudOptions } = options
  const clock = createJumpingClock(baseClock)
  const cloud = createCloud({ ...cloudOptions, clock, networkClock: baseClock })
  const { journal, switches, faults, endpoints: directory } = cloud
  const gateway = media && createGateway({ directory, media, switches, faults, journal, clock })
  const devices = createDeviceDoubles({ directory, clock, journal })
  const heard: MediaPlane['heard'] = (endpointId) => media?.heard(endpointId)
  const reset = () => {
    gateway?.disturb({ type: 'thaw' })
    cloud.reset()
    devices.forget()
  }
  const app = new Hono()
  app
    .route('/control', createControlApi({ cloud, clock, devices, gateway, heard, reset }))
    .all('/control/*', (c) => c.json({ error: `${c.req.path} is nothing here` }, 404))
    .all('*', (c) => cloud.rest.fetch(c.req.raw))
  return {
    cloud,
    gateway,
    heard,
    reset,
    fetch: async (request) => app.fetch(request),
    close: () => {
      cloud.close()
      media?.close()
    },
  }
}
