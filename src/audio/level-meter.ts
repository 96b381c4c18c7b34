import type { LevelSource } from '../phone/ports.ts'
import { wake } from './audio-context.ts'
import type { AudioContextSource } from './audio-context.ts'

export interface LevelMeter extends LevelSource {
  /** Measures this stream from now on; null is silence. */
  measure: (stream: MediaStream | null) => void
}

/**
 * Milliseconds between two levels: as often as a voice is seen to move. With every frame of the screen, a phone that waits
 * for a call takes a third more of the processor, all day.
 */
const interval = 50
/** 85 ms at 48 kHz: longer than the interval, so no peak falls between two. */
const windowSize = 4096

/**
 * The peak of a stream, 20 times a second and only while somebody listens and the page is seen. A new listener and the
 * listeners of a stream that goes away are told 0.
 *
 * @param createContext one for each stream, which is closed with it: Chromium keeps a stream's source, and the stream, for
 * as long as the context lives
 */
export function createLevelMeter(
  createContext: AudioContextSource = () => new AudioContext(),
): LevelMeter {
  const listeners = new Set<(level: number) => void>()
  let stream: MediaStream | null = null
  let stop = () => {}

  const emit = (level: number) => {
    for (const listener of listeners) listener(level)
  }
  const restart = () => {
    stop()
    stop = () => {}
    // A stream without an audio track cannot be a source.
    if (listeners.size > 0 && stream?.getAudioTracks().length) {
      stop = watchPeak(createContext(), stream, emit)
    }
  }

  return {
    measure: (next) => {
      if (next === stream) return
      stream = next
      restart()
      emit(0)
    },
    subscribe: (listener) => {
      // Its own function, so that one listener may subscribe twice.
      const own = (level: number) => listener(level)
      listeners.add(own)
      if (listeners.size === 1) restart()
      listener(0)
      return () => {
        if (listeners.delete(own) && listeners.size === 0) restart()
      }
    },
  }
}

function watchPeak(
  context: AudioContext,
  stream: MediaStream,
  onPeak: (peak: number) => void,
): () => void {
  const source = context.createMediaStreamSource(stream)
  const analyser = new AnalyserNode(context, { fftSize: windowSize })
  const samples = new Float32Array(windowSize)
  source.connect(analyser)
  wake(context)

  let timer: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  const next = () => {
    // All meters at the same moment: the screen is painted once for all of them.
    const delay = interval - (performance.now() % interval)
    timer = setTimeout(() => (frame = requestAnimationFrame(measure)), delay)
  }
  const measure = () => {
    next()
    // A context that does not run hears nothing, which says nothing about the microphone.
    if (context.state !== 'running') return
    analyser.getFloatTimeDomainData(samples)
    onPeak(peakOf(samples))
  }

  next()
  return () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    source.disconnect()
    void context.close()
  }
}

function peakOf(samples: Float32Array): number {
  const peak = samples.reduce((largest, sample) => Math.max(largest, Math.abs(sample)), 0)
  return Math.min(1, peak)
}
