import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endTrack, microphoneError } from '../../testing/fake-audio.ts'
import { callee, caller, createRecoveryWorld } from '../../testing/recovery-world.ts'
import { reportOf } from '../../testing/fake-statistics.ts'
import { ApplicationClientError } from '../application-client.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('MediaStream', class extends EventTarget {})
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

async function online() {
  const world = createRecoveryWorld()
  await world.loaded()
  world.phone.goOnline()
  await world.pass(40_000)
  expect(world.state().session).toMatchObject({ status: 'online', eligibility: 'eligible' })
  return world
}

async function inCall() {
  const world = await online()
  world.application.emit({ type: 'call.offered', callId: 'in-1', from: caller, to: '' })
  world.line().addCall()
  await world.pass(100)
  world.phone.accept()
  await world.pass(100)
  expect(world.state().call).toMatchObject({ status: 'connected' })
  return world
}

const sessionOf = (world: { state: () => { session: unknown } }) => world.state().session
const queryOf = ({ url }: { url: string }) => Object.fromEntries(new URL(url).searchParams)

describe('coming back', () => {
  it('is a new session with the same token and the same id of the device', async () => {
    const world = await online()
    world.line().close(1001)
    expect(sessionOf(world)).toMatchObject({
      status: 'reconnecting',
      cause: 'gateway-restarting',
      attempt: 0,
      retryAt: Date.now() + 1_000,
    })
    await world.pass(2_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online', eligibility: 'eligible' })
    const [first, second] = world.lines
    expect(second && queryOf(second)).toEqual(first && queryOf(first))
    expect(second?.received.map(({ method }) => method)).toEqual([
      'setMediaPreferences',
      'answerSdp',
      'answerSdp',
      'offerSdp',
    ])
    expect(first?.peers.map(({ close }) => close.mock.calls.length)).toEqual([1, 1])
    expect(second?.peers).toHaveLength(2)
    expect(world.audioInput.open).toHaveBeenCalledTimes(1)
  })

  it('takes offers of the new session from revision 1 on', async () => {
    const world = await online()
    world.line().notify('sdpOffer', { peerType: 'publish', sdpRevision: 7, sdpOffer: 'offer' })
    await world.pass(100)
    world.line().close(1001)
    await world.pass(2_000)
    world.line().notify('sdpOffer', { peerType: 'publish', sdpRevision: 1, sdpOffer: 'offer' })
    await world.pass(100)
    expect(world.line().received.at(-1)).toMatchObject({ method: 'answerSdp' })
  })

  it.each([true, false])('publishes the microphone with its mute state: %s', async (muted) => {
    const world = await inCall()
    world.phone.setMuted(muted)
    const [microphone] = world.audioInput.opened
    world.line().close(1001)
    expect(microphone?.track.enabled).toBe(!muted)
    await world.pass(2_000)
    expect(world.line().peers[0]?.addTransceiver.mock.calls[0]?.[0]).toBe(microphone?.track)
    expect(microphone?.track.enabled).toBe(!muted)
  })

  it('is eligible only when the application says so again', async () => {
    const world = await online()
    world.application.emit = () => {}
    world.line().close(1001)
    await world.pass(10_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online', eligibility: 'unknown' })
    // The word of now comes first on a new stream of events.
    expect(world.application.subscribe).toHaveBeenCalledTimes(2)
    expect(world.application.subscriptions()).toBe(1)
  })

  it('is tried at once when the agent wants it', async () => {
    const world = await online()
    world.line().close(1001)
    await world.pass(100)
    world.phone.retryNow()
    expect(sessionOf(world)).toMatchObject({ attempt: 1, retryAt: null })
    world.phone.retryNow()
    await world.pass(100)
    expect(world.lines).toHaveLength(2)
    expect(sessionOf(world)).toMatchObject({ status: 'online' })
    await world.pass(60_000)
    expect(world.lines).toHaveLength(2)
  })

  it('ends where the agent goes offline, whatever was waited for', async () => {
    const world = await online()
    world.line().close(1001)
    world.phone.goOffline()
    world.stop()
    await world.pass(60_000)
    expect(sessionOf(world)).toEqual({ status: 'offline' })
    expect(world.lines).toHaveLength(1)
    expect(world.application.deleteEndpoint.mock.calls).toEqual([['ep-1']])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('takes a new endpoint after the one attempt, and gives the old one back', async () => {
    const world = await online()
    const { token } = world.line()
    world.gateway.admits = (other) => other !== token
    world.line().close(1006)
    await world.pass(5_000)
    expect(world.lines.map((line) => line.token)).toEqual([
      'header.ep-1.signature',
      'header.ep-1.signature',
      'header.ep-2.signature',
    ])
    expect(sessionOf(world)).toMatchObject({ status: 'online', endpointId: 'ep-2' })
    expect(world.application.deleteEndpoint.mock.calls).toEqual([['ep-1']])
  })

  it('does not count what was tried before half a minute of peace', async () => {
    const world = await online()
    for (const pause of [40_000, 40_000, 10_000]) {
      world.line().close(1006)
      await world.pass(pause)
    }
    expect(world.endpointId()).toBe('ep-1')
    world.line().close(1006)
    await world.pass(10_000)
    expect(world.endpointId()).toBe('ep-2')
  })

  it('stops at an application that wants somebody to sign in, and says so', async () => {
    const world = await online()
    world.application.createEndpoint.mockRejectedValue(
      new ApplicationClientError('unauthenticated', 'no'),
    )
    world.line().close(1011)
    await world.pass(1_000)
    expect(sessionOf(world)).toEqual({ status: 'offline', reason: 'not-signed-in' })
  })

  it('waits as long as the application asks, and stops after five endpoints too many', async () => {
    const world = await online()
    const error = new ApplicationClientError('too-many-endpoints', 'no', { retryAfter: 20 })
    world.application.createEndpoint.mockRejectedValue(error)
    world.line().close(1011)
    await world.pass(1_000)
    expect(sessionOf(world)).toMatchObject({ cause: 'application-unavailable', attempt: 1 })
    await world.pass(19_000)
    expect(world.application.createEndpoint).toHaveBeenCalledTimes(2)
    await world.pass(100_000)
    expect(world.application.createEndpoint).toHaveBeenCalledTimes(1 + 5)
    expect(sessionOf(world)).toMatchObject({ status: 'offline', reason: 'too-many-endpoints' })
  })

  it('gives up after some minutes of a network that the browser believes in', async () => {
    const world = await online()
    world.gateway.admits = () => false
    world.line().close(1006)
    await world.pass(10 * 60_000)
    expect(sessionOf(world)).toMatchObject({ status: 'offline', reason: 'gateway-refused' })
    expect(world.lines.length).toBeLessThan(50)
    expect(world.application.createEndpoint.mock.calls.length).toBeLessThan(12)
  })

  it('burns no attempt while there is no network, and is there as soon as there is', async () => {
    const world = await online()
    world.surroundings.tell('offline')
    expect(sessionOf(world)).toMatchObject({ trouble: { code: 'network-offline' } })
    expect(await world.phone.dial(callee)).toBe(false)
    world.line().close(1006)
    expect(sessionOf(world)).toMatchObject({ cause: 'network-offline', waitsFor: 'network' })
    await world.pass(125_000)
    expect(world.lines).toHaveLength(1)
    world.surroundings.tell('online')
    await world.pass(100)
    expect(sessionOf(world)).toMatchObject({ status: 'online', endpointId: 'ep-1' })
  })
})

describe('a network that is gone twice', () => {
  it('is waited for the second time as well, however often it was tried the first time', async () => {
    const world = await online()
    const grant = world.application.createEndpoint.getMockImplementation()
    const cut = () => {
      world.gateway.admits = () => false
      world.application.createEndpoint.mockRejectedValue(
        new ApplicationClientError('unreachable', 'no'),
      )
      world.line().close(1006)
    }
    const mend = () => {
      world.gateway.admits = () => true
      if (grant) world.application.createEndpoint.mockImplementation(grant)
    }
    cut()
    await world.pass(30_000)
    mend()
    await world.pass(5_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online' })
    cut()
    await world.pass(30_000)
    expect(sessionOf(world)).toMatchObject({ status: 'reconnecting' })
    mend()
    await world.pass(15_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online', eligibility: 'eligible' })
  })
})

describe('what is wrong with a connection that stands', () => {
  it('a socket that is dead behind its state is found out when the machine wakes', async () => {
    const world = await online()
    world.line().state.isSilent = true
    world.surroundings.tell('woken')
    expect(sessionOf(world)).toMatchObject({ trouble: { code: 'checking' } })
    await world.pass(1_500)
    expect(sessionOf(world)).toMatchObject({ status: 'reconnecting', cause: 'gateway-silent' })
  })

  it('a socket that died without a word is told within 6.5 s, and left', async () => {
    const world = await online()
    world.line().state.isSilent = true
    const told: unknown[] = []
    world.phone.store.subscribe(({ session }) => told.push(session))
    await world.pass(6_500)
    expect(told[0]).toMatchObject({ trouble: { code: 'checking' } })
    await world.pass(4_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online', eligibility: 'eligible' })
    expect(world.lines).toHaveLength(2)
  })

  it('a socket that is silent in a call has ten seconds, and the call goes on if it speaks', async () => {
    const world = await inCall()
    world.line().state.isSilent = true
    await world.pass(6_500)
    expect(sessionOf(world)).toMatchObject({ status: 'online', trouble: { code: 'checking' } })
    world.line().state.isSilent = false
    await world.pass(5_100)
    expect(sessionOf(world)).not.toHaveProperty('trouble')
    expect(world.lines).toHaveLength(1)
    expect(world.state().call).toMatchObject({ status: 'connected' })
    expect(world.state().call).not.toHaveProperty('lostAt')
  })

  it('a socket is asked before the agent waits for a call on it', async () => {
    const world = await online()
    world.line().state.isSilent = true
    await world.phone.dial(callee)
    await world.pass(1_600)
    expect(world.state().call).toMatchObject({ status: 'ended', cause: 'connection-lost' })
  })

  it('one that answers is believed again', async () => {
    const world = await online()
    world.surroundings.tell('thawed')
    expect(sessionOf(world)).toMatchObject({ trouble: { code: 'checking' } })
    await world.pass(100)
    expect(sessionOf(world)).not.toHaveProperty('trouble')
  })

  it('no RTP goes out: it says so within two looks, waits, and rebuilds', async () => {
    const world = await online()
    let packetsSent = 0
    let isFlowing = true
    for (const peer of world.line().peers) {
      peer.getStats.mockImplementation(async () => {
        if (isFlowing) packetsSent += 50
        return new Map(reportOf({ type: 'outbound-rtp', id: 'out', packetsSent }))
      })
    }
    await world.pass(5_000)
    expect(sessionOf(world)).not.toHaveProperty('trouble')
    isFlowing = false
    await world.pass(3_000)
    expect(sessionOf(world)).toMatchObject({ trouble: { code: 'not-sending' } })
    isFlowing = true
    await world.pass(1_000)
    expect(sessionOf(world)).not.toHaveProperty('trouble')
    isFlowing = false
    await world.pass(20_000)
    expect(world.lines).toHaveLength(2)
    expect(sessionOf(world)).toMatchObject({ status: 'online', endpointId: 'ep-1' })
  })

  it('no microphone can be had: it says so until one is chosen', async () => {
    const world = await online()
    world.audioInput.open.mockRejectedValue(microphoneError('missing'))
    const [microphone] = world.audioInput.opened
    if (microphone) endTrack(microphone.track)
    await world.pass(100)
    expect(sessionOf(world)).toMatchObject({ trouble: { code: 'microphone-lost' } })
    world.audioInput.open.mockReset()
    world.audioInput.open.mockImplementation(async () => ({
      track: new EventTarget() as MediaStreamTrack,
      deviceId: 'built-in',
      label: 'Built-in microphone',
      close: () => {},
    }))
    world.phone.chooseDevice('microphone', 'built-in')
    await world.pass(100)
    expect(sessionOf(world)).not.toHaveProperty('trouble')
    expect(world.lines).toHaveLength(1)
  })

  it('failed media is rebuilt at once when the agent wants it', async () => {
    const world = await online()
    world.line().peers[1]?.become('failed')
    expect(sessionOf(world)).toMatchObject({
      trouble: { code: 'media-failed', until: Date.now() + 15_000 },
    })
    world.phone.retryNow()
    await world.pass(1_000)
    expect(world.lines).toHaveLength(2)
    expect(sessionOf(world)).toMatchObject({ status: 'online' })
  })
})

describe('a call', () => {
  it('talks on by its media, and is taken up by the stream that comes again', async () => {
    const world = await inCall()
    const heard = world.audioOutput.playRemote.mock.lastCall?.[0]
    world.gateway.offersAgain = true
    world.line().close(1001)
    expect(world.state().call).toMatchObject({ status: 'connected', lostAt: Date.now() })
    expect(world.audioOutput.playRemote).toHaveBeenLastCalledWith(heard)
    expect(world.lines[0]?.peers[0]?.close).not.toHaveBeenCalled()
    await world.pass(2_000)
    expect(world.state().call).not.toHaveProperty('lostAt')
    expect(world.audioOutput.playRemote.mock.lastCall?.[0]).not.toBe(heard)
    expect(world.line().received.map(({ method }) => method)).toContain('acceptStream')
    expect(world.lines[0]?.peers[0]?.close).toHaveBeenCalledTimes(1)
    expect(world.state().recent).toEqual([])
  })

  it('is over ten seconds after the phone is back without its track, and at the application too', async () => {
    const world = await inCall()
    world.line().close(1001)
    await world.pass(2_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online' })
    expect(world.state().call).toMatchObject({ status: 'connected' })
    await world.pass(10_000)
    expect(world.state().call).toMatchObject({ status: 'ended', cause: 'connection-lost' })
    expect(world.application.hangUp.mock.calls).toEqual([['in-1']])
  })

  it('is over after half a minute in which nothing is heard of it and no network is there', async () => {
    const world = await inCall()
    world.surroundings.tell('offline')
    world.line().close(1006)
    for (const peer of world.lines[0]?.peers ?? []) peer.become('failed')
    await world.pass(29_000)
    expect(world.state().call).toMatchObject({ status: 'connected' })
    await world.pass(1_000)
    expect(world.state().call).toMatchObject({ status: 'ended', cause: 'connection-lost' })
  })

  it('is not ended for a new endpoint while it is heard; that comes with its end', async () => {
    const world = await inCall()
    world.line().close(1011)
    await world.pass(60_000)
    expect(sessionOf(world)).toMatchObject({ waitsFor: 'end-of-call' })
    expect(world.state().call).toMatchObject({ status: 'connected' })
    world.phone.hangUp()
    expect(world.application.hangUp.mock.calls).toEqual([['in-1']])
    await world.pass(2_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online', endpointId: 'ep-2' })
    expect(world.state().call).toMatchObject({ cause: 'hangup' })
  })

  it('of somebody else, while one is being saved, is a second call', async () => {
    const world = await inCall()
    world.line().close(1001)
    await world.pass(2_000)
    world.line().addCall('+13035550142')
    await world.pass(100)
    expect(world.state().notice).toEqual({ code: 'second-call-declined' })
    expect(world.state().call).toMatchObject({ status: 'connected', number: caller })
  })

  it('keeps its keys and its mute on the media that it has', async () => {
    const world = await inCall()
    const [publish] = world.line().peers
    world.line().close(1011)
    world.phone.pressKey('5')
    expect(publish?.dtmf.insertDTMF.mock.lastCall?.[0]).toBe('5')
    world.phone.setMuted(true)
    expect(world.audioInput.opened[0]?.track.enabled).toBe(false)
  })

  it('that is asked for is hung up in the application when the connection is lost', async () => {
    const world = await online()
    await world.phone.dial(callee)
    await world.pass(100)
    const named = { type: 'call.state', callId: 'out-1', direction: 'outbound' } as const
    world.application.emit({ ...named, number: callee, state: 'ringing' })
    world.line().close(1006)
    expect(world.state().call).toMatchObject({ status: 'ended', cause: 'connection-lost' })
    expect(world.application.hangUp.mock.calls).toEqual([['out-1']])
    expect(world.audioOutput.loop).toHaveBeenLastCalledWith(null)
  })

  it('rings for two minutes at most, either way', async () => {
    const world = await online()
    world.line().addCall()
    await world.pass(119_000)
    expect(world.state().call).toMatchObject({ status: 'offered' })
    await world.pass(2_000)
    expect(world.state().call).toMatchObject({ status: 'ended', cause: 'missed' })
    expect(world.line().received.map(({ method }) => method)).toContain('declineStream')
    await world.phone.dial(callee)
    await world.pass(121_000)
    expect(world.state().call).toMatchObject({ status: 'ended', cause: 'no-answer' })
    expect(world.line().received.at(-1)?.method).toBe('hangupConnection')
  })
})

describe('the endpoint', () => {
  const expiring = (world: Awaited<ReturnType<typeof online>>) =>
    world.application.emit({
      type: 'endpoint.expiring',
      endpointId: world.endpointId(),
      expiresAt: '2030-01-02T00:00:00.000Z',
    })

  it('is replaced when the application says so and the phone is idle, and given back', async () => {
    const world = await online()
    expiring(world)
    await world.pass(0)
    expect(sessionOf(world)).toMatchObject({ status: 'reconnecting', cause: 'registration-ending' })
    await world.pass(500)
    expect(sessionOf(world)).toMatchObject({ status: 'online', endpointId: 'ep-2' })
    expect(world.application.deleteEndpoint.mock.calls).toEqual([['ep-1']])
    expect(world.application.createEndpoint).toHaveBeenCalledTimes(2)
  })

  it('is replaced ten minutes before its end by the phone itself', async () => {
    const world = createRecoveryWorld()
    const expiresAt = new Date(Date.now() + 15 * 60_000).toISOString()
    const grant = await world.application.createEndpoint()
    world.application.createEndpoint.mockResolvedValueOnce({ ...grant, expiresAt })
    await world.loaded()
    world.phone.goOnline()
    await world.pass(4 * 60_000)
    expect(sessionOf(world)).toMatchObject({ endpointId: 'ep-1' })
    await world.pass(2 * 60_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online', endpointId: 'ep-2' })
  })

  it('is not replaced in the middle of a call, but after it', async () => {
    const world = await inCall()
    expiring(world)
    await world.pass(60_000)
    expect(world.endpointId()).toBe('ep-1')
    world.phone.hangUp()
    await world.pass(1_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online', endpointId: 'ep-2' })
  })

  it('stays where no other can be had, and another is asked for every minute', async () => {
    const world = await online()
    world.application.createEndpoint.mockRejectedValueOnce(
      new ApplicationClientError('unreachable', 'no'),
    )
    expiring(world)
    await world.pass(59_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online', endpointId: 'ep-1' })
    await world.pass(2_000)
    expect(sessionOf(world)).toMatchObject({ status: 'online', endpointId: 'ep-2' })
  })

  it('stays where a call comes while the next one is asked for, which is given back', async () => {
    const world = await online()
    let grant = () => {}
    const granted = world.application.createEndpoint.getMockImplementation()
    world.application.createEndpoint.mockImplementationOnce(async () => {
      await new Promise<void>((resolve) => {
        grant = resolve
      })
      if (!granted) throw new Error('no grant')
      return granted()
    })
    expiring(world)
    world.line().addCall()
    await world.pass(100)
    grant()
    await world.pass(100)
    expect(world.state().call).toMatchObject({ status: 'offered' })
    expect(world.application.deleteEndpoint.mock.calls).toEqual([['ep-2']])
  })

  it('is released in a way that outlives the page when that is left', async () => {
    const world = await online()
    world.phone.leavePage()
    expect(world.application.releaseEndpoint.mock.calls).toEqual([['ep-1']])
    expect(world.application.deleteEndpoint).not.toHaveBeenCalled()
    expect(world.line().received.at(-1)?.method).toBe('leave')
  })
})
