import type { TelephoneEventPacket } from './telephone-events.ts'

type EncodedAudioFrame = {
  data: ArrayBuffer
  getMetadata: () => { mimeType?: string; rtpTimestamp?: number }
}

/** The one event of a worker that matters here; the DOM library has no worker globals. */
type TransformEvent = Event & {
  transformer: { readable: ReadableStream<EncodedAudioFrame>; writable: WritableStream }
}

/** Lets everything through and reports the packets that are telephone events. */
addEventListener('rtctransform', (event) => {
  const { readable, writable } = (event as TransformEvent).transformer
  const tap = new TransformStream<EncodedAudioFrame, EncodedAudioFrame>({
    transform: (frame, controller) => {
      const { mimeType, rtpTimestamp } = frame.getMetadata()
      if (mimeType?.endsWith('telephone-event') && rtpTimestamp !== undefined) {
        const packet: TelephoneEventPacket = {
          payload: new Uint8Array(frame.data.slice(0)),
          rtpTimestamp,
        }
        postMessage(packet)
      }
      controller.enqueue(frame)
    },
  })
  readable
    .pipeThrough(tap)
    .pipeTo(writable)
    .catch(() => {})
})
