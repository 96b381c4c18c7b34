import type { BrtcClient } from '../../brtc/client.ts'
import type { PhoneState } from '../phone-state.ts'
import type { PhoneOptions } from '../ports.ts'
import { type AudioCheckRun, type AudioReport, runAudioCheck } from './audio-check.ts'
import { type CheckRun, runNetworkCheck } from './network-check.ts'
import type { NetworkReport } from './network-report.ts'
import { runOnlineCheck } from './online-check.ts'

export type ChecksOptions = PhoneOptions & {
  getState: () => PhoneState
  /** The client of the present session. */
  client: () => BrtcClient | undefined
  uniqueId: string
  now: () => number
  log: (level: 'warn', message: string) => void
}

/** What can be tried before work. A check runs until it is done or cancelled, and leaves nothing behind. */
export interface Checks {
  network: (onChange: (report: NetworkReport) => void) => CheckRun
  audio: (onChange: (report: AudioReport) => void) => AudioCheckRun
}

export function createChecks(options: ChecksOptions): Checks {
  const { getState, client, now, log, audioInput } = options
  const loadRecorder =
    options.loadVoiceRecorder ?? (() => Promise.reject(new Error('There is no recorder.')))
  return {
    network: (onChange) => {
      const { session, devices } = getState()
      const present = session.status === 'online' ? client() : undefined
      if (session.status === 'online' && present) {
        return runOnlineCheck({ session, client: present, now, log }, onChange)
      }
      return runNetworkCheck({ ...options, microphoneId: devices.microphone }, onChange)
    },
    audio: (onChange) => {
      const { microphone: microphoneId, speaker: speakerId } = getState().devices
      return runAudioCheck({ audioInput, loadRecorder, microphoneId, speakerId, log }, onChange)
    },
  }
}
