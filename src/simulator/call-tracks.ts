import type { Impairment } from './device-link.ts'
import type { CallTrack, Telephone } from './media-plane.ts'
import { createTelephoneAudio, type TelephoneAudio, type Troubles } from './telephone-audio.ts'

/** The tracks of the subscribe peer, one per call, and the telephones behind them. */
export interface CallTracks {
  add: (impairment?: Impairment) => CallTrack
  /** The device pressed a key: all its telephones hear it. */
  press: (digit: string) => void
  /** The telephone that was connected last. */
  telephone: () => TelephoneAudio | undefined
  close: () => void
}

/**
 * @param ear what the device publishes
 * @param troubles what has befallen that so far
 */
export function createCallTracks(
  context: AudioContext,
  peer: RTCPeerConnection,
  ear: AudioNode,
  troubles: () => Troubles,
): CallTracks {
  const withdrawn = new Set<RTCRtpTransceiver>()
  const telephones = new Map<CallTrack, TelephoneAudio>()
  const releases = new Set<() => void>()

  /** A stopped transceiver's m-line is free for a later track: without this the SDP grows with every call. */
  function recycle(): void {
    const firstMid = /^a=mid:(\S+)/m.exec(peer.localDescription?.sdp ?? '')?.[1]
    for (const transceiver of withdrawn) {
      // All share the transport of the first m-line: without it the device's end would begin another, and hear nothing.
      if (transceiver.mid === firstMid) continue
      // Stopping ends the track at the device's end: not before the device has seen it removed.
      if (transceiver.currentDirection !== 'inactive') continue
      transceiver.stop()
      withdrawn.delete(transceiver)
    }
  }

  function add(impairment?: Impairment): CallTrack {
    recycle()
    const mouth = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    const [voice] = mouth.stream.getAudioTracks()
    if (!voice) throw new Error('a MediaStreamAudioDestinationNode has one audio track')
    const stream = new MediaStream()
    const transceiver = peer.addTransceiver(voice, { direction: 'sendonly', streams: [stream] })
    const { sender } = transceiver
    const repair = impairment && impair(sender, impairment)
    // The track has given its id; it sends nothing until a telephone is there.
    void sender.replaceTrack(null)

    const disconnect = () => {
      if (!telephones.has(track)) return
      telephones.get(track)?.close()
      telephones.delete(track)
      void sender.replaceTrack(null)
    }
    const connect = (telephone: Telephone) => {
      disconnect()
      // A page that has got its microphone since may make sound now.
      void context.resume()
      void sender.replaceTrack(voice)
      const { onDigit, keys } = telephone
      const kind = impairment?.silence ? ({ type: 'silence' } as const) : telephone.voice
      const audio = createTelephoneAudio({
        context,
        voice: kind,
        ...(keys && !impairment?.silence && { keys }),
        ear,
        mouth,
        troubles,
        onDigit,
      })
      telephones.set(track, audio)
    }
    const release = () => {
      disconnect()
      voice.stop()
      repair?.()
      releases.delete(release)
    }
    const withdraw = () => {
      release()
      transceiver.direction = 'inactive'
      withdrawn.add(transceiver)
    }
    const track = { streamId: stream.id, trackId: voice.id, connect, disconnect, withdraw }
    releases.add(release)
    return track
  }

  return {
    add,
    press: (digit) => {
      for (const telephone of telephones.values()) telephone.press(digit)
    },
    telephone: () => [...telephones.values()].at(-1),
    close: () => {
      for (const release of releases) release()
    },
  }
}

/**
 * Chromium takes a transform only before the sender's first negotiation.
 * @returns ends the transform's worker
 */
function impair(sender: RTCRtpSender, impairment: Impairment): (() => void) | undefined {
  if (!('RTCRtpScriptTransform' in globalThis)) return undefined
  // Bundlers know a worker by this very form.
  const worker = new Worker(new URL('./impairment-worker.ts', import.meta.url), { type: 'module' })
  sender.transform = new RTCRtpScriptTransform(worker, impairment)
  return () => worker.terminate()
}
