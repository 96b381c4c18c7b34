import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGatewayStage, type ServedStage } from '../../testing/gateway-stage.ts'
import { leg, legEvents } from '../../testing/gateway-world.ts'
import { connectNodeDevice, type NodeDevice } from '../../testing/node-device.ts'
import type { DeviceLink } from '../device-link.ts'
import { createGateway } from '../gateway.ts'
import { createJournal } from '../journal.ts'
import { defaultSwitches } from '../switches.ts'
import { serveGateway } from './gateway-server.ts'
import { createNodeMedia } from './node-media.ts'
import type { CodecName } from './voice-codec.ts'

const hearing = { timeout: 15_000, interval: 20 }
/** A number whose telephone echoes, and one that has a keypad menu, when they call too. */
const echo = '+19195550101'
const menu = '+19195550106'
const near = (hertz: number) => expect.closeTo(hertz, -1.1)

describe.each(['opus', 'pcmu'] satisfies CodecName[])('with %s', (codec) => {
  let stage: ServedStage
  beforeAll(async () => {
    stage = await createGatewayStage({ codec, switches: { heartbeatInterval: 50 } })
  })
  afterAll(() => stage.close())

  it('device and telephone hear each other, and digits come in their order', async () => {
    const { device, endpointId } = await stage.online({ hertz: 600 })
    await stage.call(endpointId)
    const call = await nth(device, 0)
    await expect.poll(() => call.measure().hertz, hearing).toEqual(near(494))
    const { heard } = stage.simulator
    await expect.poll(() => heard(endpointId)?.hertz, hearing).toEqual(near(600))
    await device.press('1590#')
    expect(heard(endpointId)).toMatchObject({ digits: '1590#', lost: 0 })
    await device.sing(1_500)
    await expect.poll(() => heard(endpointId)?.hertz, hearing).toEqual(near(1_500))
    expect(call.packets().lost).toBe(0)
    expect(device.failures).toEqual([])
  })

  it('an echo comes back, and a menu answers keys with beeps', async () => {
    const { device, endpointId } = await stage.online({ hertz: 700 })
    const first = await stage.call(endpointId, { from: echo })
    const echoed = await nth(device, 0)
    await expect.poll(() => echoed.measure().hertz, hearing).toEqual(near(700))
    await stage.control.hangUp(first)
    await expect.poll(() => echoed.isRemoved, hearing).toBe(true)
    await stage.call(endpointId, { from: menu })
    const menuCall = await nth(device, 1)
    await expect.poll(() => menuCall.packets().received, hearing).toBeGreaterThan(10)
    await expect.poll(() => menuCall.measure().level, hearing).toBeLessThan(0.01)
    await device.press('9')
    await expect.poll(() => menuCall.measure().hertz, hearing).toEqual(near(880))
  })
})

describe('a device', () => {
  let stage: ServedStage
  beforeAll(async () => {
    stage = await createGatewayStage({ switches: { heartbeatInterval: 50 } })
  })
  afterAll(() => stage.close())

  it('is let in without candidates of its own, pings answered on both peers', async () => {
    const { endpointId } = await stage.online({ candidates: false })
    const beats = () =>
      stage.simulator.gateway?.devices().find((each) => each.endpointId === endpointId)?.heartbeats
    await expect.poll(() => beats()?.pongs, hearing).toBeGreaterThanOrEqual(6)
  })

  it('has a track of its own for each call, with who calls, in one section after another', async () => {
    const { device, endpointId } = await stage.online()
    for (let call = 0; call < 20; call++) {
      const callId = await stage.call(endpointId, { from: `+1919777${1_000 + call}` })
      const { metadata } = await nth(device, call)
      expect(metadata).toMatchObject({ from: `+1919777${1_000 + call}`, autoAccepted: true })
      await stage.control.hangUp(callId)
      await expect.poll(() => device.calls[call]?.isRemoved, hearing).toBe(true)
    }
    const sections = device.offers.map((sdp) => [...sdp.matchAll(/^m=/gm)].length)
    expect(Math.max(...sections)).toBe(2)
    expect(device.offers.join('')).not.toMatch(/^m=audio 0 /m)
    expect(new Set(device.calls.map(({ trackId }) => trackId)).size).toBe(20)
    expect(new Set(device.calls.map(({ streamId }) => streamId)).size).toBe(20)
    expect(device.failures).toEqual([])
  })

  it('is eligible while its audio arrives', async () => {
    const { device, endpointId } = await stage.online()
    device.fallSilent()
    await expect.poll(() => stage.events(endpointId).at(-1), hearing).toBe('endpointIneligible')
    await device.sing(600)
    await expect.poll(() => stage.events(endpointId).at(-1), hearing).toBe('endpointEligible')
  })

  it('may take its track away and publish anew', async () => {
    const { device, endpointId } = await stage.online({ hertz: 600 })
    await device.unpublish()
    await expect.poll(() => stage.events(endpointId).at(-1), hearing).toBe('endpointIneligible')
    await device.sing(900)
    await expect.poll(() => stage.events(endpointId).at(-1), hearing).toBe('endpointEligible')
    await stage.call(endpointId)
    const { heard } = stage.simulator
    await expect.poll(() => heard(endpointId)?.hertz, hearing).toEqual(near(900))
  })

  it.each(['publish', 'subscribe'] as const)(
    'hears on when its %s peer is restarted',
    async (peer) => {
      const { device, endpointId } = await stage.online({ hertz: 600 })
      await stage.call(endpointId)
      const call = await nth(device, 0)
      await expect.poll(() => call.measure().hertz, hearing).toEqual(near(494))
      const ufrag = () =>
        /a=ice-ufrag:(\S+)/.exec(device.peers[peer].remoteDescription?.sdp ?? '')?.[1]
      const before = ufrag()
      await stage.control.disturb({ type: 'restart-ice', peer, about: endpointId })
      await expect.poll(ufrag, hearing).not.toBe(before)
      const { received } = call.packets()
      await expect.poll(() => call.packets().received, hearing).toBeGreaterThan(received + 25)
      await device.sing(1_200)
      await expect
        .poll(() => stage.simulator.heard(endpointId)?.hertz, hearing)
        .toEqual(near(1_200))
      expect(device.failures).toEqual([])
    },
  )

  it('hears the keys that are pressed on the telephone, in place of its voice', async () => {
    const { device, endpointId } = await stage.online()
    const callId = await stage.call(endpointId)
    const call = await nth(device, 0)
    await expect.poll(() => call.packets().received, hearing).toBeGreaterThan(10)
    await stage.control.act(callId, { type: 'press', digits: '0'.repeat(16) })
    // The two tones of the key are as loud as each other.
    await expect
      .poll(() => [941, 1_336].some((hertz) => Math.abs(call.measure().hertz - hertz) < 6), hearing)
      .toBe(true)
  })

  it('whose publish path is broken is ineligible, and its socket and the other peer are well', async () => {
    const { device, endpointId } = await stage.online()
    await stage.control.disturb({ type: 'break-media', peer: 'publish', about: endpointId })
    await expect.poll(() => stage.events(endpointId).at(-1), hearing).toBe('endpointIneligible')
    await stage.control.disturb({ type: 'restart-ice', peer: 'publish', about: endpointId })
    await device.socket.call('ping', {})
    expect(device.offers).toEqual([])
    expect(device.peers.subscribe.connectionState).toBe('connected')
    const { journal } = stage.simulator.cloud
    await expect
      .poll(() => journal.entries().map(({ summary }) => summary))
      .toContainEqual(expect.stringContaining('the path of the publish peer is broken'))
  })

  it('hears nothing more of a call whose subscribe path is broken', async () => {
    const { device, endpointId } = await stage.online()
    await stage.call(endpointId)
    const call = await nth(device, 0)
    await expect.poll(() => call.packets().received, hearing).toBeGreaterThan(10)
    await stage.control.disturb({ type: 'break-media', peer: 'subscribe', about: endpointId })
    // Half a second is 25 packets of a path that is whole.
    const latest = () => call.packets().received
    await expect
      .poll(async () => {
        const before = latest()
        await new Promise((resolve) => setTimeout(resolve, 500))
        return latest() - before
      }, hearing)
      .toBe(0)
    expect(stage.events(endpointId)).not.toContain('endpointDisconnected')
  })

  it('hears nothing of a call before it is accepted, where calls are parked', async () => {
    const { device, endpointId } = await stage.online({ autoAccept: false })
    await stage.call(endpointId)
    const call = await nth(device, 0)
    expect(stage.simulator.heard(endpointId)).toBeUndefined()
    expect(call.packets().received).toBe(0)
    await device.socket.call('acceptStream', {})
    await expect.poll(() => call.measure().hertz, hearing).toEqual(near(494))
  })
})

describe('an older generation', () => {
  let stage: ServedStage
  beforeAll(async () => {
    stage = await createGatewayStage()
  })
  afterAll(() => stage.close())

  it.each(['G0', 'G1'] as const)(
    '%s sounds on the track that is there from the start',
    async (generation) => {
      await stage.control.changeSwitches({ generation })
      const { device, endpointId } = await stage.online()
      for (const count of [1, 2]) {
        // G0 takes the track away with the call, and brings another.
        const idle = await nth(device, generation === 'G0' ? count - 1 : 0)
        const { received } = idle.packets()
        const callId = await stage.call(endpointId)
        await expect.poll(() => idle.packets().received, hearing).toBeGreaterThan(received + 25)
        expect(idle.measure().level).toBeGreaterThan(0.1)
        await stage.control.hangUp(callId)
        await expect.poll(() => stage.simulator.heard(endpointId)).toBeUndefined()
      }
      expect(device.failures).toEqual([])
    },
  )
})

it('leaves nothing behind of devices and calls that are over', async () => {
  const stage = await createGatewayStage()
  const resources = () =>
    process.getActiveResourcesInfo().filter((name) => /^UDP|Timeout|TCPSocket/.test(name)).length
  const oneDevice = async () => {
    const { device, endpointId } = await stage.online()
    const callId = await stage.call(endpointId)
    const call = await nth(device, 0)
    await expect.poll(() => call.packets().received, hearing).toBeGreaterThan(0)
    await stage.control.hangUp(callId)
    await device.close()
    await expect.poll(() => stage.events(endpointId).at(-1), hearing).toBe('endpointDisconnected')
  }
  await oneDevice()
  const before = resources()
  for (let count = 0; count < 5; count++) await oneDevice()
  // Whatever is about to end ends.
  await expect.poll(resources, hearing).toBeLessThanOrEqual(before)
  await stage.close()
})

describe('several calls of one device', () => {
  it('sound side by side, whichever of them ends', async () => {
    const { device, offer, media, close } = await severalCalls()
    const hertz = [700, 900, 1_100]
    const ends = hertz.map((each) => offer(each))
    for (const [index, each] of hertz.entries()) {
      const call = await nth(device, index)
      await expect.poll(() => call.measure().hertz, hearing).toEqual(near(each))
    }
    await device.sing(600)
    await expect.poll(() => media.heard('e-1')?.hertz, hearing).toEqual(near(600))
    ends[0]?.()
    ends[1]?.()
    const last = await nth(device, 2)
    await expect
      .poll(() => device.calls.map(({ isRemoved }) => isRemoved))
      .toEqual([true, true, false])
    const { received } = last.packets()
    await expect.poll(() => last.packets().received, hearing).toBeGreaterThan(received + 25)
    expect(last.measure().hertz).toEqual(near(1_100))
    offer(1_300)
    const later = await nth(device, 3)
    await expect.poll(() => later.measure().hertz, hearing).toEqual(near(1_300))
    expect(device.offers.at(-1)?.match(/^m=audio/gm)).toHaveLength(3)
    expect(device.failures).toEqual([])
    await close()
  })
})

describe('an impairment of one call', () => {
  let stage: ServedStage
  beforeAll(async () => {
    stage = await createGatewayStage()
  })
  afterAll(() => stage.close())

  it('loses packets, whose numbers are missing', async () => {
    const { device, endpointId } = await stage.online()
    await stage.call(endpointId, { impairment: { loss: 0.3, jitter: 0 } })
    const call = await nth(device, 0)
    await expect.poll(() => call.packets().received, hearing).toBeGreaterThan(60)
    const { received, lost } = call.packets()
    expect(lost / (received + lost)).toBeGreaterThan(0.1)
    expect(lost / (received + lost)).toBeLessThan(0.55)
  })

  it('is silence with packets', async () => {
    const { device, endpointId } = await stage.online()
    await stage.call(endpointId, { impairment: { loss: 0, jitter: 0, silence: true } })
    const call = await nth(device, 0)
    await expect.poll(() => call.packets().received, hearing).toBeGreaterThan(30)
    expect(call.measure().level).toBeLessThan(0.01)
  })

  it('is delay and jitter that lose nothing and keep the order', async () => {
    const { device, endpointId } = await stage.online()
    await stage.call(endpointId, { impairment: { loss: 0, jitter: 0.03, delay: 0.5 } })
    const call = await nth(device, 0)
    await expect.poll(() => stage.simulator.heard(endpointId)?.hertz, hearing).toEqual(near(600))
    await expect.poll(() => call.packets().received, hearing).toBeGreaterThan(50)
    expect(call.packets().lost).toBe(0)
  })
})

async function nth(device: NodeDevice, index: number) {
  await expect.poll(() => device.calls[index], hearing).toBeDefined()
  const call = device.calls[index]
  if (!call) throw new Error('There is no such call')
  return call
}

/** A gateway whose directory lets one device have as many calls as it is offered. */
async function severalCalls() {
  const media = createNodeMedia()
  const links: DeviceLink[] = []
  const gateway = createGateway({
    directory: {
      admit: (_token, _uniqueId, link) => {
        links.push(link)
        return { admitted: true, endpointId: 'e-1', deviceId: 'd-1' }
      },
      publishing: () => {},
      requestOutbound: async () => true,
      left: () => {},
    },
    media,
    switches: defaultSwitches,
    journal: createJournal(Date.now),
  })
  const server = createServer()
  const closeGateway = serveGateway({ server, gateway, path: '/', isKnownHost: () => true })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const device = await connectNodeDevice({ gateway: `ws://127.0.0.1:${port}/`, token: 'a.b.c' })
  const offer = (hertz: number) => {
    const call = leg({ voice: { type: 'melody', notes: [{ hertz, seconds: 1 }] } })
    return links[0]?.offer(call, legEvents().events).end
  }
  const close = async () => {
    await device.close()
    closeGateway()
    media.close()
    server.close()
  }
  return { device, offer, media, close }
}
