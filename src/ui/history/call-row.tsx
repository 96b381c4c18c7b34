import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { EndedCall } from '../../phone/phone-state.ts'
import { formatTime } from '../format.ts'
import { Button } from '../kit/button.tsx'
import { useParty } from '../party.ts'
import { usePhoneActions } from '../phone-context.ts'
import { describeLine } from '../quality/describe-quality.ts'
import { directionWords } from '../words.ts'
import { describeOutcome } from './describe-call.ts'
import styles from './history.module.css'

export function CallRow({ call, onOpen }: { call: EndedCall; onOpen: () => void }): ReactNode {
  const phone = usePhoneActions()
  const { title } = useParty(call)
  const isMissed = call.cause === 'missed'
  const isIncoming = call.direction === 'inbound'
  const facts = [
    text(directionWords[call.direction]),
    formatTime(call.startedAt),
    describeOutcome(call),
    describeLine(call),
  ]

  return (
    <div className={styles.row} data-missed={isMissed || undefined}>
      {isMissed ? <PhoneMissed /> : isIncoming ? <PhoneIncoming /> : <PhoneOutgoing />}
      <button
        type="button"
        aria-haspopup="dialog"
        title={text('recents.details')}
        className={styles.words}
        onClick={onOpen}
      >
        <b>
          <bdi>{title}</bdi>
        </b>
        <small>{facts.filter(Boolean).join(' · ')}</small>
        {call.note && <span className={styles.note}>{call.note}</span>}
      </button>
      {call.number !== '' && (
        <Button
          tone="bare"
          size="small"
          aria-label={text('recents.callBack', { number: title })}
          icon={<Phone />}
          className={styles.back}
          onClick={() => void phone.dial(call.number)}
        />
      )}
    </div>
  )
}
