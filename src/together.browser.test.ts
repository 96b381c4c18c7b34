import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BrtcEvent } from './brtc/client.ts'
import { createBrtcClient } from './brtc/client.ts'
import { createSdkClient } from './brtc/sdk-client.ts'
import { createBrowserMedia } from './simulator/browser-media.ts'
import { createCloud } from './simulator/cloud.ts'
import { createGateway } from './simulator/gateway.ts'
import type { Switches } from './simulator/switches.ts'
import { allowSound } from './testing/allow-sound.ts'
import { createEndpoint, socketTo } from './testing/in-page-gateway.ts'
import { amplitudeAt, listenTo } from './testing/spectrum.ts'
import type { Platform } from './wire/phone-api.ts'

/**
 * The two ends that share nothing but `wire/`, put together on real peer connections: the client must serve every
 * generation of the protocol and every switch of a fact that no source settles.
 */

const closers: (() => void)[] = []
beforeEach(allowSound)
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const singing = '+13035550142'
const singingNotes = [392, 494]

/** Every value of every switch; of numbers the default and one that differs much. */
const values: { [S in keyof Switches]: readonly Switches[S][] } = {
  platform: ['brtc'],
  generation: ['G3', 'G2', 'G1b', 'G1', 'G0'],
  ready: ['after-connected', 'on-open', 'after-answers', 'never'],
  unaccepted: ['parked', 'flowing'],
  hangupReply: ['object', 'bye', 'empty', 'null', 'error'],
  outboundAccepted: ['after-2xx', 'always', 'never'],
  heartbeatInterval: [5_000, 200],
  redirectText: ['accept', 'reject'],
  connectAnswers: ['yes', 'application-error'],
  connectTimeout: [30_000, 10_000],
  declineStatus: ['CANCELED', 'DENIED', 'FAILED', 'none'],
  connectStatus: ['all', 'terminal', 'none'],
  eventShape: ['docs', 'spec'],
  ineligibleAt: ['ring', 'accept'],
  ineligibleBeforeDisconnected: [true, false],
  fallbackOn: ['error-status', 'no-response'],
  basicAuth: ['challenge', 'pre-emptive'],
  endpointWebhookTimeout: [10_000, 1_000],
  severalEndpoints: ['invalid-bxml', 'ring-all'],
  oauthExpiresIn: [3_600, 5],
  endpointCeiling: [100, 1],
  readmission: ['same-device', 'any-device', 'nobody'],
  resumption: ['ended', 'offered-again'],
}
const rounds = Math.max(...Object.values(values).map(({ length }) => length))

/** The n-th value of each switch; those of which there are fewer begin again. */
function choose(round: number, platform: Platform): Partial<Switches> {
  const chosen = Object.entries(values).map(([name, each]) => [name, each[round % each.length]])
  return { ...Object.fromEntries(chosen), platform }
}

const platforms: readonly Platform[] = ['brtc', 'webrtc']

describe('the client and the simulator', () => {
  const rows = Array.from({ length: rounds }, (_, round) =>
    platforms.map((platform) => choose(round, platform)),
  ).flat()
  it.each(rows)(
    'carry a call with $platform, $generation, $hangupReply, $ready',
    async (switches) => {
      const { platform, hangupReply, outboundAccepted } = switches
      const world = await online(switches)
      if (platform === 'brtc') {
        const request = await world.client.requestOutboundConnection(singing, 'PHONE_NUMBER')
        expect(request.accepted).toBe(outboundAccepted !== 'never')
      }
      const callId = world.cloud.telephones.placeCall({ from: singing })
      const call = await world.nextStream()

      await world.client.acceptStream(call.streamId)
      world.client.setMicEnabled(true)
      const ear = await listenTo(call.stream)
      for (const note of singingNotes) {
        await expect
          .poll(() => amplitudeAt(ear.hear(), note), { timeout: 15_000 })
          .toBeGreaterThan(0.05)
      }
      await expect.poll(() => world.farEndHears(), { timeout: 15_000 }).toBeGreaterThan(0.05)

      // Where the gateway does not hang up, the application does: the phone asks both.
      if (hangupReply === 'error' && platform === 'brtc') {
        await expect(world.client.hangupConnection(singing, 'CALL_ID')).rejects.toThrow()
      } else await world.client.hangupConnection(singing, 'CALL_ID')
      if (hangupReply === 'error' || platform === 'webrtc') world.cloud.telephones.hangUp(callId)
      await expect.poll(() => world.ended(), { timeout: 15_000 }).toEqual([call.streamId])
      await expect.poll(() => world.cloud.telephones.liveCalls()).toEqual([])
      await ear.close()
      expect(world.faults()).toEqual([])
    },
  )

  it('publish after three round trips of the socket', async () => {
    const delay = 150
    const world = await online({}, delay)
    // One round trip is whatever is sent before the next answer: the two initial answers go side by side.
    expect(world.roundTrips()).toEqual([
      ['setMediaPreferences'],
      ['answerSdp', 'answerSdp'],
      ['offerSdp'],
    ])
    expect(world.publishedAt - world.openedAt).toBeGreaterThanOrEqual(3 * 2 * delay)
  })
})

/** A device online at the simulator, whose application connects every call to it. `delay` is one way, in milliseconds. */
async function online(switches: Partial<Switches>, delay = 0) {
  const media = createBrowserMedia()
  let endpointId = ''
  const cloud = createCloud({
    switches,
    pace: 0.2,
    fetch: async (request) => {
      const isVoice = new URL(request.url).pathname.startsWith('/voice')
      const connect = `<Response><SpeakSentence>Hello.</SpeakSentence><Connect><Endpoint>${endpointId}</Endpoint></Connect></Response>`
      return isVoice
        ? new Response(connect, { headers: { 'Content-Type': 'application/xml' } })
        : new Response(null, { status: 204 })
    },
    application: { callInitiatedUrl: 'https://app.example/voice' },
  })
  const gateway = createGateway({
    directory: cloud.endpoints,
    media,
    switches: cloud.switches,
    journal: cloud.journal,
    delay,
  })
  const endpoint = await createEndpoint(cloud)
  endpointId = endpoint.endpointId

  const events: BrtcEvent[] = []
  let openedAt = 0
  const onEvent = (event: BrtcEvent) => {
    events.push(event)
    if (event.type === 'socketOpened') openedAt = performance.now()
  }
  const createSocket = socketTo(gateway)
  const client =
    switches.platform === 'webrtc'
      ? createSdkClient(onEvent, {
          createSocket,
          requestOutbound: async () => ({ accepted: true }),
        })
      : createBrtcClient(onEvent, { createSocket })
  closers.push(client.disconnect, media.close, cloud.close)
  await client.connect({
    gatewayUrl: 'wss://gateway.example/endpoints',
    endpointToken: endpoint.token,
    uniqueId: 'device-1',
  })
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true })
  closers.push(() => microphone.getTracks().forEach((track) => track.stop()))
  const [track] = microphone.getAudioTracks()
  if (!track) throw new Error('the fake microphone has no track')
  await client.publish(track)
  const publishedAt = performance.now()
  await expect
    .poll(() => cloud.journal.entries().some(({ summary }) => /endpointEligible/.test(summary)), {
      timeout: 15_000,
    })
    .toBe(true)

  const streams = () => events.filter((event) => event.type === 'streamAvailable')
  return {
    cloud,
    client,
    openedAt,
    publishedAt,
    nextStream: async () => {
      await expect.poll(() => streams().length, { timeout: 15_000 }).toBe(1)
      const [stream] = streams()
      if (!stream) throw new Error('no stream')
      return stream
    },
    /** The methods called, split wherever an answer had arrived before the next was sent. */
    roundTrips: () =>
      events
        .filter((event) => event.type === 'frame')
        .reduce<{ calls: string[][]; answered: boolean }>(
          ({ calls, answered }, { direction, method }) =>
            direction === 'received'
              ? { calls, answered: true }
              : {
                  calls: answered
                    ? [...calls, [method]]
                    : [...calls.slice(0, -1), [...(calls.at(-1) ?? []), method]],
                  answered: false,
                },
          { calls: [], answered: true },
        ).calls,
    ended: () =>
      events.flatMap((event) => (event.type === 'streamUnavailable' ? [event.streamId] : [])),
    faults: () => events.filter(({ type }) => type === 'faulted' || type === 'disconnected'),
    farEndHears: () => media.heard(endpointId)?.level ?? 0,
  }
}
