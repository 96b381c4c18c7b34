import { Grip, History, Network, NotebookPen, Phone, SlidersHorizontal } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import { countMissed } from '../history/count-missed.ts'
import { type TabButton, TabList } from '../kit/tab-list.tsx'
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

/** What a small screen shows of the phone, one at a time. */
export function Tabs({ tabs, chosen, onChoose, hasCall, missed }: TabsProps): ReactNode {
  const buttonOf = (tab: Tab): TabButton => {
    const { label, icon: Icon, controls } = looks[tab]
    const hasMissed = tab === 'recents' && missed > 0
    return {
      'data-live': (tab === 'call' && hasCall) || undefined,
      'aria-controls': controls,
      ...(hasMissed && { 'aria-description': countMissed(missed) }),
      children: (
        <>
          <Icon />
          {text(label)}
          {hasMissed && (
            <span aria-hidden="true" className={styles.missed}>
              {missed}
            </span>
          )}
        </>
      ),
    }
  }
  return (
    <nav aria-label={text('tabs.title')} className={styles.tabs}>
      <TabList
        label={text('tabs.title')}
        className={styles.list}
        tabs={tabs}
        chosen={chosen}
        onChoose={onChoose}
        buttonOf={buttonOf}
      />
    </nav>
  )
}
