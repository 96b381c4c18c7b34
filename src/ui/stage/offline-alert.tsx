import type { ReactNode } from 'react'
import type { OfflineReason } from '../../phone/phone-state.ts'
import { Explain } from '../kit/explain.tsx'
import { explainOffline } from '../words.ts'
import styles from './stage.module.css'

export type OfflineAlertProps = { reason: OfflineReason; isTokenPasted?: boolean | undefined }

/** Why the phone is offline although nobody asked it to be. */
export function OfflineAlert({ reason, isTokenPasted }: OfflineAlertProps): ReactNode {
  return (
    <div role="alert" className={styles.alert}>
      <Explain {...explainOffline(reason, isTokenPasted)} code={reason} />
    </div>
  )
}
