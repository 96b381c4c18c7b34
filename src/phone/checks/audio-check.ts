import { describeError, reasonWithoutMicrophone } from '../offline-reason.ts'
import type { OfflineReason } from '../phone-state.ts'
import type { AudioInput, Recording, VoiceRecorder } from '../ports.ts'
import { createBorrowed } from './borrowed.ts'
import type { CheckRun } from './network-check.ts'
import { judgeVoice, type VoiceVerdict } from './voice-verdict.ts'

export type AudioCheckOptions = {
  audioInput: Pick<AudioInput, 'open' | 'level'>
  loadRecorder: () => Promise<VoiceRecorder>
  /** '' is the system's default, as for the speaker. */
  microphoneId: string
  speakerId: string
  log: (level: 'warn', message: string) => void
}

export type AudioCheckFailure = OfflineReason | 'not-recorded' | 'not-played'

/**
 *   opening ──▶ recording ──▶ playing ──▶ done(verdict) ──playAgain──▶ playing
 *
 * `microphone` is the name of the one that was opened.
 */
export type AudioReport =
  | { status: 'opening' }
  | { status: 'recording'; microphone: string }
  | { status: 'playing' | 'done'; microphone: string; verdict: VoiceVerdict }
  | { status: 'failed'; reason: AudioCheckFailure }

export interface AudioCheckRun extends CheckRun {
  /** What was recorded, once more. */
  playAgain: () => void
}

/** Milliseconds. */
export const recordingTime = 3000

/** Records three seconds of the chosen microphone, judges them, and plays them on the chosen speaker. */
export function runAudioCheck(
  options: AudioCheckOptions,
  onChange: (report: AudioReport) => void,
): AudioCheckRun {
  const { audioInput, loadRecorder, microphoneId, speakerId, log } = options
  const borrowed = createBorrowed()
  let isCancelled = false
  let recorder: VoiceRecorder | undefined
  let recorded: { recording: Recording; microphone: string; verdict: VoiceVerdict } | undefined

  function tell(report: AudioReport): void {
    if (!isCancelled) onChange(report)
  }
  function fail(reason: AudioCheckFailure, error: unknown): void {
    if (!isCancelled) log('warn', `audio check: ${describeError(error)}`)
    tell({ status: 'failed', reason })
  }

  async function record(): Promise<void> {
    let reasonOf: (error: unknown) => AudioCheckFailure = reasonWithoutMicrophone
    try {
      const opening = audioInput.open(microphoneId)
      const { track, label: microphone } = await borrowed.take(opening, ({ close }) => close())
      reasonOf = () => 'not-recorded'
      recorder = await borrowed.take(loadRecorder(), ({ close }) => {
        if (isCancelled) close()
      })
      tell({ status: 'recording', microphone })
      const capture = recorder.start(track)
      const peaks = await borrowed.wait(listen())
      const recording = await borrowed.wait(capture.stop())
      recorded = { recording, microphone, verdict: judgeVoice(peaks) }
    } catch (error) {
      fail(reasonOf(error), error)
    } finally {
      // Before the playback: the microphone would hear it, and some headsets play poorly while they listen.
      await borrowed.giveBack()
    }
  }

  async function listen(): Promise<number[]> {
    const peaks: number[] = []
    const unsubscribe = audioInput.level.subscribe((level) => peaks.push(level))
    await delay(recordingTime)
    unsubscribe()
    return peaks
  }

  async function play(): Promise<void> {
    if (!recorded) return
    const { recording, ...heard } = recorded
    tell({ status: 'playing', ...heard })
    try {
      await recording.play(speakerId)
      tell({ status: 'done', ...heard })
    } catch (error) {
      fail('not-played', error)
    }
  }

  tell({ status: 'opening' })
  void record().then(play)
  return {
    playAgain: () => void play(),
    cancel: () => {
      isCancelled = true
      borrowed.cancel()
      recorder?.close()
    },
  }
}

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
