import { describeError } from './offline-reason.ts'
import type { PhoneEvent } from './phone-event.ts'
import type { PhoneState } from './phone-state.ts'
import type { AudioOutput, PreferenceStore } from './ports.ts'
import { type Preferences, readPreferences } from './preferences.ts'

export type PreferenceControlOptions = {
  getState: () => PhoneState
  dispatch: (event: PhoneEvent) => void
  store: PreferenceStore | undefined
  audioOutput: Pick<AudioOutput, 'setRingtone' | 'setRingVolume' | 'setCallVolume'>
  log: (level: 'warn', message: string) => void
}

/** What the agent prefers: in the state, in what is heard, and kept for the next time. */
export interface PreferenceControl {
  change: (preferences: Partial<Preferences>) => void
}

export function createPreferenceControl(options: PreferenceControlOptions): PreferenceControl {
  const { getState, dispatch, store, audioOutput, log } = options

  function apply(preferences: Partial<Preferences>): void {
    dispatch({ type: 'preferencesChanged', preferences })
    const { ringtone, ringVolume, callVolume } = getState().preferences
    audioOutput.setRingtone(ringtone)
    audioOutput.setRingVolume(ringVolume)
    audioOutput.setCallVolume(callVolume)
  }

  apply(readPreferences(store?.load()))
  return {
    change: (preferences) => {
      apply(preferences)
      try {
        store?.save(getState().preferences)
      } catch (error) {
        log('warn', `preferences not kept: ${describeError(error)}`)
        dispatch({ type: 'noticeRaised', notice: { code: 'preferences-not-kept' } })
      }
    },
  }
}
