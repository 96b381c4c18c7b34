import type { ReactNode } from 'react'
import type { DeviceToken } from '../../phone/device-token.ts'
import { describeToken, remarkOn } from './describe-token.ts'
import styles from './device-token.module.css'

export type TokenFactsProps = {
  token: DeviceToken
  /** Milliseconds since the epoch. */
  now: number
}

/** What the token says of itself. */
export function TokenFacts({ token, now }: TokenFactsProps): ReactNode {
  const facts = describeToken(token, now)
  if (facts.length === 0) return null
  return (
    <div className={styles.token}>
      <dl className={styles.facts}>
        {facts.map(({ term, value, inFull }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd title={inFull}>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.remark}>{remarkOn(token)}</p>
    </div>
  )
}
