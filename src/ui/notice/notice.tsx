import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { noticeWords } from '../words.ts'
import styles from './notice.module.css'

/** What the agent must see: what happened, what to do, the stable code, and a way to put it away. */
export function Notice(): ReactNode {
  const phone = usePhoneActions()
  const notice = usePhone((state) => state.notice)
  if (!notice) return null
  return (
    <div className={styles.notice}>
      <div role="alert">
        <Explain {...noticeWords[notice.code]} code={notice.code} detail={notice.detail} />
      </div>
      <Button
        tone="bare"
        size="small"
        aria-label="Dismiss"
        icon={<X />}
        className={styles.dismiss}
        onClick={phone.dismissNotice}
      />
    </div>
  )
}
