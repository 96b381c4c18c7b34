import { Hono } from 'hono'
import type { Cloud } from './cloud.ts'
import { readBody, refuse } from './control-answers.ts'
import { createDeviceControl } from './control-devices.ts'
import { createGatewayControl } from './control-gateway.ts'
import { createJournalControl } from './control-journal.ts'
import type { DeviceDoubles } from './device-doubles.ts'
import { advance, type JumpingClock } from './jumping-clock.ts'
import type { Gateway } from './gateway.ts'
import type { MediaPlane } from './media-plane.ts'
import { refuseOtherPages } from './own-pages.ts'

/** The hands of a test in the simulated world: what Bandwidth has no API for. Paths are relative to where it is mounted. */
export function createControlApi(options: {
  cloud: Cloud
  /** The cloud's own. */
  clock: JumpingClock
  devices: DeviceDoubles
  /** Undefined where there are no media. */
  gateway: Gateway | undefined
  heard: MediaPlane['heard']
  /** All is as at the start. */
  reset: () => void
}): Hono {
  const { cloud, clock, devices, gateway, heard } = options
  const { faults, journal, switches, telephones } = cloud
  const app = new Hono().use(refuseOtherPages)

  app.put('/application', async (c) => {
    const settings = await readBody(c, 'PUT /application')
    if (settings instanceof Response) return settings
    cloud.configureApplication(settings)
    return c.body(null, 204)
  })

  app.get('/calls', (c) => c.json({ calls: telephones.liveCalls() }))
  app.post('/calls', async (c) => {
    const placement = await readBody(c, 'POST /calls')
    if (placement instanceof Response) return placement
    const callId = telephones.placeCall(placement)
    if (callId === undefined) return refuse(c, 409, 'no application is configured')
    return c.json({ callId }, 201)
  })
  app.post('/calls/:callId/acts', async (c) => {
    const act = await readBody(c, 'POST /calls/:callId/acts')
    if (act instanceof Response) return act
    const isDone = telephones.act(c.req.param('callId'), act)
    if (isDone) return c.body(null, 204)
    if (isDone === undefined) return refuse(c, 404, `no call ${c.req.param('callId')} is alive`)
    return refuse(c, 409, `the call is at no moment to ${act.type}`)
  })

  app.get('/telephones', (c) => c.json({ telephones: telephones.book.orders() }))
  app.put('/telephones/:number', async (c) => {
    const order = await readBody(c, 'PUT /telephones/:number')
    if (order instanceof Response) return order
    telephones.book.order(c.req.param('number'), order.reaction)
    return c.body(null, 204)
  })
  app.delete('/telephones/:number', (c) => {
    telephones.book.order(c.req.param('number'), undefined)
    return c.body(null, 204)
  })

  if (gateway) app.route('/', createGatewayControl({ gateway, heard }))
  app.route('/devices', createDeviceControl(devices))
  app.route('/journal', createJournalControl(journal))

  app.get('/clock', (c) => c.json({ now: clock.now() }))
  app.post('/clock', async (c) => {
    const body = await readBody(c, 'POST /clock')
    if (body instanceof Response) return body
    await advance(clock, body.advance, cloud.settled)
    return c.json({ now: clock.now() })
  })

  app.get('/switches', (c) => c.json(switches))
  app.patch('/switches', async (c) => {
    const changes = await readBody(c, 'PATCH /switches')
    if (changes instanceof Response) return changes
    Object.assign(switches, changes)
    return c.json(switches)
  })

  app.get('/faults', (c) => c.json(faults.list()))
  app.post('/faults', async (c) => {
    const order = await readBody(c, 'POST /faults')
    if (order instanceof Response) return order
    for (const fault of order.api) faults.addApi(fault)
    for (const fault of order.webhooks) faults.addWebhook(fault)
    for (const fault of order.gateway) faults.addGateway(fault)
    if (order.revokeTokens) cloud.revokeTokens()
    return c.json(faults.list())
  })
  app.delete('/faults', (c) => {
    faults.clear()
    return c.body(null, 204)
  })

  app.get('/openapi.json', async (c) => {
    const { describeControlApi } = await import('./openapi.ts')
    return c.json(describeControlApi())
  })

  app.post('/reset', (c) => {
    options.reset()
    return c.body(null, 204)
  })
  return app
}
