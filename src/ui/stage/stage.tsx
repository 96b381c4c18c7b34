import { useEffect, useRef } from 'react'
import type { ReactNode, RefObject } from 'react'
import type { PhoneState } from '../../phone/phone-state.ts'
import { CurrentCall } from '../active-call/current-call.tsx'
import { IncomingCall, isIncoming } from '../incoming-call/incoming-call.tsx'
import type { KeypadToggle } from '../active-call/call-controls.tsx'
import { LazyDeviceTokenScene } from '../device-token/lazy-device-token-scene.tsx'
import { useTokenPage } from '../device-token/use-token-page.ts'
import type { TokenPage } from '../device-token/use-token-page.ts'
import { usePhone } from '../phone-context.ts'
import { ConnectingScene } from './connecting-scene.tsx'
import { OfflineScene } from './offline-scene.tsx'
import { ReadyScene } from './ready-scene.tsx'
import styles from './stage.module.css'

/** The one dark place of the screen. Whatever matters now stands on it; it never moves and covers nothing. */
export function Stage({ keypad }: { keypad: KeypadToggle }): ReactNode {
  const session = usePhone((state) => state.session)
  const call = usePhone((state) => state.call)
  const stage = useRef<HTMLDivElement>(null)
  const focus = useKeptFocus(stage)
  const tokenPage = useTokenPage()

  return (
    <div
      ref={stage}
      id="stage"
      tabIndex={-1}
      data-ground="stage"
      className={styles.stage}
      {...focus}
    >
      {chooseScene({ session, call, keypad, tokenPage })}
    </div>
  )
}

type OnStage = Pick<PhoneState, 'session' | 'call'> & {
  keypad: KeypadToggle
  tokenPage: TokenPage
}

function chooseScene({ session, call, keypad, tokenPage }: OnStage): ReactNode {
  if (call && isIncoming(call)) return <IncomingCall call={call} />
  if (call) return <CurrentCall call={call} keypad={keypad} />
  if (session.status === 'connecting') {
    return <ConnectingScene step={session.step} startedAt={session.startedAt} />
  }
  if (session.status === 'online') return <ReadyScene session={session} />
  return tokenPage.isOpen ? (
    <LazyDeviceTokenScene session={session} page={tokenPage} />
  ) : (
    <OfflineScene session={session} tokenPage={tokenPage} />
  )
}

/**
 * A button that is pressed often takes its scene away with it. Whoever had the focus on the stage then keeps it
 * there, instead of being thrown to the top of the page.
 */
function useKeptFocus(stage: RefObject<HTMLElement | null>) {
  const isInside = useRef(false)
  useEffect(() => {
    if (isInside.current && document.activeElement === document.body) stage.current?.focus()
  })
  return {
    onFocus: () => {
      isInside.current = true
    },
    onBlur: () => {
      isInside.current = false
    },
  }
}
