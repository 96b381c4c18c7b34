import type { BrtcClient } from '../brtc/client.ts'
import { codeOf } from './offline-reason.ts'
import type { AudioInput, Microphone } from './ports.ts'

/**
 * What came of a microphone that went away: the next one has taken its place (`from` and `to` are labels, `deviceId` '' is
 * the system's default), or there was none to be had.
 */
export type MicrophoneGone =
  | { status: 'replaced'; from: string; to: string; deviceId: string }
  | { status: 'lost'; error: unknown }

type Publisher = Pick<BrtcClient, 'publish' | 'replaceTrack'>

export type PublishedMicrophoneOptions = {
  audioInput: AudioInput
  deviceId: string
  /** The device went away, or the browser has taken it from the page. */
  onGone: (outcome: MicrophoneGone) => void
}

/**
 * The one microphone of a stay online, whichever it is: exchanged without renegotiation, never two at once. It outlives
 * the gateway's sessions, and while a call goes on by the media of a lost one it is on two of them.
 */
export interface PublishedMicrophone {
  open: () => Promise<void>
  /** Waits for `open`. `isEnabled` is asked when it comes to it. */
  publish: (client: Publisher, isEnabled: () => boolean) => Promise<void>
  /** That session is over, and its peers are about to close. */
  withdraw: (client: Publisher) => void
  /** Waits for what is under way. Rejects, with the old microphone still in use, where the new one cannot be had. */
  change: (deviceId: string) => Promise<void>
  /** Closes what is open, and at once what is still being opened. */
  close: () => void
}

export function createPublishedMicrophone(
  options: PublishedMicrophoneOptions,
): PublishedMicrophone {
  const { audioInput } = options
  const publishers = new Set<Publisher>()
  let current: Microphone | undefined
  let closed = false
  /** One after another: the last one asked for is the one in use. */
  let queue: Promise<void> = Promise.resolve()

  function adopt(microphone: Microphone): void {
    current = microphone
    microphone.track.addEventListener('ended', () => replaceLost(microphone))
  }

  async function exchange(deviceId: string): Promise<Microphone> {
    const next = await audioInput.open(deviceId)
    if (closed) {
      next.close()
      return next
    }
    try {
      await Promise.all([...publishers].map(({ replaceTrack }) => replaceTrack(next.track)))
    } catch (error) {
      next.close()
      throw error
    }
    const previous = current
    if (closed) next.close()
    else adopt(next)
    previous?.close()
    return next
  }

  /** Does it in its turn; nothing after the end. */
  function enqueue<T>(task: () => Promise<T>): Promise<T | undefined> {
    const done = queue.then(() => (closed ? undefined : task()))
    queue = done.then(
      () => {},
      () => {},
    )
    return done
  }

  /** The system's default, or else whichever can be had. */
  async function takeNext(lost: Microphone): Promise<MicrophoneGone> {
    const replaced = ({ label }: Microphone, deviceId: string): MicrophoneGone => ({
      status: 'replaced',
      from: lost.label,
      to: label,
      deviceId,
    })
    try {
      return replaced(await exchange(''), '')
    } catch (error) {
      // Where the page may use none, others need not be asked for.
      if (codeOf(error) === 'blocked') return { status: 'lost', error }
      const { microphones } = await audioInput.listDevices()
      for (const { id } of microphones) {
        if (id === '') continue
        const next = await exchange(id).catch(() => undefined)
        if (next) return replaced(next, id)
      }
      return { status: 'lost', error }
    }
  }

  function replaceLost(lost: Microphone): void {
    // The agent may have chosen another one meanwhile.
    enqueue(async () => (current === lost ? takeNext(lost) : undefined)).then(
      (outcome) => outcome && !closed && options.onGone(outcome),
      (error: unknown) => options.onGone({ status: 'lost', error }),
    )
  }

  return {
    open: () => {
      const opened = audioInput.open(options.deviceId).then((microphone) => {
        if (closed) microphone.close()
        else adopt(microphone)
      })
      queue = opened.catch(() => {})
      return opened
    },
    publish: async (client, isEnabled) => {
      await enqueue(async () => {
        // One that ended while there was no session would make an offer, and no sound (brtc-protocol 8, 17).
        if (current?.track.readyState === 'ended') await exchange('').catch(() => {})
        if (!current) return
        // From now on: its session may end before this has.
        publishers.add(client)
        try {
          await client.publish(current.track, isEnabled())
        } catch (error) {
          publishers.delete(client)
          throw error
        }
      })
    },
    withdraw: (client) => {
      publishers.delete(client)
    },
    change: async (deviceId) => void (await enqueue(() => exchange(deviceId))),
    close: () => {
      closed = true
      current?.close()
    },
  }
}
