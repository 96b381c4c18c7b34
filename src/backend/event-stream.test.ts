import { expect, it } from 'vitest'
import { createTestApplication } from '../testing/test-application.ts'

it('a phone that comes back while the application stops gets a stream that ends', async () => {
  const test = createTestApplication()
  const { endpointId } = await test.goOnline()
  await test.app.stop()
  const stream = await test.send('GET', `/api/events?endpoint=${endpointId}`)
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  expect(await stream.text()).toContain('endpoint.state')
  expect(test.timers()).toBe(-1)
})
