import { describe, expect, it } from 'vitest'
import { follow, followUpdate } from '../testing/bandwidth-redirects.ts'
import { createRestarts } from '../testing/restarts.ts'
import {
  apology,
  connecting,
  createTestApplication,
  credentials,
  elementsOf,
  hangingUp,
  holding,
  ringingAndConnecting,
} from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'

type Test = ReturnType<typeof createTestApplication>

const holdingOn = 'Response PlayAudio Redirect'
const waitingForFetch = 'Response Pause Redirect'

/** The calls that Bandwidth was asked to fetch out of the hold, in order. */
const fetched = ({ bandwidth }: Pick<Test, 'bandwidth'>) =>
  bandwidth.updateCall.mock.calls
    .filter(([, request]) => request.state === 'active')
    .map(([callId]) => callId)

/** An agent who is online but cannot be given a call until `lifecycle('endpointEligible')`. */
const goOnlineIneligible = async (test: Test) => {
  const agent = await test.goOnline()
  await test.lifecycle('endpointIneligible', agent.endpointId)
  return agent
}

describe('a caller on hold', () => {
  it('is greeted once, and then hears music until somebody is free', async () => {
    const test = createTestApplication()
    const greeting = await test.initiate('in-1')
    expect(elementsOf(greeting)).toBe(holding)
    expect(greeting).toContain('Everybody is on another call.')
    let bxml = greeting
    for (let pass = 0; pass < 3; pass += 1) {
      test.advance(20_000)
      bxml = await follow(test, 'in-1', bxml)
      expect(elementsOf(bxml)).toBe(holdingOn)
      expect(bxml).toContain('<PlayAudio>https://phone.test/media/hold.wav</PlayAudio>')
    }
  })

  it('is not greeted again after an offer that came to nothing', async () => {
    const test = createTestApplication()
    const { endpointId } = await goOnlineIneligible(test)
    await test.initiate('in-1')
    await test.lifecycle('endpointEligible', endpointId)
    const offer = await followUpdate(test)
    await test.say('call-1', 'declined')
    expect(elementsOf(await follow(test, 'in-1', offer))).toBe(holdingOn)
  })

  it('gets the same document where the end of the music is reported twice', async () => {
    const test = createTestApplication()
    const greeting = await test.initiate('in-1')
    const first = await follow(test, 'in-1', greeting, { eventTime: 'a' })
    expect(await follow(test, 'in-1', greeting, { eventTime: 'b' })).toBe(first)
    expect(await follow(test, 'in-1', first)).not.toBe(first)
  })

  it('hears that nobody is there when the limit is reached, and not before', async () => {
    const test = createTestApplication({ holdLimit: 60 })
    const greeting = await test.initiate('in-1')
    test.advance(59_999)
    const music = await follow(test, 'in-1', greeting)
    expect(elementsOf(music)).toBe(holdingOn)
    test.advance(1)
    expect(elementsOf(await follow(test, 'in-1', music))).toBe(apology)
  })

  it('does not begin a new limit with an offer in between', async () => {
    const test = createTestApplication({ holdLimit: 60 })
    const { endpointId } = await goOnlineIneligible(test)
    await test.initiate('in-1')
    test.advance(59_000)
    await test.lifecycle('endpointEligible', endpointId)
    const offer = await followUpdate(test)
    test.advance(1_000)
    await test.say('call-1', 'declined')
    expect(elementsOf(await follow(test, 'in-1', offer))).toBe(apology)
  })

  it('is gone when they hang up: the agent who becomes free is for the next one', async () => {
    const test = createTestApplication()
    const { endpointId } = await goOnlineIneligible(test)
    const music = await test.initiate('in-1')
    await test.initiate('in-2')
    await test.disconnect('in-1', 'hangup')
    await test.lifecycle('endpointEligible', endpointId)
    expect(fetched(test)).toEqual(['in-2'])
    expect(elementsOf(await follow(test, 'in-1', music))).toBe(hangingUp)
  })
})

describe('a free agent', () => {
  it('is given the caller by an update of the call, without waiting for the music to end', async () => {
    const test = createTestApplication()
    const { endpointId } = await goOnlineIneligible(test)
    await test.initiate('in-1')
    expect(test.bandwidth.updateCall).not.toHaveBeenCalled()
    await test.lifecycle('endpointEligible', endpointId)
    expect(test.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith('in-1', {
      state: 'active',
      redirectUrl: 'https://phone.test/hooks/voice/next',
      ...credentials,
      tag: expect.stringMatching(/^f1:redirect-/),
    })
    const bxml = await followUpdate(test)
    expect(elementsOf(bxml)).toBe(connecting)
    expect(bxml).toContain(`<Endpoint>${endpointId}</Endpoint>`)
  })

  it('is noticed when they are available again', async () => {
    const test = createTestApplication()
    await test.goOnline()
    await test.send('PUT', '/api/presence', { state: 'away' })
    expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
    await test.send('PUT', '/api/presence', { state: 'available' })
    expect(fetched(test)).toEqual(['in-1'])
  })

  it('is noticed when their outbound call is over', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.dial(endpointId, '+19195550101')
    await waitFor(() => expect(events.at(-1)).toMatchObject({ state: 'ringing' }))
    expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
    await test.disconnect('c-1', 'busy', { direction: 'outbound' })
    expect(fetched(test)).toEqual(['in-1'])
    expect(await followUpdate(test)).toContain(`<Endpoint>${endpointId}</Endpoint>`)
  })

  it('is noticed when their phone listens again after a restart', async () => {
    const { bandwidth, start } = createRestarts()
    const { endpointId } = await start().goOnline()
    bandwidth.listEndpoints.mockReturnValue(new Promise(() => {}))
    const test = start()
    expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
    expect(fetched(test)).toEqual([])
    await test.send('GET', `/api/events?endpoint=${endpointId}`)
    expect(fetched(test)).toEqual(['in-1'])
  })

  it('is noticed by the sweep where the update did not get through', async () => {
    const test = createTestApplication()
    const { endpointId } = await goOnlineIneligible(test)
    await test.initiate('in-1')
    test.bandwidth.updateCall.mockRejectedValueOnce(new Error('No network'))
    await test.lifecycle('endpointEligible', endpointId)
    await waitFor(() =>
      expect(test.log).toContainEqual(expect.objectContaining({ level: 'error', callId: 'in-1' })),
    )
    expect(fetched(test)).toEqual(['in-1'])
    test.advance(5_000)
    expect(fetched(test)).toEqual(['in-1', 'in-1'])
    expect(elementsOf(await followUpdate(test))).toBe(connecting)
  })
})

describe('the order of callers', () => {
  it('is that of their arrival', async () => {
    const test = createTestApplication()
    const first = await goOnlineIneligible(test)
    const second = await goOnlineIneligible(test)
    await test.initiate('in-b')
    test.advance(1)
    await test.initiate('in-a')
    await test.lifecycle('endpointEligible', first.endpointId)
    expect(fetched(test)).toEqual(['in-b'])
    expect(await followUpdate(test)).toContain(`<Endpoint>${first.endpointId}</Endpoint>`)
    await test.lifecycle('endpointEligible', second.endpointId)
    expect(fetched(test)).toEqual(['in-b', 'in-a'])
    expect(await followUpdate(test)).toContain(`<Endpoint>${second.endpointId}</Endpoint>`)
  })

  it.each(['in-1', 'in-2'])(
    'is certain for two of the same millisecond: %s is served too',
    async (last) => {
      const test = createTestApplication()
      const { endpointId } = await goOnlineIneligible(test)
      const first = last === 'in-1' ? 'in-2' : 'in-1'
      await test.initiate(first)
      await test.initiate(last)
      for (const call of ['call-1', 'call-2']) {
        await test.lifecycle('endpointEligible', endpointId)
        expect(elementsOf(await followUpdate(test))).toBe(connecting)
        await test.say(call, 'accepted')
        const [callId = ''] = fetched(test).slice(-1)
        await test.lifecycle('endpointIneligible', endpointId)
        await test.disconnect(callId, 'hangup')
      }
      expect(fetched(test).toSorted()).toEqual(['in-1', 'in-2'])
    },
  )

  it('holds for a caller who rings while an earlier one is being fetched', async () => {
    const test = createTestApplication()
    const { endpointId } = await goOnlineIneligible(test)
    await test.initiate('in-1')
    await test.lifecycle('endpointEligible', endpointId)
    expect(elementsOf(await test.initiate('in-2'))).toBe(holding)
    expect(await followUpdate(test)).toContain(`<Endpoint>${endpointId}</Endpoint>`)
  })

  it('does not keep an agent from others who has declined the earlier caller', async () => {
    const test = createTestApplication()
    await test.goOnline()
    const offer = await test.initiate('in-1')
    await test.say('call-1', 'declined')
    expect(elementsOf(await follow(test, 'in-1', offer))).toBe(holding)
    expect(elementsOf(await test.initiate('in-2'))).toBe(ringingAndConnecting)
  })
})

describe('a fetch out of the hold', () => {
  const beingFetched = async () => {
    const test = createTestApplication()
    const { endpointId, events } = await goOnlineIneligible(test)
    const music = await test.initiate('in-1')
    test.advance(3_000)
    await test.lifecycle('endpointEligible', endpointId)
    expect(fetched(test)).toEqual(['in-1'])
    return { test, endpointId, events, music }
  }

  it('that crosses the end of the music is waited for in silence', async () => {
    const { test, endpointId, music } = await beingFetched()
    const pause = await follow(test, 'in-1', music)
    expect(elementsOf(pause)).toBe(waitingForFetch)
    expect(await followUpdate(test)).toContain(`<Endpoint>${endpointId}</Endpoint>`)
    expect(fetched(test)).toEqual(['in-1'])
  })

  it('that does not come is not waited for longer than 5 seconds', async () => {
    const { test, endpointId, music } = await beingFetched()
    const pause = await follow(test, 'in-1', music)
    test.advance(2_000)
    test.advance(3_000)
    const offer = await follow(test, 'in-1', pause)
    expect(offer).toContain(`<Endpoint>${endpointId}</Endpoint>`)
  })

  it('that comes late and interrupts an offer leads to the same agent, who is told once', async () => {
    const { test, endpointId, events, music } = await beingFetched()
    test.advance(2_000)
    test.advance(3_000)
    const offer = await follow(test, 'in-1', music)
    expect(await followUpdate(test)).toBe(offer.replace('attempt-1', 'attempt-2'))
    await test.say('call-1', 'accepted')
    await waitFor(() => expect(events.at(-1)).toMatchObject({ state: 'answered' }))
    expect(events.filter(({ type }) => type === 'call.offered')).toHaveLength(1)
    expect(await test.send('GET', `/api/endpoints/${endpointId}`).then((r) => r.json())).toEqual(
      expect.objectContaining({ call: expect.objectContaining({ callId: 'call-1' }) }),
    )
  })

  it('of a caller whom Bandwidth knows to be gone ends their turn', async () => {
    const test = createTestApplication()
    const { endpointId } = await goOnlineIneligible(test)
    await test.initiate('in-1')
    test.advance(1)
    await test.initiate('in-2')
    test.bandwidth.updateCall.mockResolvedValueOnce(false)
    test.bandwidth.getCall.mockResolvedValueOnce({ state: 'disconnected', cause: 'hangup' })
    await test.lifecycle('endpointEligible', endpointId)
    await waitFor(() => expect(fetched(test)).toEqual(['in-1', 'in-2']))
    expect(await followUpdate(test)).toContain(`<Endpoint>${endpointId}</Endpoint>`)
  })

  it('of a caller who cannot be redirected yet is tried again', async () => {
    const test = createTestApplication()
    const { endpointId } = await goOnlineIneligible(test)
    await test.initiate('in-1')
    test.bandwidth.updateCall.mockResolvedValueOnce(false)
    await test.lifecycle('endpointEligible', endpointId)
    await waitFor(() => expect(test.bandwidth.getCall).toHaveBeenCalledWith('in-1'))
    test.advance(5_000)
    expect(fetched(test)).toEqual(['in-1', 'in-1'])
    expect(elementsOf(await followUpdate(test))).toBe(connecting)
  })

  it('whose agent is taken meanwhile puts the caller on hold again', async () => {
    const { test, endpointId } = await beingFetched()
    await test.dial(endpointId, '+19195550101')
    expect(elementsOf(await followUpdate(test))).toBe(holdingOn)
  })
})

describe('an agent who had this caller before', () => {
  const offerOf = async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    return { test, endpointId, offer: await test.initiate('in-1') }
  }

  it('and declined is not asked again, even after a hold', async () => {
    const { test, endpointId, offer } = await offerOf()
    await test.say('call-1', 'declined')
    const music = await follow(test, 'in-1', offer)
    await test.lifecycle('endpointIneligible', endpointId)
    await test.lifecycle('endpointEligible', endpointId)
    expect(fetched(test)).toEqual([])
    test.advance(20_000)
    expect(elementsOf(await follow(test, 'in-1', music))).toBe(holdingOn)
  })

  it('and was not there in time is not asked at once, but is after a hold', async () => {
    const { test, endpointId, offer } = await offerOf()
    await test.connectStatus('in-1', endpointId, 'TIMED_OUT')
    test.advance(1)
    const music = await follow(test, 'in-1', offer)
    expect(elementsOf(music)).toBe(holding)
    test.advance(4_999)
    expect(fetched(test)).toEqual(['in-1'])
    expect(await followUpdate(test)).toContain(`<Endpoint>${endpointId}</Endpoint>`)
  })

  it('is not asked for ever: after six offers the caller hears that nobody is there', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    let bxml = await test.initiate('in-1')
    for (let offers = 1; offers < 6; offers += 1) {
      await test.connectStatus('in-1', endpointId, 'TIMED_OUT')
      test.advance(1)
      expect(elementsOf(await follow(test, 'in-1', bxml))).toContain('PlayAudio')
      test.advance(5_000)
      bxml = await followUpdate(test)
      expect(elementsOf(bxml)).toBe(connecting)
    }
    await test.connectStatus('in-1', endpointId, 'TIMED_OUT')
    expect(elementsOf(await follow(test, 'in-1', bxml))).toBe(apology)
  })
})

it('while the application stops a caller who arrives is held, and nobody is fetched', async () => {
  const test = createTestApplication()
  const { endpointId } = await goOnlineIneligible(test)
  const stopped = test.app.stop()
  expect(elementsOf(await test.initiate('in-1'))).toBe(holding)
  await test.lifecycle('endpointEligible', endpointId)
  expect(fetched(test)).toEqual([])
  expect(elementsOf(await test.initiate('in-2'))).toBe(holding)
  await stopped
})
