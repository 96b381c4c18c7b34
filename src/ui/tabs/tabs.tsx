import { Grip, History, Network, NotebookPen, Phone, SlidersHorizontal } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { countMissed } from '../history/count-missed.ts'
import { type TabButton, TabList } from '../kit/tab-list.tsx'
import styles from './tabs.module.css'

export type Tab = 'call' | 'keypad' | 'companion' | 'recents' | 'media' | 'network'

const looks: Record<Tab, { label: string; icon: LucideIcon; controls: string }> = {
  call: { label: 'Call', icon: Phone, controls: 'stage' },
  keypad: { label: 'Keypad', icon: Grip, controls: 'dialer' },
  companion: { label: 'Notes', icon: NotebookPen, controls: 'companion' },
  recents: { label: 'Recents', icon: History, controls: 'recents' },
  media: { label: 'Media', icon: SlidersHorizontal, controls: 'media' },
  network: { label: 'Network', icon: Network, controls: 'network' },
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
          {label}
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
    <nav aria-label="Parts of the phone" className={styles.tabs}>
      <TabList
        label="Parts of the phone"
        className={styles.list}
        tabs={tabs}
        chosen={chosen}
        onChoose={onChoose}
        buttonOf={buttonOf}
      />
    </nav>
  )
}
