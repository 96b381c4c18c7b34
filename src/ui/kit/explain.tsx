import type { ReactNode } from 'react'
import type { Explanation } from '../words.ts'
import styles from './explain.module.css'

export type ExplainProps = Explanation & {
  /** Stable, for whoever is asked for help. */
  code?: string
  /** Something the application said about it. */
  detail?: string | undefined
}

/** What happened and what to do, in words, with the code that does not change when the words do. */
export function Explain({ what, todo, code, detail }: ExplainProps): ReactNode {
  return (
    <p className={styles.explain}>
      <b>{what}</b> {detail && `${detail} `}
      {todo} {code && <code>{code}</code>}
    </p>
  )
}
