import { useRef } from 'react'
import type { ReactNode } from 'react'
import type { PhoneState } from '../../phone/phone-state.ts'
import { CurrentCall } from '../active-call/current-call.tsx'
import { IncomingCall, isIncoming } from '../incoming-call/incoming-call.tsx'
import type { KeypadToggle } from '../active-call/call-controls.tsx'
import { LazyDeviceTokenScene } from '../device-token/lazy-device-token-scene.tsx'
import { useTokenPage } from '../device-token/use-token-page.ts'
import type { TokenPage } from '../device-token/use-token-page.ts'
import { usePhone } from '../phone-context.ts'
import { AwayScene } from '../presence/away-scene.tsx'
import { ReconnectingScene, TroubleScene } from '../recovery/recovery-scene.tsx'
import { ConnectingScene } from './connecting-scene.tsx'
import { OfflineScene } from './offline-scene.tsx'
import { ReadyScene } from './ready-scene.tsx'
import styles from './stage.module.css'
import { useKeptFocus } from './use-kept-focus.ts'

/** The one dark place of the screen. Whatever matters now stands on it; it never moves and covers nothing. */
export function Stage({ keypad }: { keypad: KeypadToggle }): ReactNode {
  const session = usePhone((state) => state.session)
  const call = usePhone((state) => state.call)
  const stage = useRef<HTMLDivElement>(null)
  const focus = useKeptFocus(stage, call)
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
  if (session.status === 'reconnecting') return <ReconnectingScene session={session} />
  if (session.status === 'online') {
    if (session.trouble) return <TroubleScene trouble={session.trouble} />
    return session.presence === 'away' ? (
      <AwayScene session={session} />
    ) : (
      <ReadyScene session={session} />
    )
  }
  return tokenPage.isOpen ? (
    <LazyDeviceTokenScene session={session} page={tokenPage} />
  ) : (
    <OfflineScene session={session} tokenPage={tokenPage} />
  )
}
