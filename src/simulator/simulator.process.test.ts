import { expect, it } from 'vitest'
import { createControlClient } from '../testing/control-client.ts'
import { startProcess } from '../testing/processes.ts'
import type { SimulatorAddresses } from './host/serve-simulator.ts'

it('says where it is, answers there, and ends with 0 when it is asked to', async () => {
  const simulator = await startProcess('simulator', { PORT: '0', PACE: '0.1' })
  const addresses = JSON.parse(simulator.firstLine) as SimulatorAddresses
  await simulator.line(new RegExp(`^BANDWIDTH_CALLS_URL=${addresses.voice}$`))
  const control = createControlClient(addresses.control)
  expect(await control.liveCalls()).toEqual([])
  // One answer that is held back, and a connection with it.
  await control.addFaults({ api: [{ type: 'unanswered', operation: 'token' }] })
  const token = fetch(addresses.oauth, { method: 'POST' }).catch(() => 'closed')
  expect(await simulator.stop('SIGINT')).toEqual({ code: 0, signal: null })
  await token
})

it('says in one line what is wrong with its port', async () => {
  const start = startProcess('simulator', { PORT: 'abc' })
  await expect(start).rejects.toThrow('PORT must be a port, 0 to 65535\n')
})
