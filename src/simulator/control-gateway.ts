import { Hono } from 'hono'
import { readBody, refuse } from './control-answers.ts'
import type { Gateway } from './gateway.ts'
import type { MediaPlane } from './media-plane.ts'

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
  app.get('/gateway/devices', (c) => c.json({ devices: gateway.devices() }))
  app.post('/gateway/disturbances', async (c) => {
    const disturbance = await readBody(c, 'POST /gateway/disturbances')
    if (disturbance instanceof Response) return disturbance
    const { type, about } = disturbance
    const isForLaterToo = about === undefined && (type === 'freeze' || type === 'thaw')
    if (gateway.disturb(disturbance) > 0 || isForLaterToo) return c.body(null, 204)
    return refuse(c, 409, 'no device is connected that this can befall')
  })
  return app
}
