import { Volume2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import styles from './notice.module.css'

const words = {
  blocked: {
    what: 'The browser keeps this page silent: a call would ring unheard.',
    todo: 'It wants one press first.',
    code: 'sound-blocked',
  },
  interrupted: {
    what: 'The sound of this page was stopped: nothing is heard here.',
    todo: 'If it stays so, check the speaker under Media.',
    code: 'sound-interrupted',
  },
}

/** Nothing rings and nobody is heard until this is pressed. It cannot be put away, as it would still be so. */
export function SilenceNotice(): ReactNode {
  const phone = usePhoneActions()
  const isBlocked = usePhone(({ sound }) => sound === 'blocked')
  return (
    <div className={styles.notice}>
      <div role="alert">
        <Explain {...words[isBlocked ? 'blocked' : 'interrupted']} />
      </div>
      <Button size="small" icon={<Volume2 />} className={styles.wayOut} onClick={phone.enableSound}>
        Enable sound
      </Button>
    </div>
  )
}
