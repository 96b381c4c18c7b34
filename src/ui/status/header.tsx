import { Activity, Keyboard, Power, Settings } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { isSilenced } from '../../phone/reachable.ts'
import { useInsight } from '../insight/insight-context.ts'
import { Button } from '../kit/button.tsx'
import { LazyNotice } from '../notice/lazy-notice.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { PresenceSwitch } from '../presence/presence-switch.tsx'
import { ShortcutButton } from '../shortcuts/shortcut-button.tsx'
import { describeStatus } from './describe-status.ts'
import { Mark } from './mark.tsx'
import styles from './header.module.css'

export type HeaderProps = {
  offersGoOnline: boolean
  onHelp: () => void
  onSettings: () => void
}

/** Who we are, how the phone is and why, and the way on or off. A notice takes the place of the why. */
export function Header({ offersGoOnline, onHelp, onSettings }: HeaderProps): ReactNode {
  const phone = usePhoneActions()
  const insight = useInsight()
  const session = usePhone((state) => state.session)
  const call = usePhone((state) => state.call)
  const hasNotice = usePhone((state) => state.notice !== null || isSilenced(state))
  const sound = usePhone((state) => state.sound)
  const { word, tone, why } = describeStatus({ session, call, sound })

  return (
    <header className={styles.header}>
      <Mark />
      {/* To be looked up. Its changes are said by the announcer, with the why, so that nothing is read twice. */}
      <output
        aria-label={text('status.title')}
        aria-live="off"
        className={styles.status}
        data-tone={tone}
      >
        {word}
      </output>
      <div className={styles.middle}>
        <LazyNotice />
        {!hasNotice && <p className={styles.why}>{why}</p>}
      </div>
      <div className={styles.tools}>
        <Button
          tone="bare"
          size="small"
          aria-label={text('insight.open')}
          title={text('insight.open')}
          icon={<Activity />}
          className={styles.insight}
          onClick={() => insight?.open({ view: 'sequence' })}
        />
        <ShortcutButton
          shortcut="help"
          tone="bare"
          size="small"
          aria-label={text('shortcuts.title')}
          icon={<Keyboard />}
          className={styles.help}
          onClick={onHelp}
        />
        <Button
          tone="bare"
          size="small"
          aria-label={text('header.settings')}
          title={text('header.settings')}
          aria-haspopup="dialog"
          icon={<Settings />}
          onClick={onSettings}
        />
        <PresenceSwitch />
        {session.status !== 'offline' && (
          <Button size="small" icon={<Power />} className={styles.power} onClick={phone.goOffline}>
            <span>{text('header.goOffline')}</span>
          </Button>
        )}
        {session.status === 'offline' && offersGoOnline && (
          <Button size="small" tone="go" onClick={phone.goOnline}>
            {text('header.goOnline')}
          </Button>
        )}
      </div>
    </header>
  )
}
