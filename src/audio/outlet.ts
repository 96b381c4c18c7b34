import { wake } from './audio-context.ts'
import type { AudioContextSource } from './audio-context.ts'
import type { Tone } from './tones.ts'

/** A way out of the page to one output device, for sounds that the page makes itself. */
export interface Outlet {
  /**
   * Plays a tone once, or over and over; `onEnded` tells that it has been heard to its end, or was stopped.
   * @returns stops it, without a click
   */
  play: (tone: Tone, options: { loop: boolean; onEnded?: () => void }) => () => void
  /** From 0 to 1; holds for what is playing as well. */
  setVolume: (volume: number) => void
  /** Sends what is heard to another device; '' is the system's default. Rejects where it is gone. */
  setDevice: (deviceId: string) => Promise<void>
  /** Call from a user's gesture. Rejects where the browser refuses the element. */
  unlock: () => Promise<void>
}

/** Fades are this long, in seconds. */
const fade = 0.02

/**
 * Leads from the shared context through an element of its own: an element can be given a device in every browser
 * that can choose one, an AudioContext only in some, and one context could not serve a speaker and a ringer at once.
 */
export function createOutlet(audioContext: AudioContextSource, element: HTMLAudioElement): Outlet {
  let level = 1
  let volume: GainNode | undefined

  const connect = (context: AudioContext): GainNode => {
    const destination = context.createMediaStreamDestination()
    element.srcObject = destination.stream
    // Nobody here ever pauses it: the system does, for a call of its own or a headset that is unplugged.
    element.addEventListener('pause', () => startElement(element))
    const gain = context.createGain()
    gain.gain.value = level
    gain.connect(destination)
    return gain
  }

  const open = (): { context: AudioContext; volume: GainNode } => {
    const context = audioContext()
    volume ??= connect(context)
    wake(context)
    return { context, volume }
  }

  return {
    play: (tone, { loop, onEnded }) => {
      const { context, volume } = open()
      startElement(element)
      return playSamples(context, volume, tone(context.sampleRate), { loop, onEnded })
    },
    setVolume: (next) => {
      level = amplitudeOf(next)
      // Glides: a step in what is playing would click.
      volume?.gain.setTargetAtTime(level, volume.context.currentTime, fade / 2)
    },
    setDevice: (deviceId) => setElementDevice(element, deviceId),
    unlock: () => {
      open()
      return element.play()
    },
  }
}

/** Ears judge by powers: half the amplitude is far from half as loud. */
export function amplitudeOf(volume: number): number {
  return volume ** 2
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
  { loop, onEnded }: { loop: boolean; onEnded: (() => void) | undefined },
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
    onEnded?.()
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
