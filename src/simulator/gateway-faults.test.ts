import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as v from 'valibot'
import {
  answer,
  connectedWorld,
  createGatewayWorld,
  leg,
  legEvents,
  publishedDevice,
} from '../testing/gateway-world.ts'
import { openRawSocket, type RawSocket } from '../testing/raw-socket.ts'
import { Disturbance, junkFrames } from './disturbance.ts'
import { GatewayFault } from './gateway-faults.ts'
import type { Faults } from './faults.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const order = (faults: Faults, fault: v.InferInput<typeof GatewayFault>) =>
  faults.addGateway(v.parse(GatewayFault, fault))
const offers = (device: RawSocket) => device.notified('sdpOffer')
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

/** A connected device, with nothing of its connecting left to look at. */
async function connected(autoAccept?: boolean) {
  const connecting = connectedWorld({}, autoAccept)
  await pass(0)
  const world = await connecting
  world.device.received.length = 0
  return world
}

describe('a fault of the upgrade', () => {
  it.each([403, 404, 409, 500, 503] as const)('refuses the next one with %i', (status) => {
    const { gateway, faults, directory } = createGatewayWorld()
    order(faults, { type: 'refuse', status })
    expect(() => openRawSocket(gateway)).toThrow(String(status))
    expect(directory.admit).not.toHaveBeenCalled()
    openRawSocket(gateway)
    expect(directory.admit).toHaveBeenCalledOnce()
  })
})

describe('a fault of a frame', () => {
  it('loses the reply to a request that is carried out', async () => {
    const { device, faults, directory } = await connected()
    order(faults, { type: 'drop', method: 'requestOutboundConnection', times: 2 })
    const destination = { id: '+19195550101', type: 'PHONE_NUMBER' }
    void device.request('requestOutboundConnection', destination)
    void device.request('requestOutboundConnection', destination)
    await device.call('requestOutboundConnection', destination)
    expect(directory.requestOutbound).toHaveBeenCalledTimes(3)
    expect(device.received).toHaveLength(1)
  })

  it('leaves every ping unanswered until the faults are cleared', async () => {
    const { device, faults } = await connected()
    order(faults, { type: 'drop', method: 'ping', times: 'always' })
    void device.request('ping', {})
    void device.request('ping', {})
    await pass(60_000)
    expect(device.received).toEqual([])
    faults.clear()
    expect(await device.call('ping', {})).toBeNull()
  })

  it('loses the notification that brings a call', async () => {
    const { device, faults, link } = await connected()
    order(faults, { type: 'drop', method: 'sdpOffer' })
    link().offer(leg(), legEvents().events)
    await pass(0)
    expect(device.received).toEqual([])
  })

  it('delays a reply, so that others overtake it', async () => {
    const { device, faults } = await connected()
    order(faults, { type: 'delay', method: 'hangupConnection', delay: 10_000 })
    void device.request('hangupConnection', { endpoint: '+1', type: 'PHONE_NUMBER' })
    await device.call('ping', {})
    await pass(9_999)
    expect(device.received).toHaveLength(1)
    await pass(1)
    expect(device.received.map(({ id }) => id)).toEqual([5, 4])
  })

  it('sends an offer twice under the same revision', async () => {
    const { device, faults, link } = await connected()
    order(faults, { type: 'duplicate', method: 'sdpOffer' })
    link().offer(leg(), legEvents().events)
    await pass(0)
    expect(offers(device)).toHaveLength(2)
    expect(offers(device)[0]).toEqual(offers(device)[1])
  })

  it('sends an offer again under a revision that is over', async () => {
    const { device, faults, link } = await connected()
    order(faults, { type: 'stale-offer' })
    link().offer(leg(), legEvents().events)
    await pass(0)
    expect(offers(device).map(({ sdpRevision }) => sdpRevision)).toEqual([1, 0])
    // The gateway has one offer out, and one answer for it.
    await answer(device, 'subscribe')
    await expect(answer(device, 'subscribe')).rejects.toThrow('no subscribe offer')
  })

  it('describes a track under the id of another, for both platforms', async () => {
    const { device, faults, link } = await connected()
    order(faults, { type: 'misnamed-track' })
    link().offer(leg(), legEvents().events)
    await pass(0)
    expect(Object.keys(offers(device)[0]?.trackMetadata ?? {})).toEqual(['not-track-1'])

    const older = createGatewayWorld()
    const publishing = publishedDevice(older.gateway)
    await pass(0)
    const olderDevice = await publishing
    order(older.faults, { type: 'misnamed-track' })
    older.link().offer(leg(), legEvents().events)
    await pass(0)
    expect(Object.keys(offers(olderDevice)[0]?.streamMetadata ?? {})).toEqual(['not-stream-1'])
  })

  it('breaks a reply off', async () => {
    const { device, faults } = await connected()
    order(faults, { type: 'garble', method: 'acceptStream' })
    void device.request('acceptStream', {})
    await pass(0)
    expect(device.received).toEqual([])
    expect(device.junk).toHaveLength(1)
  })

  it('refuses a request that is then not carried out', async () => {
    const { device, faults, directory } = await connected()
    order(faults, { type: 'error', method: 'requestOutboundConnection', code: 403, message: 'no' })
    const destination = { id: '+19195550101', type: 'PHONE_NUMBER' }
    const { error } = await device.request('requestOutboundConnection', destination)
    expect(error).toEqual({ code: 403, message: 'no' })
    expect(directory.requestOutbound).not.toHaveBeenCalled()
  })

  it('concerns one endpoint, where it names one, and is in the journal', async () => {
    const { device, faults, journal } = await connected()
    order(faults, { type: 'drop', method: 'ping', about: 'e-2' })
    await device.call('ping', {})
    order(faults, { type: 'drop', method: 'ping', about: 'e-1' })
    void device.request('ping', {})
    await pass(0)
    expect(device.received).toHaveLength(1)
    expect(journal.entries().at(-1)).toMatchObject({
      kind: 'warning',
      summary: 'fault: ping drop',
    })
    expect(faults.list().gateway).toMatchObject([{ about: 'e-2' }])
  })
})

it('impairs the sound of one call, whatever it had', async () => {
  const { media, faults, link, device } = await connected()
  order(faults, { type: 'impair', loss: 0.2, delay: 0.5 })
  link().offer(leg(), legEvents().events)
  await pass(0)
  await answer(device, 'subscribe')
  link().offer(leg({ callId: 'c-2' }), legEvents().events)
  await pass(0)
  expect(media.impairments).toEqual([{ loss: 0.2, jitter: 0, delay: 0.5 }, undefined])
})

describe('a disturbance', () => {
  it.each([1000, 1001, 1011, 4409, 3999])('closes the socket with %i', async (code) => {
    const { device, gateway, directory } = await connected()
    expect(gateway.disturb({ type: 'close', code, reason: 'on order' })).toBe(1)
    expect(device.closing()).toEqual({ code, reason: 'on order' })
    expect(directory.left).toHaveBeenCalledOnce()
    expect(gateway.devices()).toEqual([])
    expect(gateway.disturb({ type: 'close', code })).toBe(0)
  })

  it('cuts the socket with 1006', async () => {
    const { device, gateway, journal } = await connected()
    gateway.disturb({ type: 'close', code: 1006 })
    expect(device.closing()).toEqual({ code: 1006, reason: undefined })
    expect(journal.entries().at(-1)?.summary).toBe('socket cut')
  })

  it.each([999, 1004, 1005, 1015, 2999, 5000])('is none with the code %i', (code) => {
    expect(v.is(Disturbance, { type: 'close', code })).toBe(false)
  })

  it('freezes a socket, and what was held back passes when it thaws', async () => {
    const { device, gateway, link, directory } = await connected()
    gateway.disturb({ type: 'freeze', about: 'e-1' })
    const destination = { id: '+19195550101', type: 'PHONE_NUMBER' }
    const outbound = device.call('requestOutboundConnection', destination)
    link().offer(leg(), legEvents().events)
    await pass(60_000)
    expect(device.received).toEqual([])
    expect(directory.requestOutbound).not.toHaveBeenCalled()
    gateway.disturb({ type: 'thaw', about: 'e-1' })
    expect(await outbound).toEqual({ accepted: true })
    expect(offers(device)).toHaveLength(1)
  })

  it('keeps even the end of a frozen socket from the device', async () => {
    const { device, gateway, link } = await connected()
    gateway.disturb({ type: 'freeze' })
    link().close(4409, 'superseded by a newer connection')
    expect(device.closing()).toBeUndefined()
    gateway.disturb({ type: 'thaw' })
    expect(device.closing()?.code).toBe(4409)
  })

  it('freezes sockets that are opened while the whole gateway is frozen', async () => {
    const { gateway } = createGatewayWorld({ ready: 'on-open' })
    expect(gateway.disturb({ type: 'freeze' })).toBe(0)
    const device = openRawSocket(gateway)
    const pinged = device.call('ping', {})
    await pass(0)
    expect(device.received).toEqual([])
    gateway.disturb({ type: 'thaw' })
    expect(await pinged).toBeNull()
    expect(device.notified('ready')).toHaveLength(1)
    await openRawSocket(gateway).call('ping', {})
  })

  it('sends whatever it is told to', async () => {
    const { device, gateway } = await connected()
    for (const text of Object.values(junkFrames)) gateway.disturb({ type: 'send', text })
    expect(device.received.length + device.junk.length).toBe(Object.keys(junkFrames).length)
    expect(device.junk).toEqual([junkFrames['not JSON']])
  })

  it('breaks the media of a peer and stops heartbeats, once there are any', async () => {
    const { gateway, media } = createGatewayWorld()
    const device = openRawSocket(gateway)
    expect(gateway.disturb({ type: 'break-media', peer: 'publish' })).toBe(0)
    const opening = device.call('setMediaPreferences', { protocol: 'WEBRTC' })
    await pass(0)
    await opening
    expect(gateway.disturb({ type: 'break-media', peer: 'publish' })).toBe(1)
    expect(gateway.disturb({ type: 'stop-heartbeats' })).toBe(1)
    expect(media.log).toEqual(['break publish', 'stop heartbeats'])
  })

  it('befalls the device of one endpoint, where it names one', async () => {
    const { device, gateway } = await connected()
    expect(gateway.disturb({ type: 'close', code: 1001, about: 'e-2' })).toBe(0)
    expect(device.closing()).toBeUndefined()
  })
})
