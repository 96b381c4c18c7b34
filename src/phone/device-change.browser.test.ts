import { afterEach, beforeEach, expect, it } from 'vitest'
import { createBrtcClient } from '../brtc/client.ts'
import { allowSound } from '../testing/allow-sound.ts'
import { toneTrack } from '../testing/browser-audio.ts'
import { createRawGateway } from '../testing/raw-gateway.ts'
import { createSilenceMeter } from '../testing/silence-meter.ts'
import type { Microphone } from './ports.ts'
import { createPublishedMicrophone, type MicrophoneGone } from './published-microphone.ts'

/** Milliseconds of silence that a listener takes for a word that was swallowed. */
const longestGap = 200

let context: AudioContext
const closing: (() => unknown)[] = []

beforeEach(async () => {
  await allowSound()
  context = new AudioContext()
  await context.resume()
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await context.close()
})

/** Two microphones, each with a tone of its own. */
const hertz: Record<string, number> = { headset: 440, 'built-in': 880 }

function openTone(deviceId: string): Microphone {
  const track = toneTrack(context, hertz[deviceId] ?? 0)
  return { track, deviceId, label: deviceId, close: () => track.stop() }
}

/** On a call with the headset, as the far end hears it. */
async function talkWithHeadset() {
  const gateway = createRawGateway()
  const client = createBrtcClient(() => {}, { createSocket: gateway.createSocket })
  closing.push(gateway.close, client.disconnect)
  await client.connect({
    gatewayUrl: 'wss://gateway.test/endpoints',
    endpointToken: 'header.claims.signature',
    uniqueId: 'device-1',
  })
  const opened: Microphone[] = []
  const gone: MicrophoneGone[] = []
  const microphone = createPublishedMicrophone({
    audioInput: {
      open: async (deviceId) => {
        const next = openTone(deviceId || 'built-in')
        opened.push(next)
        return next
      },
      level: { subscribe: () => () => {} },
      listDevices: async () => ({
        microphones: [],
        outputs: [],
        canChooseOutput: false,
        systemMicrophone: null,
      }),
      onDevicesChanged: () => () => {},
    },
    deviceId: 'headset',
    onGone: (outcome) => gone.push(outcome),
  })
  closing.push(microphone.close)
  await microphone.open()
  await microphone.publish(client, () => true)
  const meter = await createSilenceMeter(context, await gateway.microphone)
  closing.push(meter.close)
  await expect.poll(meter.hears, { timeout: 15_000 }).toBe(440)
  meter.reset()
  return { client, microphone, meter, opened, gone }
}

it('the far end hears no gap when the microphone is changed during a call', async () => {
  const { client, microphone, meter } = await talkWithHeadset()
  await microphone.change('built-in')
  await expect.poll(meter.hears, { timeout: 15_000 }).toBe(880)
  expect(meter.longestGap()).toBeLessThan(longestGap)

  // That the meter would have heard one.
  client.setMicEnabled(false)
  await expect.poll(meter.longestGap, { timeout: 15_000 }).toBeGreaterThan(longestGap)
})

it('the far end hears the next microphone within a second when the one in use is unplugged', async () => {
  const { meter, opened, gone } = await talkWithHeadset()
  const track = opened[0]?.track
  track?.stop()
  track?.dispatchEvent(new Event('ended'))
  await expect.poll(meter.hears, { timeout: 15_000 }).toBe(880)
  expect(meter.longestGap()).toBeLessThan(1_000)
  expect(gone).toEqual([{ status: 'replaced', from: 'headset', to: 'built-in', deviceId: '' }])
})
