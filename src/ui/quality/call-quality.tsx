import { X } from 'lucide-react'
import { lazy, Suspense, useEffect, useId, useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { QualityLevel, QualityProblem } from '../../phone/quality.ts'
import { useAnnounce } from '../announcer/announcer.tsx'
import { Button } from '../kit/button.tsx'
import { usePhone } from '../phone-context.ts'
import { explain } from '../words.ts'
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
        {text('quality.line', { level: text(level ? levelWords[level] : 'quality.measuring') })}
      </Button>
      {warning && <Warning problem={warning} showHelp={isOpen ? undefined : () => setOpen(true)} />}
      {isOpen && (
        <section
          ref={showOnTop}
          id={id}
          {...(canPopOver && { popover: 'manual' })}
          data-ground="stage"
          aria-label={text('quality.details')}
          className={styles.more}
        >
          <Suspense fallback={null}>
            <Measurements />
          </Suspense>
          <Button
            size="small"
            tone="bare"
            aria-label={text('quality.closeDetails')}
            icon={<X />}
            className={styles.close}
            onClick={() => setOpen(false)}
          />
        </section>
      )}
    </div>
  )
}

/** Where the browser has none, what is more stands in its place. */
const canPopOver = 'showPopover' in HTMLElement.prototype

/** Over everything, so that nothing in the call has to make room; no dialog, as the call goes on beside it. */
function showOnTop(element: HTMLElement | null): void {
  if (canPopOver) element?.showPopover()
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
  const { what, todo } = explain(problemWords[problem])
  useEffect(() => announce(`${what} ${todo}`), [announce, what, todo])
  return (
    <div className={styles.warning}>
      <p>
        <b>{what}</b> <span>{todo}</span>
      </p>
      {showHelp && (
        <Button size="small" onClick={showHelp}>
          {text('quality.showHelp')}
        </Button>
      )}
    </div>
  )
}

function Unavailable(): ReactNode {
  return <p>{text('quality.unavailable')}</p>
}
