import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { allowSound } from '../testing/allow-sound.ts'
import { connectRawDevice, type RawDevice } from '../testing/raw-device.ts'
import { openRawSocket } from '../testing/raw-socket.ts'
import { dominantFrequency, listenTo, peak } from '../testing/spectrum.ts'
import { waitFor } from '../testing/wait-for.ts'
import { createBrowserMedia } from './browser-media.ts'
import type { CallLeg, DeviceLink, TelephoneVoice } from './device-link.ts'
import { createGateway } from './gateway.ts'
import { createJournal } from './journal.ts'
import { defaultSwitches, type Switches } from './switches.ts'

const hearing = { timeout: 15_000, interval: 50 }
const opened: (() => void)[] = []
beforeEach(allowSound)
afterEach(() => {
  for (const close of opened.splice(0).toReversed()) close()
})

function setUp(switches: Partial<Switches> = {}) {
  const media = createBrowserMedia()
  opened.push(media.close)
  const publishing: boolean[] = []
  const links: DeviceLink[] = []
  const gateway = createGateway({
    directory: {
      admit: (_token, _uniqueId, given) => {
        links.push(given)
        return { admitted: true, endpointId: 'e-1', deviceId: 'd-1' }
      },
      publishing: (_endpointId, arriving) => publishing.push(arriving),
      requestOutbound: async () => true,
      left: () => {},
    },
    media,
    switches: { ...defaultSwitches, ...switches },
    journal: createJournal(Date.now),
  })
  const offer = (voice: TelephoneVoice, more: Partial<CallLeg> = {}) => {
    const happened: string[] = []
    const digits: string[] = []
    const leg: CallLeg = {
      callId: crypto.randomUUID(),
      from: '+19195551234',
      fromType: 'PHONE_NUMBER',
      voice,
      onDigit: (digit) => digits.push(digit),
      ...more,
    }
    const { end } = links[0]?.offer(leg, {
      accepted: () => happened.push('accepted'),
      declined: () => happened.push('declined'),
      hungUp: () => happened.push('hungUp'),
      lost: () => happened.push('lost'),
    }) ?? { end: () => {} }
    return { happened, digits, end }
  }
  return { gateway, media, publishing, offer }
}

/** A device that sends a tone from its "microphone". */
async function online(switches: Partial<Switches> = {}, autoAccept = true) {
  const world = setUp(switches)
  const device = await connectRawDevice(world.gateway, { autoAccept })
  opened.push(device.close)
  await expect.poll(() => device.publish.connectionState).toBe('connected')
  const { track, setHertz } = tone(600)
  const sender = await waitFor(() => device.send(track))
  await expect.poll(() => world.publishing, hearing).toEqual([true])
  return { ...world, device, track, setHertz, sender }
}

function tone(hertz: number) {
  const context = new AudioContext()
  opened.push(() => void context.close())
  const oscillator = new OscillatorNode(context, { frequency: hertz })
  const destination = new MediaStreamAudioDestinationNode(context)
  oscillator.connect(new GainNode(context, { gain: 0.3 })).connect(destination)
  oscillator.start()
  const [track] = destination.stream.getAudioTracks()
  if (!track) throw new Error('no track')
  return { track, setHertz: (hertz: number) => (oscillator.frequency.value = hertz) }
}

/** Frequency of the stream of the n-th call, 0 while it is silent. */
async function hearStream(device: RawDevice, index = 0) {
  const stream = await waitFor(() => {
    const entry = device.streams[index]
    if (!entry) throw new Error('no stream yet')
    return entry.stream
  })
  const ear = await listenTo(stream)
  opened.push(() => void ear.close())
  return { hertz: () => dominantFrequency(ear.hear()), level: () => peak(ear.hear()) }
}

const melody = (hertz: number): TelephoneVoice => ({
  type: 'melody',
  notes: [{ hertz, seconds: 1 }],
})

describe('a device and the gateway', () => {
  it('connect both peers, heartbeats included, and hear of ready', async () => {
    const { gateway } = setUp({ heartbeatInterval: 50 })
    const device = await connectRawDevice(gateway)
    opened.push(device.close)
    await expect.poll(() => device.publish.connectionState).toBe('connected')
    await expect.poll(() => device.subscribe.connectionState).toBe('connected')
    await expect.poll(() => device.socket.notified('ready')).toHaveLength(1)
    await expect.poll(() => gateway.devices()[0]?.heartbeats.pongs).toBeGreaterThanOrEqual(4)
  })

  it('open the diagnostics channel in-band', async () => {
    const { gateway } = setUp()
    const device = await connectRawDevice(gateway)
    opened.push(device.close)
    const labels: string[] = []
    device.subscribe.addEventListener('datachannel', ({ channel }) => labels.push(channel.label))
    await expect.poll(() => labels.toSorted()).toEqual(['__diagnostics__', '__heartbeat__'])
  })

  it('are not ready for offers before the publish peer is connected', async () => {
    const device = openRawSocket(setUp().gateway)
    await device.call('setMediaPreferences', { protocol: 'WEBRTC' })
    const offer = { peerType: 'publish', sdpOffer: 'v=0' }
    await expect(device.call('offerSdp', offer)).rejects.toThrow('peer not ready for sdp offers')
  })

  it('make the endpoint eligible when audio arrives, and not when it stops', async () => {
    const { publishing, sender } = await online()
    await sender.replaceTrack(null)
    await expect.poll(() => publishing, hearing).toEqual([true, false])
  })

  it('negotiate telephone-event at the clock rate of Opus', async () => {
    const { device } = await online()
    expect(device.publish.currentRemoteDescription?.sdp).toMatch(/telephone-event\/48000/)
    expect(device.publish.currentRemoteDescription?.sdp).toMatch(/a=recvonly/)
  })

  it('restart ICE on both peers with audio going on', async () => {
    const { gateway, device, offer } = await online()
    offer(melody(800))
    const ear = await hearStream(device)
    await expect.poll(ear.hertz, hearing).toBeCloseTo(800, -1)
    for (const peer of ['publish', 'subscribe'] as const) {
      const before = ufrag(device[peer])
      expect(gateway.disturb({ type: 'restart-ice', peer })).toBe(1)
      await expect.poll(() => ufrag(device[peer])).not.toBe(before)
      await expect.poll(() => device[peer].connectionState).toBe('connected')
    }
    await expect.poll(ear.hertz, hearing).toBeCloseTo(800, -1)
    expect(device.failures).toEqual([])
  })

  it.each(['publish', 'subscribe'] as const)(
    'lose the %s media for good where its path is broken, and nothing else',
    async (peer) => {
      const { gateway, device, publishing } = await online()
      const other = peer === 'publish' ? 'subscribe' : 'publish'
      gateway.disturb({ type: 'break-media', peer })
      await expect
        .poll(() => device[peer].connectionState, { timeout: 15_000 })
        .not.toBe('connected')
      expect(device[other].connectionState).toBe('connected')
      if (peer === 'publish') await expect.poll(() => publishing, hearing).toEqual([true, false])
      // An ICE restart does not help, and the socket is well.
      expect(gateway.disturb({ type: 'restart-ice', peer })).toBe(1)
      await device.socket.call('ping', {})
      expect(device.socket.notified('sdpOffer')).toEqual([])
    },
  )

  it('exchange no more heartbeats where those are stopped', async () => {
    const { gateway, device } = await online({ heartbeatInterval: 50 })
    const pings = () => gateway.devices()[0]?.heartbeats.pings
    await expect.poll(pings).toBeGreaterThan(4)
    gateway.disturb({ type: 'stop-heartbeats' })
    const stopped = pings()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(pings()).toBe(stopped)
    expect(device.publish.connectionState).toBe('connected')
  })
})

const ufrag = (peer: RTCPeerConnection) =>
  /a=ice-ufrag:(.+)/.exec(peer.remoteDescription?.sdp ?? '')?.[1]

describe('a telephone', () => {
  it('is announced under the id of its track and heard at its pitch', async () => {
    const { device, offer } = await online()
    const { happened } = offer(melody(1_000))
    const ear = await hearStream(device)
    await expect.poll(ear.hertz, hearing).toBeCloseTo(1_000, -1)
    expect(ear.level()).toBeGreaterThan(0.15)
    expect(ear.level()).toBeLessThan(0.4)
    expect(happened).toEqual(['accepted'])
    const [{ trackMetadata } = {}] = device.socket.notified('sdpOffer')
    const msid = new RegExp(`a=msid:${device.streams[0]?.stream.id} ([\\w-]+)`)
    expect(Object.keys(trackMetadata ?? {})).toEqual([msid.exec(device.offers[1] ?? '')?.[1]])
  })

  it('plays its notes one after the other, over and over', async () => {
    const { device, offer } = await online()
    const notes = [
      { hertz: 500, seconds: 0.4 },
      { hertz: 900, seconds: 0.4 },
    ]
    offer({ type: 'melody', notes })
    const { hertz } = await hearStream(device)
    for (const expected of [500, 900, 500, 900]) {
      await expect.poll(hertz, hearing).toBeCloseTo(expected, -1)
    }
  })

  it('hears the device, and its silence', async () => {
    const { media, track, setHertz, offer } = await online()
    expect(media.heard('e-1')).toBeUndefined()
    const { end } = offer({ type: 'silence' })
    await expect.poll(() => media.heard('e-1')?.hertz, hearing).toBeCloseTo(600, -1)
    setHertz(1_200)
    await expect.poll(() => media.heard('e-1')?.hertz, hearing).toBeCloseTo(1_200, -1)
    expect(media.heard('e-1')?.level).toBeGreaterThan(0.1)
    track.enabled = false
    await expect.poll(() => media.heard('e-1')?.level, hearing).toBeLessThan(0.001)
    end()
    expect(media.heard('e-1')).toBeUndefined()
  })

  it('echoes', async () => {
    const { device, setHertz, offer } = await online()
    offer({ type: 'echo', delay: 0.2 })
    const { hertz } = await hearStream(device)
    await expect.poll(hertz, hearing).toBeCloseTo(600, -1)
    setHertz(1_500)
    await expect.poll(hertz, hearing).toBeCloseTo(1_500, -1)
  })

  it('answers digits with beeps', async () => {
    const { device, sender, offer } = await online()
    const { digits } = offer({ type: 'menu' })
    const { hertz } = await hearStream(device)
    sender.dtmf?.insertDTMF('1550#', 100, 70)
    await expect.poll(() => digits.join(''), hearing).toBe('1550#')
    await expect.poll(hertz, hearing).toBeCloseTo(880, -2)
  })

  it('hears digits whatever its voice', async () => {
    const { sender, media, offer } = await online()
    const { digits, happened } = offer(melody(700))
    await expect.poll(() => happened).toEqual(['accepted'])
    sender.dtmf?.insertDTMF('9*', 100, 70)
    await expect.poll(() => digits.join(''), hearing).toBe('9*')
    expect(media.heard('e-1')).toMatchObject({ digits: '9*', lost: 0 })
  })

  it('is not heard before it is accepted where calls are parked', async () => {
    const { device, media, offer } = await online({}, false)
    const { happened } = offer(melody(1_000))
    const { hertz, level } = await hearStream(device)
    expect(device.streams[0]?.stream.getAudioTracks()[0]?.muted).toBe(true)
    expect(level()).toBe(0)
    expect(media.heard('e-1')).toBeUndefined()
    await device.socket.call('acceptStream', {})
    expect(happened).toEqual(['accepted'])
    await expect.poll(hertz, hearing).toBeCloseTo(1_000, -1)
    await expect.poll(() => media.heard('e-1')?.hertz, hearing).toBeCloseTo(600, -1)
  })

  it('is heard before it is accepted where calls flow', async () => {
    const { device, offer } = await online({ unaccepted: 'flowing' }, false)
    const { happened } = offer(melody(1_000))
    await expect.poll((await hearStream(device)).hertz, hearing).toBeCloseTo(1_000, -1)
    expect(happened).toEqual([])
  })

  it('is declined', async () => {
    const { device, offer } = await online({}, false)
    const { happened } = offer(melody(1_000))
    await expect.poll(() => device.streams).toHaveLength(1)
    await device.socket.call('declineStream', {})
    expect(happened).toEqual(['declined'])
    await expect.poll(() => device.streams[0]?.isRemoved).toBe(true)
  })

  it('is hung up by the device, which goes on publishing', async () => {
    const { device, publishing, offer } = await online()
    const { happened } = offer(melody(1_000))
    await expect.poll(() => happened).toEqual(['accepted'])
    await device.socket.call('hangupConnection', { endpoint: '+1', type: 'PHONE_NUMBER' })
    expect(happened).toEqual(['accepted', 'hungUp'])
    await expect.poll(() => device.streams[0]?.isRemoved).toBe(true)
    expect(publishing).toEqual([true])
  })

  it('hangs up: the track is removed, not ended', async () => {
    const { device, offer } = await online()
    const { end } = offer(melody(1_000))
    await expect.poll(() => device.streams).toHaveLength(1)
    const track = device.streams[0]?.stream.getAudioTracks()[0]
    end()
    await expect.poll(() => device.streams[0]?.isRemoved).toBe(true)
    expect(track?.readyState).toBe('live')
  })

  it('is lost when the socket drops', async () => {
    const { device, media, offer } = await online()
    const { happened } = offer(melody(1_000))
    await expect.poll(() => happened).toEqual(['accepted'])
    device.socket.drop()
    expect(happened).toEqual(['accepted', 'lost'])
    expect(media.heard('e-1')).toBeUndefined()
  })

  it('is called thirty times in a row without the SDP growing', async () => {
    const { device, offer } = await online()
    for (let call = 0; call < 30; call++) {
      const { end } = offer(melody(1_000))
      await expect.poll(() => device.streams, { interval: 5 }).toHaveLength(call + 1)
      end()
      await expect.poll(() => device.streams[call]?.isRemoved, { interval: 5 }).toBe(true)
    }
    offer(melody(700))
    await expect.poll((await hearStream(device, 30)).hertz, hearing).toBeCloseTo(700, -1)
    const audioLines = device.offers.map((sdp) => [...sdp.matchAll(/^m=audio/gm)].length)
    expect(Math.max(...audioLines)).toBeLessThanOrEqual(2)
    expect(new Set(device.streams.map(({ stream }) => stream.id)).size).toBe(31)
    expect(device.failures).toEqual([])
  })

  it('suffers from loss and jitter that the device can measure', async () => {
    const { device, offer } = await online()
    offer(melody(1_000), { impairment: { loss: 0.1, jitter: 0.06 } })
    await expect.poll((await hearStream(device)).hertz, hearing).toBeCloseTo(1_000, -1)
    await expect.poll(async () => (await inbound(device)).jitter, hearing).toBeGreaterThan(0.015)
    const concealed = async () => {
      const { concealedSamples = 0, totalSamplesReceived = 0 } = await inbound(device)
      return concealedSamples / totalSamplesReceived
    }
    await expect.poll(concealed, hearing).toBeGreaterThan(0.1)
  })
})

async function inbound(device: RawDevice): Promise<RTCInboundRtpStreamStats> {
  const report = await device.subscribe.getStats()
  const stats = [...report.values()].find(({ type }) => type === 'inbound-rtp')
  return stats as RTCInboundRtpStreamStats
}

describe('the older generations', () => {
  it('G0 unmutes an idle track for a call, three times over', async () => {
    const { device, offer } = await online({ generation: 'G0' })
    for (const [call, hertz] of [700, 900, 1_100].entries()) {
      await expect.poll(() => device.streams).toHaveLength(call + 1)
      const track = device.streams[call]?.stream.getAudioTracks()[0]
      expect(track?.muted).toBe(true)
      const { end } = offer(melody(hertz))
      const ear = await hearStream(device, call)
      await expect.poll(ear.hertz, hearing).toBeCloseTo(hertz, -1)
      expect(track?.muted).toBe(false)
      end()
      await expect.poll(() => device.streams[call]?.isRemoved).toBe(true)
    }
    expect(device.failures).toEqual([])
  })

  it('G1 uses its one track for every call', async () => {
    const { device, offer } = await online({ generation: 'G1' })
    const ear = await hearStream(device)
    for (const hertz of [700, 900]) {
      const { end } = offer(melody(hertz))
      await expect.poll(ear.hertz, hearing).toBeCloseTo(hertz, -1)
      end()
      await expect.poll(ear.level, hearing).toBe(0)
    }
    expect(device.streams).toHaveLength(1)
    expect(device.socket.notified('streamAvailable')).toHaveLength(2)
    expect(device.socket.notified('streamUnavailable')).toHaveLength(2)
  })
})
