import { wake } from './audio-context.ts'
import type { AudioContextSource } from './audio-context.ts'
import type { Tone } from './tones.ts'

/** A way out of the page to one output device, for sounds that the page makes itself. */
export interface Outlet {
  /**
   * Plays a tone once, or over and over.
   * @returns stops it, without a click
   */
  play: (tone: Tone, options: { loop: boolean }) => () => void
  /** Sends what is heard to another device; '' is the system's default. Rejects where it is gone. */
  setDevice: (deviceId: string) => Promise<void>
  /** Call from a user's gesture. */
  unlock: () => void
}

/** Fades are this long, in seconds. */
const fade = 0.02

/**
 * Leads from the shared context through an element of its own: an element can be given a device in every browser
 * that can choose one, an AudioContext only in some, and one context could not serve a speaker and a ringer at once.
 */
export function createOutlet(audioContext: AudioContextSource, element: HTMLAudioElement): Outlet {
  let destination: MediaStreamAudioDestinationNode | undefined

  const open = (): { context: AudioContext; destination: AudioNode } => {
    const context = audioContext()
    destination ??= context.createMediaStreamDestination()
    element.srcObject ??= destination.stream
    wake(context)
    startElement(element)
    return { context, destination }
  }

  return {
    play: (tone, { loop }) => {
      const { context, destination } = open()
      return playSamples(context, destination, tone(context.sampleRate), loop)
    },
    setDevice: (deviceId) => setElementDevice(element, deviceId),
    unlock: open,
  }
}

/** Plays, unless the browser forbids it for now: the next sound, or the next unlock, tries again. */
export function startElement(element: HTMLAudioElement): void {
  element.play().catch(() => {})
}

/** @throws DOMException where the device is gone, or the browser cannot choose an output */
export async function setElementDevice(element: HTMLAudioElement, deviceId: string): Promise<void> {
  if ('setSinkId' in element) return element.setSinkId(deviceId)
  if (deviceId !== '') {
    throw new DOMException('This browser cannot choose an output.', 'NotSupportedError')
  }
}

function playSamples(
  context: AudioContext,
  destination: AudioNode,
  samples: Float32Array<ArrayBuffer>,
  loop: boolean,
): () => void {
  const buffer = context.createBuffer(1, samples.length, context.sampleRate)
  buffer.copyToChannel(samples, 0)
  const source = context.createBufferSource()
  source.buffer = buffer
  source.loop = loop
  const gain = context.createGain()
  const release = () => {
    source.disconnect()
    gain.disconnect()
  }

  source.connect(gain).connect(destination)
  source.addEventListener('ended', release, { once: true })
  source.start()

  return () => {
    // The clock of a context that is not running stands still: a fade would wait, and be heard, when it starts.
    if (context.state !== 'running') return release()
    const now = context.currentTime
    gain.gain.setValueAtTime(1, now)
    gain.gain.linearRampToValueAtTime(0, now + fade)
    source.stop(now + fade)
  }
}
