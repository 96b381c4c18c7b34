import { Grip, History, Network, NotebookPen, Phone, SlidersHorizontal } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import { countMissed } from '../history/count-missed.ts'
import styles from './tabs.module.css'

export type Tab = 'call' | 'keypad' | 'companion' | 'recents' | 'media' | 'network'

const looks: Record<Tab, { label: TextKey; icon: LucideIcon; controls: string }> = {
  call: { label: 'tabs.call', icon: Phone, controls: 'stage' },
  keypad: { label: 'tabs.keypad', icon: Grip, controls: 'dialer' },
  companion: { label: 'tabs.notes', icon: NotebookPen, controls: 'companion' },
  recents: { label: 'tabs.recents', icon: History, controls: 'recents' },
  media: { label: 'tabs.media', icon: SlidersHorizontal, controls: 'media' },
  network: { label: 'tabs.network', icon: Network, controls: 'network' },
}

export type TabsProps = {
  tabs: readonly Tab[]
  chosen: Tab
  onChoose: (tab: Tab) => void
  /** A call goes on behind another tab. */
  hasCall: boolean
  /** Calls that were missed and not looked at since. */
  missed: number
}

/** What a small screen shows of the phone, one at a time. Arrow keys go from tab to tab. */
export function Tabs({ tabs, chosen, onChoose, hasCall, missed }: TabsProps): ReactNode {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(tabs.indexOf(chosen) + step + tabs.length) % tabs.length]
    if (step === 0 || !next) return
    onChoose(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-tab=${next}]`)?.focus()
  }
  return (
    <nav aria-label={text('tabs.title')} className={styles.tabs}>
      <div
        role="tablist"
        aria-label={text('tabs.title')}
        tabIndex={-1}
        className={styles.list}
        onKeyDown={onKeyDown}
      >
        {tabs.map((tab) => {
          const { label, icon: Icon, controls } = looks[tab]
          return (
            <button
              key={tab}
              type="button"
              role="tab"
              data-tab={tab}
              data-live={(tab === 'call' && hasCall) || undefined}
              {...(tab === 'recents' && missed > 0 && { 'aria-description': countMissed(missed) })}
              aria-selected={tab === chosen}
              aria-controls={controls}
              tabIndex={tab === chosen ? 0 : -1}
              onClick={() => onChoose(tab)}
            >
              <Icon />
              {text(label)}
              {tab === 'recents' && missed > 0 && (
                <span aria-hidden="true" className={styles.missed}>
                  {missed}
                </span>
              )}
            </button>
          )
        })}
      </div>
    </nav>
  )
}
