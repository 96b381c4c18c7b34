import { createAudioInput } from '../audio/audio-input.ts'
import { createBrtcClient } from '../brtc/client.ts'
import { createPhone } from '../phone/phone.ts'
import { loadNumberPlan } from '../phone/number-plan.ts'
import { createBrowserMedia } from '../simulator/browser-media.ts'
import { createCloud } from '../simulator/cloud.ts'
import { createGateway } from '../simulator/gateway.ts'
import type { Switches } from '../simulator/switches.ts'
import { createFakeApplication } from './fake-application.ts'
import { createFakeAudioOutput } from './fake-audio.ts'
import { createFakeSurroundings } from './fake-surroundings.ts'
import { createEndpoint, socketTo } from './in-page-gateway.ts'

export type RecoveryPage = ReturnType<typeof createRecoveryPage>

/** A caller who sings, and what is sung, in hertz. */
export const singer = '+13035550142'
export const sung = [392, 494]

/**
 * The phone in this page, on real peer connections to the simulator, with sockets that a test can break. The application
 * passes Bandwidth's word on; sound is not played but kept, to be listened to.
 */
export function createRecoveryPage(switches: Partial<Switches> = {}) {
  const application = createFakeApplication()
  const audioOutput = createFakeAudioOutput()
  const surroundings = createFakeSurroundings()
  const media = createBrowserMedia()
  let endpointId = ''
  const cloud = createCloud({
    switches,
    pace: 0.1,
    application: { callInitiatedUrl: 'https://app.example/voice' },
    fetch: async (request) => {
      const isVoice = new URL(request.url).pathname.startsWith('/voice')
      if (!isVoice) tell(await request.json())
      const connect = `<Response><Ring duration="1"/><Connect><Endpoint>${endpointId}</Endpoint></Connect></Response>`
      return isVoice
        ? new Response(connect, { headers: { 'Content-Type': 'application/xml' } })
        : new Response(null, { status: 204 })
    },
  })
  const gateway = createGateway({
    directory: cloud.endpoints,
    media,
    switches: cloud.switches,
    journal: cloud.journal,
  })

  function tell(webhook: { event?: string; endpointId?: string }): void {
    if (webhook.endpointId === undefined || !webhook.event?.startsWith('endpoint')) return
    application.emit({
      type: 'endpoint.state',
      endpointId: webhook.endpointId,
      connected: webhook.event !== 'endpointDisconnected',
      eligible: webhook.event === 'endpointEligible',
    })
  }

  application.createEndpoint.mockImplementation(async () => {
    const { endpointId: id, token } = await createEndpoint(cloud)
    endpointId = id
    return {
      endpointId: id,
      token,
      gatewayUrl: 'wss://gateway.example/endpoints',
      expiresAt: '2030-01-02T00:00:00.000Z',
      platform: 'brtc',
    }
  })

  const sockets: {
    /** The socket closes for both, or for the phone alone: then the gateway goes on as if it were there. */
    close: (code: number) => void
    vanish: (code: number) => void
    /** Nothing comes through any more, either way. */
    silence: () => void
    push: (text: string) => void
  }[] = []
  let holdsFrames = false
  const refused = new Set<string | null>()
  let presentToken: string | null = null
  const createSocket = socketTo(gateway)

  const phone = createPhone({
    createClient: async (_platform, onEvent) =>
      createBrtcClient(onEvent, {
        createSocket: (url, listener) => {
          const token = new URL(url).searchParams.get('endpointToken')
          if (refused.has(token)) {
            queueMicrotask(() => listener.onClose(1006, ''))
            return { send: () => {}, close: () => {} }
          }
          presentToken = token
          let isDeaf = holdsFrames
          let isGone = false
          const real = createSocket(url, {
            ...listener,
            onText: (text) => isDeaf || listener.onText(text),
          })
          sockets.push({
            close: (code) => {
              listener.onClose(code, '')
              real.close(code)
            },
            vanish: (code) => {
              isDeaf = true
              isGone = true
              listener.onClose(code, '')
            },
            silence: () => {
              isDeaf = true
            },
            push: listener.onText,
          })
          return {
            send: (text) => isDeaf || real.send(text),
            close: (code) => isGone || real.close(code),
          }
        },
      }),
    application,
    audioInput: createAudioInput(),
    audioOutput,
    loadNumberPlan,
    surroundings,
    random: () => 0,
  })

  return {
    phone,
    state: phone.store.getState,
    application,
    surroundings,
    cloud,
    sockets,
    /** No socket is opened with the present token any more, as by 403 and 409. */
    refuseToken: () => void refused.add(presentToken),
    /** Replies to the sockets that are opened from now on are lost. */
    holdReplies: (isOn: boolean) => {
      holdsFrames = isOn
    },
    socket: () => {
      const last = sockets.at(-1)
      if (!last) throw new Error('The phone has opened no socket yet')
      return last
    },
    endpointId: () => endpointId,
    restartIce: (peer: 'publish' | 'subscribe') => gateway.disturb({ type: 'restart-ice', peer }),
    /** From 0 to 1. */
    farEndHears: () => media.heard(endpointId)?.level ?? 0,
    /** What the phone plays. */
    remote: () => audioOutput.playRemote.mock.lastCall?.[0] ?? null,
    sound: () => audioOutput.loop.mock.lastCall?.[0] ?? null,
    close: () => {
      phone.close()
      media.close()
      cloud.close()
    },
  }
}
