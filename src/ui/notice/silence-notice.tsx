import { Volume2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { explain } from '../words.ts'
import styles from './notice.module.css'

/** Nothing rings and nobody is heard until this is pressed. It cannot be put away, as it would still be so. */
export function SilenceNotice(): ReactNode {
  const phone = usePhoneActions()
  const isBlocked = usePhone(({ sound }) => sound === 'blocked')
  return (
    <div className={styles.notice}>
      <div role="alert">
        {isBlocked ? (
          <Explain {...explain('notice.sound-blocked')} code="sound-blocked" />
        ) : (
          <Explain {...explain('notice.sound-interrupted')} code="sound-interrupted" />
        )}
      </div>
      <Button size="small" icon={<Volume2 />} className={styles.wayOut} onClick={phone.enableSound}>
        {text('notice.enableSound')}
      </Button>
    </div>
  )
}
