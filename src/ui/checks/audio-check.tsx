import { Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import type { AudioReport } from '../../phone/checks/audio-check.ts'
import type { Checks } from '../../phone/checks/create-checks.ts'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { LevelMeter } from '../kit/level-meter.tsx'
import { Modal } from '../kit/modal.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { explain, nameOfChosen } from '../words.ts'
import { CheckActions, CheckUnavailable } from './check-actions.tsx'
import { audioReasons, voiceWords } from './check-words.ts'
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
    <Modal title={text('checks.audio')} onClose={onClose}>
      {check.isUnavailable && <CheckUnavailable />}
      <p className={styles.task}>
        {status ? text(tasks[status]) : isCancelled && text('checks.cancelled')}
      </p>
      <LevelMeter label={text('checks.yourVoice')} source={phone.microphoneLevel} />
      <Devices report={report} />
      <div aria-live="polite" className={styles.outcome}>
        {!isCancelled && report && <Outcome report={report} />}
      </div>
      <CheckActions isRunning={isRunning} cancel={check.cancel} again={check.again}>
        {status === 'done' && (
          <Button icon={<Play />} onClick={run?.playAgain}>
            {text('checks.playAgain')}
          </Button>
        )}
      </CheckActions>
    </Modal>
  )
}

const tasks: Record<AudioReport['status'], TextKey> = {
  opening: 'checks.opening',
  recording: 'checks.recording',
  playing: 'checks.playing',
  done: 'checks.done',
  failed: 'checks.failed',
}

/** Which devices are tried, by the names that the browser has for them. */
function Devices({ report }: { report: AudioReport | undefined }): ReactNode {
  const speaker = usePhone(({ devices }) => nameOfChosen(devices.outputs, devices.speaker))
  const microphone = report && 'microphone' in report ? report.microphone : ''
  return (
    <dl className={styles.devices}>
      <dt>{text('media.microphone')}</dt>
      <dd>{microphone || text('checks.notOpened')}</dd>
      <dt>{text('media.speaker')}</dt>
      <dd>{speaker}</dd>
    </dl>
  )
}

function Outcome({ report }: { report: AudioReport }): ReactNode {
  if (report.status === 'failed') {
    return (
      <div className={styles.verdict} data-verdict="blocked">
        <Explain {...explain(audioReasons[report.reason])} code={report.reason} />
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
          {...explain(voiceWords[report.verdict])}
          {...(report.verdict !== 'fine' && { code: `voice-${report.verdict}` })}
        />
      </div>
    )
  )
}
