import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createTestApplication, elementsOf, holding } from '../testing/test-application.ts'
import { namedTests, titlesIn } from '../testing/test-titles.ts'
import { waitFor } from '../testing/wait-for.ts'

const page = new URL('../../docs/decisions/sample-server-faults.md', import.meta.url)

/** A row of the page: | number | fault | what is done instead | `file`: title<br>`file`: title | */
const rows = [...readFileSync(page, 'utf8').matchAll(/^\| (\d+) \|.*\| (`[^|]*) \|$/gm)].map(
  ([, number = '', tests = '']) => ({
    number: Number(number),
    tests: namedTests(tests),
  }),
)

describe('the page about the faults of the sample servers', () => {
  it('has all 31', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 31 }, (_, i) => i + 1))
  })

  it.each(rows)('names tests that exist for fault $number', ({ tests }) => {
    expect(tests).not.toHaveLength(0)
    for (const { file, title } of tests) {
      expect(titlesIn(new URL(file, import.meta.url))).toContain(title)
    }
  })
})

const to = '+19195550101'

describe('the application', () => {
  it.each([
    ['GET', '/token'],
    ['GET', '/access-token'],
    ['GET', '/api/endpoints'],
    ['DELETE', '/api/endpoints'],
    ['GET', '/debug/endpoints'],
    ['POST', '/simulate-incoming-call'],
    ['POST', '/bwapi/accounts/9900000/calls'],
    ['POST', '/api/calls'],
    ['POST', '/api/endpoints/e-1/calls'],
    ['GET', '/bxml/hangup'],
  ])('has none of the routes that give away tokens, endpoints or calls', async (method, path) => {
    const test = createTestApplication()
    await test.goOnline()
    const body = { toNumber: to, fromNumber: to, to, from: to }
    const response = await test.send(method, path, method === 'POST' ? body : undefined)
    expect(response.status).toBe(404)
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
    expect(test.bandwidth.createCall).not.toHaveBeenCalled()
    expect(test.bandwidth.deleteEndpoint).not.toHaveBeenCalled()
  })

  it.each([
    ['POST', '/endpoints'],
    ['GET', '/endpoints/e-1'],
    ['DELETE', '/endpoints/e-1'],
    ['POST', '/endpoints/e-1/release'],
    ['GET', '/events?endpoint=e-1'],
    ['GET', '/calls/active'],
    ['POST', '/calls/call-1/hangup'],
    ['PUT', '/presence'],
    ['GET', '/nothing'],
  ])(
    'nobody who is not signed in mints, deletes, listens, hangs up or lists',
    async (method, path) => {
      const test = createTestApplication({ authenticator: { identify: async () => undefined } })
      const response = await test.send(method, `/api${path}`)
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ code: 'unauthenticated' })
      expect(test.bandwidth.createEndpoint).not.toHaveBeenCalled()
    },
  )
})

it('the end of a call leaves an endpoint ineligible that is not eligible', async () => {
  const test = createTestApplication()
  const { endpointId } = await test.goOnline()
  await test.initiate('in-1')
  await test.say('call-1', 'accepted')
  await test.lifecycle('endpointIneligible', endpointId)
  await test.disconnect('in-1', 'hangup')
  expect(elementsOf(await test.initiate('in-2'))).toBe(holding)
})

it('an outbound request is answered before the call that it asks for is placed', async () => {
  const test = createTestApplication()
  test.bandwidth.createCall.mockReturnValue(new Promise(() => {}))
  const { endpointId } = await test.goOnline()
  expect((await test.dial(endpointId, to)).status).toBe(204)
  expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
})

it('a hang-up of the call before does not touch the call that is on now', async () => {
  const test = createTestApplication()
  const { endpointId, events } = await test.goOnline()
  await test.dial(endpointId, to)
  await test.disconnect('c-1', 'busy', { direction: 'outbound' })
  test.advance(1)
  await test.dial(endpointId, to)
  expect((await test.say('call-1', 'hangup')).status).toBe(204)
  expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
  await waitFor(() => expect(events.at(-1)).toMatchObject({ callId: 'call-2', state: 'ringing' }))
})

it('a request of the same number, a second after hanging up, is dialled', async () => {
  const test = createTestApplication()
  const { endpointId, events } = await test.goOnline()
  await test.dial(endpointId, to)
  await waitFor(() => expect(events.at(-1)).toMatchObject({ state: 'ringing' }))
  await test.say('call-1', 'hangup')
  test.advance(1_000)
  await test.dial(endpointId, to)
  expect(test.bandwidth.createCall).toHaveBeenCalledTimes(2)
})
