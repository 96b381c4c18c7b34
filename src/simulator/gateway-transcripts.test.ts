import { describe, expect, it } from 'vitest'
import {
  connectedWorld,
  createGatewayWorld,
  leg,
  legEvents,
  webrtcUrl,
} from '../testing/gateway-world.ts'
import { openRawSocket, openRawUrl, type RawSocket } from '../testing/raw-socket.ts'
import { waitFor } from '../testing/wait-for.ts'
import { connectTranscript } from '../wire/transcripts/connect.ts'
import {
  declinedCallTranscript,
  iceRestartTranscript,
  inboundCallG1Transcript,
  inboundCallTranscript,
} from '../wire/transcripts/inbound-call.ts'
import { otherDevices } from '../wire/transcripts/odd-replies.ts'
import { outboundCallTranscript, refusedCallTranscript } from '../wire/transcripts/outbound-call.ts'
import type { Transcript } from '../wire/transcripts/transcript.ts'
import {
  webrtcCallTranscript,
  webrtcConnectTranscript,
  webrtcLeaveTranscript,
} from '../wire/transcripts/webrtc-call.ts'

/**
 * Says the device's part of a transcript and compares what the gateway says with its part: same order, methods, ids and
 * members. `cues` make the gateway speak of its own accord, one for each of its notifications.
 */
async function rehearse(device: RawSocket, transcript: Transcript, cues: (() => void)[]) {
  let heard = device.received.length
  for (const { direction, frame } of transcript) {
    if (direction === 'device') {
      device.send(frame)
      continue
    }
    const expected: unknown = JSON.parse(frame)
    if (isNotification(expected)) cues.shift()?.()
    await waitFor(() => expect(device.received.length).toBeGreaterThan(heard))
    expect(shapeOf(device.received[heard])).toEqual(shapeOf(expected))
    heard += 1
  }
  expect(device.received).toHaveLength(heard)
}

const isNotification = (frame: unknown) =>
  typeof frame === 'object' && frame !== null && 'method' in frame

/** Members stay, other values become their type. Ids, methods and revisions stay; what acknowledges is all one. */
function shapeOf(value: unknown, name = ''): unknown {
  if (['id', 'method', 'sdpRevision', 'accepted', 'autoAccepted', 'peerType'].includes(name)) {
    return value
  }
  if (name === 'result' && (value === null || JSON.stringify(value) === '{}')) return 'acknowledged'
  if (typeof value !== 'object' || value === null) return typeof value
  const entries = Object.entries(value).map(([key, member]) => [
    name === 'trackMetadata' || name === 'streamMetadata' ? 'the stream' : key,
    shapeOf(member, key),
  ])
  return Object.fromEntries(entries)
}

describe('the gateway keeps to the transcript of', () => {
  it('a connection, from the first frame to leaving', async () => {
    const { gateway, media } = createGatewayWorld()
    const device = openRawSocket(gateway)
    await rehearse(device, connectTranscript, [() => media.connectPeers('publish', 'subscribe')])
    expect(device.closing()?.code).toBe(1000)
  })

  it('an inbound call', async () => {
    const { device, link } = await connectedWorld({}, false)
    const { happened, events } = legEvents()
    let end = () => {}
    await rehearse(device, inboundCallTranscript, [
      () => ({ end } = link().offer(leg({ tags: '{"k":"v"}' }), events)),
      () => end(),
    ])
    expect(happened).toEqual(['accepted'])
  })

  it('an inbound call of an older generation', async () => {
    const { device, link } = await connectedWorld({ generation: 'G1b' }, false)
    const { happened, events } = legEvents()
    let end = () => {}
    const transcript = inboundCallG1Transcript
    await rehearse(device, transcript, [
      () => ({ end } = link().offer(leg({ callId: 'c-95ac8d6e' }), events)),
      () => {},
      () => end(),
    ])
    expect(happened).toEqual(['accepted'])
  })

  it('a declined call', async () => {
    const { device, link } = await connectedWorld({}, false)
    const { happened, events } = legEvents()
    link().offer(leg(), events)
    await waitFor(() => expect(device.notified('sdpOffer')).toHaveLength(1))
    await device.call('answerSdp', { peerType: 'subscribe', sdpAnswer: 'v=0' })
    await rehearse(device, declinedCallTranscript, [])
    expect(happened).toEqual(['declined'])
  })

  it('an outbound call', async () => {
    const { device, link, directory } = await connectedWorld()
    const { happened, events } = legEvents()
    const cue = () => void link().offer(leg(), events)
    // The removal after the hang-up is not part of it.
    const rest = outboundCallTranscript.slice(0, -1)
    await rehearse(device, rest, [cue])
    expect(directory.requestOutbound).toHaveBeenCalledWith('e-1', {
      id: '+19195551234',
      type: 'PHONE_NUMBER',
    })
    expect(happened).toEqual(['accepted', 'hungUp'])
  })

  it('a refused call', async () => {
    const { device, directory } = await connectedWorld()
    directory.requestOutbound.mockResolvedValue(false)
    await rehearse(device, refusedCallTranscript, [])
  })

  it('an ICE restart', async () => {
    const { device, gateway } = await connectedWorld()
    await rehearse(device, iceRestartTranscript, [
      () => gateway.disturb({ type: 'restart-ice', peer: 'publish' }),
    ])
  })

  it('other devices', async () => {
    const { gateway, media } = createGatewayWorld()
    const device = openRawSocket(gateway)
    for (const { frame } of otherDevices) device.send(frame)
    expect(device.closing()?.code).toBe(1000)
    expect(media.log).toContain('close session')
  })

  it('a device of the older platform, its call and its leaving', async () => {
    const { gateway, link } = createGatewayWorld()
    const device = openRawUrl(gateway, webrtcUrl())
    await rehearse(device, webrtcConnectTranscript, [])
    const { happened, events } = legEvents()
    let end = () => {}
    await rehearse(device, webrtcCallTranscript, [
      () => ({ end } = link().offer(leg(), events)),
      () => end(),
    ])
    expect(happened).toEqual(['accepted'])
    await rehearse(device, webrtcLeaveTranscript, [])
    expect(device.closing()?.code).toBe(1000)
  })
})
