import { Hono, type Context } from 'hono'
import { readBody, refuse } from './control-answers.ts'
import type { DeviceDoubles } from './device-doubles.ts'

/** The part of the control API that is about devices without sockets. */
export function createDeviceControl(devices: DeviceDoubles): Hono {
  const app = new Hono()

  app.get('/', (c) => c.json({ devices: devices.list() }))
  app.post('/', async (c) => {
    const arrival = await readBody(c, 'POST /devices')
    if (arrival instanceof Response) return arrival
    const { token, ...options } = arrival
    const admission = devices.connect(token, options)
    if (!admission.admitted) return refuse(c, admission.httpStatus, admission.reason)
    const { endpointId, deviceId } = admission
    return c.json({ endpointId, deviceId }, 201)
  })

  app.get('/:endpointId', (c) => {
    const device = devices.find(c.req.param('endpointId'))
    return device ? c.json(device) : refuse(c, 404, 'no such device')
  })
  app.put('/:endpointId', async (c) => {
    const change = await readBody(c, 'PUT /devices/:endpointId')
    if (change instanceof Response) return change
    const isDone = devices.change(c.req.param('endpointId'), change)
    return done(c, isDone, 'no such device is connected')
  })
  app.delete('/:endpointId', (c) =>
    done(c, devices.leave(c.req.param('endpointId')), 'no such device is connected'),
  )

  app.post('/:endpointId/accept', (c) =>
    done(c, devices.accept(c.req.param('endpointId')), 'no call is offered to the device'),
  )
  app.post('/:endpointId/decline', (c) =>
    done(c, devices.decline(c.req.param('endpointId')), 'no call is offered to the device'),
  )
  app.post('/:endpointId/hangup', (c) =>
    done(c, devices.hangUp(c.req.param('endpointId')), 'the device has no call'),
  )
  app.post('/:endpointId/outbound', async (c) => {
    const request = await readBody(c, 'POST /devices/:endpointId/outbound')
    if (request instanceof Response) return request
    const endpointId = c.req.param('endpointId')
    if (devices.find(endpointId)?.state !== 'connected') {
      return refuse(c, 409, 'no such device is connected')
    }
    return c.json({ accepted: await devices.requestOutbound(endpointId, request.to) })
  })
  return app
}

function done(c: Context, isDone: boolean, otherwise: string): Response {
  return isDone ? c.body(null, 204) : refuse(c, 409, otherwise)
}
