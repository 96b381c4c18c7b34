import { Hono } from 'hono'
import * as v from 'valibot'
import { readBody, refuse } from './control-answers.ts'
import type { Gateway } from './gateway.ts'
import type { MediaPlane } from './media-plane.ts'

const codesThatTravel = new Set([
  1_000, 1_001, 1_002, 1_003, 1_007, 1_008, 1_009, 1_010, 1_011, 1_012, 1_013, 1_014,
])

/** `POST /devices/:endpointId/socket`: what is to befall the device's socket. */
export const SocketDisturbance = v.variant('type', [
  v.strictObject({
    type: v.literal('close'),
    /** 1005, 1006 and 1015 never travel, and the others up to 2999 mean nothing yet (RFC 6455 7.4). */
    code: v.pipe(
      v.number(),
      v.integer(),
      v.check((code) => codesThatTravel.has(code) || (code >= 3_000 && code <= 4_999)),
    ),
    reason: v.exactOptional(v.pipe(v.string(), v.maxLength(100))),
  }),
  v.strictObject({ type: v.literal('cut') }),
  v.strictObject({ type: v.literal('freeze') }),
])
export type SocketDisturbance = v.InferOutput<typeof SocketDisturbance>

/** `POST /devices/:endpointId/ice-restart`. */
export const IceRestart = v.strictObject({ peer: v.picklist(['publish', 'subscribe']) })

/** The part of the control API that is about devices with sockets and sound. */
export function createGatewayControl(options: {
  gateway: Gateway
  heard: MediaPlane['heard']
}): Hono {
  const { gateway, heard } = options
  const app = new Hono()

  app.get('/devices/:endpointId/heard', (c) => {
    const sound = heard(c.req.param('endpointId'))
    return sound ? c.json(sound) : refuse(c, 404, 'no telephone is connected to the device')
  })
  app.post('/devices/:endpointId/socket', async (c) => {
    const disturbance = await readBody(c, SocketDisturbance)
    if (disturbance instanceof Response) return disturbance
    const isThere = gateway.disturb(c.req.param('endpointId'), disturbance)
    return isThere ? c.body(null, 204) : refuse(c, 409, 'no such device is connected')
  })
  app.post('/devices/:endpointId/ice-restart', async (c) => {
    const restart = await readBody(c, IceRestart)
    if (restart instanceof Response) return restart
    const isOffered = gateway.restartIce(c.req.param('endpointId'), restart.peer)
    return isOffered ? c.body(null, 204) : refuse(c, 409, 'the device cannot be offered that')
  })
  return app
}
