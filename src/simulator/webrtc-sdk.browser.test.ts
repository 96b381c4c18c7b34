import { BandwidthRtcV3, type RtcStream } from '@bandwidth/webrtc-browser'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { allowSound } from '../testing/allow-sound.ts'
import { loopbackWebSocket } from '../testing/loopback-web-socket.ts'
import type { RawFrame } from '../testing/raw-socket.ts'
import { dominantFrequency, listenTo, peak } from '../testing/spectrum.ts'
import { application, bxml, createEndpoint, stageCloud } from '../testing/stage-cloud.ts'
import {
  webrtcCallTranscript,
  webrtcConnectTranscript,
  webrtcLeaveTranscript,
} from '../wire/transcripts/webrtc-call.ts'
import { createBrowserMedia } from './browser-media.ts'
import { createGateway } from './gateway.ts'

const hearing = { timeout: 15_000, interval: 50 }
const caller = '+13035550142'
const callerNotes = [392, 494]

const opened: (() => void)[] = []
beforeEach(allowSound)
afterEach(() => {
  for (const close of opened.splice(0).toReversed()) close()
  vi.unstubAllGlobals()
})

/** Bandwidth's own SDK, connected to the whole cloud; all calls are connected to it. */
async function connected() {
  const stage = stageCloud({ switches: { platform: 'webrtc', heartbeatInterval: 50 } })
  const { cloud } = stage
  const media = createBrowserMedia()
  const { endpoints: directory, switches, journal } = cloud
  const gateway = createGateway({ directory, media, switches, journal })
  opened.push(cloud.close, media.close)
  const sent: RawFrame[] = []
  const keep = (frame: RawFrame) => void sent.push(frame)
  vi.stubGlobal('WebSocket', loopbackWebSocket(gateway, 'device.test', keep))

  await stage.authorize()
  const { endpointId, token } = await createEndpoint(stage)
  const connect = `<Connect><Endpoint>${endpointId}</Endpoint></Connect>`
  stage.answer('/hooks/voice/initiate', () => bxml(connect, '<Hangup/>'))

  const sdk = new BandwidthRtcV3()
  opened.push(() => sdk.disconnect())
  const streams: RtcStream[] = []
  const gone: string[] = []
  sdk.onStreamAvailable((stream) => streams.push(stream))
  sdk.onStreamUnavailable((id) => gone.push(id))
  await sdk.connect({ deviceToken: token }, { websocketUrl: 'wss://device.test' })
  return { ...stage, gateway, media, sdk, streams, gone, sent, endpointId, token }
}

/** Connected and sending a tone. */
async function published() {
  const world = await connected()
  const microphone = tone(600)
  const stream = await world.sdk.publish(microphone, undefined, 'agent-17')
  await expect.poll(world.names, hearing).toContain('endpointEligible')
  return { ...world, microphone, stream }
}

/** In a call: the n-th of this device. */
async function called() {
  const world = await published()
  const call = async () => {
    const before = world.streams.length
    const callId = world.cloud.telephones.placeCall({ from: caller })
    await expect.poll(() => world.streams.length, hearing).toBe(before + 1)
    const stream = world.streams[before]
    if (!stream) throw new Error('no stream')
    const ear = await listenTo(stream.mediaStream)
    opened.push(() => void ear.close())
    const hertz = () => dominantFrequency(ear.hear())
    return { callId, stream, hertz, level: () => peak(ear.hear()) }
  }
  return { ...world, call, first: await call() }
}

function tone(hertz: number): MediaStream {
  const context = new AudioContext()
  opened.push(() => void context.close())
  const oscillator = new OscillatorNode(context, { frequency: hertz })
  const destination = new MediaStreamAudioDestinationNode(context)
  oscillator.connect(new GainNode(context, { gain: 0.3 })).connect(destination)
  oscillator.start()
  return destination.stream
}

describe("Bandwidth's own SDK", () => {
  it('connects without becoming eligible', async () => {
    const { names, sent } = await connected()
    await expect.poll(names).toEqual(['endpointConnected'])
    expect(sent.map(({ method }) => method)).toEqual(['setMediaPreferences'])
  })

  it('publishes a microphone that makes the endpoint eligible', async () => {
    const { stream, microphone, gateway } = await published()
    expect(stream).toMatchObject({ endpointId: microphone.id, mediaTypes: ['AUDIO'] })
    await expect.poll(() => gateway.devices()[0]?.heartbeats.pongs).toBeGreaterThanOrEqual(3)
  })

  it('is sent a caller whose melody it hears', async () => {
    const { first, names } = await called()
    expect(first.stream).toMatchObject({ participantId: first.callId, mediaTypes: ['AUDIO'] })
    for (const note of [...callerNotes, ...callerNotes]) {
      await expect.poll(first.hertz, hearing).toBeCloseTo(note, -1)
    }
    expect(names()).toContain('endpointIneligible')
  })

  it('is heard by the caller, and not while its microphone is off', async () => {
    const { sdk, media, endpointId } = await called()
    const heard = () => media.heard(endpointId)
    await expect.poll(() => heard()?.hertz, hearing).toBeCloseTo(600, -1)
    sdk.setMicEnabled(false)
    await expect.poll(() => heard()?.level, hearing).toBeLessThan(0.001)
    sdk.setMicEnabled(true)
    await expect.poll(() => heard()?.hertz, hearing).toBeCloseTo(600, -1)
  })

  it('sends digits that the telephone hears', async () => {
    const { sdk, summaries } = await called()
    sdk.sendDtmf('15#')
    const digits = () => summaries().flatMap((line) => /hears the digit (.)/.exec(line)?.[1] ?? [])
    await expect.poll(digits, hearing).toEqual(['1', '5', '#'])
  })

  it('loses the stream when the caller hangs up, and is eligible again', async () => {
    const { cloud, gone, first, names } = await called()
    cloud.telephones.hangUp()
    await expect.poll(() => gone, hearing).toEqual([first.stream.mediaStream.id])
    await expect.poll(names).toContain('disconnect')
    expect(names().filter((name) => name === 'endpointEligible')).toHaveLength(2)
  })

  it('loses the stream when the application takes the call elsewhere', async () => {
    const { request, calls, answer, gone, first, names } = await called()
    answer('/hooks/voice/next', () => bxml('<Hangup/>'))
    const redirectUrl = `${application}/hooks/voice/next`
    await request('POST', calls(`/${first.callId}`), { state: 'active', redirectUrl })
    await expect.poll(() => gone, hearing).toEqual([first.stream.mediaStream.id])
    await expect.poll(names).toContain('disconnect')
  })

  it('takes one call after the other', async () => {
    const { cloud, call, gone, first, media, endpointId } = await called()
    await expect.poll(first.hertz, hearing).toBeCloseTo(392, -1)
    cloud.telephones.hangUp()
    await expect.poll(() => gone, hearing).toHaveLength(1)
    for (const count of [2, 3, 4]) {
      const { hertz } = await call()
      for (const note of callerNotes) await expect.poll(hertz, hearing).toBeCloseTo(note, -1)
      await expect.poll(() => media.heard(endpointId)?.hertz, hearing).toBeCloseTo(600, -1)
      cloud.telephones.hangUp()
      await expect.poll(() => gone, hearing).toHaveLength(count)
    }
    expect(new Set(gone).size).toBe(4)
  })

  it('disconnects, and its call with it', async () => {
    const { sdk, cloud, names, summaries, first, token } = await called()
    sdk.disconnect()
    await expect.poll(names, hearing).toContain('disconnect')
    expect(names()).toContain('endpointDisconnected')
    await expect.poll(first.level, hearing).toBe(0)
    expect(summaries()).toContain('leave')
    expect(JSON.stringify(cloud.journal.entries())).not.toContain(token)
  })

  it('says what the transcripts say', async () => {
    const { sdk, cloud, gone, sent } = await called()
    cloud.telephones.hangUp()
    await expect.poll(() => gone, hearing).toHaveLength(1)
    await expect.poll(() => sent.filter(({ method }) => method === 'answerSdp')).toHaveLength(2)
    sdk.disconnect()
    const written = [...webrtcConnectTranscript, ...webrtcCallTranscript, ...webrtcLeaveTranscript]
      .filter(({ direction, frame }) => direction === 'device' && !frame.includes('"ping"'))
      .map(({ frame }) => JSON.parse(frame) as RawFrame)
    expect(sent.map(shapeOf)).toEqual(written.map(shapeOf))
  })
})

/** Method and members stay; texts, lists and the stream's id become their kind. */
function shapeOf({ method, params }: RawFrame): unknown {
  const text = JSON.stringify({ method, params }, (name, value: unknown) => {
    if (name === 'sdpOffer' || name === 'sdpAnswer') return typeof value
    if (name === 'mediaStreams') return Object.values(value as object)
    return Array.isArray(value) && name === 'logs' ? 'a list' : value
  })
  return JSON.parse(text) as unknown
}
