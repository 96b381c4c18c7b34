import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { LevelSource } from '../../phone/ports.ts'
import { loudness } from './loudness.ts'
import styles from './level-meter.module.css'

export type LevelMeterProps = { label: string; source: LevelSource }

/** Milliseconds between two values for those who read the meter instead of seeing it. */
const READING_INTERVAL = 200

/**
 * A bar that follows a level without rendering. Its value is the highest peak, 0 to 1, of the last fifth of a second;
 * its length is the loudness of the moment.
 */
export function LevelMeter({ label, source }: LevelMeterProps): ReactNode {
  const meter = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let peak = 0
    let readAt = 0
    let shown = 0
    return source.subscribe((level) => {
      const element = meter.current
      if (!element) return
      element.style.setProperty('--loudness', loudness(level).toFixed(3))
      peak = Math.max(peak, level)
      const now = performance.now()
      if (now - readAt < READING_INTERVAL) return
      if (peak !== shown) {
        element.setAttribute('aria-valuenow', peak.toFixed(3))
        element.setAttribute(
          'aria-valuetext',
          text('amount.percent', { percent: Math.round(loudness(peak) * 100) }),
        )
      }
      shown = peak
      peak = 0
      readAt = now
    })
  }, [source])

  return (
    <div
      ref={meter}
      // A native meter can only be painted through each vendor's own parts.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={0}
      className={styles.meter}
    />
  )
}
