import type { VoiceRecorder } from '../phone/ports.ts'
import { lazyAudioContext } from './audio-context.ts'
import { createOutlet } from './outlet.ts'

/** The browser's recorder, for the audio check. What is recorded stays in the page and goes with it. */
export function createVoiceRecorder(
  createElement: () => HTMLAudioElement = () => new Audio(),
): VoiceRecorder {
  const audioContext = lazyAudioContext()
  const element = createElement()
  const speaker = createOutlet(audioContext, element)
  const closed = new AbortController()

  return {
    start: (track) => {
      const recorder = new MediaRecorder(new MediaStream([track]))
      const chunks: Blob[] = []
      recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data))
      const stopped = new Promise((resolve, reject) => {
        recorder.addEventListener('stop', resolve)
        recorder.addEventListener('error', reject)
      })
      recorder.start()
      return {
        stop: async () => {
          if (recorder.state !== 'inactive') recorder.stop()
          await stopped
          const encoded = await new Blob(chunks, { type: recorder.mimeType }).arrayBuffer()
          const voice = await audioContext().decodeAudioData(encoded)
          return { play: (deviceId) => play(voice, deviceId) }
        },
      }
    },
    close: () => {
      closed.abort()
      element.srcObject = null
      audioContext()
        .close()
        // Closed already.
        .catch(() => {})
    },
  }

  async function play(voice: AudioBuffer, deviceId: string): Promise<void> {
    await speaker.setDevice(deviceId)
    // Decoding gives samples of the context's own rate, which is the one that a tone is asked for.
    const stop = speaker.play(() => voice.getChannelData(0), { loop: false })
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, voice.duration * 1000)
      closed.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        stop()
        resolve()
      })
    })
  }
}
