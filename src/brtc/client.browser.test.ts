import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDeviceEar } from '../simulator/device-ear.ts'
import { allowSound } from '../testing/allow-sound.ts'
import { packetsReceived, toneTrack } from '../testing/browser-audio.ts'
import { createRawGateway, type RawGatewayOptions } from '../testing/raw-gateway.ts'
import { dominantFrequency, listenTo, rms } from '../testing/spectrum.ts'
import { createBrtcClient, type BrtcClientOptions, type BrtcEvent } from './client.ts'

type EventOf<T extends BrtcEvent['type']> = Extract<BrtcEvent, { type: T }>

const address = {
  gatewayUrl: 'wss://gateway.test/endpoints',
  endpointToken: 'header.claims.signature',
  uniqueId: 'device-1',
}
/** Opus decodes silence to not quite nothing. */
const silence = 1e-4
const metadata = { from: '+19195551234', fromType: 'PHONE_NUMBER', autoAccepted: false, tags: 't' }

let closing: (() => void | Promise<void>)[] = []
let context: AudioContext

beforeEach(async () => {
  await allowSound()
  context = new AudioContext()
  await context.resume()
})
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
  await context.close()
})

describe('publishing', () => {
  it('brings the microphone to the gateway once it is switched on, and silence before and after', async () => {
    const { client, gateway } = await connect()
    const track = tone(440)
    await client.publish(track)
    const ear = await listen(await gateway.microphone)
    await expect.poll(async () => packetsReceived(gateway.peers.publish)).toBeGreaterThan(10)
    expect(track.enabled).toBe(false)
    expect(rms(ear.hear())).toBeLessThan(silence)

    client.setMicEnabled(true)
    await expect.poll(() => dominantFrequency(ear.hear()), { timeout: 15_000 }).toBeCloseTo(440, -1)

    client.setMicEnabled(false)
    await expect.poll(() => rms(ear.hear()), { timeout: 15_000 }).toBeLessThan(silence)
  })

  it('goes on with another track, muted as the one before', async () => {
    const { client, gateway } = await connect()
    await client.publish(tone(440))
    const offers = offersOf(gateway.methods())
    const replacement = tone(880)
    await client.replaceTrack(replacement)
    expect(replacement.enabled).toBe(false)

    client.setMicEnabled(true)
    const ear = await listen(await gateway.microphone)
    await expect.poll(() => dominantFrequency(ear.hear()), { timeout: 15_000 }).toBeCloseTo(880, -1)
    expect(offersOf(gateway.methods())).toBe(offers)
  })

  it('tries again while the gateway is not ready for offers', async () => {
    const { client, gateway } = await connect({ notReady: 2 })
    await client.publish(tone(440))
    // Two were refused; more where the gateway's end of the peer was connected later than ours.
    expect(offersOf(gateway.methods())).toBeGreaterThanOrEqual(3)
  })

  it('rejects with the reason when the socket closes meanwhile', async () => {
    const { client, events, gateway } = await connect({ ignoredMethods: ['offerSdp'] })
    const refused = expect(client.publish(tone(440))).rejects.toMatchObject({ code: 'closed' })
    await expect.poll(() => gateway.methods()).toContain('offerSdp')
    gateway.closeSocket(1011)
    await refused
    expect(eventsOf(events, 'disconnected')).toMatchObject([{ closeCode: 1011 }])
  })

  it('sends DTMF that arrives, appending what is typed fast', async () => {
    const { client, events, gateway } = await connect()
    const digits: string[] = []
    const ear = createDeviceEar(context, gateway.peers.publish, (digit) => digits.push(digit))
    closing.push(ear.close)
    await client.publish(tone(440))
    await expect.poll(async () => packetsReceived(gateway.peers.publish)).toBeGreaterThan(10)

    client.sendDtmf('1')
    client.sendDtmf('5')
    client.sendDtmf('9')
    await expect.poll(() => digits.join(''), { timeout: 15_000 }).toBe('159')
    await expect
      .poll(() => eventsOf(events, 'tonePlayed').map(({ tone }) => tone))
      .toEqual(['1', '5', '9', ''])
  })
})

describe('a call', () => {
  it('is available with what the gateway said of it, is heard, and ends once', async () => {
    const { events, gateway } = await connect()
    const call = await gateway.addCall(
      { source: tone(1_000), streamId: 'call-1', trackId: 'track-1' },
      { trackMetadata: { 'track-1': metadata } },
    )
    const [available] = eventsOf(events, 'streamAvailable')
    expect(available).toMatchObject(metadata)

    const ear = await listen(available?.stream ?? new MediaStream())
    await expect
      .poll(() => dominantFrequency(ear.hear()), { timeout: 15_000 })
      .toBeCloseTo(1_000, -1)

    await call.remove()
    await expect
      .poll(() => eventsOf(events, 'streamUnavailable'))
      .toEqual([{ type: 'streamUnavailable', streamId: available?.streamId }])
  })

  it('keeps its metadata where the browser keeps an old track id', async () => {
    const { events, gateway } = await connect()
    const first = await gateway.addCall(
      { source: tone(500), streamId: 'call-1', trackId: 'track-1' },
      { trackMetadata: { 'track-1': { ...metadata, from: '+1' } } },
    )
    await first.remove()
    await gateway.addCall(
      { source: tone(700), streamId: 'call-2', trackId: 'track-2' },
      { trackMetadata: { other: { from: 'nobody' }, 'track-2': { ...metadata, from: '+2' } } },
      first.transceiver,
    )
    const available = eventsOf(events, 'streamAvailable')
    expect(available.map(({ from }) => from)).toEqual(['+1', '+2'])
    expect(available[1]?.stream.getAudioTracks()[0]?.id).not.toBe('track-2')
    expect(new Set(available.map(({ streamId }) => streamId)).size).toBe(2)
    expect(eventsOf(events, 'streamUnavailable')).toHaveLength(1)
  })

  it('takes the only metadata there is, under whatever id', async () => {
    const { events, gateway } = await connect()
    await gateway.addCall(
      { source: tone(500), streamId: 'call-1', trackId: 'track-1' },
      { trackMetadata: { 'rewritten-by-somebody': metadata } },
    )
    expect(eventsOf(events, 'streamAvailable')).toMatchObject([metadata])
  })

  it('does not mix with a second one', async () => {
    const { events, gateway } = await connect()
    const add = (name: string, hertz: number) =>
      gateway.addCall(
        { source: tone(hertz), streamId: `call-${name}`, trackId: `track-${name}` },
        { trackMetadata: { [`track-${name}`]: { from: name } } },
      )
    const first = await add('one', 500)
    await add('two', 700)
    await first.remove()
    const [one, two] = eventsOf(events, 'streamAvailable')
    expect([one?.from, two?.from]).toEqual(['one', 'two'])
    await expect
      .poll(() => eventsOf(events, 'streamUnavailable').map(({ streamId }) => streamId))
      .toEqual([one?.streamId])
  })
})

describe('older gateways', () => {
  it('G1: joins streamAvailable with its track, whichever comes first', async () => {
    const { client, events, gateway } = await connect()
    await client.publish(tone(440))
    gateway.notify('streamAvailable', { callId: 'c-1', autoAccepted: false })
    const first = await gateway.addCall(
      { source: tone(500), streamId: 'call-1', trackId: 'track-1' },
      { peerType: undefined, sdpRevision: undefined },
    )
    const [available] = eventsOf(events, 'streamAvailable')
    await client.acceptStream(available?.streamId ?? '')
    gateway.notify('streamUnavailable', { callId: 'c-1' })
    await first.remove()
    expect(gateway.received.find(({ method }) => method === 'acceptStream')?.params).toEqual({
      callId: 'c-1',
    })
    expect(eventsOf(events, 'streamUnavailable')).toHaveLength(1)

    await gateway.addCall(
      { source: tone(600), streamId: 'call-2', trackId: 'track-2' },
      { peerType: undefined, sdpRevision: undefined },
    )
    gateway.notify('streamAvailable', { callId: 'c-2' })
    await expect.poll(() => eventsOf(events, 'streamAvailable')).toHaveLength(2)
  })

  it('G0: an idle track does not ring until it sounds', async () => {
    const { client, events, gateway } = await connect({
      idleTrack: true,
      unknownMethods: ['acceptStream'],
    })
    await client.publish(tone(440))
    await expect.poll(async () => packetsReceived(gateway.peers.publish)).toBeGreaterThan(20)
    expect(eventsOf(events, 'streamAvailable')).toEqual([])

    await gateway.playOnIdleTrack(tone(500))
    const available = await expect
      .poll(() => eventsOf(events, 'streamAvailable'), { timeout: 15_000 })
      .toHaveLength(1)
      .then(() => eventsOf(events, 'streamAvailable'))
    await expect(client.acceptStream(available[0]?.streamId ?? '')).resolves.toBeUndefined()
    const ear = await listen(available[0]?.stream ?? new MediaStream())
    await expect.poll(() => dominantFrequency(ear.hear()), { timeout: 15_000 }).toBeCloseTo(500, -1)
  })
})

describe('the gateway', () => {
  it('restarts ICE on either peer, and the sound goes on', async () => {
    const { client, events, gateway } = await connect()
    await client.publish(tone(440))
    client.setMicEnabled(true)
    await gateway.addCall(
      { source: tone(1_000), streamId: 'call-1', trackId: 'track-1' },
      { trackMetadata: { 'track-1': metadata } },
    )
    const before = ufrags(gateway.peers)
    await gateway.offer('publish', {}, { iceRestart: true })
    await gateway.offer('subscribe', {}, { iceRestart: true })
    const after = ufrags(gateway.peers)
    expect(after.publish).not.toBe(before.publish)
    expect(after.subscribe).not.toBe(before.subscribe)

    const near = await listen(eventsOf(events, 'streamAvailable')[0]?.stream ?? new MediaStream())
    const far = await listen(await gateway.microphone)
    await expect
      .poll(() => dominantFrequency(near.hear()), { timeout: 15_000 })
      .toBeCloseTo(1_000, -1)
    await expect.poll(() => dominantFrequency(far.hear()), { timeout: 15_000 }).toBeCloseTo(440, -1)
    expect(eventsOf(events, 'faulted')).toEqual([])
    expect(eventsOf(events, 'streamAvailable')).toHaveLength(1)
  })

  it('gets PONG for PING on both peers, as text and as bytes', async () => {
    const { gateway } = await connect()
    for (const type of ['publish', 'subscribe'] as const) {
      await expect.poll(() => gateway.heartbeatIsOpen(type)).toBe(true)
      gateway.ping(type)
      gateway.ping(type, new TextEncoder().encode('PING').buffer)
    }
    await expect.poll(() => gateway.pongs).toEqual({ publish: 2, subscribe: 2 })
  })

  it('gets no answer to an old revision, and one to the next', async () => {
    const { events, gateway } = await connect()
    await gateway.offer('subscribe')
    const answered = gateway.answers.subscribe
    gateway.notify('sdpOffer', { sdpRevision: 1, sdpOffer: 'never read' })
    await gateway.offer('subscribe')
    expect(gateway.answers.subscribe).toBe(answered + 1)
    expect(eventsOf(events, 'faulted')).toEqual([])
  })

  it('may send an offer that cannot be applied: a fault, and the next one works', async () => {
    const { events, gateway } = await connect()
    gateway.notify('sdpOffer', { sdpRevision: 1, sdpOffer: 'not SDP' })
    await expect
      .poll(() => eventsOf(events, 'faulted'))
      .toMatchObject([{ error: { code: 'media' } }])
    await gateway.addCall(
      { source: tone(500), streamId: 'call-1', trackId: 'track-1' },
      { trackMetadata: { 'track-1': metadata } },
    )
    expect(eventsOf(events, 'streamAvailable')).toHaveLength(1)
  })
})

it('ends with the error `handshake-failed` where nobody listens', async () => {
  const events: BrtcEvent[] = []
  const client = createBrtcClient((event) => events.push(event))
  const refused = client.connect({ ...address, gatewayUrl: 'ws://127.0.0.1:9/endpoints' })
  await expect(refused).rejects.toMatchObject({ code: 'handshake-failed' })
  expect(events).toMatchObject([{ type: 'disconnected', closeCode: 1006 }])
})

it('reports the statistics of both peers', async () => {
  const { client } = await connect()
  const stats = await client.getStats()
  const types = (report?: RTCStatsReport) => [...(report?.values() ?? [])].map(({ type }) => type)
  expect(types(stats?.publish)).toContain('transport')
  expect(types(stats?.subscribe)).toContain('transport')
})

async function connect(gatewayOptions: RawGatewayOptions = {}, options: BrtcClientOptions = {}) {
  const events: BrtcEvent[] = []
  const gateway = createRawGateway(gatewayOptions)
  const client = createBrtcClient((event) => events.push(event), {
    createSocket: gateway.createSocket,
    ...options,
  })
  closing.push(gateway.close, client.disconnect)
  expect(await client.connect(address)).toEqual({ endpointId: 'e-raw', deviceId: 'd-raw' })
  return { client, events, gateway }
}

const eventsOf = <T extends BrtcEvent['type']>(events: BrtcEvent[], type: T) =>
  events.filter((event): event is EventOf<T> => event.type === type)

const offersOf = (methods: string[]) => methods.filter((method) => method === 'offerSdp').length

const tone = (hertz: number) => toneTrack(context, hertz)

async function listen(stream: MediaStream) {
  const ear = await listenTo(stream)
  closing.push(ear.close)
  return ear
}

const ufrags = (peers: Record<'publish' | 'subscribe', RTCPeerConnection>) => {
  const ufrag = (peer: RTCPeerConnection) =>
    /^a=ice-ufrag:(\S+)/m.exec(peer.remoteDescription?.sdp ?? '')?.[1]
  return { publish: ufrag(peers.publish), subscribe: ufrag(peers.subscribe) }
}
