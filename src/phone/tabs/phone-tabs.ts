import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Phone } from '../phone.ts'
import { isLive } from '../reduce-call.ts'
import type { HeldLock, TabChannel, TabLock, TabMemory } from './ports.ts'
import { readTabMessage, type TabMessage } from './tab-message.ts'
import { reportOf } from './tab-report.ts'
import { reduceTab, type TabEvent, type TabState } from './tab-state.ts'

export type PhoneTabsOptions = {
  phone: Pick<Phone, 'store' | 'goOnline' | 'goOffline'>
  lock: TabLock
  channel: TabChannel
  memory: TabMemory
  randomId?: () => string
}

/** One phone for all tabs of the browser. */
export interface PhoneTabs {
  store: Pick<StoreApi<TabState>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Finds out what this tab is; again, after `leave`, for a page that comes back. */
  join: () => Promise<void>
  /** Makes this tab the phone, if there is no call. Call from a click: it may go online with it. */
  takeOver: () => void
  /** The page goes away, before the phone in it goes offline: the next in line becomes the phone. */
  leave: () => void
}

/** Milliseconds for which the phone's tab may think: one that says nothing for so long hangs. */
const answerMs = 2_000

/** Milliseconds for which a phone that was reloaded may ask to have it back, before another tab goes online in its place. */
const reloadMs = 1_500

export function createPhoneTabs(options: PhoneTabsOptions): PhoneTabs {
  const { phone, lock, channel, memory } = options
  const tab = (options.randomId ?? (() => crypto.randomUUID()))()
  const store = createStore<TabState>(() => ({ status: 'deciding' }))
  const dispatch = (event: TabEvent): void =>
    store.setState((state) => reduceTab(state, event), true)
  const post = (message: TabMessage): void => channel.post(message)
  const status = () => store.getState().status

  let held: HeldLock | undefined
  let line: AbortController | undefined
  let answer: ReturnType<typeof setTimeout> | undefined
  let resumption: ReturnType<typeof setTimeout> | undefined
  let said = ''
  let isYielding = false

  /** Where the phone was online, it goes on here. */
  function become(lockHeld: HeldLock, resumeMs: number): void {
    const state = store.getState()
    const isWanted = 'report' in state && state.report?.isOnlineWanted
    settle()
    held = lockHeld
    void lockHeld.lost.then(() => held === lockHeld && lose())
    dispatch({ type: 'lockGranted' })
    report()
    if (isWanted) resumption = setTimeout(phone.goOnline, resumeMs)
  }

  function lose(): void {
    settle()
    held = undefined
    phone.goOffline()
    dispatch({ type: 'lockLost' })
    beSpare()
  }

  function beSpare(): void {
    post({ type: 'hello' })
    const waiting = new AbortController()
    line = waiting
    lock.take('in-turn', waiting.signal).then(
      (lockHeld) => {
        if (waiting.signal.aborted) lockHeld?.release()
        else if (lockHeld) become(lockHeld, reloadMs)
      },
      // Aborted: this tab is the phone by now, or gone.
      () => {},
    )
  }

  function settle(): void {
    line?.abort()
    clearTimeout(answer)
    clearTimeout(resumption)
    isYielding = false
    said = ''
  }

  function takeOver(): void {
    dispatch({ type: 'takeOverPressed' })
    const state = store.getState()
    if (state.status !== 'taking-over') return
    clearTimeout(answer)
    // What was last heard may be over by now, so the phone is asked; where it hangs, its call is not to be lost.
    const hasCall = Boolean(state.report?.call)
    answer = setTimeout(() => (hasCall ? dispatch({ type: 'refused' }) : seize()), answerMs)
    post({ type: 'asked', tab })
  }

  function seize(): void {
    lock.take('at-once').then(
      (lockHeld) => {
        if (status() !== 'taking-over') lockHeld?.release()
        else if (lockHeld) become(lockHeld, 0)
      },
      () => dispatch({ type: 'yieldedToOther' }),
    )
  }

  function onAsked(to: string): void {
    if (status() !== 'phone' || isYielding) return
    const { call, announced } = phone.store.getState()
    if (isLive(call) || announced) return post({ type: 'refused', to })
    clearTimeout(resumption)
    // To the first who asks. Should it vanish before it takes the lock, the next may ask.
    isYielding = true
    answer = setTimeout(() => (isYielding = false), answerMs)
    phone.goOffline()
    post({ type: 'yielded', to })
  }

  function onMessage(data: unknown): void {
    const message = readTabMessage(data)
    switch (message?.type) {
      case 'hello':
        said = ''
        return report()
      case 'report':
        return dispatch({ type: 'reported', report: message.report })
      case 'asked':
        return onAsked(message.tab)
      case 'yielded':
        return onAnswered(message.to === tab ? 'yielded' : 'yieldedToOther')
      case 'refused':
        return message.to === tab ? onAnswered('refused') : undefined
      case undefined:
        return undefined
    }
  }

  function onAnswered(reply: 'yielded' | 'yieldedToOther' | 'refused'): void {
    if (status() !== 'taking-over') return
    clearTimeout(answer)
    if (reply === 'yielded') seize()
    else dispatch({ type: reply })
  }

  /** Tells the other tabs how the phone is, where that has changed. */
  function report(): void {
    if (status() !== 'phone' || isYielding) return
    const message: TabMessage = { type: 'report', report: reportOf(phone.store.getState()) }
    const text = JSON.stringify(message)
    if (text === said) return
    said = text
    post(message)
  }

  phone.store.subscribe(report)
  channel.listen(onMessage)

  return {
    store,
    takeOver,
    join: async () => {
      const wasPhone = memory.takeWasPhone()
      const lockHeld = await lock.take('if-free')
      if (lockHeld) return become(lockHeld, 0)
      // Whoever was quick enough to go online before this tab knew.
      phone.goOffline()
      dispatch({ type: 'lockRefused' })
      beSpare()
      if (wasPhone) takeOver()
    },
    leave: () => {
      if (status() === 'phone') memory.rememberPhone()
      settle()
      dispatch({ type: 'left' })
      held?.release()
      held = undefined
    },
  }
}
