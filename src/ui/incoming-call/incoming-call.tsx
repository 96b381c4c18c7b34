import { Phone, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { answersItself } from '../../phone/auto-answer.ts'
import type { Call } from '../../phone/phone-state.ts'
import { describeLastCall } from '../history/describe-call.ts'
import { Ring } from '../kit/ring.tsx'
import { Scene } from '../kit/scene.tsx'
import { Timer } from '../kit/timer.tsx'
import { useParty } from '../party.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { ShortcutButton } from '../shortcuts/shortcut-button.tsx'
import styles from './incoming-call.module.css'

export type IncomingCallState = Extract<Call, { status: 'offered' | 'accepting' | 'declining' }>

export function isIncoming(call: Call): call is IncomingCallState {
  return call.status === 'offered' || call.status === 'accepting' || call.status === 'declining'
}

/** Somebody is calling: who, from where, when last; and two buttons of one size, far apart in meaning. */
export function IncomingCall({ call }: { call: IncomingCallState }): ReactNode {
  const phone = usePhoneActions()
  const plan = usePhone((state) => state.numberPlan)
  const recent = usePhone((state) => state.recent)
  const dialog = useFocusUnlessTyping()
  const isAnsweredByItself = usePhone(answersItself)
  const party = useParty(call)
  const lastCall = describeLastCall(call.number, recent, call.startedAt)

  return (
    <div
      ref={dialog}
      role="alertdialog"
      aria-label={text('incoming.title')}
      tabIndex={-1}
      className={styles.dialog}
    >
      <Scene
        tone="go"
        label={text('incoming.title')}
        aside={<Timer since={call.startedAt} label={text('incoming.ringingFor')} />}
        headline={party.title}
        detail={
          <>
            {[party.number, plan?.countryName(call.number)].filter(Boolean).join(' · ')}
            {lastCall && <span className={styles.line}>{lastCall}</span>}
            {isAnsweredByItself && call.status === 'offered' && (
              <span className={styles.line}>{text('incoming.answersItself')}</span>
            )}
          </>
        }
        actions={
          <div className={styles.answers}>
            <Decline status={call.status} onDecline={phone.decline} onHangUp={phone.hangUp} />
            <ShortcutButton
              shortcut="answer"
              tone="go"
              size="large"
              icon={<Phone />}
              busy={call.status !== 'offered'}
              onClick={phone.accept}
            >
              {text(call.status === 'accepting' ? 'incoming.accepting' : 'incoming.accept')}
            </ShortcutButton>
          </div>
        }
      >
        <Ring tone="go" />
      </Scene>
    </div>
  )
}

/** While the call is being accepted it cannot be declined any more, only hung up. */
function Decline(props: {
  status: IncomingCallState['status']
  onDecline: () => void
  onHangUp: () => void
}): ReactNode {
  const isAccepting = props.status === 'accepting'
  const isDeclining = props.status === 'declining'
  return (
    <ShortcutButton
      shortcut={isAccepting ? 'hangUp' : 'decline'}
      size="large"
      icon={<X />}
      busy={isDeclining}
      className={styles.decline}
      onClick={isAccepting ? props.onHangUp : props.onDecline}
    >
      {isAccepting
        ? text('call.hangUp')
        : text(isDeclining ? 'incoming.declining' : 'incoming.decline')}
    </ShortcutButton>
  )
}

/** Takes the focus, so that Tab leads to the buttons; never from somebody who is typing, and never onto a button. */
function useFocusUnlessTyping() {
  const dialog = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const isTyping = document.activeElement?.matches('input, textarea, select, [contenteditable]')
    if (!isTyping) dialog.current?.focus()
  }, [])
  return dialog
}
