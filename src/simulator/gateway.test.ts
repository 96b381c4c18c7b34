import { describe, expect, it, vi } from 'vitest'
import {
  answer,
  connectedWorld,
  createGatewayWorld,
  leg,
  legEvents,
} from '../testing/gateway-world.ts'
import { openRawSocket, rawUrl, type RawSocket } from '../testing/raw-socket.ts'
import { waitFor } from '../testing/wait-for.ts'
import type { Switches } from './switches.ts'

const offers = (device: RawSocket) => device.notified('sdpOffer')

describe('the upgrade', () => {
  const attempt = (query: Record<string, string>) =>
    createGatewayWorld().gateway.connect(rawUrl(query), { send: () => {}, close: () => {} })
  const query = { client: 'node', sdkVersion: '1', uniqueId: 'u', endpointToken: 't' }

  it.each([
    ['client', 404],
    ['sdkVersion', 404],
    ['uniqueId', 404],
    ['endpointToken', 403],
  ])('is refused without %s', (name, status) => {
    const { [name as 'client']: _, ...rest } = query
    expect(attempt(rest)).toEqual({ refused: status, reason: `no ${name}` })
  })

  it('is refused with the status that the directory gives', () => {
    expect(attempt({ ...query, endpointToken: 'expired' })).toMatchObject({ refused: 403 })
    expect(attempt({ ...query, endpointToken: 'taken' })).toMatchObject({ refused: 409 })
  })

  it('hands the token and the unique id to the directory', () => {
    const { gateway, directory } = createGatewayWorld()
    openRawSocket(gateway, { endpointToken: 'a.b.c', uniqueId: 'u-7' })
    expect(directory.admit).toHaveBeenCalledWith('a.b.c', 'u-7', expect.anything())
  })

  it('leaves the older session when the directory supersedes it', async () => {
    const { gateway, directory, link } = createGatewayWorld()
    const older = openRawSocket(gateway)
    const olderLink = link()
    const newer = openRawSocket(gateway)
    olderLink.close(4409, 'superseded')
    expect(older.closing()).toEqual({ code: 4409, reason: 'superseded' })
    expect(directory.left).toHaveBeenCalledExactlyOnceWith('e-1', olderLink)
    await newer.call('setMediaPreferences', { protocol: 'WEBRTC' })
    expect(gateway.devices()[0]?.heartbeats).toEqual({ pings: 2, pongs: 1 })
  })
})

describe('JSON-RPC', () => {
  it.each([
    ['not JSON', '{', -32700],
    ['no JSON-RPC', '{"hello":1}', -32600],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600],
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
  ])('answers %s with an error without id', (_, text, code) => {
    const device = openRawSocket(createGatewayWorld().gateway)
    device.send(text)
    expect(device.received).toMatchObject([{ id: null, error: { code } }])
  })

  it.each([
    ['an unknown method', 'dance', {}, -32601],
    ['a method of every object', 'toString', {}, -32601],
    ['a missing parameter', 'setMediaPreferences', {}, -32602],
    ['an unknown protocol', 'setMediaPreferences', { protocol: 'SIP' }, -32602],
    [
      'an offer for the subscribe peer',
      'offerSdp',
      { peerType: 'subscribe', sdpOffer: '' },
      -32602,
    ],
    ['an unknown peer', 'answerSdp', { peerType: 'both', sdpAnswer: '' }, -32602],
    ['a destination without type', 'requestOutboundConnection', { id: '+1' }, -32602],
  ])('refuses %s', async (_, method, params, code) => {
    const { device } = await connectedWorld()
    expect((await device.request(method, params)).error?.code).toBe(code)
  })

  it.each([7, '7'])('echoes the id %j with its type', async (id) => {
    const device = openRawSocket(createGatewayWorld().gateway)
    device.send(JSON.stringify({ jsonrpc: '2.0', id, method: 'ping', params: {} }))
    await waitFor(() => expect(device.received).toEqual([{ jsonrpc: '2.0', id, result: null }]))
  })

  it.each([
    ['answerSdp', { peerType: 'publish', sdpAnswer: 'x' }],
    ['offerSdp', { peerType: 'publish', sdpOffer: 'x' }],
    ['requestOutboundConnection', { id: '+19195550101', type: 'PHONE_NUMBER' }],
    ['hangupConnection', { endpoint: '+19195550101', type: 'PHONE_NUMBER' }],
    ['acceptStream', {}],
    ['declineStream', {}],
  ])('wants setMediaPreferences before %s', async (method, params) => {
    const device = openRawSocket(createGatewayWorld().gateway)
    const { error } = await device.request(method, params)
    expect(error?.message).toBe('setMediaPreferences must come first')
  })

  it('takes setMediaPreferences once per socket', async () => {
    const { device } = await connectedWorld()
    const { error } = await device.request('setMediaPreferences', { protocol: 'WEBRTC' })
    expect(error?.message).toMatch(/called before/)
  })

  it('says nothing to notifications, known or not', async () => {
    const device = openRawSocket(createGatewayWorld().gateway)
    device.notify('ping', {})
    device.notify('dance')
    device.notify('deviceDiagnostics', { logs: [] })
    await device.call('ping', {})
    expect(device.received).toHaveLength(1)
  })

  it('reports a failure of its own as an internal error', async () => {
    const { device, directory } = await connectedWorld()
    directory.requestOutbound.mockRejectedValue(new Error('out of order'))
    const params = { id: '+19195550101', type: 'PHONE_NUMBER' }
    const { error } = await device.request('requestOutboundConnection', params)
    expect(error?.code).toBe(-32603)
  })

  it('lets each frame travel for the delay', () => {
    vi.useFakeTimers()
    const device = openRawSocket(createGatewayWorld({ ready: 'on-open' }, 40).gateway)
    vi.advanceTimersByTime(39)
    expect(device.received).toEqual([])
    vi.advanceTimersByTime(1)
    expect(device.notified('ready')).toHaveLength(1)
    vi.useRealTimers()
  })
})

describe('negotiation', () => {
  it('offers both peers in the reply to setMediaPreferences', async () => {
    const device = openRawSocket(createGatewayWorld().gateway)
    expect(await device.call('setMediaPreferences', { protocol: 'WEBRTC' })).toEqual({
      endpointId: 'e-1',
      deviceId: 'd-1',
      publishSdpOffer: { peerType: 'publish', sdpOffer: 'publish offer 1' },
      subscribeSdpOffer: { peerType: 'subscribe', sdpOffer: 'subscribe offer 1' },
    })
  })

  it('acknowledges an answer with null', async () => {
    const device = openRawSocket(createGatewayWorld().gateway)
    await device.call('setMediaPreferences', { protocol: 'WEBRTC' })
    expect(await answer(device, 'publish')).toBeNull()
  })

  it('refuses an answer to no offer, once and twice', async () => {
    const { device } = await connectedWorld()
    await expect(answer(device, 'publish')).rejects.toThrow('no publish offer is waiting')
    await expect(answer(device, 'subscribe')).rejects.toThrow('no subscribe offer is waiting')
  })

  it('still waits after an answer that cannot be used', async () => {
    const device = openRawSocket(createGatewayWorld().gateway)
    await device.call('setMediaPreferences', { protocol: 'WEBRTC' })
    const garbage = { peerType: 'publish', sdpAnswer: 'garbage' }
    expect((await device.request('answerSdp', garbage)).error?.code).toBe(-32602)
    expect(await answer(device, 'publish')).toBeNull()
  })

  it('is not ready for offers before the publish peer is connected', async () => {
    const { gateway, media } = createGatewayWorld()
    const device = openRawSocket(gateway)
    await device.call('setMediaPreferences', { protocol: 'WEBRTC' })
    await answer(device, 'publish')
    const offer = { peerType: 'publish', sdpOffer: 'mic' }
    const { error } = await device.request('offerSdp', offer)
    expect(error).toEqual({ code: -32000, message: 'peer not ready for sdp offers' })
    media.connectPeers('publish')
    expect(await device.call('offerSdp', offer)).toEqual({
      peerType: 'publish',
      sdpAnswer: 'answer to mic',
    })
  })

  it('refuses an offer that cannot be used', async () => {
    const { device } = await connectedWorld()
    const offer = { peerType: 'publish', sdpOffer: 'garbage' }
    expect((await device.request('offerSdp', offer)).error?.code).toBe(-32602)
  })

  it('reports measured publishing to the directory', async () => {
    const { media, directory } = await connectedWorld()
    media.publish(true)
    media.publish(false)
    expect(directory.publishing.mock.calls).toEqual([
      ['e-1', true],
      ['e-1', false],
    ])
  })

  it('waits for the answer before the next offer on the same peer', async () => {
    const { device, link } = await connectedWorld()
    link().offer(leg({ callId: 'c-1' }), legEvents().events)
    link().offer(leg({ callId: 'c-2' }), legEvents().events)
    await waitFor(() => expect(offers(device)).toHaveLength(1))
    const { length } = device.received
    await answer(device, 'subscribe')
    await waitFor(() => expect(offers(device)).toHaveLength(2))
    expect(device.received.slice(length - 1)).toMatchObject([
      { params: { sdpRevision: 1 } },
      { result: null },
      { params: { sdpRevision: 2 } },
    ])
  })

  it('never offers a call that has ended while it waited', async () => {
    const { device, link } = await connectedWorld()
    link().offer(leg(), legEvents().events)
    const second = link().offer(leg({ callId: 'c-2' }), legEvents().events)
    await waitFor(() => expect(offers(device)).toHaveLength(1))
    second.end()
    link().offer(leg({ callId: 'c-3', from: 'third' }), legEvents().events)
    await answer(device, 'subscribe')
    await waitFor(() => expect(offers(device)).toHaveLength(2))
    expect(offers(device)[1]).toMatchObject({ trackMetadata: { 'track-2': { from: 'third' } } })
  })
})

describe('ICE restart', () => {
  it('counts revisions for each peer from 1 and names the peer', async () => {
    const { gateway, device } = await connectedWorld()
    expect(gateway.disturb({ type: 'restart-ice', peer: 'publish' })).toBe(1)
    expect(gateway.disturb({ type: 'restart-ice', peer: 'subscribe' })).toBe(1)
    await waitFor(() => expect(offers(device)).toHaveLength(2))
    expect(offers(device)).toEqual([
      {
        endpointId: 'e-1',
        peerType: 'publish',
        sdpRevision: 1,
        sdpOffer: 'publish offer 2 restart',
      },
      {
        endpointId: 'e-1',
        peerType: 'subscribe',
        sdpRevision: 1,
        sdpOffer: 'subscribe offer 2 restart',
      },
    ])
  })

  it('is not ready for offers of the device meanwhile', async () => {
    const { gateway, device } = await connectedWorld()
    gateway.disturb({ type: 'restart-ice', peer: 'publish' })
    await waitFor(() => expect(offers(device)).toHaveLength(1))
    const offer = { peerType: 'publish', sdpOffer: 'mic' }
    await expect(device.call('offerSdp', offer)).rejects.toThrow('peer not ready for sdp offers')
    await answer(device, 'publish')
    expect(await device.call('offerSdp', offer)).toMatchObject({ sdpAnswer: 'answer to mic' })
  })

  it('cannot address the publish peer before G3', async () => {
    const { gateway, device } = await connectedWorld({ generation: 'G2' })
    expect(gateway.disturb({ type: 'restart-ice', peer: 'publish' })).toBe(0)
    expect(gateway.disturb({ type: 'restart-ice', peer: 'subscribe' })).toBe(1)
    await waitFor(() => expect(offers(device)).toHaveLength(1))
    expect(offers(device)[0]).not.toHaveProperty('peerType')
  })

  it('needs a device', () => {
    expect(createGatewayWorld().gateway.disturb({ type: 'restart-ice', peer: 'subscribe' })).toBe(0)
  })

  it('follows the failure of a peer in G3; before that the calls are lost', async () => {
    const g3 = await connectedWorld()
    g3.media.fail('subscribe')
    await waitFor(() => expect(offers(g3.device)).toHaveLength(1))

    const g2 = await connectedWorld({ generation: 'G2' })
    const { happened, events } = legEvents()
    g2.link().offer(leg(), events)
    g2.media.fail('publish')
    expect(happened).toEqual(['lost'])
  })
})

describe('ready', () => {
  const params = { endpointId: 'e-1', deviceId: 'd-1', territory: 'US', region: 'us-east-1' }

  it('comes on open', () => {
    const device = openRawSocket(createGatewayWorld({ ready: 'on-open' }).gateway)
    expect(device.notified('ready')).toEqual([params])
  })

  it('comes after both answers', async () => {
    const device = openRawSocket(createGatewayWorld({ ready: 'after-answers' }).gateway)
    await device.call('setMediaPreferences', { protocol: 'WEBRTC' })
    await answer(device, 'publish')
    expect(device.notified('ready')).toEqual([])
    await answer(device, 'subscribe')
    await waitFor(() => expect(device.notified('ready')).toEqual([params]))
  })

  it('comes once, when both peers are connected', async () => {
    const { gateway, media } = createGatewayWorld()
    const device = openRawSocket(gateway)
    await device.call('setMediaPreferences', { protocol: 'WEBRTC' })
    await answer(device, 'publish')
    await answer(device, 'subscribe')
    media.connectPeers('subscribe')
    expect(device.notified('ready')).toEqual([])
    media.connectPeers('publish')
    media.connectPeers('publish')
    expect(device.notified('ready')).toEqual([params])
  })

  it('never comes', async () => {
    const { device } = await connectedWorld({ ready: 'never' })
    expect(device.notified('ready')).toEqual([])
  })
})

describe('a call', () => {
  /** Everything the gateway says of one call that ends at the far end, the device answering each offer. */
  async function announcements(generation: Switches['generation'], count: number) {
    const { device, link, media } = await connectedWorld({ generation, ready: 'never' }, false)
    device.onNotification((method) => {
      if (method === 'sdpOffer') void answer(device, 'subscribe')
    })
    const { happened, events } = legEvents()
    const { end } = link().offer(leg({ tags: 'vip' }), events)
    const said = () =>
      device.received
        .filter(({ method }) => method !== undefined)
        .map(({ method, params }) => ({ method, params }))
    await waitFor(() => expect(said()).toHaveLength(count / 2))
    if (generation === 'G0') await waitFor(() => expect(happened).toEqual(['accepted']))
    else await device.call('acceptStream', {})
    expect(happened).toEqual(['accepted'])
    end()
    await waitFor(() => expect(said()).toHaveLength(count))
    return { said: said(), log: media.log.filter((line) => !line.startsWith('apply')) }
  }
  const of = { endpointId: 'e-1' }
  const trackMetadata = {
    'track-1': {
      from: '+19195551234',
      fromType: 'PHONE_NUMBER',
      autoAccepted: false,
      tags: 'vip',
    },
  }
  const available = { callId: 'c-1', endpointId: 'e-1', autoAccepted: false }

  it('uses the idle track in G0, described by its stream', async () => {
    const { said, log } = await announcements('G0', 2)
    expect(said).toEqual([
      {
        method: 'sdpOffer',
        params: {
          ...of,
          sdpRevision: 1,
          sdpOffer: 'subscribe offer 2 track-1',
          streamSourceMetadata: { 'stream-1': { endpointId: 'e-1', mediaTypes: ['AUDIO'] } },
        },
      },
      {
        method: 'sdpOffer',
        params: { ...of, sdpRevision: 2, sdpOffer: 'subscribe offer 3 track-2' },
      },
    ])
    expect(log).toEqual(['connect track-1', 'disconnect track-1'])
  })

  it('uses the idle track in G1, told by notifications alone', async () => {
    const { said, log } = await announcements('G1', 2)
    expect(said).toEqual([
      { method: 'streamAvailable', params: available },
      { method: 'streamUnavailable', params: { callId: 'c-1', endpointId: 'e-1' } },
    ])
    expect(log).toEqual(['connect track-1', 'disconnect track-1'])
  })

  it('brings its own track and notifications in G1b', async () => {
    const { said } = await announcements('G1b', 4)
    expect(said).toEqual([
      { method: 'streamAvailable', params: available },
      {
        method: 'sdpOffer',
        params: { ...of, sdpRevision: 1, sdpOffer: 'subscribe offer 2 track-1' },
      },
      { method: 'streamUnavailable', params: { callId: 'c-1', endpointId: 'e-1' } },
      { method: 'sdpOffer', params: { ...of, sdpRevision: 2, sdpOffer: 'subscribe offer 3' } },
    ])
  })

  it('is described by its track in G2', async () => {
    const { said } = await announcements('G2', 2)
    expect(said).toEqual([
      {
        method: 'sdpOffer',
        params: { ...of, sdpRevision: 1, sdpOffer: 'subscribe offer 2 track-1', trackMetadata },
      },
      { method: 'sdpOffer', params: { ...of, sdpRevision: 2, sdpOffer: 'subscribe offer 3' } },
    ])
  })

  it('names the peer as well in G3', async () => {
    const { said } = await announcements('G3', 2)
    const peer = { ...of, peerType: 'subscribe' }
    expect(said).toEqual([
      {
        method: 'sdpOffer',
        params: { ...peer, sdpRevision: 1, sdpOffer: 'subscribe offer 2 track-1', trackMetadata },
      },
      { method: 'sdpOffer', params: { ...peer, sdpRevision: 2, sdpOffer: 'subscribe offer 3' } },
    ])
  })

  it('offers an idle track from the start in G0 and G1 only', async () => {
    for (const generation of ['G0', 'G1', 'G1b', 'G2', 'G3'] as const) {
      const device = openRawSocket(createGatewayWorld({ generation }).gateway)
      const isIdleThere = generation === 'G0' || generation === 'G1'
      expect(await device.call('setMediaPreferences', { protocol: 'WEBRTC' })).toMatchObject({
        subscribeSdpOffer: { sdpOffer: `subscribe offer 1${isIdleThere ? ' track-1' : ''}` },
      })
    }
  })

  it('knows no acceptStream and no declineStream in G0', async () => {
    const { device } = await connectedWorld({ generation: 'G0' })
    expect((await device.request('acceptStream', {})).error?.code).toBe(-32601)
    expect((await device.request('declineStream', {})).error?.code).toBe(-32601)
  })

  it.each([undefined, true])('is accepted at once with autoAccept %s', async (autoAccept) => {
    const { device, link, media } = await connectedWorld({}, autoAccept)
    const { happened, events } = legEvents()
    link().offer(leg(), events)
    await waitFor(() => expect(offers(device)).toHaveLength(1))
    expect(offers(device)[0]).toMatchObject({
      trackMetadata: { 'track-1': { autoAccepted: true } },
    })
    expect(happened).toEqual([])
    await answer(device, 'subscribe')
    await waitFor(() => expect(happened).toEqual(['accepted']))
    expect(media.telephones.has('track-1')).toBe(true)
    expect(await device.call('acceptStream', {})).toBeNull()
    expect(happened).toEqual(['accepted'])
  })

  async function ringing(switches: Partial<Switches> = {}) {
    const world = await connectedWorld(switches, false)
    const { happened, events } = legEvents()
    const { end } = world.link().offer(leg(), events)
    await waitFor(() => expect(offers(world.device)).toHaveLength(1))
    await answer(world.device, 'subscribe')
    return { ...world, happened, end }
  }

  it('is parked until it is accepted', async () => {
    const { device, media, happened } = await ringing()
    expect(media.telephones.size).toBe(0)
    expect(await device.call('acceptStream', { callId: 'c-1' })).toBeNull()
    expect(happened).toEqual(['accepted'])
    expect(media.telephones.size).toBe(1)
  })

  it('flows before it is accepted where the switch says so', async () => {
    const { device, media } = await ringing({ unaccepted: 'flowing' })
    expect(media.telephones.size).toBe(1)
    await device.call('acceptStream', {})
    expect(media.log.filter((line) => line === 'connect track-1')).toHaveLength(1)
  })

  it('can be declined', async () => {
    const { device, happened } = await ringing()
    expect(await device.call('declineStream', {})).toBeNull()
    expect(happened).toEqual(['declined'])
    await waitFor(() => expect(offers(device)).toHaveLength(2))
    expect(offers(device)[1]).not.toHaveProperty('trackMetadata')
  })

  it('cannot be accepted or declined under another id, or when it is over', async () => {
    const { device, end } = await ringing()
    await expect(device.call('acceptStream', { callId: 'c-9' })).rejects.toThrow('no such call')
    await expect(device.call('declineStream', { callId: 'c-9' })).rejects.toThrow('no such call')
    end()
    await expect(device.call('acceptStream', {})).rejects.toThrow('no such call')
    await expect(device.call('declineStream', {})).rejects.toThrow('no such call')
  })

  it('cannot be declined once accepted', async () => {
    const { device, happened } = await ringing()
    await device.call('acceptStream', {})
    await expect(device.call('declineStream', {})).rejects.toThrow('no such call')
    expect(happened).toEqual(['accepted'])
  })

  const hangUp = { endpoint: '+19195551234', type: 'PHONE_NUMBER' }

  it('is declined by hangupConnection before it is accepted, and hung up after', async () => {
    const before = await ringing()
    await before.device.call('hangupConnection', hangUp)
    expect(before.happened).toEqual(['declined'])

    const after = await ringing()
    await after.device.call('acceptStream', {})
    await after.device.call('hangupConnection', hangUp)
    expect(after.happened).toEqual(['accepted', 'hungUp'])
    await waitFor(() => expect(offers(after.device)).toHaveLength(2))
    after.end()
    expect(after.happened).toEqual(['accepted', 'hungUp'])
  })

  it.each([
    ['object', { result: 'ok' }],
    ['bye', 'bye'],
    ['empty', ''],
    ['null', null],
  ] as const)('is hung up with the reply %s', async (hangupReply, result) => {
    const { device } = await connectedWorld({ hangupReply })
    expect(await device.call('hangupConnection', hangUp)).toEqual(result)
  })

  it('goes on where the hang-up is refused', async () => {
    const { device, happened } = await ringing({ hangupReply: 'error' })
    await expect(device.call('hangupConnection', hangUp)).rejects.toThrow('cannot hang up')
    expect(happened).toEqual([])
  })

  it.each([true, false])('can be requested: accepted %s', async (accepted) => {
    const { device, directory } = await connectedWorld()
    directory.requestOutbound.mockResolvedValue(accepted)
    const destination = { id: '+19195550101', type: 'PHONE_NUMBER' }
    expect(await device.call('requestOutboundConnection', destination)).toEqual({ accepted })
    expect(directory.requestOutbound).toHaveBeenCalledWith('e-1', destination)
  })

  it('passes digits on to the leg', async () => {
    const { link, media } = await connectedWorld({ unaccepted: 'flowing' })
    const onDigit = vi.fn<(digit: string) => void>()
    link().offer(leg({ onDigit }), legEvents().events)
    await waitFor(() => expect(media.telephones.size).toBe(1))
    media.telephones.get('track-1')?.onDigit('5')
    expect(onDigit).toHaveBeenCalledWith('5')
  })

  it.each([
    ['the socket drops', (device: RawSocket) => device.drop()],
    ['the device leaves', (device: RawSocket) => device.notify('leave')],
    ['the device leaves with params', (device: RawSocket) => device.notify('leave', {})],
  ])('is lost when %s', async (_, act) => {
    const { device, directory, link, media, happened } = await ringing()
    act(device)
    expect(happened).toEqual(['lost'])
    expect(media.log).toContain('close session')
    expect(directory.left).toHaveBeenCalledExactlyOnceWith('e-1', link())
    device.drop()
    expect(directory.left).toHaveBeenCalledTimes(1)
  })

  it('is lost when the gateway closes the socket', async () => {
    const { device, link, happened } = await ringing()
    link().close(1001, 'drain')
    expect(device.closing()).toEqual({ code: 1001, reason: 'drain' })
    expect(happened).toEqual(['lost'])
  })

  it('is lost at once where the device has not negotiated', async () => {
    const { gateway, link } = createGatewayWorld()
    openRawSocket(gateway)
    const { happened, events } = legEvents()
    link().offer(leg(), events)
    await waitFor(() => expect(happened).toEqual(['lost']))
  })
})

describe('the journal', () => {
  const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJlLTEifQ.c2lnbmF0dXJl'

  it('has a line for each frame but keep-alive, with its SDP', async () => {
    const { device, journal, link } = await connectedWorld({}, false)
    await device.call('ping', {})
    device.notify('ping')
    link().offer(leg(), legEvents().events)
    await waitFor(() => expect(offers(device)).toHaveLength(1))
    await answer(device, 'subscribe')
    await device.call('acceptStream', {})
    expect(journal.entries().map(({ from, summary }) => `${from}: ${summary}`)).toEqual([
      'device: upgrade → 101 e-1',
      'device: setMediaPreferences',
      'gateway: reply setMediaPreferences',
      'device: answerSdp publish',
      'gateway: reply answerSdp',
      'device: answerSdp subscribe',
      'gateway: reply answerSdp',
      'gateway: ready',
      'gateway: sdpOffer subscribe rev 1',
      'device: answerSdp subscribe',
      'gateway: reply answerSdp',
      'device: acceptStream',
      'gateway: reply acceptStream',
    ])
    expect(journal.entries()[8]?.detail).toContain('subscribe offer 2 track-1')
  })

  it('never holds a token', async () => {
    const { gateway, journal } = createGatewayWorld()
    const device = openRawSocket(gateway, { endpointToken: 'opaque-secret' })
    device.notify('deviceDiagnostics', { logs: [{ message: ['url opaque-secret'] }] })
    device.notify('opaque-secret', { token: jwt })
    await device.request(jwt, {})
    const kept = JSON.stringify(journal.entries())
    expect(kept).not.toContain('opaque-secret')
    expect(kept).not.toContain('eyJ')
    const diagnostics = journal.entries().find(({ summary }) => summary === 'deviceDiagnostics')
    expect(diagnostics).toBeDefined()
    expect(diagnostics).not.toHaveProperty('detail')
  })

  it('warns of refused upgrades', () => {
    const { gateway, journal } = createGatewayWorld()
    expect(() => openRawSocket(gateway, { endpointToken: 'expired' })).toThrow('403')
    expect(journal.entries()).toMatchObject([
      { kind: 'warning', summary: 'upgrade → 403 token expired' },
    ])
  })
})
