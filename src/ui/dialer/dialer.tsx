import { Delete, Phone } from 'lucide-react'
import { useRef, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { Button } from '../kit/button.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { describeNumber } from './describe-number.ts'
import type { NumberHint } from './describe-number.ts'
import { Keypad } from './keypad.tsx'
import { useLongPress } from './use-long-press.ts'
import styles from './dialer.module.css'

/** A number, typed, pasted or pressed, and the call. In a call the keys go to the far end instead. */
export function Dialer(): ReactNode {
  const phone = usePhoneActions()
  const plan = usePhone((state) => state.numberPlan)
  const isInCall = usePhone((state) => state.call?.status === 'connected')
  const isBusy = usePhone(({ call }) => call !== null && call.status !== 'ended')
  const [number, setNumber] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const hint = isInCall ? inCall : plan && describeNumber(number, plan)

  /** Edits at the caret, as a keyboard would; `setRangeText` leaves it behind what was inserted. */
  const replace = (text: string, charactersBefore = 0) => {
    const input = field.current
    if (!input) return
    const end = input.selectionEnd ?? input.value.length
    const selected = input.selectionStart ?? end
    const start = selected === end ? Math.max(0, end - charactersBefore) : selected
    input.setRangeText(text, start, end, 'end')
    setNumber(input.value)
  }
  const pressKey = (key: string) => {
    phone.pressKey(key)
    if (!isInCall) replace(key)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await phone.dial(number)) setNumber('')
  }
  const erase = useLongPress(
    () => replace('', 1),
    () => setNumber(''),
  )

  return (
    <form
      id="dialer"
      aria-label="Dialer"
      className={styles.dialer}
      onSubmit={(event) => void submit(event)}
    >
      <div className={styles.number}>
        <input
          ref={field}
          type="tel"
          aria-label="Phone number"
          aria-describedby="number-hint"
          placeholder="Phone number"
          autoComplete="off"
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
        {number !== '' && (
          <Button
            tone="bare"
            aria-label="Backspace"
            icon={<Delete />}
            className={styles.erase}
            onMouseDown={(event) => event.preventDefault()}
            {...erase}
          />
        )}
      </div>
      <p id="number-hint" className={styles.hint} data-tone={hint?.tone}>
        {hint?.text}
      </p>
      <Keypad onKey={pressKey} onPlus={isInCall ? undefined : () => replace('+')} />
      {/* There is one call at a time: while there is, the loud buttons are its own. */}
      <Button
        type="submit"
        tone={isBusy ? 'quiet' : 'go'}
        icon={<Phone />}
        className={styles.submit}
      >
        Call
      </Button>
    </form>
  )
}

const inCall: NumberHint = { text: 'The keys go to the call.', tone: 'plain' }
