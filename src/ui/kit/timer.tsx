import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { formatTimer } from '../format.ts'
import styles from './timer.module.css'

export type TimerProps = {
  /** Milliseconds since the epoch. */
  since: number
  label: string
}

/** Counts up without rendering: it writes its own text. A `timer` is not announced by itself. */
export function Timer({ since, label }: TimerProps): ReactNode {
  const text = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    const tick = () => {
      if (text.current) text.current.textContent = formatTimer(Date.now() - since)
    }
    tick()
    const interval = setInterval(tick, 250)
    return () => clearInterval(interval)
  }, [since])

  return <span ref={text} role="timer" aria-label={label} className={styles.timer} />
}
