import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import styles from './call-talk.module.css'

/** As many as fit beside the rest; the newest matter. */
const SHOWN = 20

export type CallDigitsProps = { digits: string; playedDigits: number }

/** The keys of the call: those that are out, then those that wait. */
export function CallDigits({ digits, playedDigits }: CallDigitsProps): ReactNode {
  const start = Math.max(0, Math.min(digits.length - SHOWN, playedDigits))
  return (
    <p className={styles.digits}>
      {digits !== '' && (
        <>
          {text(playedDigits < digits.length ? 'call.sendingKeys' : 'call.keysSent')}{' '}
          <b>
            {start > 0 && '…'}
            {digits.slice(start, playedDigits)}
            <span>{digits.slice(playedDigits, start + SHOWN)}</span>
          </b>
        </>
      )}
    </p>
  )
}
