import { PhoneOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Session } from '../../phone/phone-state.ts'
import { formatTime } from '../format.ts'
import { Button } from '../kit/button.tsx'
import { Scene } from '../kit/scene.tsx'
import { usePhoneActions } from '../phone-context.ts'
import styles from './presence.module.css'

/** The agent wants no calls. It outlives the page, so it is said as loudly as that they do ring. */
export function AwayScene({
  session,
}: {
  session: Extract<Session, { status: 'online' }>
}): ReactNode {
  const phone = usePhoneActions()
  return (
    <Scene
      tone="wait"
      label={text('away.label', { time: formatTime(session.since) })}
      headline={text('away.headline')}
      detail={text('away.detail')}
      actions={
        <Button tone="go" size="large" onClick={() => phone.setPresence('available')}>
          {text('away.return')}
        </Button>
      }
    >
      <div className={styles.away} aria-hidden="true">
        <PhoneOff />
      </div>
    </Scene>
  )
}
