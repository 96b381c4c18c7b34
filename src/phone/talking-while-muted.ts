import type { PhoneState } from './phone-state.ts'
import type { Flag, LevelSource } from './ports.ts'

/** Peak of full scale, -28 dBFS: speech into a headset is above it, a room and a breath are below. */
const threshold = 0.04
/** Milliseconds of sound before it is taken for talking: a cough or a key stroke is shorter. */
const talkingAfter = 300
/** Milliseconds below the threshold that are still the same word: consonants are quiet. */
const longestDip = 80
/** Milliseconds of silence after which the hint goes. Longer than any pause within a sentence, so it does not flicker. */
const silentAfter = 3000

export type TalkingWhileMuted = Flag & {
  follow: (state: PhoneState) => void
}

/** Whether the agent talks into a muted microphone. Listens to the microphone only while it is muted in a call. */
export function createTalkingWhileMuted(level: LevelSource, now: () => number): TalkingWhileMuted {
  const listeners = new Set<() => void>()
  let isOn = false
  let stop: (() => void) | undefined
  let loudSince: number | undefined
  let lastLoud = 0

  function set(next: boolean): void {
    if (next === isOn) return
    isOn = next
    for (const listener of listeners) listener()
  }

  function hear(peak: number): void {
    const at = now()
    if (peak >= threshold) {
      loudSince ??= at
      lastLoud = at
      if (at - loudSince >= talkingAfter) set(true)
      return
    }
    if (at - lastLoud > longestDip) loudSince = undefined
    if (at - lastLoud >= silentAfter) set(false)
  }

  return {
    isOn: () => isOn,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    follow: ({ call }) => {
      const isMuted = call?.status === 'connected' && call.muted
      if (isMuted === (stop !== undefined)) return
      loudSince = undefined
      stop?.()
      stop = isMuted ? level.subscribe(hear) : undefined
      if (!isMuted) set(false)
    },
  }
}
