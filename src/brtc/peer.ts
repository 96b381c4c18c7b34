import type { PeerType } from '../wire/gateway.ts'
import { BrtcError } from './errors.ts'
import { answerHeartbeats } from './heartbeat.ts'
import type { Limits } from './limits.ts'
import type { OfferWithMetadata } from './track-metadata.ts'
import type { Waits } from './waits.ts'

export type CreatePeerConnection = (configuration: RTCConfiguration) => RTCPeerConnection

export type GatewayOffer = OfferWithMetadata & { sdpRevision?: number | undefined }

/** One of the two peer connections, with what both have in common: the gateway offers, and repairs. */
export interface Peer {
  type: PeerType
  connection: RTCPeerConnection
  /** Runs one negotiation at a time. */
  exclusively: <T>(negotiate: () => Promise<T>) => Promise<T>
  /** Applies the initial offer, which has no revision. @returns the answer's SDP */
  start: (sdpOffer: string) => Promise<string>
  /**
   * Applies a later offer and hands the answer to `send`; an offer that is not newer than the last one is ignored.
   * Resolves when `send` does.
   * @throws BrtcError `media`, or what `send` rejects with
   */
  answer: (offer: GatewayOffer, send: (sdpAnswer: string) => Promise<unknown>) => Promise<void>
  /** Runs a step of WebRTC. @throws BrtcError `media`, `timeout` where the browser hangs */
  apply: <T>(what: string, step: () => Promise<T>) => Promise<T>
  /** Resolves when `connectionState` is `connected`. */
  connected: () => Promise<void>
}

export type PeerOptions = {
  type: PeerType
  connection: RTCPeerConnection
  waits: Waits
  limits: Limits
  onStateChange: (state: RTCPeerConnectionState) => void
  /** The gateway asked for a sign of life, and got it. */
  onHeartbeat: () => void
  /** Just before an offer is applied: `track` events come while it is. */
  beforeApplying?: (offer: GatewayOffer) => void
}

export function createPeer(options: PeerOptions): Peer {
  const { type, connection, waits, limits } = options
  const exclusively = createMutex()
  // Kept here so that it starts again with every new peer, as the gateway's counter does (brtc-protocol 5.3).
  let revision = 0

  answerHeartbeats(connection, options.onHeartbeat)
  connection.addEventListener('connectionstatechange', () =>
    options.onStateChange(connection.connectionState),
  )

  const apply: Peer['apply'] = (what, step) =>
    waits.within(limits.negotiation, `${what} (${type} peer)`, () =>
      step().catch((cause: unknown) => {
        throw new BrtcError('media', `${what} failed (${type} peer)`, { cause })
      }),
    )

  // The answer goes out before candidates are gathered: the gateway has a public address and learns ours from
  // the checks that reach it (6.2), so waiting would only cost time.
  const answerTo = (offer: GatewayOffer) =>
    apply('Answering the offer', async () => {
      options.beforeApplying?.(offer)
      await connection.setRemoteDescription({ type: 'offer', sdp: offer.sdpOffer })
      await connection.setLocalDescription(await connection.createAnswer())
      return connection.localDescription?.sdp ?? ''
    })

  return {
    type,
    connection,
    exclusively,
    apply,
    start: (sdpOffer) => exclusively(() => answerTo({ sdpOffer })),

    answer: async (offer, send) => {
      const sent = await exclusively(async () => {
        const offered = offer.sdpRevision ?? revision + 1
        if (offered <= revision) return undefined
        const sdpAnswer = await answerTo(offer)
        revision = offered
        // Sent under the lock, so that answers keep the order of their offers; acknowledged outside it, so that
        // a lost reply does not hold up the gateway's next offer.
        return { acknowledged: send(sdpAnswer) }
      })
      await sent?.acknowledged
    },

    connected: () =>
      waits.within(
        limits.connected,
        `Connecting the ${type} peer`,
        () => untilConnected(connection),
        'media',
      ),
  }
}

export function untilConnected(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (connection.connectionState === 'connected') resolve()
    }
    connection.addEventListener('connectionstatechange', check)
    check()
  })
}

function createMutex(): Peer['exclusively'] {
  let last: Promise<unknown> = Promise.resolve()
  return (negotiate) => {
    const result = last.then(negotiate)
    last = result.catch(() => {})
    return result
  }
}
