import { Grip, Mic, MicOff, NotebookPen, Phone, PhoneOff, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../kit/button.tsx'
import { usePhoneActions } from '../phone-context.ts'
import { ShortcutButton } from '../shortcuts/shortcut-button.tsx'
import type { CurrentCallState } from './current-call.tsx'
import styles from './current-call.module.css'

/** Opens and closes the keypad where the screen has no room for it beside the call. */
export type KeypadToggle = { isOpen: boolean; toggle: () => void }

/** Opens and closes the notes of the call. */
export type NotesToggle = { isOpen: boolean; toggle: () => void }

export type CallControlsProps = {
  call: CurrentCallState
  keypad: KeypadToggle
  notes: NotesToggle
}

export function CallControls({ call, keypad, notes }: CallControlsProps): ReactNode {
  return (
    <div className={styles.controls}>
      {call.status === 'ended' ? (
        <EndedControls number={call.number} notes={notes} />
      ) : (
        <LiveControls call={call} keypad={keypad} notes={notes} />
      )}
    </div>
  )
}

function NotesButton({ isOpen, toggle }: NotesToggle): ReactNode {
  return (
    <Button icon={<NotebookPen />} className={styles.notes} aria-expanded={isOpen} onClick={toggle}>
      Notes
    </Button>
  )
}

function EndedControls({ number, notes }: { number: string; notes: NotesToggle }): ReactNode {
  const phone = usePhoneActions()
  return (
    <>
      <Button icon={<X />} onClick={phone.dismissCall}>
        Close
      </Button>
      <NotesButton {...notes} />
      {number !== '' && (
        <Button
          tone="go"
          icon={<Phone />}
          className={styles.again}
          onClick={() => void phone.dial(number)}
        >
          Call again
        </Button>
      )}
    </>
  )
}

function LiveControls({
  call,
  keypad,
  notes,
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
            Mute
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
            {keypad.isOpen ? 'Hide keypad' : 'Show keypad'}
          </ShortcutButton>
          <NotesButton {...notes} />
        </>
      )}
      <ShortcutButton
        shortcut="hangUp"
        tone="end"
        icon={<PhoneOff />}
        className={styles.hangUp}
        onClick={phone.hangUp}
      >
        Hang up
      </ShortcutButton>
    </>
  )
}
