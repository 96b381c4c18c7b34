import type { Ringtone } from '../phone/preferences.ts'
import type { Outlet } from './outlet.ts'
import { ringTone } from './tones.ts'

/** What rings, for a call or to be tried: one at a time, and a call comes first. */
export interface Ringer {
  /** @returns ends it */
  ring: () => () => void
  /** For so many seconds. Silent during a real ring. @returns ends it before */
  test: (seconds: number) => () => void
  /** Holds at once, also for what is ringing. */
  setRingtone: (ringtone: Ringtone) => void
}

export function createRinger(outlet: Pick<Outlet, 'play'>): Ringer {
  let ringtone: Ringtone = 'classic'
  let ringing: { isCall: boolean; stopSound: () => void } | undefined
  const play = () => outlet.play(ringTone(ringtone), { loop: true })

  function start(isCall: boolean): () => void {
    ringing?.stopSound()
    const mine = { isCall, stopSound: play() }
    ringing = mine
    return () => {
      if (ringing !== mine) return
      mine.stopSound()
      ringing = undefined
    }
  }

  return {
    ring: () => start(true),
    test: (seconds) => {
      if (ringing?.isCall) return () => {}
      const stop = start(false)
      const timer = setTimeout(stop, seconds * 1000)
      return () => {
        clearTimeout(timer)
        stop()
      }
    },
    setRingtone: (next) => {
      if (next === ringtone) return
      ringtone = next
      if (!ringing) return
      ringing.stopSound()
      ringing.stopSound = play()
    },
  }
}
