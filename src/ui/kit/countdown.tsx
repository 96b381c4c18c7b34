import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { formatTimer } from '../format.ts'
import styles from './timer.module.css'

export type CountdownProps = {
  /** Milliseconds since the epoch. */
  until: number
  label: string
}

/** Counts down to 0:00, rounded up, without rendering. A `timer` is not announced by itself. */
export function Countdown({ until, label }: CountdownProps): ReactNode {
  const text = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    const tick = () => {
      if (text.current) text.current.textContent = formatTimer(until - Date.now() + 999)
    }
    tick()
    const interval = setInterval(tick, 250)
    return () => clearInterval(interval)
  }, [until])

  return <span ref={text} role="timer" aria-label={label} className={styles.timer} />
}
