import { describe, expect, it } from 'vitest'
import {
  collect,
  connecting,
  createTestApplication,
  elementsOf,
} from '../testing/test-application.ts'
import { follow } from '../testing/bandwidth-redirects.ts'
import { waitFor } from '../testing/wait-for.ts'

const strangers = [
  ['another user', { 'x-test-owner': 'colleague/session' }],
  ['another user who knows the session', { 'x-test-owner': 'mallory/session' }],
  ['the same user in another session', { 'x-test-owner': 'agent/elsewhere' }],
] as const

/** An agent who is offered a call, with a colleague who is free. */
const offered = async () => {
  const test = createTestApplication()
  const { endpointId, events } = await test.goOnline()
  await test.goOnline()
  const offer = await test.initiate('in-1')
  await waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'call.offered' }))
  return { test, endpointId, events, offer }
}

describe.each(strangers)('to %s', (_who, headers) => {
  it.each(['accepted', 'declined', 'hangup'])(
    'a call does not exist, and is not %s',
    async (word) => {
      const { test, events, offer } = await offered()
      const stranger = await test.send('POST', `/api/calls/call-1/${word}`, {}, headers)
      expect(stranger.status).toBe(404)
      const nobody = await test.send('POST', `/api/calls/call-99/${word}`, {}, headers)
      expect(await stranger.json()).toEqual(await nobody.json())
      expect(events.at(-1)).toMatchObject({ type: 'call.offered' })
      expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
      // Nobody has accepted or declined: it counts as declined by the agent, and goes on to the next.
      expect(elementsOf(await follow(test, 'in-1', offer))).toBe(connecting)
    },
  )

  it('a conversation cannot be hung up', async () => {
    const { test } = await offered()
    await test.say('call-1', 'accepted')
    const response = await test.send('POST', '/api/calls/call-1/hangup', {}, headers)
    expect(response.status).toBe(404)
    expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
  })

  it('an endpoint does not exist', async () => {
    const { test, endpointId } = await offered()
    const paths = [`/api/endpoints/${endpointId}`, `/api/events?endpoint=${endpointId}`]
    for (const path of paths) {
      const stranger = await test.send('GET', path, undefined, headers)
      expect(stranger.status).toBe(404)
      const nobody = await test.send('GET', path.replace(endpointId, 'e-99'), undefined, headers)
      expect(await stranger.json()).toEqual(await nobody.json())
    }
  })

  it('an endpoint is not deleted, whatever the answer looks like', async () => {
    const { test, endpointId } = await offered()
    const path = `/api/endpoints/${endpointId}`
    expect((await test.send('DELETE', path, undefined, headers)).status).toBe(204)
    expect((await test.send('POST', `${path}/release`, {}, headers)).status).toBe(204)
    expect(test.bandwidth.deleteEndpoint).not.toHaveBeenCalled()
    expect((await test.send('GET', path)).status).toBe(200)
  })

  it('a call is not among the active ones', async () => {
    const { test } = await offered()
    const active = await test.send('GET', '/api/calls/active', undefined, headers)
    expect(await active.json()).toEqual({ calls: [] })
  })

  it('going online leaves the endpoints alone', async () => {
    const { test, endpointId } = await offered()
    await test.lifecycle('endpointDisconnected', endpointId)
    expect((await test.send('POST', '/api/endpoints', {}, headers)).status).toBe(201)
    expect(test.bandwidth.deleteEndpoint).not.toHaveBeenCalled()
  })
})

it.each(strangers)('%s cannot dial from an endpoint of the older platform', async (_, headers) => {
  const test = createTestApplication({ platform: 'webrtc' })
  const { endpointId } = await test.goOnline()
  const body = { to: '+19195550101' }
  const path = `/api/endpoints/${endpointId}/calls`
  expect((await test.send('POST', path, body, headers)).status).toBe(404)
  expect(test.bandwidth.createCall).not.toHaveBeenCalled()
  expect((await test.send('POST', path, body)).status).toBe(202)
})

it('the owner sees and does what strangers cannot', async () => {
  const { test, endpointId } = await offered()
  const active = await test.send('GET', '/api/calls/active')
  expect(await active.json()).toMatchObject({ calls: [{ callId: 'call-1' }] })
  const events = collect(await test.send('GET', `/api/events?endpoint=${endpointId}`))
  await waitFor(() => expect(events).toHaveLength(2))
  expect((await test.say('call-1', 'accepted')).status).toBe(204)
  await waitFor(() => expect(events.at(-1)).toMatchObject({ state: 'answered' }))
  expect((await test.say('call-1', 'hangup')).status).toBe(204)
  expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('in-1', { state: 'completed' })
  expect((await test.send('POST', `/api/endpoints/${endpointId}/release`)).status).toBe(204)
  expect(test.bandwidth.deleteEndpoint).toHaveBeenCalledExactlyOnceWith(endpointId)
})
