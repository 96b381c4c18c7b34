import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { useInsight } from '../insight/insight-context.ts'
import type { ShownCode } from '../shown-code.ts'
import type { Explanation } from '../words.ts'
import styles from './explain.module.css'

export type ExplainProps = Explanation & {
  /** Stable, for whoever is asked for help. */
  code?: ShownCode
  /** Something the application said about it. */
  detail?: string | undefined
}

/** What happened and what to do, in words, with the code that does not change when the words do. */
export function Explain({ what, todo, code, detail }: ExplainProps): ReactNode {
  return (
    <p className={styles.explain}>
      <b>{what}</b> {detail && `${detail} `}
      {todo} {code && <Code code={code} />}
    </p>
  )
}

/** Leads to what the catalogue has to say about it. */
function Code({ code }: { code: ShownCode }): ReactNode {
  const insight = useInsight()
  if (!insight) return <code>{code}</code>
  return (
    <button
      type="button"
      title={text('insight.explain')}
      className={styles.code}
      onClick={() => insight.open({ view: 'codes', code })}
    >
      <code>{code}</code>
    </button>
  )
}
