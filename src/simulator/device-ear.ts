import { createTelephoneEventReader, type TelephoneEventPacket } from './telephone-events.ts'

/** All that a device publishes: its sound as one node of Web Audio, its key presses as digits. */
export interface DeviceEar {
  node: AudioNode
  /** Looks again which tracks the device sends; to be called after each negotiation. */
  listen: () => void
  close: () => void
}

/**
 * Digits are read from the RTP packets of telephone-event: exact, where the tones that a browser plays for them come short
 * and mixed with what was said before. That takes encoded transforms; a browser without them hears no digits.
 */
export function createDeviceEar(
  context: AudioContext,
  peer: RTCPeerConnection,
  onDigit: (digit: string) => void,
): DeviceEar {
  const node = new GainNode(context)
  const heard = new Map<RTCRtpReceiver, () => void>()
  const workers = new Set<Worker>()

  // A transform has to be there before the first packet is.
  peer.addEventListener('track', ({ receiver }) => {
    if (!('RTCRtpScriptTransform' in globalThis)) return
    // Bundlers know a worker by this very form.
    const worker = new Worker(new URL('./telephone-events-worker.ts', import.meta.url), {
      type: 'module',
    })
    const read = createTelephoneEventReader(onDigit)
    worker.addEventListener('message', ({ data }: MessageEvent<TelephoneEventPacket>) => read(data))
    receiver.transform = new RTCRtpScriptTransform(worker)
    workers.add(worker)
  })

  function attach({ track }: RTCRtpReceiver): () => void {
    const mediaStream = new MediaStream([track])
    // Chromium decodes a remote track for Web Audio only while an element plays it.
    const element = new Audio()
    element.muted = true
    element.srcObject = mediaStream
    const source = new MediaStreamAudioSourceNode(context, { mediaStream })
    source.connect(node)
    return () => {
      source.disconnect()
      element.srcObject = null
    }
  }

  return {
    node,
    listen: () => {
      for (const { receiver, currentDirection } of peer.getTransceivers()) {
        if (currentDirection === 'recvonly') {
          if (!heard.has(receiver)) heard.set(receiver, attach(receiver))
        } else {
          heard.get(receiver)?.()
          heard.delete(receiver)
        }
      }
    },
    close: () => {
      for (const detach of heard.values()) detach()
      for (const worker of workers) worker.terminate()
      heard.clear()
      workers.clear()
      node.disconnect()
    },
  }
}
