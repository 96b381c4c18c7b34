import { vi } from 'vitest'
import type { CallLeg, DeviceLink, EndpointDirectory, LegEvents } from '../simulator/device-link.ts'
import { createFaults } from '../simulator/faults.ts'
import { createGateway } from '../simulator/gateway.ts'
import { createJournal } from '../simulator/journal.ts'
import { defaultSwitches, type Switches } from '../simulator/switches.ts'
import { mintToken } from '../simulator/tokens.ts'
import { createFakeMedia } from './fake-media.ts'
import { openRawSocket, openRawUrl, type RawGateway, type RawSocket } from './raw-socket.ts'

/** A gateway between a fake directory and fake media. `link` is that of the latest device. */
export function createGatewayWorld(switches: Partial<Switches> = {}, delay = 0) {
  const media = createFakeMedia()
  const journal = createJournal(() => 0)
  const faults = createFaults()
  const links: DeviceLink[] = []
  const directory = {
    admit: vi.fn<EndpointDirectory['admit']>((token, _uniqueId, link) => {
      if (token === 'expired') return { admitted: false, httpStatus: 403, reason: 'token expired' }
      if (token === 'taken') return { admitted: false, httpStatus: 409, reason: 'other device' }
      links.push(link)
      return { admitted: true, endpointId: 'e-1', deviceId: 'd-1' }
    }),
    publishing: vi.fn<EndpointDirectory['publishing']>(),
    requestOutbound: vi.fn<EndpointDirectory['requestOutbound']>(async () => true),
    left: vi.fn<EndpointDirectory['left']>(),
  }
  const gateway = createGateway({
    directory,
    media,
    switches: { ...defaultSwitches, ...switches },
    faults,
    journal,
    delay,
  })
  const link = () => {
    const last = links.at(-1)
    if (!last) throw new Error('no device has connected')
    return last
  }
  return { gateway, media, faults, journal, directory, link }
}

/** A device that has negotiated both peers and answers no later offer by itself. */
export async function connectedWorld(switches: Partial<Switches> = {}, autoAccept?: boolean) {
  const world = createGatewayWorld(switches)
  const device = openRawSocket(world.gateway)
  await device.call('setMediaPreferences', {
    protocol: 'WEBRTC',
    ...(autoAccept !== undefined && { autoAccept }),
  })
  await answer(device, 'publish')
  await answer(device, 'subscribe')
  world.media.connectPeers('publish', 'subscribe')
  return { ...world, device }
}

/** A device token of the older platform. */
export const webrtcToken = mintToken(
  { platform: 'webrtc', accountId: '1', endpointId: 'e-1', createdAt: 0, expiresAt: 1 },
  'nonce',
)

/** What `@bandwidth/webrtc-browser` dials, of a token and a unique id. */
export const webrtcUrl = (query: Record<string, string> = {}): string => {
  const given = {
    token: webrtcToken,
    client: 'browser',
    sdkVersion: '0',
    uniqueId: 'u-1',
    ...query,
  }
  return `wss://device.test/v3/?${new URLSearchParams(given).toString()}`
}

/** A device of the older platform that has published and answers no offer by itself. */
export async function publishedDevice(
  gateway: RawGateway,
  query: Record<string, string> = {},
): Promise<RawSocket> {
  const device = openRawUrl(gateway, webrtcUrl(query))
  await device.call('setMediaPreferences', { protocol: 'WEBRTC' })
  await device.call('offerSdp', {
    sdpOffer: 'mic',
    mediaMetadata: { mediaStreams: { 'mic-1': {} }, dataChannels: {} },
  })
  return device
}

export const answer = (device: RawSocket, peerType: string) =>
  device.call('answerSdp', { peerType, sdpAnswer: `${peerType} answer` })

export const leg = (more: Partial<CallLeg> = {}): CallLeg => ({
  callId: 'c-1',
  from: '+19195551234',
  fromType: 'PHONE_NUMBER',
  voice: { type: 'silence' },
  onDigit: () => {},
  ...more,
})

export function legEvents() {
  const happened: string[] = []
  const events: LegEvents = {
    accepted: () => happened.push('accepted'),
    declined: () => happened.push('declined'),
    hungUp: () => happened.push('hungUp'),
    lost: () => happened.push('lost'),
  }
  return { happened, events }
}
