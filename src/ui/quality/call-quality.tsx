import { lazy, Suspense, useEffect, useId, useState } from 'react'
import type { ReactNode } from 'react'
import type { QualityLevel, QualityProblem } from '../../phone/quality.ts'
import { useAnnounce } from '../announcer/announcer.tsx'
import { Button } from '../kit/button.tsx'
import { usePhone } from '../phone-context.ts'
import styles from './call-quality.module.css'
import { levelWords } from './describe-quality.ts'
import { problemWords } from './quality-words.ts'

/** Few look at the measurements, so nobody waits for them who does not. */
const Measurements = lazy(async () => {
  try {
    return { default: (await import('./measurements.tsx')).Measurements }
  } catch {
    return { default: Unavailable }
  }
})

/** How the call sounds: one word, and its measurements for whoever asks; a warning where something can be done. */
export function CallQuality(): ReactNode {
  const level = usePhone(({ call }) =>
    call?.status === 'connected' ? call.quality?.level : undefined,
  )
  const warning = usePhone(({ call }) =>
    call?.status === 'connected' ? call.quality?.warning : undefined,
  )
  const [isOpen, setOpen] = useState(false)
  const id = useId()

  return (
    <div className={styles.quality}>
      <Button
        size="small"
        tone="bare"
        className={styles.word}
        aria-expanded={isOpen}
        aria-controls={id}
        icon={<LevelSign level={level} />}
        onClick={() => setOpen(!isOpen)}
      >
        Line: {level ? levelWords[level] : 'measuring'}
      </Button>
      {warning && <Warning problem={warning} showHelp={isOpen ? undefined : () => setOpen(true)} />}
      <div id={id} className={styles.more} hidden={!isOpen}>
        {isOpen && (
          <Suspense fallback={null}>
            <Measurements />
          </Suspense>
        )}
      </div>
    </div>
  )
}

/** Three bars: as many are full as the line is good, so that the word is a shape too. */
function LevelSign({ level }: { level: QualityLevel | undefined }): ReactNode {
  return (
    <span className={styles.sign} data-level={level} aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  )
}

type WarningProps = { problem: QualityProblem; showHelp: (() => void) | undefined }

function Warning({ problem, showHelp }: WarningProps): ReactNode {
  const announce = useAnnounce()
  const { what, todo } = problemWords[problem]
  useEffect(() => announce(`${what} ${todo}`), [announce, what, todo])
  return (
    <div className={styles.warning}>
      <p>
        <b>{what}</b> {todo}
      </p>
      {showHelp && (
        <Button size="small" onClick={showHelp}>
          Show what helps
        </Button>
      )}
    </div>
  )
}

function Unavailable(): ReactNode {
  return <p>The measurements could not be loaded. The call goes on.</p>
}
