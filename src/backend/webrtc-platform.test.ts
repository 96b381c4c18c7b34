// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  connecting,
  createTestApplication,
  credentials,
  elementsOf,
  hangingUp,
  holding,
  testRules,
} from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'
import { BandwidthApiError } from './bandwidth-api.ts'

const to = '+19195550101'
const createWebrtcApplication = (
  options: Omit<NonNullable<Parameters<typeof createTestApplication>[0]>, 'platform'> = {},
) => createTestApplication({ platform: 'webrtc', ...options })
const next = (tag: string) => ({
  state: 'active',
  redirectUrl: 'https://phone.test/hooks/voice/next',
  tag,
  ...credentials,
})
const state = (state: string, more = {}) =>
  expect.objectContaining({ type: 'call.state', state, ...more })

it.each(['brtc', 'webrtc'] as const)('a grant says that its platform is %s', async (platform) => {
  const test = createTestApplication({ platform })
  const grant: unknown = await (await test.send('POST', '/api/endpoints')).json()
  expect(grant).toMatchObject({ platform, gatewayUrl: 'wss://gateway.test/endpoints' })
})

describe('a call that the phone asks the application for', () => {
  it('is placed as one that the gateway asks for', async () => {
    const test = createWebrtcApplication()
    const { endpointId, events } = await test.goOnline()
    const reply = await test.send('POST', `/api/endpoints/${endpointId}/calls`, { to })
    expect(reply.status).toBe(202)
    await waitFor(() => expect(events).toContainEqual(state('ringing', { number: to })))
    expect(test.bandwidth.createCall).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ to, tag: 'o1:e-1:call-1' }),
    )
    expect(elementsOf(await test.answer('c-1'))).toBe(connecting)
  })

  it('is refused by the rule, which arrives as an event', async () => {
    const test = createWebrtcApplication({
      dialingRules: { ...testRules, blocked: [{ prefix: to, reason: 'Not this number.' }] },
    })
    const { endpointId, events } = await test.goOnline()
    const reply = await test.send('POST', `/api/endpoints/${endpointId}/calls`, { to })
    expect(reply.status).toBe(202)
    const refused = state('ended', { cause: 'refused', message: 'Not this number.' })
    await waitFor(() => expect(events).toContainEqual(refused))
    expect(test.bandwidth.createCall).not.toHaveBeenCalled()
  })

  it.each([undefined, {}, { to: 919 }])('needs a number, which %j has not', async (body) => {
    const test = createWebrtcApplication()
    const { endpointId } = await test.goOnline()
    const reply = await test.send('POST', `/api/endpoints/${endpointId}/calls`, body)
    expect(reply.status).toBe(400)
    expect(await reply.json()).toMatchObject({ code: 'bad-request' })
  })

  it('needs an endpoint of ours', async () => {
    const test = createWebrtcApplication()
    const reply = await test.send('POST', '/api/endpoints/e-other/calls', { to })
    expect(reply.status).toBe(404)
    expect(test.bandwidth.createCall).not.toHaveBeenCalled()
  })

  it('is not to be had on BRTC, where the gateway is asked', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const reply = await test.send('POST', `/api/endpoints/${endpointId}/calls`, { to })
    expect(reply.status).toBe(404)
    expect(test.bandwidth.createCall).not.toHaveBeenCalled()
  })
})

describe('an offer to a device that Bandwidth connects at once', () => {
  it('is taken back when the agent declines, and goes to the next', async () => {
    const test = createWebrtcApplication()
    const first = await test.goOnline()
    test.advance(1)
    const second = await test.goOnline()
    await test.initiate('c-1')
    await test.connectStatus('c-1', first.endpointId, 'ANSWERED')
    expect((await test.say('call-1', 'declined')).status).toBe(204)
    expect(test.bandwidth.updateCall.mock.calls).toEqual([['c-1', next('i1:e-1:call-1')]])
    await test.connectStatus('c-1', first.endpointId, 'COMPLETED')
    expect(elementsOf(await test.next('c-1', { tag: 'i1:e-1:call-1' }))).toBe(connecting)
    const rejected = state('ended', { callId: 'call-1', cause: 'rejected' })
    await waitFor(() => expect(first.events).toContainEqual(rejected))
    const offered = expect.objectContaining({ type: 'call.offered', callId: 'call-2' })
    await waitFor(() => expect(second.events).toContainEqual(offered))
  })

  it('is taken back once, however often it is declined', async () => {
    const test = createWebrtcApplication()
    await test.goOnline()
    await test.initiate('c-1')
    await test.say('call-1', 'declined')
    await test.say('call-1', 'declined')
    await test.say('call-1', 'hangup')
    expect(test.bandwidth.updateCall).toHaveBeenCalledTimes(1)
    expect(elementsOf(await test.next('c-1'))).toBe(holding)
  })

  it('is taken back where the agent does not answer for 30 s', async () => {
    const test = createWebrtcApplication()
    const { events } = await test.goOnline()
    await test.initiate('c-1')
    test.advance(25_000)
    expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
    test.advance(5_000)
    expect(test.bandwidth.updateCall.mock.calls).toEqual([['c-1', next('i1:e-1:call-1')]])
    await waitFor(() => expect(events).toContainEqual(state('ended', { cause: 'no-answer' })))
    expect(elementsOf(await test.next('c-1'))).toBe(holding)
  })

  it('stays with the agent who has accepted it', async () => {
    const test = createWebrtcApplication()
    const { endpointId, events } = await test.goOnline()
    await test.initiate('c-1')
    await test.connectStatus('c-1', endpointId, 'ANSWERED')
    await test.say('call-1', 'accepted')
    await waitFor(() => expect(events).toContainEqual(state('answered')))
    test.advance(30_000)
    await test.say('call-1', 'declined')
    expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
    expect(elementsOf(await test.next('c-1'))).toBe(hangingUp)
  })

  it('is logged where it cannot be taken back', async () => {
    const test = createWebrtcApplication()
    await test.goOnline()
    await test.initiate('c-1')
    test.bandwidth.updateCall.mockRejectedValueOnce(
      new BandwidthApiError('down', { status: 503, type: 'error' }),
    )
    expect((await test.say('call-1', 'declined')).status).toBe(204)
    await waitFor(() =>
      expect(test.log).toContainEqual(
        expect.objectContaining({ level: 'error', message: 'A call could not be taken back' }),
      ),
    )
  })

  it('is not redirected on BRTC, where the gateway tells Bandwidth of a decline', async () => {
    const test = createTestApplication()
    await test.goOnline()
    await test.initiate('c-1')
    await test.say('call-1', 'declined')
    test.advance(30_000)
    expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
  })
})
