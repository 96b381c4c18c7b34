import type { ReactElement } from 'react'
import { guardLeaving } from './page/leave-guard.ts'
import { rememberLeftCall } from './page/left-call.ts'
import { offerCallKeys } from './page/media-session.ts'
import { sharePreferences } from './page/shared-preferences.ts'
import { createTabChannel } from './page/tab-channel.ts'
import { createTabLock } from './page/tab-lock.ts'
import { createTabMemory } from './page/tab-memory.ts'
import { createUnfinishedMemory } from './page/unfinished-memory.ts'
import { keepAwake } from './page/wake-lock.ts'
import type { Phone } from './phone/phone.ts'
import { createPhoneTabs, type PhoneTabs } from './phone/tabs/phone-tabs.ts'
import type { TabState } from './phone/tabs/tab-state.ts'
import { loadRecoveryScene } from './ui/recovery/lazy-recovery-scene.tsx'
import type { SpareTabProps } from './ui/spare-tab/spare-tab.tsx'

/**
 * What stands beside the phone and comes after the first picture: a call is a call without it. The screen stays on, the
 * keys of a headset work, the page is not left by mistake, and the next one takes up the call, or knows which one ended with
 * it; and all tabs of this browser are one phone. Where the browser has no locks every tab is a phone of its own, as far as
 * the gateway lets it.
 *
 * @param show shows what a tab that is not the phone has to show, or null in the one that is
 * @returns to be called when the page goes away, before the phone goes offline
 */
export function accompany(phone: Phone, show: (spare: ReactElement | null) => void): () => void {
  keepAwake(phone)
  offerCallKeys(phone)
  guardLeaving(phone)
  sharePreferences(phone)
  loadRecoveryScene().catch(() => {})
  const unfinished = createUnfinishedMemory(phone)
  const [lock, channel] = [createTabLock(), createTabChannel()]
  if (!lock || !channel) {
    rememberLeftCall(phone, unfinished.goOn(Promise.resolve(true)))
    return unfinished.remember
  }
  const tabs = createPhoneTabs({ phone, lock, channel, memory: createTabMemory() })
  // Where that screen cannot be loaded the phone's own stays, offline.
  tabs.store.subscribe(() => void follow().catch(() => {}))

  /** Most tabs are the only one, so the screen of the others is loaded when it is needed. */
  async function follow(): Promise<void> {
    if (!isSpare(tabs.store.getState())) return show(null)
    const { SpareTab } = await import('./ui/spare-tab/spare-tab.tsx')
    const state = tabs.store.getState()
    if (isSpare(state)) show(<SpareTab phone={phone} state={state} onTakeOver={tabs.takeOver} />)
  }

  // A browser that refuses the lock has a phone in every tab.
  const join = () => void tabs.join().catch(() => {})
  addEventListener('pageshow', ({ persisted }) => persisted && join())
  rememberLeftCall(phone, unfinished.goOn(becomesPhone(tabs)))
  join()
  return () => {
    unfinished.remember()
    tabs.leave()
  }
}

/** Milliseconds in which a tab that was the phone before it was reloaded is it again. */
const joinMs = 4_000

/** Whether this tab is the phone, as soon as that is known. */
function becomesPhone({ store }: Pick<PhoneTabs, 'store'>): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isPhone: boolean) => {
      clearTimeout(timer)
      unsubscribe()
      resolve(isPhone)
    }
    const timer = setTimeout(() => settle(false), joinMs)
    const unsubscribe = store.subscribe(({ status }) => status === 'phone' && settle(true))
  })
}

function isSpare(state: TabState): state is SpareTabProps['state'] {
  return state.status === 'spare' || state.status === 'taking-over'
}
