import type { DestinationType, PeerType } from '../wire/gateway.ts'
import type { BrtcError } from './errors.ts'

/**
 * What the gateway session tells the phone. One sink, given at construction, so that nothing can be missed.
 *
 * - `socketOpened`: the gateway accepted the token; media is negotiated next.
 * - `ready`: information only; may come early, late, twice or never (brtc-protocol 5.1).
 * - `streamAvailable`: a far end is there to be accepted. `streamId` is local to this client and unique in a session.
 *   Raised once per call however it was announced (track metadata in G2+, notification in G1, `unmute` in G0).
 *   `from` is whatever the gateway said, usually E.164; absent in G0 and G1.
 * - `streamUnavailable`: that far end is gone.
 * - `tonePlayed`: a DTMF tone has started; '' when the queue is empty.
 * - `peerStateChanged`: `connectionState` of one of the two peers, for the log and the quality display.
 * - `faulted`: something the gateway sent could not be used; the session goes on.
 * - `disconnected`: the session is over, whoever ended it; sent exactly once for each session whose socket
 *   was asked for, never after `disconnect()` has been called by the phone. `closeCode` is absent where no socket closed.
 */
export type BrtcEvent =
  | { type: 'socketOpened' }
  | { type: 'ready'; territory?: string; region?: string }
  | {
      type: 'streamAvailable'
      streamId: string
      stream: MediaStream
      autoAccepted: boolean
      from?: string
      fromType?: string
      tags?: string
    }
  | { type: 'streamUnavailable'; streamId: string }
  | { type: 'tonePlayed'; tone: string }
  | { type: 'peerStateChanged'; peer: PeerType; state: RTCPeerConnectionState }
  | { type: 'faulted'; error: BrtcError }
  | { type: 'disconnected'; error: BrtcError; closeCode?: number; reason?: string }
  | { type: 'frame'; direction: 'sent' | 'received'; method: string }

export type ConnectOptions = {
  /** `wss://…` without the query (brtc-protocol 2.1). */
  gatewayUrl: string
  /** The device token, a JWT. Goes into the socket's query and nowhere else; never logged. */
  endpointToken: string
  /** Identifies the device: the gateway lets the same id supersede its own dead socket, and refuses another with 409. */
  uniqueId: string
}

export type Connected = { endpointId: string | undefined; deviceId: string | undefined }

/**
 * The device's side of one gateway session. One client is one session: `connect` once, and after
 * `disconnected` or `disconnect()` make another. Every promise settles: each wait has a limit and a
 * `BrtcError`.
 */
export interface BrtcClient {
  /** Resolves when both initial answers are acknowledged and the publish peer is connected. */
  connect: (options: ConnectOptions) => Promise<Connected>
  /** Publishes a microphone track, muted (`enabled = false`) until `setMicEnabled(true)`. Resolves when the gateway has answered the offer. */
  publish: (track: MediaStreamTrack) => Promise<void>
  /** Swaps the published track without renegotiation, carrying the mute state over. */
  replaceTrack: (track: MediaStreamTrack) => Promise<void>
  /** `accepted: false` means that the application or the gateway refused. `true` says nothing about the callee. */
  requestOutboundConnection: (id: string, type: DestinationType) => Promise<{ accepted: boolean }>
  /** Any answer but an error is success (4.5). */
  hangupConnection: (endpoint: string, type: DestinationType) => Promise<void>
  /** Tells the gateway that the stream is taken; an unknown method is tolerated (4.6). */
  acceptStream: (streamId: string) => Promise<void>
  /** Declines; where the gateway does not, or the stream is still there after 2 s, hangs up instead (4.6). */
  declineStream: (streamId: string) => Promise<void>
  /**
   * Appends RFC 4733 digits (`0-9 A-D * # ,`) to what is still being sent.
   * @throws BrtcError `dtmf-unavailable`
   */
  sendDtmf: (digits: string) => void
  /** Mutes by `track.enabled`: RTP goes on, so the endpoint stays eligible. */
  setMicEnabled: (enabled: boolean) => void
  /** WebRTC statistics of both peers, undefined before they exist. */
  getStats: () => Promise<{ publish: RTCStatsReport; subscribe: RTCStatsReport } | undefined>
  /** Leaves: `leave`, close 1000, both peers closed. Idempotent; no event follows. */
  disconnect: () => void
}
