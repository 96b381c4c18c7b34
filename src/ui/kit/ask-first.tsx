import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './ask-first.module.css'

export type AskFirstProps = {
  /** On the button that asks. */
  label: string
  question: string
  /** On the button that does it, and on the one that does not. */
  yes: string
  no: string
  icon?: ReactNode
  onYes: () => void
}

/** A button for what cannot be taken back: the first press asks, and the focus goes to the answer that changes nothing. */
export function AskFirst({ label, question, yes, no, icon, onYes }: AskFirstProps): ReactNode {
  const [isAsking, setAsking] = useState(false)
  const safe = useRef<HTMLButtonElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const wasAsking = useRef(false)
  useEffect(() => {
    if (isAsking) safe.current?.focus()
    else if (wasAsking.current) opener.current?.focus()
    wasAsking.current = isAsking
  }, [isAsking])

  if (!isAsking) {
    return (
      <Button ref={opener} icon={icon} onClick={() => setAsking(true)}>
        {label}
      </Button>
    )
  }
  return (
    <fieldset className={styles.question}>
      <legend>{question}</legend>
      <Button
        tone="end"
        onClick={() => {
          setAsking(false)
          onYes()
        }}
      >
        {yes}
      </Button>
      <Button ref={safe} onClick={() => setAsking(false)}>
        {no}
      </Button>
    </fieldset>
  )
}
