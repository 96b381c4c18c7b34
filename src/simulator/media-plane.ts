import type { PeerType } from '../wire/gateway.ts'
import type { Impairment, Keys, TelephoneVoice } from './device-link.ts'

/** Who a device talks to, as far as sound goes. */
export type Telephone = {
  voice: TelephoneVoice
  /** Keys that it presses: the device hears their tones in its sound, in place of the voice. None unless told otherwise. */
  keys?: Keys
  /** The device sent a DTMF digit (`0-9 * # A-D`). */
  onDigit: (digit: string) => void
}

/** What a telephone hears of the device just now, and has heard since it was connected. */
export type Heard = {
  /** Peak amplitude, 0–1. */
  level: number
  /** The strongest frequency; 0 for silence. */
  hertz: number
  /** DTMF, in the order of the key presses. */
  digits: string
  /** How often the sound broke off: packets that were lost, or came too late to be played. */
  gaps: number
  /** Packets that never came. */
  lost: number
}

export type MediaOptions = {
  endpointId: string
  /**
   * How the data channels are opened on both peers: by the gateway, which the device hears of, or by both ends under ids
   * that both know (`negotiatedChannels`).
   */
  channels: 'in-band' | 'negotiated'
  /** Milliseconds between PINGs on the heartbeat channels of both peers. */
  heartbeatInterval: number
  /** The peer has become connected, also again after an interruption. */
  onConnected: (peer: PeerType) => void
  /** ICE or DTLS has given up on the peer. */
  onFailed: (peer: PeerType) => void
  /** RTP has begun, or stopped, arriving on the publish peer. */
  onPublishing: (arriving: boolean) => void
}

/**
 * The gateway's end of WebRTC, free of any one implementation's types: browsers and Node have different ones.
 * An implementation needs no signalling knowledge; who may offer when is the gateway's business.
 */
export interface MediaPlane {
  /** Makes the publish and the subscribe peer of one device, heartbeat and diagnostics channels included. */
  open: (options: MediaOptions) => MediaSession
  /** @returns undefined while no telephone is connected to that endpoint's device */
  heard: (endpointId: string) => Heard | undefined
  /** Closes all sessions and whatever they share. */
  close: () => void
}

export interface MediaSession {
  /** An offer of the gateway's with all ICE candidates in it; `iceRestart` gives it a fresh ufrag and password. */
  createOffer: (peer: PeerType, options: { iceRestart: boolean }) => Promise<string>
  /** Applies the device's answer to the last `createOffer`. Rejects where the SDP cannot be used. */
  applyAnswer: (peer: PeerType, sdp: string) => Promise<void>
  /** Answers the device's offer on the publish peer, the first of all included. Rejects where the SDP cannot be used. */
  answerOffer: (sdp: string) => Promise<string>
  isConnected: (peer: PeerType) => boolean
  /**
   * Adds a track of its own stream to the subscribe peer: in every offer from the next one on, no RTP until `connect`.
   * An impairment stays with the track.
   */
  addTrack: (impairment?: Impairment) => CallTrack
  /**
   * From now on no packet of that peer gets through, either way, for good, as where a firewall closes the path: the device's
   * ICE fails after its patience. The session knows of it: there is no `onFailed`, and an offer for the peer rejects.
   */
  breakPeer: (peer: PeerType) => void
  /** No more PINGs on both peers; the channels stay open. */
  stopHeartbeats: () => void
  /** PINGs sent and PONGs received on both peers. */
  heartbeats: () => { pings: number; pongs: number }
  close: () => void
}

export interface CallTrack {
  /** As in the offer's `a=msid:<streamId> <trackId>`; never used twice. */
  streamId: string
  trackId: string
  /** Two-way audio between this telephone and the device from now on. */
  connect: (telephone: Telephone) => void
  /** The telephone is gone: no more RTP on this track, which stays offered. */
  disconnect: () => void
  /** The next offer takes the track away, and its m-line is used again by a later track. */
  withdraw: () => void
}
