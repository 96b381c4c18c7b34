import { vi } from 'vitest'

/** jsdom has no WebRTC: a peer connection that agrees to everything and is driven by the test. */
export type FakePeerConnection = ReturnType<typeof createFakePeerConnection>

export const answerWithDtmf =
  'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 110\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:110 telephone-event/48000\r\n'

export function createFakePeerConnection() {
  const state: {
    connectionState: RTCPeerConnectionState
    localDescription: { sdp: string } | null
  } = {
    connectionState: 'new',
    localDescription: null,
  }
  let remote = ''
  const dtmf = Object.assign(new EventTarget(), {
    canInsertDTMF: true,
    toneBuffer: '',
    insertDTMF: vi.fn<(tones: string, duration: number, gap: number) => void>((tones) => {
      dtmf.toneBuffer = tones
    }),
  })
  const createSender = (track: MediaStreamTrack) => {
    const sender = {
      track,
      dtmf,
      replaceTrack: vi.fn<(next: MediaStreamTrack) => Promise<void>>(async (next) => {
        sender.track = next
      }),
    }
    return sender
  }
  const peer = Object.assign(new EventTarget(), {
    ...state,
    dtmf,
    setRemoteDescription: vi.fn<(description: { type: string; sdp: string }) => Promise<void>>(
      async ({ sdp }) => {
        remote = sdp
      },
    ),
    setLocalDescription: vi.fn<(description: { type: string; sdp?: string }) => Promise<void>>(
      async ({ sdp }) => {
        peer.localDescription = { sdp: sdp ?? '' }
      },
    ),
    createAnswer: vi.fn<() => Promise<{ type: 'answer'; sdp: string }>>(async () => ({
      type: 'answer',
      sdp: `answer to ${remote}`,
    })),
    createOffer: vi.fn<() => Promise<{ type: 'offer'; sdp: string }>>(async () => ({
      type: 'offer',
      sdp: 'offer of the device',
    })),
    addTransceiver: vi.fn<
      (track: MediaStreamTrack) => { sender: ReturnType<typeof createSender>; stop: () => void }
    >((track) => ({ sender: createSender(track), stop: vi.fn<() => void>() })),
    getStats: vi.fn<() => Promise<Map<string, unknown>>>(async () => new Map()),
    close: vi.fn<() => void>(),

    /** Moves `connectionState` and says so. */
    become: (connectionState: RTCPeerConnectionState) => {
      peer.connectionState = connectionState
      peer.dispatchEvent(new Event('connectionstatechange'))
    },
    /** The `track` event of an offer that adds one. */
    addRemoteTrack: (track: MediaStreamTrack, stream: MediaStream, mid: string) => {
      peer.dispatchEvent(
        Object.assign(new Event('track'), { track, streams: [stream], transceiver: { mid } }),
      )
    },
  })
  return peer
}

export function createFakeRemoteTrack(id = 'track', muted = true): MediaStreamTrack {
  const track = Object.assign(new EventTarget(), { id, muted, kind: 'audio', enabled: true })
  return track as unknown as MediaStreamTrack
}

export function createFakeRemoteStream(id: string): MediaStream {
  return Object.assign(new EventTarget(), { id }) as unknown as MediaStream
}

/** The gateway re-offered without the track: the browser takes it out of its stream. */
export function removeTrack(stream: MediaStream, track: MediaStreamTrack): void {
  stream.dispatchEvent(Object.assign(new Event('removetrack'), { track }))
}
