import type { ReactNode } from 'react'
import styles from './header.module.css'

/** A receiver, lifted off its cradle. */
export function Mark(): ReactNode {
  return (
    <h1 className={styles.mark}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 10.500c5.200-6 12.800-6 18 0l-1.600 3-4-1.400V9.300M3 10.500l1.600 3 4-1.400V9.300" />
        <path d="M6 19.500h12" />
      </svg>
      Offhook
    </h1>
  )
}
