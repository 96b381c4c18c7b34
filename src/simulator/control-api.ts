import { Hono } from 'hono'
import type { Cloud } from './cloud.ts'
import { readBody, refuse } from './control-answers.ts'
import { createDeviceControl } from './control-devices.ts'
import {
  ApplicationSettings,
  CallPlacement,
  ClockAdvance,
  FaultOrder,
  type CallsAnswer,
  type FaultsAnswer,
  type JournalAnswer,
} from './control-messages.ts'
import type { DeviceDoubles } from './device-doubles.ts'
import { advance, type JumpingClock } from './jumping-clock.ts'
import { SwitchChanges } from './switch-changes.ts'

/** The hands of a test in the simulated world: what Bandwidth has no API for. Paths are relative to where it is mounted. */
export function createControlApi(options: {
  cloud: Cloud
  /** The cloud's own. */
  clock: JumpingClock
  devices: DeviceDoubles
  /** All is as at the start. */
  reset: () => void
}): Hono {
  const { cloud, clock, devices } = options
  const { faults, journal, switches, telephones } = cloud
  const app = new Hono()

  app.put('/application', async (c) => {
    const settings = await readBody(c, ApplicationSettings)
    if (settings instanceof Response) return settings
    cloud.configureApplication(settings)
    return c.body(null, 204)
  })

  app.get('/calls', (c) => c.json({ calls: telephones.liveCalls() } satisfies CallsAnswer))
  app.post('/calls', async (c) => {
    const placement = await readBody(c, CallPlacement)
    if (placement instanceof Response) return placement
    const callId = telephones.placeCall(placement)
    if (callId === undefined) return refuse(c, 409, 'no application is configured')
    return c.json({ callId }, 201)
  })
  app.post('/calls/:callId/hangup', (c) => {
    const callId = c.req.param('callId')
    if (telephones.hangUp(callId)) return c.body(null, 204)
    return refuse(c, 404, `no call ${callId} is alive`)
  })

  app.route('/devices', createDeviceControl(devices))

  app.get('/journal', (c) => {
    const after = Number(c.req.query('after') ?? 0)
    const entries = journal.entries().filter(({ id }) => id > after)
    return c.json({ entries } satisfies JournalAnswer)
  })

  app.get('/clock', (c) => c.json({ now: clock.now() }))
  app.post('/clock', async (c) => {
    const body = await readBody(c, ClockAdvance)
    if (body instanceof Response) return body
    await advance(clock, body.advance, cloud.settled)
    return c.json({ now: clock.now() })
  })

  app.get('/switches', (c) => c.json(switches))
  app.patch('/switches', async (c) => {
    const changes = await readBody(c, SwitchChanges)
    if (changes instanceof Response) return changes
    Object.assign(switches, changes)
    return c.json(switches)
  })

  app.get('/faults', (c) => c.json(faults.list() satisfies FaultsAnswer))
  app.post('/faults', async (c) => {
    const order = await readBody(c, FaultOrder)
    if (order instanceof Response) return order
    for (const fault of order.api) faults.addApi(fault)
    for (const fault of order.webhooks) faults.addWebhook(fault)
    for (const fault of order.gateway) faults.addGateway(fault)
    if (order.revokeTokens) cloud.revokeTokens()
    return c.json(faults.list() satisfies FaultsAnswer)
  })
  app.delete('/faults', (c) => {
    faults.clear()
    return c.body(null, 204)
  })

  app.post('/reset', (c) => {
    options.reset()
    return c.body(null, 204)
  })
  return app
}
