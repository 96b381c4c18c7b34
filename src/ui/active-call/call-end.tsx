import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { EndedCall } from '../../phone/phone-state.ts'
import { formatDuration } from '../format.ts'
import { Explain } from '../kit/explain.tsx'
import { OfflineAlert } from '../stage/offline-alert.tsx'
import { usePhone } from '../phone-context.ts'
import { describeSummary, levelWords } from '../quality/describe-quality.ts'
import { endWords, explain } from '../words.ts'
import styles from './current-call.module.css'

/** How a call ended: in the application's words where it sent some; as an alert where something failed. */
export function CallEnd({ call }: { call: EndedCall }): ReactNode {
  const session = usePhone((state) => state.session)
  const { key, failed } = endWords[call.cause]
  const { what, todo } = explain(key)
  // The application knows more, and says what to do itself: two pieces of advice may contradict each other.
  const explanation = { what, todo: call.message ?? todo }
  if (session.status === 'offline' && session.reason) {
    return <OfflineAlert {...session} reason={session.reason} />
  }

  return (
    <div className={styles.end}>
      {failed ? (
        <div role="alert" className={styles.failure}>
          <Explain {...explanation} code={call.cause} />
        </div>
      ) : (
        <div className={styles.sentence}>
          <Explain {...explanation} />
        </div>
      )}
      {call.answeredAt !== undefined && (
        <p className={styles.duration}>
          {text('call.spoken', { duration: formatDuration(call.endedAt - call.answeredAt) })}
        </p>
      )}
      {call.quality && (
        <p className={styles.duration}>
          {text('call.line', {
            level: text(levelWords[call.quality.level]),
            measurements: describeSummary(call.quality),
          })}
        </p>
      )}
    </div>
  )
}
