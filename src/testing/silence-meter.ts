import { dominantFrequency, listenTo } from './spectrum.ts'

export interface SilenceMeter {
  /** Which tone is heard now, in hertz, to the nearest ten. */
  hears: () => number
  /** The longest silence since the last reset, in milliseconds, counted by the sample. */
  longestGap: () => number
  reset: () => void
  close: () => Promise<void>
}

/** Counts on the audio thread: a busy page neither lengthens a gap nor misses one. */
const processor = `
registerProcessor('silence', class extends AudioWorkletProcessor {
  constructor() {
    super()
    this.run = 0
    this.longest = 0
    this.port.onmessage = () => { this.run = 0; this.longest = 0 }
  }
  process([[channel]]) {
    for (const sample of channel ?? new Float32Array(128)) {
      this.run = Math.abs(sample) < 0.005 ? this.run + 1 : 0
      this.longest = Math.max(this.longest, this.run)
    }
    this.port.postMessage(1000 * this.longest / sampleRate)
    return true
  }
})`

/** Listens to a remote stream for silence, in a context that runs. */
export async function createSilenceMeter(
  context: AudioContext,
  stream: MediaStream,
): Promise<SilenceMeter> {
  const ear = await listenTo(stream)
  const address = URL.createObjectURL(new Blob([processor], { type: 'text/javascript' }))
  await context.audioWorklet.addModule(address)
  URL.revokeObjectURL(address)
  const node = new AudioWorkletNode(context, 'silence', { numberOfOutputs: 0 })
  const source = context.createMediaStreamSource(stream)
  let longest = 0
  node.port.addEventListener('message', ({ data }: MessageEvent<number>) => (longest = data))
  node.port.start()
  source.connect(node)

  return {
    hears: () => Math.round(dominantFrequency(ear.hear()) / 10) * 10,
    longestGap: () => longest,
    reset: () => {
      longest = 0
      // A port has no origin.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      node.port.postMessage('reset')
    },
    close: async () => {
      source.disconnect()
      await ear.close()
    },
  }
}
