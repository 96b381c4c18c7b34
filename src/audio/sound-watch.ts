import type { Sound, SoundSource } from '../phone/ports.ts'
import { wake } from './audio-context.ts'
import type { AudioContextSource } from './audio-context.ts'

export interface SoundWatch extends SoundSource {
  /**
   * Finds out whether the page is heard, now that its elements have been started. Call from a user's gesture, where there
   * is one. Resolves within a second.
   */
  check: (starts: readonly Promise<void>[]) => Promise<void>
}

/** Milliseconds: a browser that allows sound starts a context in a few, one that does not never says so. */
const patience = 800
/** Milliseconds for which sound may be gone without a word: a change of the output device stops it for less. */
const shortest = 400

/** Whether the browser lets this page be heard: its context runs, and no element was refused. */
export function createSoundWatch(audioContext: AudioContextSource): SoundWatch {
  const listeners = new Set<() => void>()
  let sound: Sound = 'unknown'
  let isRefused = false
  let watched: AudioContext | undefined
  let pause: ReturnType<typeof setTimeout> | undefined

  function read(context: AudioContext): void {
    const wasAudible = sound === 'audible' || sound === 'interrupted'
    const isAudible = context.state === 'running' && !isRefused
    const next = isAudible ? 'audible' : wasAudible ? 'interrupted' : 'blocked'
    if (next === sound) return
    sound = next
    for (const listener of listeners) listener()
  }

  /** Stopped by the system, or by a device that went away: often it only has to be asked. */
  function onStateChange(this: AudioContext): void {
    clearTimeout(pause)
    if (this.state === 'closed' || sound === 'unknown') return
    if (this.state === 'running') return read(this)
    wake(this)
    pause = setTimeout(() => read(this), shortest)
  }

  function watch(): AudioContext {
    if (!watched) {
      watched = audioContext()
      watched.addEventListener('statechange', onStateChange)
    }
    return watched
  }

  return {
    get: () => sound,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    check: async (starts) => {
      const context = watch()
      isRefused = false
      const started = starts.map((start) =>
        start.catch((error: unknown) => {
          // An AbortError only says that something else is played instead.
          isRefused ||= error instanceof DOMException && error.name === 'NotAllowedError'
        }),
      )
      await within(patience, Promise.all([context.resume().catch(() => {}), ...started]))
      read(context)
    },
  }
}

function within(milliseconds: number, promise: Promise<unknown>): Promise<unknown> {
  const limit = new Promise((resolve) => setTimeout(resolve, milliseconds))
  return Promise.race([promise, limit])
}
