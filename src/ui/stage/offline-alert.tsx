import type { ReactNode } from 'react'
import { Explain } from '../kit/explain.tsx'
import { explainOffline, type Failure } from '../words.ts'
import styles from './stage.module.css'

/** Why the phone is offline although nobody asked it to be. */
export function OfflineAlert(failure: Failure): ReactNode {
  return (
    <div role="alert" className={styles.alert}>
      <Explain {...explainOffline(failure)} code={failure.reason} />
    </div>
  )
}
