import { expect, vi } from 'vitest'
import { createBrtcClient } from '../brtc/client.ts'
import type { SocketListener } from '../brtc/browser-socket.ts'
import { createPhone } from '../phone/phone.ts'
import { loadNumberPlan } from '../phone/number-plan.ts'
import { createFakeApplication } from './fake-application.ts'
import { createFakeAudioInput, createFakeAudioOutput } from './fake-audio.ts'
import {
  answerWithDtmf,
  createFakePeerConnection,
  createFakeRemoteStream,
  createFakeRemoteTrack,
  type FakePeerConnection,
  removeTrack,
} from './fake-peer-connection.ts'
import { createFakeSurroundings } from './fake-surroundings.ts'

export type RecoveryWorld = ReturnType<typeof createRecoveryWorld>

export const caller = '+19195550100'
export const callee = '+19195550101'

/** Milliseconds, as those of a gateway that is well. */
const heartbeatMs = 5_000
const replyMs = 20

type Frame = { id?: number; method: string; params?: Record<string, unknown> }

/**
 * The phone with its real client, on a gateway, an application and peer connections that a test breaks at will, all on fake
 * timers. Each socket is a line of its own, and the gateway is well unless told otherwise.
 */
export function createRecoveryWorld() {
  const application = createFakeApplication()
  const audioInput = createFakeAudioInput()
  const audioOutput = createFakeAudioOutput()
  const surroundings = createFakeSurroundings()
  const heartbeats = new Set<ReturnType<typeof setInterval>>()
  const gateway = {
    /** Sockets are accepted; otherwise they close before they open, as a browser shows 403, 409 and no network. */
    admits: (_token: string): boolean => true,
    /** Sockets never open, nor close. */
    isUnreachable: false,
    /** Replies to this method are kept back. */
    holds: '',
    /** Whether the present call is offered again on the next line. */
    offersAgain: false,
  }
  let endpointId = ''
  /** The token of the endpoint that has a call. */
  let calledOn = ''
  let opened = 0
  const grant = application.createEndpoint.getMockImplementation()
  application.createEndpoint.mockImplementation(async () => {
    if (!grant) throw new Error('no grant')
    const granted = await grant()
    endpointId = granted.endpointId
    return { ...granted, token: `header.${granted.endpointId}.signature` }
  })
  const lines: ReturnType<typeof openLine>[] = []

  function openLine(url: string, listener: SocketListener) {
    const token = new URL(url).searchParams.get('endpointToken') ?? ''
    const held: (() => void)[] = []
    const peers: FakePeerConnection[] = []
    const received: Frame[] = []
    const state = { isOver: false, isSilent: false, hasHeartbeat: true }
    const number = ++opened
    let revision = 0
    let track = createFakeRemoteTrack('none')
    let stream = createFakeRemoteStream('none')

    const after = (delay: number, run: () => void) => {
      setTimeout(() => {
        if (!state.isOver) run()
      }, delay)
    }
    const push = (text: string) => {
      if (!state.isOver && !state.isSilent) listener.onText(text)
    }
    const notify = (method: string, params?: unknown) =>
      push(JSON.stringify({ jsonrpc: '2.0', method, params }))

    function reply({ id, method }: Frame): void {
      if (id === undefined) return
      const answer = () => push(JSON.stringify({ jsonrpc: '2.0', id, result: resultOf(method) }))
      if (gateway.holds === method) held.push(answer)
      else after(replyMs, answer)
    }

    function resultOf(method: string): unknown {
      if (method === 'setMediaPreferences') {
        return {
          endpointId,
          publishSdpOffer: { peerType: 'publish', sdpOffer: 'publish offer' },
          subscribeSdpOffer: { peerType: 'subscribe', sdpOffer: 'subscribe offer' },
        }
      }
      if (method === 'offerSdp') {
        after(replyMs, becomeEligible)
        return { sdpAnswer: answerWithDtmf }
      }
      return method === 'requestOutboundConnection' ? { accepted: true } : null
    }

    function becomeEligible(): void {
      application.emit({ type: 'endpoint.state', endpointId, connected: true, eligible: true })
      if (calledOn === token && gateway.offersAgain && number > 1) addCall()
    }

    /** G3: the track of a call, with its metadata. */
    function addCall(from = caller): void {
      const [, subscribe] = peers
      if (!subscribe) return
      calledOn = token
      revision += 1
      const id = `track-${number}-${revision}`
      track = createFakeRemoteTrack(id)
      stream = createFakeRemoteStream(`stream-${number}-${revision}`)
      subscribe.setRemoteDescription.mockImplementationOnce(async () => {
        subscribe.addRemoteTrack(track, stream, String(revision))
      })
      notify('sdpOffer', {
        sdpRevision: revision,
        sdpOffer: `v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:${revision}\r\na=msid:${stream.id} ${id}\r\n`,
        trackMetadata: { [id]: { from, autoAccepted: false } },
      })
    }

    function open(): void {
      if (state.isOver || state.isSilent || gateway.isUnreachable) return
      if (!gateway.admits(token)) return line.close(1006)
      listener.onOpen()
    }

    const line = {
      url,
      token,
      state,
      peers,
      received,
      notify,
      push,
      addCall,
      endCall: () => {
        calledOn = ''
        removeTrack(stream, track)
      },
      /** What is kept back is sent. */
      release: () => held.splice(0).forEach((answer) => answer()),
      /** What is kept back never comes. */
      forget: () => held.splice(0),
      close: (code: number) => {
        if (state.isOver) return
        state.isOver = true
        listener.onClose(code, '')
      },
      socket: {
        send: (text: string) => {
          const frame = JSON.parse(text) as Frame
          received.push(frame)
          if (!state.isOver && !state.isSilent) reply(frame)
        },
        close: () => {
          state.isOver = true
        },
      },
      beat: () => {
        if (state.hasHeartbeat) for (const { beat } of channels) beat()
      },
      addPeer: () => {
        const peer = createFakePeerConnection()
        peer.connectionState = 'connected'
        peers.push(peer)
        channels.push(openHeartbeat(peer))
        return peer
      },
    }
    const channels: ReturnType<typeof openHeartbeat>[] = []
    if (gateway.holds === 'open') held.push(open)
    else after(replyMs, open)
    heartbeats.add(setInterval(line.beat, heartbeatMs))
    return line
  }

  const phone = createPhone({
    createClient: async (_platform, onEvent) =>
      createBrtcClient(onEvent, {
        createSocket: (url, listener) => {
          const created = openLine(url, listener)
          lines.push(created)
          return created.socket
        },
        createPeer: () => line().addPeer() as unknown as RTCPeerConnection,
      }),
    application,
    audioInput,
    audioOutput,
    loadNumberPlan,
    surroundings,
    random: () => 0.5,
    // Not the clock's: sleep makes it jump, and no timer runs meanwhile.
    now: () => Date.now(),
  })

  const line = () => {
    const last = lines.at(-1)
    if (!last) throw new Error('The phone has opened no socket yet')
    return last
  }

  return {
    phone,
    state: phone.store.getState,
    application,
    audioInput,
    audioOutput,
    surroundings,
    gateway,
    lines,
    line,
    endpointId: () => endpointId,
    /** Of the same phone, as if nothing had been: a new network, a new application. */
    reset: () => {
      lines.length = 0
      audioInput.opened.length = 0
      // Not all: those of peers that are long gone would take longer with every reset.
      for (const mock of Object.values({ ...application, ...audioOutput, ...audioInput })) {
        if (vi.isMockFunction(mock)) mock.mockClear()
      }
      surroundings.tell('online')
      Object.assign(gateway, {
        admits: () => true,
        isUnreachable: false,
        holds: '',
        offersAgain: false,
      })
    },
    /** What the phone loads after the first picture is there. */
    loaded: () => vi.dynamicImportSettled(),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    /** Ends what is the world's own and not the phone's. */
    stop: () => {
      for (const interval of heartbeats) clearInterval(interval)
      heartbeats.clear()
    },
  }
}

/** Of a phone that is offline: all that it had opened is closed, once, and no timer runs. */
export function expectNothingLeft(world: RecoveryWorld): void {
  expect(vi.getTimerCount()).toBe(0)
  for (const { peers, state } of world.lines) {
    expect(state.isOver).toBe(true)
    for (const { close } of peers) expect(close).toHaveBeenCalledTimes(1)
  }
  expect(world.audioInput.opened.every(({ closed }) => closed)).toBe(true)
  // Audio nodes: of what sounds, and of what is measured.
  expect(world.audioOutput.sources()).toEqual([])
  expect(world.audioOutput.remoteLevel.listeners()).toBe(0)
  expect(world.audioInput.level.listeners()).toBe(0)
  expect(world.application.subscriptions()).toBe(0)
  expect(world.surroundings.listeners()).toBe(0)
}

/** The heartbeat channel that the gateway opens on a peer; the client listens as soon as it has the peer. */
function openHeartbeat(peer: FakePeerConnection) {
  const channel = Object.assign(new EventTarget(), {
    label: '__heartbeat__',
    readyState: 'open',
    send: () => {},
  })
  queueMicrotask(() => peer.dispatchEvent(Object.assign(new Event('datachannel'), { channel })))
  return { beat: () => channel.dispatchEvent(new MessageEvent('message', { data: 'PING' })) }
}
