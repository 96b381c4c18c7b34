import { History } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Call, EndedCall } from '../../phone/phone-state.ts'
import { CallNotes } from '../active-call/call-notes.tsx'
import { formatTime } from '../format.ts'
import { describeOutcome } from '../history/describe-call.ts'
import { isIncoming } from '../incoming-call/incoming-call.tsx'
import { Empty } from '../kit/empty.tsx'
import { usePhone } from '../phone-context.ts'
import { directionWords } from '../words.ts'
import { SequenceButton } from '../sequence/sequence-button.tsx'
import styles from './companion.module.css'

/** As many earlier calls as are read at a glance. */
const SHOWN = 3

/**
 * What the agent wants beside the call and not on the stage, from its first ring until it is put away: who this is,
 * and what is to be remembered.
 */
export function Companion({ call }: { call: Call }): ReactNode {
  return (
    <section id="companion" aria-labelledby="companion-title" className={styles.companion}>
      <h2 id="companion-title">{text('companion.title')}</h2>
      {!isIncoming(call) && <CallNotes key={call.id} callId={call.id} note={call.note} />}
      <EarlierCalls call={call} />
      <SequenceButton call={call} className={styles.sequence}>
        {text('insight.sequence')}
      </SequenceButton>
    </section>
  )
}

function EarlierCalls({ call }: { call: Call }): ReactNode {
  const recent = usePhone((state) => state.recent)
  const earlier = recent.filter(({ id, number }) => id !== call.id && number === call.number)
  if (call.number === '') {
    return <Empty icon={<History />}>{text('companion.withheld')}</Empty>
  }
  if (earlier.length === 0) {
    return <Empty icon={<History />}>{text('companion.first')}</Empty>
  }
  return (
    <div className={styles.block}>
      <h3>{text('companion.earlier')}</h3>
      <ul>
        {earlier.slice(0, SHOWN).map((one) => (
          <li key={one.id} className={styles.earlier}>
            {describeEarlier(one)}
            {one.note && <q>{one.note}</q>}
          </li>
        ))}
      </ul>
      {earlier.length > SHOWN && <p>{text('companion.more', { count: earlier.length - SHOWN })}</p>}
    </div>
  )
}

function describeEarlier(call: EndedCall): string {
  const direction = text(directionWords[call.direction])
  return `${direction} · ${formatTime(call.startedAt)} · ${describeOutcome(call)}`
}
