import { Play } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AudioReport } from '../../phone/checks/audio-check.ts'
import type { Checks } from '../../phone/checks/create-checks.ts'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { LevelMeter } from '../kit/level-meter.tsx'
import { Modal } from '../kit/modal.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { CheckActions, CheckUnavailable } from './check-actions.tsx'
import { explainAudioFailure, voiceWords } from './check-words.ts'
import styles from './checks.module.css'
import { useCheck } from './use-check.ts'

const begin = (checks: Checks, onChange: (report: AudioReport) => void) => checks.audio(onChange)

/** Three seconds of the agent's voice, judged and played back. */
export function AudioCheck({ onClose }: { onClose: () => void }): ReactNode {
  const phone = usePhoneActions()
  const check = useCheck(begin)
  const { report, run, isCancelled } = check
  const status = isCancelled || check.isUnavailable ? undefined : (report?.status ?? 'opening')
  const isRunning = status === 'opening' || status === 'recording' || status === 'playing'

  return (
    <Modal title="Check audio" onClose={onClose}>
      {check.isUnavailable && <CheckUnavailable />}
      <p className={styles.task}>{status ? tasks[status] : isCancelled && 'Cancelled.'}</p>
      <LevelMeter label="Your voice" source={phone.microphoneLevel} />
      <Devices report={report} />
      <div aria-live="polite" className={styles.outcome}>
        {!isCancelled && report && <Outcome report={report} />}
      </div>
      <CheckActions isRunning={isRunning} cancel={check.cancel} again={check.again}>
        {status === 'done' && (
          <Button icon={<Play />} onClick={run?.playAgain}>
            Play again
          </Button>
        )}
      </CheckActions>
    </Modal>
  )
}

const tasks: Record<AudioReport['status'], string> = {
  opening: 'Opening the microphone. If the browser asks for it, allow it.',
  recording: 'Say a sentence: recording for three seconds.',
  playing: 'Listen: this is how you sound.',
  done: 'Recorded and played. The recording is kept nowhere.',
  failed: 'The check has ended.',
}

/** Which devices are tried, by the names that the browser has for them. */
function Devices({ report }: { report: AudioReport | undefined }): ReactNode {
  const speaker = usePhone(
    ({ devices }) => devices.outputs.find(({ id }) => id === devices.speaker)?.label,
  )
  const microphone = report && 'microphone' in report ? report.microphone : ''
  return (
    <dl className={styles.devices}>
      <dt>Microphone</dt>
      <dd>{microphone || 'Not opened yet'}</dd>
      <dt>Speaker</dt>
      <dd>{speaker ?? 'System default'}</dd>
    </dl>
  )
}

function Outcome({ report }: { report: AudioReport }): ReactNode {
  if (report.status === 'failed') {
    return (
      <div className={styles.verdict} data-verdict="blocked">
        <Explain {...explainAudioFailure(report.reason)} code={report.reason} />
      </div>
    )
  }
  return (
    'verdict' in report && (
      <div
        className={styles.verdict}
        data-verdict={report.verdict === 'fine' ? 'ready' : 'degraded'}
      >
        <Explain
          {...voiceWords[report.verdict]}
          {...(report.verdict !== 'fine' && { code: `voice-${report.verdict}` })}
        />
      </div>
    )
  )
}
