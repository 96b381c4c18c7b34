import type { BrtcClient } from '../brtc/client.ts'
import type { AudioInput, Microphone } from './ports.ts'

export type PublishedMicrophoneOptions = {
  audioInput: AudioInput
  /** There when `publish` is called. */
  client: () => Pick<BrtcClient, 'publish' | 'replaceTrack'> | undefined
  deviceId: string
  /** The device went away; the system's default has taken its place, or could not. */
  onGone: (outcome: 'replaced' | 'lost') => void
}

/** The one microphone of a session, whichever it is: exchanged without renegotiation, never two at once. */
export interface PublishedMicrophone {
  open: () => Promise<void>
  publish: () => Promise<void>
  /** Waits for `publish`. Rejects, with the old microphone still in use, where the new one cannot be had. */
  change: (deviceId: string) => Promise<void>
  /** Closes what is open, and at once what is still being opened. */
  close: () => void
}

export function createPublishedMicrophone(
  options: PublishedMicrophoneOptions,
): PublishedMicrophone {
  const { audioInput, client } = options
  let current: Microphone | undefined
  let closed = false
  let settlePublished: () => void = () => {}
  /** Changes come one after another, the first after publishing: the last one asked for is the one in use. */
  let queue: Promise<void> = new Promise((resolve) => {
    settlePublished = resolve
  })

  function adopt(microphone: Microphone): void {
    current = microphone
    microphone.track.addEventListener('ended', () => replaceLost(microphone))
  }

  async function exchange(deviceId: string): Promise<void> {
    const next = await audioInput.open(deviceId)
    if (closed) return next.close()
    try {
      await client()?.replaceTrack(next.track)
    } catch (error) {
      next.close()
      throw error
    }
    const previous = current
    if (closed) next.close()
    else adopt(next)
    previous?.close()
  }

  function change(deviceId: string): Promise<void> {
    const changed = queue.then(() => (closed ? undefined : exchange(deviceId)))
    queue = changed.catch(() => {})
    return changed
  }

  function replaceLost(microphone: Microphone): void {
    if (closed || current !== microphone) return
    change('').then(
      () => options.onGone('replaced'),
      () => options.onGone('lost'),
    )
  }

  return {
    open: async () => {
      const microphone = await audioInput.open(options.deviceId)
      if (closed) microphone.close()
      else adopt(microphone)
    },
    publish: async () => {
      if (!current) return
      await client()?.publish(current.track)
      settlePublished()
    },
    change,
    close: () => {
      closed = true
      current?.close()
      settlePublished()
    },
  }
}
