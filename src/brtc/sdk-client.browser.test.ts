import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createDeviceEar } from '../simulator/device-ear.ts'
import { allowSound } from '../testing/allow-sound.ts'
import { packetsReceived, toneTrack } from '../testing/browser-audio.ts'
import { encodeToken } from '../testing/device-token.ts'
import { createRawV3Gateway, type RawV3GatewayOptions } from '../testing/raw-v3-gateway.ts'
import { dominantFrequency, listenTo, rms } from '../testing/spectrum.ts'
import type { BrtcClient, BrtcEvent } from './client.ts'
import { createSdkClient, type SdkClientOptions } from './sdk-client.ts'

type EventOf<T extends BrtcEvent['type']> = Extract<BrtcEvent, { type: T }>

const address = {
  gatewayUrl: 'wss://gateway.test',
  endpointToken: encodeToken({ v: 'v3', p: 'p-1' }),
  uniqueId: 'device-1',
}
const refusal = { error: { code: -32000, message: 'not today' } }
const silence = 1e-4

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

describe('connecting', () => {
  it('opens one socket, at the package’s address and with the device’s own id', async () => {
    const { client, events, gateway } = stage()
    await client.connect(address)
    const [url, ...others] = gateway.urls.map((text) => new URL(text))
    expect(others).toEqual([])
    expect(`${url?.origin}${url?.pathname}`).toBe('wss://gateway.test/v3/')
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      token: address.endpointToken,
      client: 'browser',
      sdkVersion: '0.12.0-beta.1',
      uniqueId: 'device-1',
    })
    expect(gateway.methods()).toEqual(['setMediaPreferences'])
    expect(events.map(({ type }) => type)).toEqual(['socketOpened', 'frame', 'frame'])
  })

  it.each([
    ['no token at all', ''],
    ['two parts', 'header.claims'],
    ['claims that are no JSON', 'header.claims.signature'],
    ['the version v2', encodeToken({ v: 'v2' })],
    ['no version, which the package takes for v2', encodeToken({ p: 'p-1' })],
  ])('refuses a token with %s before it asks for a socket', async (_what, endpointToken) => {
    const { client, events, gateway } = stage()
    const refused = client.connect({ ...address, endpointToken })
    await expect(refused).rejects.toMatchObject({ code: 'bad-token' })
    expect(gateway.urls).toEqual([])
    expect(events).toEqual([])
    expect(() => client.disconnect()).not.toThrow()
  })

  it.each(['no url', 'wss://gateway.test/?endpointToken=x'])(
    'refuses the address %s before it asks for a socket',
    async (gatewayUrl) => {
      const { client, gateway } = stage()
      const refused = client.connect({ ...address, gatewayUrl })
      await expect(refused).rejects.toMatchObject({ code: 'handshake-failed' })
      expect(gateway.urls).toEqual([])
    },
  )

  it('leaves the page’s WebSocket, timers and listeners as they were', async () => {
    const before = [globalThis.WebSocket, globalThis.setInterval, globalThis.addEventListener]
    const listen = vi.spyOn(window, 'addEventListener')
    onTestFinished(() => listen.mockRestore())
    await stage().client.connect(address)
    listen.mockRestore()
    expect([globalThis.WebSocket, globalThis.setInterval, globalThis.addEventListener]).toEqual(
      before,
    )
    expect(listen.mock.calls.map(([type]) => type)).not.toContain('beforeunload')
  })
})

/** Each of these the package answers with silence, an unhandled rejection or a new socket every second. */
describe('a session that fails', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('says so where the upgrade is refused, and opens no other socket', async () => {
    const { client, events, gateway } = stage({ upgrade: 'refused' })
    await expect(client.connect(address)).rejects.toMatchObject({ code: 'handshake-failed' })
    expect(disconnections(events)).toMatchObject([{ closeCode: 1006 }])
    await expectQuiet(gateway)
    expect(() => client.disconnect()).not.toThrow()
  })

  it('says so where nobody answers at all', async () => {
    const { client, events, gateway } = stage({ upgrade: 'silent' })
    const failed = expect(client.connect(address)).rejects.toMatchObject({ code: 'timeout' })
    await vi.advanceTimersByTimeAsync(10_000)
    await failed
    expect(disconnections(events)).toHaveLength(1)
    await expectQuiet(gateway)
    expect(gateway.closedWith).toEqual([1000])
  })

  it('is left without an error before it was open', async () => {
    const { client, events, gateway } = stage({ upgrade: 'silent' })
    const failed = expect(client.connect(address)).rejects.toMatchObject({ code: 'closed' })
    client.disconnect()
    client.disconnect()
    await failed
    expect(events).toEqual([])
    await expectQuiet(gateway)
  })

  it.each([4401, 4409, 1001, 1006, 1011, 1000])(
    'ends once with the close code %i, and opens no other socket',
    async (code) => {
      const { client, events, gateway } = stage()
      await client.connect(address)
      gateway.closeSocket(code, 'why')
      gateway.closeSocket(code, 'again')
      expect(disconnections(events)).toMatchObject([
        { error: { code: 'closed' }, closeCode: code, reason: 'why' },
      ])
      await expectQuiet(gateway)
      expect(gateway.methods()).toEqual(['setMediaPreferences'])
      expect(() => client.disconnect()).not.toThrow()
    },
  )

  it('says so where setMediaPreferences is answered with an error', async () => {
    const { client, events, gateway } = stage({ replies: { setMediaPreferences: () => refusal } })
    await expect(client.connect(address)).rejects.toMatchObject({
      code: 'rejected',
      rpcCode: -32000,
    })
    expect(disconnections(events)).toHaveLength(1)
    await expectQuiet(gateway)
  })

  it('says so where setMediaPreferences is not answered', async () => {
    const { client, events, gateway } = stage({ replies: { setMediaPreferences: () => undefined } })
    const failed = expect(client.connect(address)).rejects.toMatchObject({ code: 'timeout' })
    await vi.advanceTimersByTimeAsync(10_000)
    await failed
    expect(disconnections(events)).toHaveLength(1)
    await expectQuiet(gateway)
  })

  it('outlives a ping of the package that is refused, or not answered: others ask more often', async () => {
    let answer: typeof refusal | undefined = refusal
    const { client, events, gateway } = stage({ replies: { ping: () => answer } })
    await client.connect(address)
    await vi.advanceTimersByTimeAsync(310_000)
    expect(gateway.methods()).toContain('ping')
    await client.checkAlive()
    answer = undefined
    await vi.advanceTimersByTimeAsync(310_000)
    expect(disconnections(events)).toEqual([])
  })

  it('ends where there is no sign of life when it is asked for one', async () => {
    const { client, events, gateway } = stage({ replies: { ping: () => undefined } })
    await client.connect(address)
    const checked = client.checkAlive()
    await vi.advanceTimersByTimeAsync(1_500)
    expect(disconnections(events)).toMatchObject([{ error: { code: 'timeout' } }])
    await checked
    await expectQuiet(gateway)
  })

  async function expectQuiet(gateway: ReturnType<typeof createRawV3Gateway>) {
    const frames = gateway.received.length
    await vi.advanceTimersByTimeAsync(600_000)
    expect(gateway.urls).toHaveLength(1)
    expect(gateway.received).toHaveLength(frames)
    expect(vi.getTimerCount()).toBe(0)
  }
})

describe('publishing that fails', () => {
  it.each([
    ['an error', () => refusal, { code: 'rejected', rpcCode: -32000 }],
    ['junk SDP', () => ({ result: { sdpAnswer: 'junk', streamMetadata: {} } }), { code: 'media' }],
    ['nothing of use', () => ({ result: null }), { code: 'protocol' }],
  ])('says so where offerSdp is answered with %s', async (_what, offerSdp, error) => {
    const { client, events } = stage({ replies: { offerSdp } })
    await client.connect(address)
    const microphone = tone(440)
    await expect(client.publish(microphone)).rejects.toMatchObject(error)
    expect(disconnections(events)).toMatchObject([{ error }])
    expect(microphone.readyState).toBe('live')
  })

  it('says so where offerSdp is not answered', async () => {
    const { client } = stage(
      { replies: { offerSdp: () => undefined } },
      { limits: { publish: 50 } },
    )
    await client.connect(address)
    await expect(client.publish(tone(440))).rejects.toMatchObject({ code: 'timeout' })
  })

  it('says so where the socket closes meanwhile', async () => {
    const { client, events, gateway } = stage({ replies: { offerSdp: () => undefined } })
    await client.connect(address)
    const failed = expect(client.publish(tone(440))).rejects.toMatchObject({ code: 'closed' })
    await expect.poll(() => gateway.methods()).toContain('offerSdp')
    gateway.closeSocket(1011)
    await failed
    expect(disconnections(events)).toMatchObject([{ closeCode: 1011 }])
  })

  it('leaves the next session free to publish', async () => {
    const first = stage({ replies: { offerSdp: () => undefined } }, { limits: { publish: 50 } })
    await first.client.connect(address)
    await expect(first.client.publish(tone(440))).rejects.toMatchObject({ code: 'timeout' })
    const second = await publishing()
    expect(disconnections(second.events)).toEqual([])
  })
})

describe('publishing', () => {
  it('brings the microphone to the gateway once it is switched on, and silence before and after', async () => {
    const { client, gateway, microphone } = await publishing()
    const ear = await listen(await gateway.microphone)
    await expect.poll(async () => packetsReceived(gateway.peers.publish)).toBeGreaterThan(10)
    expect(rms(ear.hear())).toBeLessThan(silence)

    client.setMicEnabled(true)
    await expect.poll(() => dominantFrequency(ear.hear()), { timeout: 15_000 }).toBeCloseTo(440, -1)

    client.setMicEnabled(false)
    await expect.poll(() => rms(ear.hear()), { timeout: 15_000 }).toBeLessThan(silence)
    expect(microphone.enabled).toBe(true)
  })

  it('goes on with another track, muted as the one before', async () => {
    const { client, gateway } = await publishing()
    const offers = gateway.methods().length
    await client.replaceTrack(tone(880))
    const ear = await listen(await gateway.microphone)
    await expect.poll(async () => packetsReceived(gateway.peers.publish)).toBeGreaterThan(10)
    expect(rms(ear.hear())).toBeLessThan(silence)
    client.setMicEnabled(true)
    await expect.poll(() => dominantFrequency(ear.hear()), { timeout: 15_000 }).toBeCloseTo(880, -1)
    expect(gateway.methods()).toHaveLength(offers)
  })

  it('never stops a track that is the phone’s', async () => {
    const { client, microphone } = await publishing()
    const other = tone(880)
    await client.replaceTrack(other)
    client.disconnect()
    expect([microphone.readyState, other.readyState]).toEqual(['live', 'live'])
  })

  it('sends DTMF that arrives, appending what is typed fast', async () => {
    const { client, events, gateway } = stage()
    const digits: string[] = []
    const ear = createDeviceEar(context, gateway.peers.publish, (digit) => digits.push(digit))
    closing.push(ear.close)
    await client.connect(address)
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

  it('refuses DTMF before it publishes', async () => {
    const { client } = stage()
    await client.connect(address)
    expect(() => client.sendDtmf('1')).toThrowError(
      expect.objectContaining({ code: 'dtmf-unavailable' }),
    )
  })

  it('answers the gateway’s heartbeat', async () => {
    const { gateway } = await publishing()
    await expect.poll(() => gateway.heartbeatIsOpen('publish')).toBe(true)
    gateway.ping('publish')
    await expect.poll(gateway.pongs).toBe(1)
  })
})

describe('a call', () => {
  it('is available, is heard, and ends once', async () => {
    const { events, gateway } = await publishing()
    const call = await gateway.addCall(tone(1_000))
    const [available] = eventsOf(events, 'streamAvailable')
    expect(available).toMatchObject({ streamId: 'stream-1', autoAccepted: false })
    const ear = await listen(available?.stream ?? new MediaStream())
    await expect
      .poll(() => dominantFrequency(ear.hear()), { timeout: 15_000 })
      .toBeCloseTo(1_000, -1)
    await call.remove()
    await expect
      .poll(() => eventsOf(events, 'streamUnavailable'))
      .toEqual([{ type: 'streamUnavailable', streamId: 'stream-1' }])
  })

  it('is accepted and declined by the phone alone', async () => {
    const { client, events, gateway } = await publishing()
    await gateway.addCall(tone(500))
    const frames = gateway.methods()
    const [available] = eventsOf(events, 'streamAvailable')
    await client.acceptStream(available?.streamId ?? '')
    await client.declineStream(available?.streamId ?? '')
    await client.hangupConnection('+19195550101', 'PHONE_NUMBER')
    expect(gateway.methods()).toEqual(frames)
    await expect(client.acceptStream('gone')).rejects.toMatchObject({ code: 'not-connected' })
  })

  it('has an id of its own each time', async () => {
    const { events, gateway } = await publishing()
    const first = await gateway.addCall(tone(500))
    await first.remove()
    await gateway.addCall(tone(700))
    await expect
      .poll(() => eventsOf(events, 'streamAvailable').map(({ streamId }) => streamId))
      .toEqual(['stream-1', 'stream-2'])
    expect(eventsOf(events, 'streamUnavailable')).toHaveLength(1)
  })

  it('is placed by the application, which may refuse', async () => {
    const requestOutbound = vi.fn(async (to: string) => ({ accepted: to !== '+19195550107' }))
    const { client } = await publishing({}, { requestOutbound })
    const request = (to: string) => client.requestOutboundConnection(to, 'PHONE_NUMBER')
    await expect(request('+19195550101')).resolves.toEqual({ accepted: true })
    await expect(request('+19195550107')).resolves.toEqual({ accepted: false })
    await expect(client.requestOutboundConnection('e-2', 'ENDPOINT')).rejects.toMatchObject({
      code: 'rejected',
    })
    expect(requestOutbound).toHaveBeenCalledTimes(2)
  })

  it('comes in a new session although its revision starts again', async () => {
    const first = await publishing()
    await first.gateway.addCall(tone(500))
    await first.gateway.offer()
    first.gateway.closeSocket(1006)
    expect(disconnections(first.events)).toHaveLength(1)
    const second = await publishing()
    await second.gateway.addCall(tone(700))
    expect(eventsOf(second.events, 'streamAvailable')).toHaveLength(1)
  })

  it('is not lost silently where its offer is old, or junk, or no offer', async () => {
    const { events, gateway } = await publishing({}, { limits: { negotiation: 50 } })
    await gateway.offer()
    gateway.notify('sdpOffer', { sdpRevision: 1, sdpOffer: 'v=0', streamMetadata: {} })
    gateway.notify('sdpOffer', { sdpRevision: 2, sdpOffer: 'junk', streamMetadata: {} })
    gateway.notify('sdpOffer', {})
    gateway.push('junk')
    await expect
      .poll(() => eventsOf(events, 'faulted').map(({ error }) => error.code))
      .toEqual(['protocol', 'protocol', 'protocol', 'media'])
    await gateway.addCall(tone(500), { sdpRevision: 3 })
    expect(eventsOf(events, 'streamAvailable')).toHaveLength(1)
  })

  it('is not held up by an answer that is never acknowledged', async () => {
    let isLost = true
    const { events, gateway } = await publishing(
      { replies: { answerSdp: () => (isLost ? undefined : { result: {} }) } },
      { limits: { reply: 100 } },
    )
    gateway.notify('sdpOffer', { sdpRevision: 1, sdpOffer: await anyOffer(), streamMetadata: {} })
    await expect
      .poll(() => eventsOf(events, 'faulted').map(({ error }) => error.code))
      .toEqual(['timeout'])
    isLost = false
    gateway.notify('sdpOffer', { sdpRevision: 2, sdpOffer: await anyOffer(), streamMetadata: {} })
    await expect
      .poll(() => gateway.methods().filter((method) => method === 'answerSdp').length)
      .toBe(2)
  })
})

/** By itself the package offers again every 5 s without end. */
describe('a publish peer that fails', () => {
  it('is repaired by one ICE restart, and the session goes on', async () => {
    const peers = watchPeers()
    const { client, events, gateway } = await publishing()
    const become = driveState(peers.at(-1))
    const before = ufrag(gateway.peers.publish)
    become('failed')
    await expect.poll(() => ufrag(gateway.peers.publish)).not.toBe(before)
    become('connected')
    const ear = await listen(await gateway.microphone)
    client.setMicEnabled(true)
    await expect.poll(() => dominantFrequency(ear.hear()), { timeout: 15_000 }).toBeCloseTo(440, -1)
    expect(offersOf(gateway)).toBe(3)
    expect(disconnections(events)).toEqual([])
  })

  it('is left to the phone where that does not help', async () => {
    const peers = watchPeers()
    let isDeaf = false
    const offerSdp = () => (isDeaf ? refusal : 'usual')
    const { events, gateway } = await publishing({ replies: { offerSdp } })
    isDeaf = true
    driveState(peers.at(-1))('failed')
    await expect
      .poll(() => eventsOf(events, 'faulted'))
      .toMatchObject([{ error: { code: 'rejected' } }])
    expect(offersOf(gateway)).toBe(3)
    expect(disconnections(events)).toEqual([])
  })

  /** All peers that are made from now on. */
  function watchPeers(): RTCPeerConnection[] {
    const made: RTCPeerConnection[] = []
    const { RTCPeerConnection } = globalThis
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        made.push(this)
      }
    }
    onTestFinished(() => {
      globalThis.RTCPeerConnection = RTCPeerConnection
    })
    return made
  }

  /** A browser takes half a minute to find out. */
  function driveState(peer: RTCPeerConnection | undefined) {
    return (state: RTCPeerConnectionState) => {
      if (!peer) throw new Error('no peer')
      Object.defineProperty(peer, 'connectionState', { configurable: true, value: state })
      peer.dispatchEvent(new Event('connectionstatechange'))
    }
  }

  const ufrag = (peer: RTCPeerConnection) =>
    /^a=ice-ufrag:(\S+)/m.exec(peer.remoteDescription?.sdp ?? '')?.[1]
  const offersOf = (gateway: ReturnType<typeof createRawV3Gateway>) =>
    gateway.methods().filter((method) => method === 'offerSdp').length
})

describe('the token', () => {
  it('is in the socket’s address and nowhere else, and the log is not sent', async () => {
    const lines: unknown[][] = []
    for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
      const spy = vi.spyOn(console, level).mockImplementation((...line) => void lines.push(line))
      onTestFinished(() => spy.mockRestore())
    }
    const { client, events, gateway } = await publishing()
    await gateway.addCall(tone(500))
    client.disconnect()
    expect(gateway.methods().at(-1)).toBe('leave')
    expect(gateway.methods().filter((method) => method === 'leave')).toHaveLength(1)
    expect(gateway.methods()).not.toContain('deviceDiagnostics')
    expect(JSON.stringify([gateway.received, events, lines])).not.toContain(address.endpointToken)
    expect(lines).toEqual([])
  })
})

it('ends with the error `handshake-failed` where nobody listens', async () => {
  const opened = vi.fn<(url: string | URL) => void>()
  const { WebSocket } = globalThis
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url)
      opened(url)
    }
  }
  onTestFinished(() => {
    globalThis.WebSocket = WebSocket
  })
  const events: BrtcEvent[] = []
  const client = createSdkClient((event) => events.push(event), { requestOutbound: refuse })
  const refused = client.connect({ ...address, gatewayUrl: 'ws://127.0.0.1:9' })
  await expect(refused).rejects.toMatchObject({ code: 'handshake-failed' })
  expect(disconnections(events)).toMatchObject([{ closeCode: 1006 }])
  expect(opened).toHaveBeenCalledTimes(1)
})

it('reports the statistics of both peers once there are two', async () => {
  const { client, gateway } = await publishing()
  expect(await client.getStats()).toBeUndefined()
  await gateway.addCall(tone(500))
  const stats = await client.getStats()
  const types = (report?: RTCStatsReport) => [...(report?.values() ?? [])].map(({ type }) => type)
  expect(types(stats?.publish)).toContain('transport')
  expect(types(stats?.subscribe)).toContain('transport')
})

it('has no use before it is connected, nor after', async () => {
  const { client } = stage()
  const uses: ((client: BrtcClient) => Promise<unknown>)[] = [
    ({ publish }) => publish(tone(440)),
    ({ replaceTrack }) => replaceTrack(tone(440)),
    ({ requestOutboundConnection }) => requestOutboundConnection('+19195550101', 'PHONE_NUMBER'),
    ({ hangupConnection }) => hangupConnection('+19195550101', 'PHONE_NUMBER'),
    ({ acceptStream }) => acceptStream('stream-1'),
    ({ declineStream }) => declineStream('stream-1'),
  ]
  const expectUseless = async () => {
    for (const attempt of uses)
      await expect(attempt(client)).rejects.toMatchObject({ code: 'not-connected' })
  }
  await expectUseless()
  await client.connect(address)
  client.disconnect()
  await expectUseless()
  await expect(client.connect(address)).rejects.toMatchObject({ code: 'not-connected' })
})

const refuse = async () => ({ accepted: false })

function stage(
  gatewayOptions: RawV3GatewayOptions = {},
  clientOptions: Partial<SdkClientOptions> = {},
) {
  const events: BrtcEvent[] = []
  const gateway = createRawV3Gateway(gatewayOptions)
  const client = createSdkClient((event) => events.push(event), {
    createSocket: gateway.createSocket,
    requestOutbound: refuse,
    ...clientOptions,
  })
  closing.push(gateway.close, client.disconnect)
  return { client, events, gateway }
}

async function publishing(...options: Parameters<typeof stage>) {
  const staged = stage(...options)
  const microphone = tone(440)
  await staged.client.connect(address)
  await staged.client.publish(microphone)
  return { ...staged, microphone }
}

const eventsOf = <T extends BrtcEvent['type']>(events: BrtcEvent[], type: T) =>
  events.filter((event): event is EventOf<T> => event.type === type)

const disconnections = (events: BrtcEvent[]) => eventsOf(events, 'disconnected')

async function anyOffer(): Promise<string> {
  const peer = new RTCPeerConnection()
  closing.push(() => peer.close())
  peer.createDataChannel('any')
  const { sdp = '' } = await peer.createOffer()
  return sdp
}

const tone = (hertz: number) => toneTrack(context, hertz)

async function listen(stream: MediaStream) {
  const ear = await listenTo(stream)
  closing.push(ear.close)
  return ear
}
