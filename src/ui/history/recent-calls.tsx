import { History, Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { EndedCall } from '../../phone/phone-state.ts'
import { formatNumber, formatTime } from '../format.ts'
import { Button } from '../kit/button.tsx'
import { Empty } from '../kit/empty.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { describeLine } from '../quality/describe-quality.ts'
import { directionWords } from '../words.ts'
import { SequenceButton } from '../sequence/sequence-button.tsx'
import { describeOutcome } from './describe-call.ts'
import { countMissed } from './count-missed.ts'
import styles from './recent-calls.module.css'

/** `isInFront` where a small screen shows this part and no other. */
export function RecentCalls({ isInFront }: { isInFront: boolean }): ReactNode {
  const recent = usePhone((state) => state.recent)
  const unseenMissed = usePhone((state) => state.unseenMissed)
  const { seeMissedCalls } = usePhoneActions()

  useEffect(() => {
    if (isInFront && unseenMissed > 0) seeMissedCalls()
  }, [isInFront, unseenMissed, seeMissedCalls])

  return (
    // A desk shows it always: it is looked at by whoever comes to it, with the mouse or with Tab.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      id="recents"
      aria-labelledby="recents-title"
      className={styles.recents}
      onPointerMove={seeMissedCalls}
      onFocus={seeMissedCalls}
    >
      <div className={styles.head}>
        <h2 id="recents-title">{text('recents.title')}</h2>
        {unseenMissed > 0 && <p className={styles.missed}>{countMissed(unseenMissed)}</p>}
      </div>
      {recent.length === 0 ? (
        <div className={styles.empty}>
          <Empty icon={<History />}>{text('recents.empty')}</Empty>
        </div>
      ) : (
        // A list without bullets is no list to some screen readers, unless it says so; one that scrolls can be focused.
        // oxlint-disable-next-line jsx-a11y/no-redundant-roles, jsx-a11y/no-noninteractive-tabindex
        <ul role="list" tabIndex={0} aria-labelledby="recents-title" className={styles.list}>
          {recent.map((call) => (
            <RecentCall key={call.id} call={call} />
          ))}
        </ul>
      )}
    </section>
  )
}

function RecentCall({ call }: { call: EndedCall }): ReactNode {
  const phone = usePhoneActions()
  const plan = usePhone((state) => state.numberPlan)
  const number = formatNumber(call.number, plan)
  const isMissed = call.cause === 'missed'
  const line = describeLine(call)

  return (
    <li className={styles.row} data-missed={isMissed || undefined}>
      {isMissed ? (
        <PhoneMissed />
      ) : call.direction === 'inbound' ? (
        <PhoneIncoming />
      ) : (
        <PhoneOutgoing />
      )}
      <div className={styles.words}>
        <b>
          <bdi>{number}</bdi>
        </b>
        <small>
          {text(directionWords[call.direction])} · {formatTime(call.startedAt)} ·{' '}
          {describeOutcome(call)}
          {line && ` · ${line}`}
        </small>
        {call.note && <p className={styles.note}>{call.note}</p>}
      </div>
      <SequenceButton
        call={call}
        aria-label={text('insight.sequenceOf', { who: number })}
        className={styles.sequence}
      />
      {call.number !== '' && (
        <Button
          tone="bare"
          size="small"
          aria-label={text('recents.callBack', { number })}
          icon={<Phone />}
          className={styles.back}
          onClick={() => void phone.dial(call.number)}
        />
      )}
    </li>
  )
}
