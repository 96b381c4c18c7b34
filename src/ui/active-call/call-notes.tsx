import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { usePhoneActions } from '../phone-context.ts'
import styles from './call-notes.module.css'

/** Milliseconds without a key after which what was written is kept. */
const PAUSE = 400

export type CallNotesProps = { callId: string; note: string | undefined }

/** What the agent writes down, during the call and after it. Give it the call's id as its key. */
export function CallNotes({ callId, note }: CallNotesProps): ReactNode {
  const id = useId()
  const { change, keep } = useKeptNote(callId)
  return (
    <div className={styles.notes}>
      <label htmlFor={id}>{text('call.notes')}</label>
      <textarea
        id={id}
        defaultValue={note}
        placeholder={text('call.notesPlaceholder')}
        onChange={(event) => change(event.target.value)}
        onBlur={keep}
      />
    </div>
  )
}

/** Kept after a pause, and at once where there may be no later: the field loses the focus or goes away. */
function useKeptNote(callId: string) {
  const phone = usePhoneActions()
  const unkept = useRef<string>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const keep = () => {
    clearTimeout(timer.current)
    if (unkept.current === undefined) return
    phone.writeNote(callId, unkept.current)
    unkept.current = undefined
  }
  const change = (note: string) => {
    unkept.current = note
    clearTimeout(timer.current)
    timer.current = setTimeout(keep, PAUSE)
  }
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      if (unkept.current !== undefined) phone.writeNote(callId, unkept.current)
      unkept.current = undefined
    },
    [phone, callId],
  )
  return { change, keep }
}
