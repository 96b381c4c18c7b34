// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  answerWithDtmf,
  createFakePeerConnection,
  createFakeRemoteStream,
  createFakeRemoteTrack,
  removeTrack,
  type FakePeerConnection,
} from '../testing/fake-peer-connection.ts'
import { createScriptedGateway, type Script } from '../testing/scripted-gateway.ts'
import { hangupReplies, oddNotifications, unusableFrames } from '../wire/transcripts/odd-replies.ts'
import { createBrtcClient, type BrtcEvent } from './client.ts'

type EventOf<T extends BrtcEvent['type']> = Extract<BrtcEvent, { type: T }>

const token = 'header.claims.signature'
const address = {
  gatewayUrl: 'wss://gateway.test/endpoints?tenant=7',
  endpointToken: token,
  uniqueId: 'device-1',
}
const answering: Script = { offerSdp: () => ({ result: { sdpAnswer: answerWithDtmf } }) }
const offerWithTrack = 'v=0\r\nm=audio 9 UDP\r\na=mid:1\r\na=msid:stream track-1\r\n'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal(
    'MediaStream',
    class {
      id = 'local'
    },
  )
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('connecting', () => {
  it('asks for the media preferences, then sends both answers, publish first', async () => {
    const { gateway, connecting } = start()
    await vi.advanceTimersByTimeAsync(0)
    const url = new URL(gateway.urls[0] ?? '')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: '7',
      client: 'node',
      sdkVersion: '0.1.0',
      uniqueId: 'device-1',
      endpointToken: token,
    })
    await expect(connecting).resolves.toEqual({ endpointId: 'e-1', deviceId: 'd-1' })
    expect(gateway.received.slice(0, 3).map(({ method, params }) => [method, params])).toEqual([
      ['setMediaPreferences', { protocol: 'WEBRTC', autoAccept: false }],
      ['answerSdp', { peerType: 'publish', sdpAnswer: 'answer to publish offer' }],
      ['answerSdp', { peerType: 'subscribe', sdpAnswer: 'answer to subscribe offer' }],
    ])
  })

  it('takes three round trips from the open socket to the published microphone', async () => {
    const delay = 100
    const { client, gateway, events, connecting } = start(answering, { delay })
    await vi.advanceTimersByTimeAsync(2 * delay)
    expect(typesOf(events)).toContain('socketOpened')
    const opened = Date.now()

    const publishing = connecting.then(() => client.publish(createFakeRemoteTrack()))
    let publishedAfter = 0
    void publishing.then(() => {
      publishedAfter = Date.now() - opened
    })
    await vi.advanceTimersByTimeAsync(10 * delay)
    expect(publishedAfter).toBe(3 * 2 * delay)
    expect(gateway.methods()).toEqual(['setMediaPreferences', 'answerSdp', 'answerSdp', 'offerSdp'])
  })

  it.each(['', 'token', 'two.parts', 'a.b.c.d', 'a..c'])(
    'refuses the token %j before it asks for a socket',
    async (endpointToken) => {
      const { client, gateway, events } = create()
      await expect(client.connect({ ...address, endpointToken })).rejects.toMatchObject({
        code: 'bad-token',
      })
      expect(gateway.urls).toEqual([])
      expect(events).toEqual([])
    },
  )

  it('fails with `handshake-failed` where the socket closes before it opens', async () => {
    const { gateway, events, connecting } = start({}, { delay: 1_000 })
    const refused = expect(connecting).rejects.toMatchObject({ code: 'handshake-failed' })
    gateway.close(1006)
    await refused
    expect(typesOf(events)).toEqual(['disconnected'])
    expect(events[0]).toMatchObject({ closeCode: 1006, error: { code: 'handshake-failed' } })
  })

  it('fails with `timeout` where the socket says nothing for five seconds', async () => {
    const { gateway, events, connecting } = start({}, { delay: 60_000 })
    const refused = expect(connecting).rejects.toMatchObject({ code: 'timeout' })
    await vi.advanceTimersByTimeAsync(5_000)
    await refused
    expect(gateway.closedWith).toEqual([1000])
    expect(typesOf(events)).toEqual(['disconnected'])
  })

  it('fails where the gateway refuses the media preferences', async () => {
    const { connecting } = start({
      setMediaPreferences: () => ({ error: { code: 403, message: 'Invalid token' } }),
    })
    const refused = expect(connecting).rejects.toMatchObject({ code: 'rejected', rpcCode: 403 })
    await vi.advanceTimersByTimeAsync(0)
    await refused
  })

  it('fails with `media` where the publish peer does not connect in 15 s', async () => {
    const { events, connecting, peers } = start({}, { connects: false })
    const refused = expect(connecting).rejects.toMatchObject({ code: 'media' })
    await vi.advanceTimersByTimeAsync(15_000)
    await refused
    expect(eventsOf(events, 'disconnected')).toMatchObject([{ error: { code: 'media' } }])
    expect(peers.map(({ close }) => close.mock.calls.length)).toEqual([1, 1])
  })

  it('never puts the token into an event or an error', async () => {
    const events: BrtcEvent[] = []
    const client = createBrtcClient((event) => events.push(event), {
      createSocket: (url) => {
        throw new SyntaxError(`The URL '${url}' is invalid.`)
      },
    })
    const error: unknown = await client.connect(address).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'handshake-failed', cause: undefined })
    expect(describeAll([error, ...events])).not.toContain(token)
  })

  it('happens once in the life of a client', async () => {
    const { client } = await connected()
    await expect(client.connect(address)).rejects.toMatchObject({ code: 'not-connected' })
    await expect(client.requestOutboundConnection('+1', 'PHONE_NUMBER')).resolves.toEqual({
      accepted: true,
    })
  })
})

describe('publishing', () => {
  it('offers the muted track', async () => {
    const { client, publish } = await connected(answering)
    const track = createFakeRemoteTrack()
    await settle(client.publish(track))
    expect(track.enabled).toBe(false)
    expect(publish.addTransceiver).toHaveBeenCalledOnce()
    expect(publish.setRemoteDescription).toHaveBeenLastCalledWith({
      type: 'answer',
      sdp: answerWithDtmf,
    })
    client.setMicEnabled(true)
    expect(track.enabled).toBe(true)
  })

  it('gives up after four more tries at a gateway that is not ready, 50 to 400 ms apart', async () => {
    const { client, gateway, publish } = await connected({
      offerSdp: () => ({ error: { code: -32000, message: 'peer not ready for sdp offers' } }),
    })
    const refused = expect(client.publish(createFakeRemoteTrack())).rejects.toMatchObject({
      code: 'rejected',
    })
    await vi.advanceTimersByTimeAsync(50 + 100 + 200 + 399)
    expect(gateway.paramsOf('offerSdp')).toHaveLength(4)
    await vi.advanceTimersByTimeAsync(1)
    await refused
    expect(gateway.paramsOf('offerSdp')).toHaveLength(5)
    // What was refused was never applied: nothing has to be rolled back.
    expect(publish.setLocalDescription).toHaveBeenCalledOnce()
  })

  it('swaps the track when asked to publish again', async () => {
    const { client, gateway } = await connected(answering)
    await settle(client.publish(createFakeRemoteTrack()))
    client.setMicEnabled(true)
    const next = createFakeRemoteTrack('next')
    await settle(client.publish(next))
    expect(next.enabled).toBe(true)
    expect(gateway.paramsOf('offerSdp')).toHaveLength(1)
  })

  it('faults when the published track ends, and not when a replaced one does', async () => {
    const { client, events } = await connected(answering)
    const [first, second] = [createFakeRemoteTrack('1'), createFakeRemoteTrack('2')]
    await settle(client.publish(first))
    await settle(client.replaceTrack(second))
    first.dispatchEvent(new Event('ended'))
    expect(eventsOf(events, 'faulted')).toEqual([])
    second.dispatchEvent(new Event('ended'))
    expect(eventsOf(events, 'faulted')).toMatchObject([{ error: { code: 'media' } }])
  })

  it('needs a session', async () => {
    const { client } = create()
    await expect(client.publish(createFakeRemoteTrack())).rejects.toMatchObject({
      code: 'not-connected',
    })
  })
})

describe('DTMF', () => {
  it('is appended to what is still to be played', async () => {
    const { client, publish } = await connected(answering)
    await settle(client.publish(createFakeRemoteTrack()))
    client.sendDtmf('12')
    client.sendDtmf('3')
    expect(publish.dtmf.insertDTMF.mock.calls).toEqual([
      ['12', 100, 70],
      ['123', 100, 70],
    ])
  })

  it.each([
    ['nothing is published', undefined, '1'],
    ['the answer has no telephone-event', 'm=audio 9\r\na=rtpmap:111 opus/48000/2\r\n', '1'],
    [
      'telephone-event has another clock rate',
      'm=audio 9\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:126 telephone-event/8000\r\n',
      '1',
    ],
    ['the digit is none', answerWithDtmf, 'x'],
  ])('is unavailable where %s', async (_why, sdpAnswer, digits) => {
    const { client } = await connected({ offerSdp: () => ({ result: { sdpAnswer } }) })
    if (sdpAnswer) await settle(client.publish(createFakeRemoteTrack()))
    expect(() => client.sendDtmf(digits)).toThrow(
      expect.objectContaining({ code: 'dtmf-unavailable' }),
    )
  })

  it('is unavailable where the browser cannot send it', async () => {
    const { client, publish } = await connected(answering)
    await settle(client.publish(createFakeRemoteTrack()))
    publish.dtmf.canInsertDTMF = false
    expect(() => client.sendDtmf('1')).toThrow(
      expect.objectContaining({ code: 'dtmf-unavailable' }),
    )
  })
})

describe('offers of the gateway', () => {
  it('are answered by the peer they name, the subscribe peer where they name none', async () => {
    const { gateway } = await connected()
    gateway.notify('sdpOffer', { peerType: 'publish', sdpRevision: 1, sdpOffer: 'restart' })
    gateway.notify('sdpOffer', { sdpRevision: 1, sdpOffer: 'call' })
    await vi.advanceTimersByTimeAsync(0)
    expect(gateway.paramsOf('answerSdp').slice(2)).toEqual([
      { peerType: 'publish', sdpAnswer: 'answer to restart' },
      { peerType: 'subscribe', sdpAnswer: 'answer to call' },
    ])
  })

  it('are applied in the order of their revisions, which count for each peer', async () => {
    const { gateway, subscribe } = await connected()
    const offer = (sdpOffer: string, sdpRevision?: number, peerType?: string) =>
      gateway.notify('sdpOffer', { sdpOffer, sdpRevision, peerType })
    offer('zero', 0)
    offer('one', 1)
    offer('one again', 1)
    offer('three', 3)
    offer('two', 2)
    offer('without a revision')
    offer('four', 4)
    offer('five', 5)
    offer('publish one', 1, 'publish')
    await vi.advanceTimersByTimeAsync(0)
    expect(offersTo(subscribe)).toEqual([
      'subscribe offer',
      'one',
      'three',
      'without a revision',
      'five',
    ])
    expect(gateway.paramsOf('answerSdp')).toHaveLength(2 + 5)
  })

  it('wait for the initial ones', async () => {
    const { gateway, connecting, peers } = start({ setMediaPreferences: () => undefined })
    await vi.advanceTimersByTimeAsync(0)
    gateway.notify('sdpOffer', { sdpRevision: 1, sdpOffer: 'early' })
    await vi.advanceTimersByTimeAsync(0)
    expect(offersTo(peers[1])).toEqual([])
    gateway.push(
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        result: {
          publishSdpOffer: { sdpOffer: 'publish offer' },
          subscribeSdpOffer: { sdpOffer: 'subscribe offer' },
        },
      }),
    )
    await vi.advanceTimersByTimeAsync(0)
    expect(offersTo(peers[1])).toEqual(['subscribe offer', 'early'])
    await expect(connecting).resolves.toEqual({ endpointId: undefined, deviceId: undefined })
  })

  it('are not held up by an answer that is never acknowledged', async () => {
    const unacknowledged = ['answer to one']
    const { gateway, events } = await connected({
      answerSdp: ({ sdpAnswer }) =>
        unacknowledged.includes(String(sdpAnswer)) ? undefined : { result: null },
    })
    gateway.notify('sdpOffer', { sdpRevision: 1, sdpOffer: 'one' })
    gateway.notify('sdpOffer', { sdpRevision: 2, sdpOffer: 'two' })
    await vi.advanceTimersByTimeAsync(0)
    expect(gateway.paramsOf('answerSdp').at(-1)).toMatchObject({ sdpAnswer: 'answer to two' })
    await vi.advanceTimersByTimeAsync(15_000)
    expect(eventsOf(events, 'faulted')).toMatchObject([{ error: { code: 'timeout' } }])
  })

  it('do not wait for ever for a browser that hangs', async () => {
    const { gateway, events, subscribe } = await connected()
    subscribe.setRemoteDescription.mockReturnValueOnce(new Promise(() => {}))
    gateway.notify('sdpOffer', { sdpRevision: 1, sdpOffer: 'one' })
    gateway.notify('sdpOffer', { sdpRevision: 2, sdpOffer: 'two' })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(eventsOf(events, 'faulted')).toMatchObject([{ error: { code: 'timeout' } }])
    expect(gateway.paramsOf('answerSdp').at(-1)).toMatchObject({ sdpAnswer: 'answer to two' })
  })

  it('wait for an offer of ours that is under way on the same peer', async () => {
    const { client, gateway, publish } = await connected({ offerSdp: () => undefined })
    const refused = expect(client.publish(createFakeRemoteTrack())).rejects.toMatchObject({
      code: 'timeout',
    })
    await vi.advanceTimersByTimeAsync(0)
    gateway.notify('sdpOffer', { peerType: 'publish', sdpRevision: 1, sdpOffer: 'restart' })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(offersTo(publish)).toEqual(['publish offer'])
    await vi.advanceTimersByTimeAsync(44_000)
    await refused
    expect(offersTo(publish)).toEqual(['publish offer', 'restart'])
  })
})

describe('a call', () => {
  it('is accepted without parameters', async () => {
    const { client, gateway, streamId } = await ringing()
    await settle(client.acceptStream(streamId))
    expect(gateway.paramsOf('acceptStream')).toEqual([{}])
  })

  it('is accepted where the gateway does not know how to', async () => {
    const { client, streamId } = await ringing({
      acceptStream: () => ({ error: { code: -32601, message: 'method not found' } }),
    })
    await expect(settle(client.acceptStream(streamId))).resolves.toBeUndefined()
  })

  it('is not accepted where the gateway refuses, or where it is gone', async () => {
    const { client, streamId } = await ringing({
      acceptStream: () => ({ error: { code: 1, message: 'too late' } }),
    })
    await expect(settle(client.acceptStream(streamId))).rejects.toMatchObject({ rpcCode: 1 })
    await expect(settle(client.acceptStream('gone'))).rejects.toMatchObject({
      code: 'not-connected',
    })
  })

  it('is declined by `declineStream` alone where that takes it away', async () => {
    const { client, gateway, streamId, track, stream } = await ringing()
    const declining = client.declineStream(streamId)
    await vi.advanceTimersByTimeAsync(100)
    removeTrack(stream, track)
    await settle(declining)
    expect(gateway.methods().slice(3)).toEqual(['answerSdp', 'declineStream'])
  })

  it.each([
    ['the gateway refuses', () => ({ error: { code: -32601, message: 'method not found' } })],
    ['it is still there after two seconds', () => ({ result: null })],
  ])('is hung up where it cannot be declined: %s', async (_why, declineStream) => {
    const { client, gateway, events, streamId } = await ringing({ declineStream })
    const declining = client.declineStream(streamId)
    await vi.advanceTimersByTimeAsync(2_000)
    await settle(declining)
    expect(gateway.paramsOf('hangupConnection')).toEqual([
      { endpoint: '+19195551234', type: 'CALL_ID' },
    ])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(eventsOf(events, 'streamUnavailable')).toEqual([{ type: 'streamUnavailable', streamId }])
  })

  it.each(hangupReplies)('is hung up with the reply $frame', async ({ frame }) => {
    const { result } = JSON.parse(frame) as { result: unknown }
    const { client } = await connected({ hangupConnection: () => ({ result }) })
    await expect(
      settle(client.hangupConnection('+19195551234', 'PHONE_NUMBER')),
    ).resolves.toBeUndefined()
  })

  it('ends here five seconds after a hang-up that the gateway does not carry out, and only once', async () => {
    const { client, events, streamId, stream, track } = await ringing()
    await settle(client.acceptStream(streamId))
    await settle(client.hangupConnection('+19195551234', 'PHONE_NUMBER'))
    await vi.advanceTimersByTimeAsync(4_900)
    expect(eventsOf(events, 'streamUnavailable')).toEqual([])
    await vi.advanceTimersByTimeAsync(200)
    removeTrack(stream, track)
    expect(eventsOf(events, 'streamUnavailable')).toEqual([{ type: 'streamUnavailable', streamId }])
  })
})

describe('the end', () => {
  it.each([
    [1000, 'endpoint deleted'],
    [1001, ''],
    [1006, ''],
    [1011, ''],
    [4409, 'superseded'],
  ])(
    'by close code %i is told once, and settles everything but the peers',
    async (code, reason) => {
      const { client, gateway, events, peers } = await connected({
        requestOutboundConnection: () => undefined,
      })
      const refused = expect(
        client.requestOutboundConnection('+19195551234', 'PHONE_NUMBER'),
      ).rejects.toMatchObject({ code: 'closed' })
      gateway.close(code, reason)
      gateway.close(code, reason)
      await refused
      expect(eventsOf(events, 'disconnected')).toMatchObject([
        { closeCode: code, reason, error: { code: 'closed' } },
      ])
      expect(vi.getTimerCount()).toBe(0)
      expect(peers.map(({ close }) => close.mock.calls.length)).toEqual([0, 0])
      client.disconnect()
      expect(peers.map(({ close }) => close.mock.calls.length)).toEqual([1, 1])
      await expect(client.hangupConnection('', 'CALL_ID')).rejects.toMatchObject({
        code: 'not-connected',
      })
    },
  )

  it('of our own leaves, closes with 1000, and is followed by nothing', async () => {
    const { client, gateway, events, peers } = await connected()
    const before = events.length
    client.disconnect()
    client.disconnect()
    await vi.advanceTimersByTimeAsync(0)
    gateway.close(1000)
    gateway.notify('ready')
    expect(gateway.received.at(-1)).toEqual({ jsonrpc: '2.0', method: 'leave' })
    expect(gateway.closedWith).toEqual([1000])
    expect(peers.map(({ close }) => close.mock.calls.length)).toEqual([1, 1])
    expect(events).toHaveLength(before)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('of our own in the middle of connecting rejects it', async () => {
    const { client, events, connecting } = start({}, { delay: 1_000 })
    const refused = expect(connecting).rejects.toMatchObject({ code: 'closed' })
    client.disconnect()
    await refused
    expect(events).toEqual([])
  })

  it('does not come of a ping that is answered, by a refusal too', async () => {
    const { client, gateway, events } = await connected({
      ping: () => ({ error: { code: -32601, message: 'method not found' } }),
    })
    await client.checkAlive()
    expect(gateway.paramsOf('ping')).toEqual([{}])
    expect(eventsOf(events, 'disconnected')).toEqual([])
  })

  it('comes as late as whoever asks for a sign of life has patience', async () => {
    const { client, events } = await connected({ ping: () => undefined })
    void client.checkAlive(10_000)
    await vi.advanceTimersByTimeAsync(9_999)
    expect(eventsOf(events, 'disconnected')).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(eventsOf(events, 'disconnected')).toMatchObject([{ error: { code: 'timeout' } }])
  })

  it('comes when there is no sign of life within 1.5 s of being asked for one', async () => {
    const { client, gateway, events } = await connected({ ping: () => undefined })
    const checked = [client.checkAlive(), client.checkAlive()]
    await vi.advanceTimersByTimeAsync(1_499)
    expect(gateway.paramsOf('ping')).toEqual([{}, {}])
    expect(eventsOf(events, 'disconnected')).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(eventsOf(events, 'disconnected')).toMatchObject([{ error: { code: 'timeout' } }])
    await Promise.all([...checked, client.checkAlive()])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not come of a peer that fails: the gateway may repair it', async () => {
    const { events, publish } = await connected()
    publish.become('failed')
    await vi.advanceTimersByTimeAsync(59_000)
    expect(eventsOf(events, 'peerStateChanged').at(-1)).toMatchObject({ state: 'failed' })
    expect(eventsOf(events, 'disconnected')).toEqual([])
  })

  it('leaves the sound on the peers alone until the phone disconnects', async () => {
    const offerSdp = () => ({ result: { sdpAnswer: answerWithDtmf } })
    const { client, gateway, events, publish } = await connected({ offerSdp })
    await settle(client.publish(createFakeRemoteTrack(), true))
    gateway.close(1006)
    publish.become('failed')
    expect(eventsOf(events, 'peerStateChanged')).toEqual([
      { type: 'peerStateChanged', peer: 'publish', state: 'failed' },
    ])
    const other = createFakeRemoteTrack()
    await settle(client.replaceTrack(other))
    expect(other.enabled).toBe(true)
    client.setMicEnabled(false)
    expect(other.enabled).toBe(false)
    client.disconnect()
    publish.become('closed')
    expect(eventsOf(events, 'peerStateChanged')).toHaveLength(1)
    expect(publish.close).toHaveBeenCalledTimes(1)
  })
})

describe('whatever the gateway says', () => {
  it.each(oddNotifications)('takes $frame without a fault', async ({ frame }) => {
    const { gateway, events } = await connected()
    gateway.push(frame)
    await vi.advanceTimersByTimeAsync(0)
    expect(eventsOf(events, 'faulted')).toEqual([])
    expect(eventsOf(events, 'disconnected')).toEqual([])
  })

  it.each(unusableFrames)('faults at $frame, and goes on', async ({ frame }) => {
    const { client, gateway, events } = await connected()
    gateway.push(frame)
    await vi.advanceTimersByTimeAsync(0)
    expect(eventsOf(events, 'faulted')).toMatchObject([{ error: { code: 'protocol' } }])
    await expect(settle(client.requestOutboundConnection('+1', 'PHONE_NUMBER'))).resolves.toEqual({
      accepted: true,
    })
  })

  it('raises `ready` each time, with what is in it', async () => {
    const { gateway, events } = await connected()
    gateway.notify('ready', { territory: 'US', region: 'us-east-1' })
    gateway.notify('ready')
    expect(eventsOf(events, 'ready')).toEqual([
      { type: 'ready', territory: 'US', region: 'us-east-1' },
      { type: 'ready' },
    ])
  })

  it('names every frame for the log', async () => {
    const { events } = await connected()
    const frames = eventsOf(events, 'frame').map(
      ({ direction, method }) => `${direction} ${method}`,
    )
    expect(frames).toEqual([
      'sent setMediaPreferences',
      'received reply',
      'sent answerSdp',
      'sent answerSdp',
      'received reply',
      'received reply',
    ])
  })

  it('tells what a reply answers, and every frame without the token that it quotes', async () => {
    const { events, gateway } = await connected()
    gateway.notify('ready', { territory: address.endpointToken })
    await vi.advanceTimersByTimeAsync(0)
    const frames = eventsOf(events, 'frame')
    expect(frames.map(({ replyTo }) => replyTo)).toEqual(
      expect.arrayContaining(['setMediaPreferences', 'answerSdp']),
    )
    expect(frames.at(-1)?.text).toBe(
      '{"jsonrpc":"2.0","method":"ready","params":{"territory":"…"}}',
    )
  })
})

type StartOptions = { delay?: number; connects?: boolean }

function create(script: Script = {}, { delay = 0, connects = true }: StartOptions = {}) {
  const events: BrtcEvent[] = []
  const peers: FakePeerConnection[] = []
  const gateway = createScriptedGateway(script, delay)
  const client = createBrtcClient((event) => events.push(event), {
    createSocket: gateway.createSocket,
    createPeer: () => {
      const peer = createFakePeerConnection()
      if (connects) peer.connectionState = 'connected'
      peers.push(peer)
      return peer as unknown as RTCPeerConnection
    },
  })
  return { client, gateway, events, peers }
}

function start(script?: Script, options?: StartOptions) {
  const made = create(script, options)
  return { ...made, connecting: made.client.connect(address) }
}

async function connected(script?: Script) {
  const made = start(script)
  await settle(made.connecting)
  const [publish, subscribe] = made.peers
  if (!publish || !subscribe) throw new Error('Two peers were expected')
  return { ...made, publish, subscribe }
}

/** An inbound call in G3, offered and not accepted. */
async function ringing(script?: Script) {
  const made = await connected(script)
  const track = createFakeRemoteTrack('track-1')
  const stream = createFakeRemoteStream('stream')
  made.subscribe.setRemoteDescription.mockImplementationOnce(async () => {
    made.subscribe.addRemoteTrack(track, stream, '1')
  })
  made.gateway.notify('sdpOffer', {
    sdpRevision: 1,
    sdpOffer: offerWithTrack,
    trackMetadata: { 'track-1': { from: '+19195551234', autoAccepted: false } },
  })
  await vi.advanceTimersByTimeAsync(0)
  const [available] = eventsOf(made.events, 'streamAvailable')
  expect(available).toMatchObject({ from: '+19195551234', autoAccepted: false, stream })
  return { ...made, track, stream, streamId: available?.streamId ?? '' }
}

/** Lets everything that is due now happen. */
async function settle<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  await vi.advanceTimersByTimeAsync(0)
  return promise
}

const typesOf = (events: BrtcEvent[]) => events.map(({ type }) => type)

const eventsOf = <T extends BrtcEvent['type']>(events: BrtcEvent[], type: T) =>
  events.filter((event): event is EventOf<T> => event.type === type)

const offersTo = (peer: FakePeerConnection | undefined) =>
  peer?.setRemoteDescription.mock.calls
    .filter(([{ type }]) => type === 'offer')
    .map(([{ sdp }]) => sdp)

const describeAll = (values: unknown[]) =>
  values
    .flatMap((value) => [
      JSON.stringify(value),
      value instanceof Error ? `${value.message} ${value.stack} ${String(value.cause)}` : '',
    ])
    .join('\n')
