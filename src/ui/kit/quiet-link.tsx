import type { ComponentProps, ReactNode } from 'react'
import styles from './quiet-link.module.css'

/** A way for few, beside the button for most. */
export function QuietLink({ children, ...rest }: ComponentProps<'a'>): ReactNode {
  return (
    <a {...rest} className={styles.link}>
      {children}
    </a>
  )
}
