// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  apology,
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
const state = (state: string, more = {}) =>
  expect.objectContaining({ type: 'call.state', direction: 'outbound', number: to, state, ...more })

describe('an outbound call', () => {
  it('is dialled, rings, is answered and ends, and the agent is told of each', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    const reply = await test.dial(endpointId, to)
    expect(reply.status).toBe(204)
    await waitFor(() => expect(events).toContainEqual(state('ringing')))
    expect(test.bandwidth.createCall).toHaveBeenCalledExactlyOnceWith({
      to,
      from: '+19195550100',
      applicationId: 'app-1',
      answerUrl: 'https://phone.test/hooks/voice/answer',
      disconnectUrl: 'https://phone.test/hooks/voice/disconnect',
      callTimeout: 30,
      tag: 'o1:e-1:call-1',
      ...credentials,
    })

    const bxml = await test.answer('c-1')
    expect(bxml).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Connect eventCallbackUrl="https://phone.test/hooks/voice/connect-status/secret-segment">' +
        '<Endpoint>e-1</Endpoint></Connect>' +
        '<Redirect redirectUrl="https://phone.test/hooks/voice/next" username="bandwidth" ' +
        'password="pässword" tag="o1:e-1:call-1"/></Response>',
    )
    await test.disconnect('c-1', 'hangup', { direction: 'outbound' })
    await waitFor(() =>
      expect(events.slice(1)).toEqual([
        state('dialing'),
        state('ringing'),
        state('answered'),
        state('ended', { callId: 'call-1', cause: 'hangup' }),
      ]),
    )
  })

  it.each([
    ['busy', 'busy'],
    ['timeout', 'no-answer'],
    ['rejected', 'rejected'],
    ['cancel', 'cancelled'],
    ['callback-error', 'failed'],
    ['invalid-bxml', 'failed'],
    ['application-error', 'failed'],
    ['error', 'failed'],
    ['unknown', 'failed'],
    ['account-limit', 'try-later'],
    ['node-capacity-exceeded', 'try-later'],
    ['a-cause-of-tomorrow', 'failed'],
    ['constructor', 'failed'],
  ])('that Bandwidth disconnects with %s ends as %s and frees the agent', async (cause, told) => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() => expect(events).toContainEqual(state('ringing')))
    await test.disconnect('c-1', cause, { direction: 'outbound' })
    await waitFor(() => expect(events).toContainEqual(state('ended', { cause: told })))
    expect(elementsOf(await test.initiate('c-in'))).toContain('Connect')
  })

  it('is refused with the sentence of the rule', async () => {
    const blocked = [{ prefix: to, reason: 'Not this number.' }]
    const test = createTestApplication({ dialingRules: { ...testRules, blocked } })
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() =>
      expect(events[1]).toEqual(state('ended', { cause: 'refused', message: 'Not this number.' })),
    )
    expect(test.bandwidth.createCall).not.toHaveBeenCalled()
  })

  it.each(['911', 'alice', '', '+0123456789', '+19195550101x', 'sip:a@b.example'])(
    'to %j is refused, with a sentence',
    async (number) => {
      const test = createTestApplication()
      const { endpointId, events } = await test.goOnline()
      await test.dial(endpointId, number)
      await waitFor(() =>
        expect(events[1]).toMatchObject({ number, cause: 'refused', message: expect.any(String) }),
      )
      expect(test.bandwidth.createCall).not.toHaveBeenCalled()
    },
  )

  it('to anything but a telephone number is refused', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, 'e-2', { toType: 'ENDPOINT' })
    await waitFor(() => expect(events[1]).toMatchObject({ state: 'ended', cause: 'refused' }))
  })

  it('gets the plus that a device left out', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.dial(endpointId, to.slice(1))
    expect(test.bandwidth.createCall.mock.lastCall?.[0].to).toBe(to)
  })

  it('is not dialled for an endpoint that is not ours', async () => {
    const test = createTestApplication()
    const reply = await test.dial('e-forged', to)
    expect(reply.status).toBe(204)
    expect(test.bandwidth.createCall).not.toHaveBeenCalled()
  })

  it('is not dialled under a tag that the endpoint was not given', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const reply = await test.dial(endpointId, to, { tags: 'offhook:another' })
    expect(reply.status).toBe(204)
    await test.dial(endpointId, '+19195550102', { tags: 'offhook:endpoint-1' })
    await waitFor(() => expect(test.bandwidth.createCall).toHaveBeenCalledOnce())
    expect(test.bandwidth.createCall.mock.lastCall?.[0]).toMatchObject({ to: '+19195550102' })
  })

  it('is not dialled beside another one', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await test.dial(endpointId, '+19195550102')
    await waitFor(() =>
      expect(events).toContainEqual(
        expect.objectContaining({ number: '+19195550102', cause: 'refused' }),
      ),
    )
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('keeps callers away from the agent who is dialling', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    await test.dial(endpointId, to)
    expect(elementsOf(await test.initiate('c-in'))).toBe(holding)
  })

  it('is dialled once however often the request is delivered', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to, { timestamp: 5 })
    await test.dial(endpointId, to, { timestamp: 5 })
    await waitFor(() => expect(events).toContainEqual(state('ringing')))
    expect(events).toHaveLength(3)
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('without a timestamp is the same one for 3 seconds and another one after', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    const dial = () => test.dial(endpointId, to, { timestamp: undefined })
    await dial()
    await waitFor(() => expect(events).toContainEqual(state('ringing')))
    await test.disconnect('c-1', 'busy', { direction: 'outbound' })
    test.advance(2_999)
    await dial()
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
    test.advance(1)
    await dial()
    expect(test.bandwidth.createCall).toHaveBeenCalledTimes(2)
  })

  it('after the conversation is hung up, and never offered to another agent', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    const other = await test.goOnline()
    await test.dial(endpointId, to)
    await test.answer('c-1', 'o1:e-1:call-1')
    const bxml = await test.next('c-1', { direction: 'outbound', tag: 'o1:e-1:call-1' })
    expect(elementsOf(bxml)).toBe(hangingUp)
    await waitFor(() => expect(events).toContainEqual(state('ended', { cause: 'hangup' })))
    expect(other.events).toHaveLength(1)
  })
})

describe('a create-call', () => {
  it.each([
    [500, 'internal-error', 'failed'],
    [400, 'validation', 'failed'],
    [403, 'authorization-error', 'failed'],
    [404, 'validation', 'failed'],
    [429, 'error', 'try-later'],
    [503, 'system-overloaded', 'try-later'],
    [undefined, 'unreachable', 'try-later'],
  ])('that fails with %s %s ends the call as %s, with a sentence', async (status, type, cause) => {
    const test = createTestApplication()
    const details = { type, ...(status && { status }) }
    test.bandwidth.createCall.mockRejectedValue(new BandwidthApiError('No.', details))
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() =>
      expect(events.at(-1)).toEqual(state('ended', { cause, message: expect.any(String) })),
    )
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
    expect(elementsOf(await test.initiate('c-in'))).toContain('Connect')
  })

  const tryLater = (retryAfter: number) =>
    new BandwidthApiError('Too fast', { status: 429, type: 'error', retryAfter })

  it('is repeated once where Bandwidth says that a moment will do', async () => {
    const test = createTestApplication()
    test.bandwidth.createCall.mockRejectedValueOnce(tryLater(2))
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() => expect(test.timers()).toBe(2))
    test.advance(2_000)
    await waitFor(() => expect(events.at(-1)).toEqual(state('ringing')))
  })

  it('is not repeated after a longer wait, nor for an agent who has hung up', async () => {
    const test = createTestApplication()
    test.bandwidth.createCall.mockRejectedValueOnce(tryLater(4)).mockRejectedValueOnce(tryLater(1))
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() => expect(events.at(-1)).toEqual(state('ended', { cause: 'try-later' })))
    await test.dial(endpointId, to, { timestamp: 1 })
    await waitFor(() => expect(test.timers()).toBe(2))
    await test.say('call-2', 'hangup')
    test.advance(1_000)
    await waitFor(() =>
      expect(test.log).toContainEqual(expect.objectContaining({ level: 'error' })),
    )
    expect(test.bandwidth.createCall).toHaveBeenCalledTimes(2)
  })

  const withoutAnswer = async () => {
    const test = createTestApplication()
    const error = new BandwidthApiError('Late', { type: 'timeout' })
    test.bandwidth.createCall.mockRejectedValue(error)
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() =>
      expect(test.log).toContainEqual(expect.objectContaining({ level: 'error' })),
    )
    return { test, events }
  }

  it('without an answer leaves a minute for the call to turn up by its tag', async () => {
    const { test, events } = await withoutAnswer()
    expect(elementsOf(await test.answer('c-9', 'o1:e-1:call-1'))).toBe(connecting)
    test.advance(60_000)
    await waitFor(() => expect(events.at(-1)).toEqual(state('answered')))
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('without an answer takes the disconnect of its tag', async () => {
    const { test, events } = await withoutAnswer()
    await test.disconnect('c-9', 'busy', { direction: 'outbound', tag: 'o1:e-1:call-1' })
    await waitFor(() => expect(events.at(-1)).toEqual(state('ended', { cause: 'busy' })))
  })

  it('without an answer or a sign of the call fails after that minute', async () => {
    const { test, events } = await withoutAnswer()
    test.advance(60_000)
    await waitFor(() => expect(events.at(-1)).toEqual(state('ended', { cause: 'failed' })))
  })
})

describe('an answer', () => {
  it('that overtakes the reply to create-call finds its call by the tag', async () => {
    const test = createTestApplication()
    let reply: (created: { callId: string }) => void = () => {}
    test.bandwidth.createCall.mockReturnValue(
      new Promise((resolve) => {
        reply = resolve
      }),
    )
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    expect(elementsOf(await test.answer('c-7', 'o1:e-1:call-1'))).toBe(connecting)
    reply({ callId: 'c-7' })
    await test.disconnect('c-7', 'hangup', { direction: 'outbound' })
    await waitFor(() =>
      expect(events.slice(1)).toEqual([state('dialing'), state('answered'), state('ended')]),
    )
    expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
  })

  it.each(['o1:e-2:call-1', 'i1:e-1:call-1', 'o1:e-1:call-9', 'nonsense', '', undefined])(
    'with a tag that fits no call (%s) gets a sentence',
    async (tag) => {
      const test = createTestApplication()
      test.bandwidth.createCall.mockReturnValue(new Promise(() => {}))
      const { endpointId } = await test.goOnline()
      await test.goOnline()
      await test.dial(endpointId, to)
      expect(elementsOf(await test.answer('c-7', tag))).toBe(apology)
    },
  )

  it('gets a sentence where the agent has left, never another agent', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    const other = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() => expect(events).toContainEqual(state('ringing')))
    await test.lifecycle('endpointDisconnected', endpointId)
    expect(elementsOf(await test.answer('c-1', 'o1:e-1:call-1'))).toBe(apology)
    expect(other.events).toHaveLength(1)
  })

  it('delivered twice gets the same reply and is told once', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    const first = await test.answer('c-1', 'o1:e-1:call-1')
    expect(await test.answer('c-1', 'o1:e-1:call-1')).toBe(first)
    await waitFor(() => expect(events.at(-1)).toEqual(state('answered')))
    expect(
      events.filter((event) => event.type === 'call.state' && event.state === 'answered'),
    ).toHaveLength(1)
  })
})

describe('the agent', () => {
  it('who hangs up while it rings has the call cancelled at Bandwidth', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() => expect(events).toContainEqual(state('ringing')))
    expect((await test.say('call-1', 'hangup')).status).toBe(204)
    expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('c-1', { state: 'completed' })
    await test.disconnect('c-1', 'cancel', { direction: 'outbound' })
    await waitFor(() => expect(events.at(-1)).toEqual(state('ended', { cause: 'cancelled' })))
    expect((await test.say('call-1', 'hangup')).status).toBe(204)
    expect(test.bandwidth.updateCall).toHaveBeenCalledOnce()
  })

  it('who hangs up before Bandwidth has taken the call has it ended as soon as it has', async () => {
    const test = createTestApplication()
    let reply: (created: { callId: string }) => void = () => {}
    test.bandwidth.createCall.mockReturnValueOnce(
      new Promise((resolve) => {
        reply = resolve
      }),
    )
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await test.say('call-1', 'hangup')
    await waitFor(() => expect(events.at(-1)).toEqual(state('ended', { cause: 'cancelled' })))
    expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
    reply({ callId: 'c-7' })
    await waitFor(() =>
      expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('c-7', {
        state: 'completed',
      }),
    )
    expect(elementsOf(await test.answer('c-7', 'o1:e-1:call-1'))).toBe(apology)
  })

  it('who cannot be hung up keeps the call, and is told why', async () => {
    const test = createTestApplication()
    const error = new BandwidthApiError('Oops', { status: 500, type: 'internal-error' })
    test.bandwidth.updateCall.mockRejectedValue(error)
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() => expect(events).toContainEqual(state('ringing')))
    const response = await test.say('call-1', 'hangup')
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ code: 'upstream-unavailable' })
    expect(elementsOf(await test.initiate('c-in'))).toBe(holding)
  })

  it('whose device goes while it rings has the call cancelled', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await waitFor(() => expect(events).toContainEqual(state('ringing')))
    await test.lifecycle('endpointDisconnected', endpointId)
    await waitFor(() => expect(events.at(-1)).toEqual(state('ended', { cause: 'cancelled' })))
    expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('c-1', { state: 'completed' })
  })

  it('is free again when Bandwidth finds the endpoint eligible after a call whose end was lost', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await test.answer('c-1', 'o1:e-1:call-1')
    await test.lifecycle('endpointIneligible', endpointId)
    await test.lifecycle('endpointEligible', endpointId)
    await waitFor(() => expect(events).toContainEqual(state('ended', { cause: 'hangup' })))
    expect(elementsOf(await test.initiate('c-in'))).toContain('Connect')
  })

  it('keeps the call through a flicker of eligibility while it rings', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, to)
    await test.lifecycle('endpointIneligible', endpointId)
    await test.answer('c-1', 'o1:e-1:call-1')
    await test.lifecycle('endpointEligible', endpointId)
    await waitFor(() => expect(events.at(-1)).toMatchObject({ eligible: true }))
    expect(events).not.toContainEqual(state('ended'))
  })
})
