import { describe, expect, it } from 'vitest'
import { createFakeMedia } from '../testing/fake-media.ts'
import {
  createGatewayWorld,
  leg,
  legEvents,
  publishedDevice,
  webrtcToken,
  webrtcUrl,
} from '../testing/gateway-world.ts'
import { openRawUrl, rawUrl, type RawSocket } from '../testing/raw-socket.ts'
import { createEndpoint, stageCloud } from '../testing/stage-cloud.ts'
import { waitFor } from '../testing/wait-for.ts'
import { createGateway } from './gateway.ts'
import type { Switches } from './switches.ts'
import { platformOf } from './tokens.ts'

const offers = (device: RawSocket) => device.notified('sdpOffer')
const answer = (device: RawSocket, sdpAnswer = 'answer') => device.call('answerSdp', { sdpAnswer })
const caller = (participantId: string) => ({
  endpointId: 'e-1',
  mediaTypes: ['AUDIO'],
  participantId,
})
const mediaMetadata = { mediaStreams: { 'mic-1': { alias: 'agent' }, plain: {} }, dataChannels: {} }

async function published(switches: Partial<Switches> = {}) {
  const world = createGatewayWorld(switches)
  return { ...world, device: await publishedDevice(world.gateway) }
}

/** A device to which a call was offered. */
async function called() {
  const world = await published()
  const { happened, events } = legEvents()
  const { end } = world.link().offer(leg(), events)
  await waitFor(() => expect(offers(world.device)).toHaveLength(1))
  return { ...world, happened, end }
}

describe('the upgrade of an older device', () => {
  const attempt = (url: string) =>
    createGatewayWorld().gateway.connect(url, { send: () => {}, close: () => {} })

  it.each([
    ['token', 403],
    ['client', 404],
    ['sdkVersion', 404],
    ['uniqueId', 404],
  ])('is refused without %s', (name, status) => {
    expect(attempt(webrtcUrl({ [name]: '' }))).toEqual({ refused: status, reason: `no ${name}` })
  })

  it('is refused with a token of the other platform, either way', () => {
    expect(attempt(webrtcUrl({ token: 'a.b.c' }))).toMatchObject({ refused: 403 })
    const query = { client: 'node', sdkVersion: '1', uniqueId: 'u', endpointToken: webrtcToken }
    expect(attempt(rawUrl(query))).toMatchObject({ refused: 403 })
  })

  it('hands the token and the unique id to the directory', () => {
    const { gateway, directory } = createGatewayWorld()
    openRawUrl(gateway, webrtcUrl({ uniqueId: 'u-7' }))
    expect(directory.admit).toHaveBeenCalledWith(webrtcToken, 'u-7', expect.anything())
  })
})

describe('the Endpoints API and the gateway', () => {
  async function minted(platform: Switches['platform']) {
    const stage = stageCloud({ switches: { platform } })
    await stage.authorize()
    const { endpointId, token } = await createEndpoint(stage)
    const { endpoints, switches, journal } = stage.cloud
    const media = createFakeMedia()
    const gateway = createGateway({ directory: endpoints, switches, journal, media })
    return { token, endpointId, gateway, stage, media }
  }

  it.each(['brtc', 'webrtc'] as const)(
    'mints tokens of %s where the switch says so',
    async (name) => {
      expect(platformOf((await minted(name)).token)).toBe(name)
    },
  )

  it('admits a device by its token and no other', async () => {
    const { gateway, token } = await minted('webrtc')
    expect(() => openRawUrl(gateway, webrtcUrl())).toThrow('403 unknown token')
    await publishedDevice(gateway, { token })
  })

  it('refuses a second device and supersedes the same one', async () => {
    const { gateway, token } = await minted('webrtc')
    const older = openRawUrl(gateway, webrtcUrl({ token }))
    expect(() => openRawUrl(gateway, webrtcUrl({ token, uniqueId: 'u-2' }))).toThrow('409')
    await publishedDevice(gateway, { token })
    expect(older.closing()?.code).toBe(4409)
  })

  it('makes the endpoint eligible when audio arrives', async () => {
    const { gateway, token, media, stage } = await minted('webrtc')
    await publishedDevice(gateway, { token })
    expect(stage.names()).not.toContain('endpointEligible')
    media.publish(true)
    await waitFor(() => expect(stage.names()).toContain('endpointEligible'))
  })
})

describe('an older device', () => {
  it('hears of no ready and of no subscribe peer before a call', async () => {
    const { device, media } = await published({ ready: 'on-open' })
    media.connectPeers('publish')
    await device.call('ping', {})
    expect(device.received.every(({ method }) => method === undefined)).toBe(true)
  })

  it('offers the publish peer first and is answered with what it publishes', async () => {
    const device = openRawUrl(createGatewayWorld().gateway, webrtcUrl())
    expect(await device.call('setMediaPreferences', { protocol: 'WEBRTC' })).toEqual({})
    const described = { endpointId: 'e-1', mediaTypes: ['AUDIO'], participantId: 'e-1' }
    expect(await device.call('offerSdp', { sdpOffer: 'mic', mediaMetadata })).toEqual({
      sdpAnswer: 'answer to mic',
      endpointId: 'e-1',
      streamMetadata: { 'mic-1': { ...described, alias: 'agent' }, plain: described },
    })
  })

  it.each([
    ['requestOutboundConnection', { id: '+19195550101', type: 'PHONE_NUMBER' }],
    ['hangupConnection', { endpoint: '+19195550101', type: 'PHONE_NUMBER' }],
    ['acceptStream', {}],
    ['declineStream', {}],
    ['toString', {}],
  ])('has no %s', async (method, params) => {
    const { device } = await published()
    expect((await device.request(method, params)).error?.code).toBe(-32601)
  })

  it.each([
    ['an offer without metadata', 'offerSdp', { sdpOffer: 'mic' }],
    ['an offer that cannot be used', 'offerSdp', { sdpOffer: 'garbage', mediaMetadata }],
    ['an unknown protocol', 'setMediaPreferences', { protocol: 'WEB_RTC' }],
    ['an answer without SDP', 'answerSdp', {}],
  ])('is refused %s', async (_, method, params) => {
    const { device } = await published()
    expect((await device.request(method, params)).error?.code).toBe(-32602)
  })

  it('may offer again after an offer that could not be used', async () => {
    const { device } = await published()
    await device.request('offerSdp', { sdpOffer: 'garbage', mediaMetadata })
    const reply = await device.call('offerSdp', { sdpOffer: 'mic', mediaMetadata })
    expect(reply).toMatchObject({ sdpAnswer: 'answer to mic' })
  })

  it('states its preferences first, and once', async () => {
    const device = openRawUrl(createGatewayWorld().gateway, webrtcUrl())
    const offer = { sdpOffer: 'mic', mediaMetadata }
    await expect(device.call('offerSdp', offer)).rejects.toThrow('must come first')
    await expect(answer(device)).rejects.toThrow('must come first')
    await device.call('setMediaPreferences', { protocol: 'WEBRTC' })
    const again = device.call('setMediaPreferences', { protocol: 'WEBRTC' })
    await expect(again).rejects.toThrow('called before')
  })

  it('cannot answer what was not offered', async () => {
    const { device } = await published()
    await expect(answer(device)).rejects.toThrow('no subscribe offer is waiting')
  })

  it('leaves no token in the journal', async () => {
    const { device, journal } = await published()
    device.notify('deviceDiagnostics', { logs: [{ message: [webrtcUrl()] }] })
    expect(JSON.stringify(journal.entries())).not.toContain('eyJ')
  })
})

describe('a call for an older device', () => {
  it('is the first offer of the subscribe peer, described by its stream', async () => {
    const { device } = await called()
    expect(offers(device)).toEqual([
      {
        endpointId: 'e-1',
        sdpRevision: 1,
        sdpOffer: 'subscribe offer 1 track-1',
        streamMetadata: { 'stream-1': caller('c-1') },
      },
    ])
  })

  it('is accepted, and connected, when the device has answered the offer', async () => {
    const { device, media, happened } = await called()
    expect(happened).toEqual([])
    expect(media.telephones.size).toBe(0)
    expect((await device.request('answerSdp', { sdpAnswer: 'garbage' })).error?.code).toBe(-32602)
    expect(happened).toEqual([])
    expect(await answer(device)).toEqual({})
    await waitFor(() => expect(happened).toEqual(['accepted']))
    expect(media.telephones.has('track-1')).toBe(true)
  })

  it('ends as an offer without it', async () => {
    const { device, media, happened, end } = await called()
    await answer(device)
    end()
    await waitFor(() => expect(offers(device)).toHaveLength(2))
    expect(offers(device)[1]).toEqual({
      endpointId: 'e-1',
      sdpRevision: 2,
      sdpOffer: 'subscribe offer 2',
      streamMetadata: {},
    })
    expect(media.telephones.size).toBe(0)
    expect(happened).toEqual(['accepted'])
  })

  it('is described in every offer while it lasts', async () => {
    const { device, link, end } = await called()
    link().offer(leg({ callId: 'c-2' }), legEvents().events)
    await answer(device)
    await waitFor(() => expect(offers(device)).toHaveLength(2))
    expect(offers(device)[1]?.streamMetadata).toEqual({
      'stream-1': caller('c-1'),
      'stream-2': caller('c-2'),
    })
    end()
    await answer(device)
    await waitFor(() => expect(offers(device)).toHaveLength(3))
    expect(offers(device)[2]?.streamMetadata).toEqual({ 'stream-2': caller('c-2') })
  })

  it.each([
    ['the device leaves', (device: RawSocket) => device.notify('leave')],
    ['the socket drops', (device: RawSocket) => device.drop()],
  ])('is lost when %s', async (_, act) => {
    const { device, happened, media } = await called()
    act(device)
    expect(happened).toEqual(['lost'])
    expect(media.log).toContain('close session')
  })
})

describe('ICE restart of an older device', () => {
  it('is an offer like any other once there was a call', async () => {
    const { gateway, device } = await called()
    await answer(device)
    expect(gateway.disturb({ type: 'restart-ice', peer: 'subscribe' })).toBe(1)
    await waitFor(() => expect(offers(device)).toHaveLength(2))
    expect(offers(device)[1]).toMatchObject({
      sdpRevision: 2,
      sdpOffer: 'subscribe offer 2 track-1 restart',
      streamMetadata: { 'stream-1': caller('c-1') },
    })
  })

  it('is impossible before the first call, and on the publish peer', async () => {
    const { gateway } = await published()
    expect(gateway.disturb({ type: 'restart-ice', peer: 'subscribe' })).toBe(0)
    expect(gateway.disturb({ type: 'restart-ice', peer: 'publish' })).toBe(0)
  })

  it('follows the failure of the subscribe peer; the publish peer is for the device to repair', async () => {
    const { device, media, happened } = await called()
    await answer(device)
    media.fail('publish')
    media.fail('subscribe')
    await waitFor(() => expect(offers(device)).toHaveLength(2))
    expect(offers(device)[1]?.sdpOffer).toMatch(/restart$/)
    expect(happened).toEqual(['accepted'])
  })
})
