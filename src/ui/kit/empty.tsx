import type { ReactNode } from 'react'
import styles from './empty.module.css'

/** Why there is nothing here, or what will be. */
export function Empty({ icon, children }: { icon: ReactNode; children: ReactNode }): ReactNode {
  return (
    <p className={styles.empty}>
      {icon}
      <span>{children}</span>
    </p>
  )
}
