/** All that a device publishes, as one node of Web Audio. */
export interface DeviceEar {
  node: AudioNode
  /** Looks again which tracks the device sends; to be called after each negotiation. */
  listen: () => void
  close: () => void
}

export function createDeviceEar(context: AudioContext, peer: RTCPeerConnection): DeviceEar {
  const node = new GainNode(context)
  const heard = new Map<RTCRtpReceiver, () => void>()

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
      heard.clear()
      node.disconnect()
    },
  }
}
