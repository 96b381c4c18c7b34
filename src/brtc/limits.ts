/** How long each wait may last, in milliseconds. Every one of them ends in a typed error or a decision. */
export type Limits = {
  /** From asking for the socket until it is open; browsers may never say that it will not. */
  handshake: number
  /** For the reply to any call: above the longest hold known, about 30 s for an outbound request (brtc-protocol 3). */
  reply: number
  /** For the reply to what sets the media up, for which nothing is held. */
  setup: number
  /** For the reply to the ping of `checkAlive`, where none is given. */
  probe: number
  /** For one exchange of descriptions inside the browser; an incompatible offer has been seen to hang it (6.3). */
  negotiation: number
  /** From the acknowledged answers until the publish peer is connected. */
  connected: number
  /** After `declineStream`, for the stream to go. */
  decline: number
  /** After `hangupConnection`, for the stream to go. */
  removal: number
  /**
   * Before the next offer while the gateway's end of the publish peer is not ready, and how often to try again; each
   * wait is twice the one before. The gateway's end lags by the last flight of DTLS, so the first wait is short.
   */
  notReadyDelay: number
  notReadyRetries: number
}

export const defaultLimits: Limits = {
  handshake: 5_000,
  reply: 45_000,
  setup: 15_000,
  probe: 1_500,
  negotiation: 10_000,
  connected: 15_000,
  decline: 2_000,
  removal: 5_000,
  notReadyDelay: 50,
  notReadyRetries: 4,
}
