import type { ReactNode } from 'react'
import styles from './insight-pane.module.css'

export type InsightPaneProps = { tools: ReactNode; children: ReactNode }

/** One view of the inside of the phone: what is chosen and taken along in a row, and below it what is seen, which scrolls. */
export function InsightPane({ tools, children }: InsightPaneProps): ReactNode {
  return (
    <div className={styles.pane}>
      <div className={styles.tools}>{tools}</div>
      {children}
    </div>
  )
}
