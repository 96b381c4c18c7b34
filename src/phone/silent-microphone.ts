import type { PhoneEvent } from './phone-event.ts'
import type { PhoneState } from './phone-state.ts'
import type { LevelSource } from './ports.ts'

/** Peak of full scale, -80 dBFS: the noise of the quietest microphone is above it, a switch that is off is below. */
const floor = 0.0001
/** Milliseconds without any sound since the beginning of a call, and after there was some (peers.md 3.3, TLX). */
const silentFromStart = 8_000
const silentAfterSound = 30_000
/** Milliseconds without a level: the page is hidden, where nothing is measured. */
const longestGap = 1_000

export type SilentMicrophoneOptions = {
  level: LevelSource
  dispatch: (event: PhoneEvent) => void
  now: () => number
}

/** Tells an agent who is not muted and yet cannot be heard: a switch on the cable, another program, a dead battery. */
export interface SilentMicrophone {
  follow: (state: PhoneState) => void
}

export function createSilentMicrophone(options: SilentMicrophoneOptions): SilentMicrophone {
  const { level, dispatch, now } = options
  let listening: { callId: string; stop: () => void } | undefined
  let heardAny = false
  let isTold = false
  let silentSince = 0
  let lastAt = 0

  function hear(peak: number): void {
    const at = now()
    if (at - lastAt > longestGap) silentSince = at
    lastAt = at
    if (peak >= floor) {
      silentSince = at
      heardAny = true
      if (isTold) dispatch({ type: 'noticeDismissed', code: 'microphone-silent' })
      isTold = false
    } else if (!isTold && at - silentSince >= (heardAny ? silentAfterSound : silentFromStart)) {
      isTold = true
      dispatch({ type: 'noticeRaised', notice: { code: 'microphone-silent' } })
    }
  }

  function stop(): void {
    listening?.stop()
    listening = undefined
    if (isTold) dispatch({ type: 'noticeDismissed', code: 'microphone-silent' })
    isTold = false
  }

  return {
    follow: ({ call }) => {
      const callId = call?.status === 'connected' && !call.muted ? call.id : undefined
      if (callId === listening?.callId) return
      stop()
      if (callId === undefined) return
      heardAny = false
      lastAt = silentSince = now()
      // Set first: a level arrives at once, and what it brings about is followed as well.
      listening = { callId, stop: () => {} }
      listening.stop = level.subscribe(hear)
    },
  }
}
