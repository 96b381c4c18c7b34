import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { Phone } from '../phone/phone.ts'
import type { Notifications } from '../phone/ports.ts'
import { Announcer } from './announcer/announcer.tsx'
import './app.css'
import styles from './app.module.css'
import { NotificationsContext, noNotifications } from './attention/notifications-context.ts'
import { useAttention } from './attention/use-attention.ts'
import { useRingNotification } from './attention/use-ring-notification.ts'
import { Dialer } from './dialer/dialer.tsx'
import type { DialerProps } from './dialer/dialer.tsx'
import { RecentCalls } from './history/recent-calls.tsx'
import { InsightContext, type InsightTarget } from './insight/insight-context.ts'
import { LazyInsightDialog } from './insight/lazy-insight-dialog.tsx'
import { lazyPart } from './kit/lazy-part.tsx'
import { MediaPanel } from './media-panel/media-panel.tsx'
import { PhoneContext, usePhone } from './phone-context.ts'
import type { SettingsSection } from './settings/settings-section.ts'
import { LazySettingsDialog } from './settings/lazy-settings-dialog.tsx'
import { useTheme } from './settings/use-theme.ts'
import { noShell, ShellContext, type Network } from './shell/shell-context.ts'
import { LazyShortcutsDialog } from './shortcuts/lazy-shortcuts-dialog.tsx'
import { useShortcuts } from './shortcuts/use-shortcuts.ts'
import { Stage } from './stage/stage.tsx'
import { Header } from './status/header.tsx'
import { Tabs } from './tabs/tabs.tsx'
import type { Tab } from './tabs/tabs.tsx'
import { useTab } from './tabs/use-tab.ts'

export type AppProps = {
  phone: Phone
  /** Where there are none, nothing is notified. */
  notifications?: Notifications
  /** What the page was opened to dial, and how it becomes the one that is opened. */
  dialing?: DialerProps
  /** Whether there is a network; where the page cannot be opened without one, there is. */
  shell?: Network | undefined
  /** Of a newer version, where one can come. */
  offer?: ReactNode
  /** Of Offhook, for the diagnostics. */
  version?: string
  /** The demo's control panel: at the foot of a desk, behind a tab of its own on a small screen. */
  children?: ReactNode
}

export function App(props: AppProps): ReactNode {
  const { phone, notifications = noNotifications, dialing = {}, version = '', children } = props
  const { shell = noShell, offer } = props
  const [insight, open] = useState<InsightTarget | null>(null)
  const opener = useMemo(() => ({ open, version }), [version])
  return (
    <PhoneContext value={phone}>
      <NotificationsContext value={notifications}>
        <Announcer>
          <InsightContext value={opener}>
            <ShellContext value={shell}>
              <Screen dialing={dialing} panel={children} />
              {offer}
            </ShellContext>
            {insight && <LazyInsightDialog target={insight} onClose={() => open(null)} />}
          </InsightContext>
        </Announcer>
      </NotificationsContext>
    </PhoneContext>
  )
}

/** It comes with the first call. */
const Companion = lazyPart(() =>
  import('./companion/companion.tsx').then(({ Companion }) => Companion),
)

const tabOrder: readonly Tab[] = ['call', 'keypad', 'companion', 'recents', 'media', 'network']

/** Everything is there once; which parts are seen, and where, is the style sheet's business. */
function Screen({ dialing, panel }: { dialing: DialerProps; panel: ReactNode }): ReactNode {
  const [tab, chooseTab] = useTab(dialing.request === undefined ? 'call' : 'keypad')
  const keypad = useKeypadToggle()
  const [settings, setSettings] = useState<SettingsSection | null>(null)
  const call = usePhone((state) => state.call)
  const unseenMissed = usePhone((state) => state.unseenMissed)
  useTheme()
  useAttention()
  useRingNotification()
  const tabs = tabOrder.filter(
    (one) => (one !== 'companion' || call !== null) && (one !== 'network' || Boolean(panel)),
  )
  const shortcuts = useShortcuts({
    goToKeypad: () => {
      flushSync(keypad.open)
      focusFirst('#dialer fieldset button')
    },
    goToNumber: () => {
      flushSync(() => chooseTab('keypad'))
      focusFirst('#dialer input[type=tel]')
    },
  })

  return (
    <div className={styles.app} data-tab={tab} data-keypad={keypad.isOpen ? 'open' : undefined}>
      <Header
        offersGoOnline={call !== null || tab !== 'call'}
        onHelp={shortcuts.openHelp}
        onSettings={() => setSettings('audio')}
      />
      <main className={styles.parts}>
        <div className={styles.dialer}>
          <Dialer {...dialing} />
        </div>
        <div className={styles.stage}>
          <Stage keypad={keypad} />
        </div>
        <div className={styles.side}>
          {call && (
            <div className={styles.companion}>
              <Companion call={call} />
            </div>
          )}
          <div className={styles.recents}>
            <RecentCalls isInFront={tab === 'recents'} onManage={() => setSettings('data')} />
          </div>
          <div className={styles.media}>
            <MediaPanel />
          </div>
        </div>
        {panel && (
          <div id="network" className={styles.network}>
            {panel}
          </div>
        )}
      </main>
      <Tabs
        tabs={tabs}
        chosen={tab}
        onChoose={chooseTab}
        hasCall={call !== null && call.status !== 'ended'}
        missed={unseenMissed}
      />
      {settings && (
        <LazySettingsDialog
          section={settings}
          claimTelLinks={dialing.claimTelLinks}
          onClose={() => setSettings(null)}
        />
      )}
      {shortcuts.isHelpOpen && <LazyShortcutsDialog onClose={shortcuts.closeHelp} />}
    </div>
  )
}

/** Open for one call; the next begins without it. */
function useKeypadToggle() {
  const callId = usePhone((state) => (state.call?.status === 'connected' ? state.call.id : null))
  const [openFor, setOpenFor] = useState<string | null>(null)
  const isOpen = callId !== null && openFor === callId
  return {
    isOpen,
    toggle: () => setOpenFor(isOpen ? null : callId),
    open: () => setOpenFor(callId),
  }
}

function focusFirst(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}
