import { Grip, Mic, MicOff, Phone, PhoneOff, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Button } from '../kit/button.tsx'
import { usePhoneActions } from '../phone-context.ts'
import { ShortcutButton } from '../shortcuts/shortcut-button.tsx'
import type { CurrentCallState } from './current-call.tsx'
import styles from './current-call.module.css'

/** Opens and closes the keypad where the screen has no room for it beside the call. */
export type KeypadToggle = { isOpen: boolean; toggle: () => void }

export type CallControlsProps = { call: CurrentCallState; keypad: KeypadToggle }

export function CallControls({ call, keypad }: CallControlsProps): ReactNode {
  return (
    <div className={styles.controls}>
      {call.status === 'ended' ? (
        <EndedControls number={call.number} />
      ) : (
        <LiveControls call={call} keypad={keypad} />
      )}
    </div>
  )
}

function EndedControls({ number }: { number: string }): ReactNode {
  const phone = usePhoneActions()
  return (
    <>
      <Button icon={<X />} onClick={phone.dismissCall}>
        {text('call.close')}
      </Button>
      {number !== '' && (
        <Button
          tone="go"
          icon={<Phone />}
          className={styles.again}
          onClick={() => void phone.dial(number)}
        >
          {text('call.again')}
        </Button>
      )}
    </>
  )
}

function LiveControls({
  call,
  keypad,
}: CallControlsProps & { call: Exclude<CurrentCallState, { status: 'ended' }> }): ReactNode {
  const phone = usePhoneActions()
  return (
    <>
      {call.status === 'connected' && (
        <>
          <ShortcutButton
            shortcut="mute"
            role="switch"
            aria-checked={call.muted}
            icon={call.muted ? <MicOff /> : <Mic />}
            className={styles.mute}
            onClick={() => phone.setMuted(!call.muted)}
          >
            {text('call.mute')}
            <span className={styles.track} />
          </ShortcutButton>
          <ShortcutButton
            shortcut="keypad"
            icon={<Grip />}
            className={styles.keypad}
            aria-expanded={keypad.isOpen}
            aria-controls="dialer"
            onClick={keypad.toggle}
          >
            {text(keypad.isOpen ? 'call.hideKeypad' : 'call.showKeypad')}
          </ShortcutButton>
        </>
      )}
      <ShortcutButton
        shortcut="hangUp"
        tone="end"
        icon={<PhoneOff />}
        className={styles.hangUp}
        onClick={phone.hangUp}
      >
        {text('call.hangUp')}
      </ShortcutButton>
    </>
  )
}
