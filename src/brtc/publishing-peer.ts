import { peerNotReady } from '../wire/gateway.ts'
import { appendDtmf, clearDtmf, hasTelephoneEvent } from './dtmf.ts'
import { BrtcError } from './errors.ts'
import { createPeer, type Peer, type PeerOptions } from './peer.ts'

export type PublishingPeerOptions = PeerOptions & {
  /** Sends an offer of ours. @returns the answer's SDP */
  offer: (sdpOffer: string) => Promise<string>
  onTone: (tone: string) => void
  onTrackEnded: () => void
}

/** The peer that carries the microphone. Both sides offer on it: we to publish, the gateway to repair. */
export interface PublishingPeer extends Peer {
  publish: (track: MediaStreamTrack, isEnabled: boolean) => Promise<void>
  replaceTrack: (track: MediaStreamTrack) => Promise<void>
  sendDtmf: (digits: string) => void
  clearDtmf: () => void
  setMicEnabled: (enabled: boolean) => void
  isPublishing: () => boolean
}

export function createPublishingPeer(options: PublishingPeerOptions): PublishingPeer {
  const { connection, limits, waits } = options
  const peer = createPeer(options)
  let sender: RTCRtpSender | undefined
  let published = false
  let micEnabled = false
  let dtmfAnswered = false

  const adopt = (track: MediaStreamTrack) => {
    track.enabled = micEnabled
    track.addEventListener('ended', () => {
      if (sender?.track === track) options.onTrackEnded()
    })
  }

  /**
   * The offer becomes the local description only when the gateway has answered it, as in the JavaScript SDK (6.1):
   * one that is refused, or crosses the gateway's own, then leaves nothing to roll back.
   */
  const offerOnce = async () => {
    const offer = await peer.apply('Making the offer', () => connection.createOffer())
    const sdpAnswer = await options.offer(offer.sdp ?? '')
    await peer.apply('Publishing', async () => {
      await connection.setLocalDescription(offer)
      try {
        await connection.setRemoteDescription({ type: 'answer', sdp: sdpAnswer })
      } catch (error) {
        await connection.setLocalDescription({ type: 'rollback' })
        throw error
      }
    })
    dtmfAnswered = hasTelephoneEvent(sdpAnswer)
  }

  /** The gateway's end of the peer can be connected a moment after ours, and refuses offers until then (4.3). */
  const offerUntilReady = async (delay = limits.notReadyDelay): Promise<void> => {
    try {
      await peer.exclusively(offerOnce)
    } catch (error) {
      const isLast = delay >= limits.notReadyDelay * 2 ** limits.notReadyRetries
      if (isLast || !isNotReady(error)) throw error
      await waits.pause(delay)
      await offerUntilReady(delay * 2)
    }
  }

  const replaceTrack = async (track: MediaStreamTrack) => {
    const current = sender
    if (!current) throw new BrtcError('not-connected', 'Nothing is published yet')
    adopt(track)
    // Without `apply`, whose waits end with the session: the peer may carry a call still.
    await current.replaceTrack(track).catch((cause: unknown) => {
      throw new BrtcError('media', 'The track could not be replaced', { cause })
    })
  }

  return {
    ...peer,
    replaceTrack,
    isPublishing: () => published,

    publish: async (track, isEnabled) => {
      if (sender) return replaceTrack(track)
      micEnabled = isEnabled
      adopt(track)
      const transceiver = connection.addTransceiver(track, {
        direction: 'sendonly',
        streams: [new MediaStream([track])],
      })
      sender = transceiver.sender
      try {
        await offerUntilReady()
      } catch (error) {
        // Where the session ended meanwhile, the connection is closed and has nothing to take back.
        if (connection.signalingState !== 'closed') transceiver.stop()
        sender = undefined
        throw error
      }
      sender.dtmf?.addEventListener('tonechange', ({ tone }) => options.onTone(tone))
      published = true
    },

    setMicEnabled: (enabled) => {
      micEnabled = enabled
      if (sender?.track) sender.track.enabled = enabled
    },

    sendDtmf: (digits) => appendDtmf(dtmfAnswered ? sender?.dtmf : undefined, digits),
    clearDtmf: () => clearDtmf(sender?.dtmf),
  }
}

const isNotReady = (error: unknown) =>
  error instanceof BrtcError &&
  error.code === 'rejected' &&
  error.message.includes(peerNotReady.message)
