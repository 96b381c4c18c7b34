import { expect, it } from 'vitest'
import { createControlClient } from './control-client.ts'
import { connectNodeDevice } from '../testing/node-device.ts'
import { mintEndpoint } from '../testing/gateway-stage.ts'
import { startProcess } from '../testing/processes.ts'
import type { SimulatorAddresses } from './host/serve-simulator.ts'

it('says where it is, answers there, and ends with 0 when it is asked to', async () => {
  const simulator = await startProcess('simulator', { PORT: '0', PACE: '0.1' })
  const addresses = JSON.parse(simulator.firstLine) as SimulatorAddresses
  await simulator.line(new RegExp(`^BANDWIDTH_CALLS_URL=${addresses.voice}$`))
  await simulator.line(new RegExp(`^BANDWIDTH_GATEWAY_URL=${addresses.gateway}$`))
  const control = createControlClient(addresses.control)
  expect(await control.liveCalls()).toEqual([])
  const { token } = await mintEndpoint(addresses, 'http://127.0.0.1:9/')
  const device = await connectNodeDevice({ gateway: addresses.gateway, token })
  // One answer that is held back, and a connection with it.
  await control.addFaults({ api: [{ type: 'unanswered', operation: 'token' }] })
  const pending = fetch(addresses.oauth, { method: 'POST' }).catch(() => 'closed')
  expect(await simulator.stop('SIGINT')).toEqual({ code: 0, signal: null })
  await pending
  expect((await device.socket.closed).code).toBe(1000)
  await device.close()
})

it('says in one line what is wrong with its port', async () => {
  const start = startProcess('simulator', { PORT: 'abc' })
  await expect(start).rejects.toThrow('PORT must be a port, 0 to 65535\n')
})
