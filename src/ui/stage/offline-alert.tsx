import type { ReactNode } from 'react'
import type { OfflineReason } from '../../phone/phone-state.ts'
import { Explain } from '../kit/explain.tsx'
import { offlineWords } from '../words.ts'
import styles from './stage.module.css'

/** Why the phone is offline although nobody asked it to be. */
export function OfflineAlert({ reason }: { reason: OfflineReason }): ReactNode {
  return (
    <div role="alert" className={styles.alert}>
      <Explain {...offlineWords[reason]} code={reason} />
    </div>
  )
}
