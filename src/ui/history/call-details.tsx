import { Phone, Trash2, UserPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Contact } from '../../phone/contacts/contact-book.ts'
import type { EndedCall } from '../../phone/phone-state.ts'
import { CallNotes } from '../active-call/call-notes.tsx'
import { formatDuration, formatMoment, formatNumber } from '../format.ts'
import { AskFirst } from '../kit/ask-first.tsx'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/modal.tsx'
import { useParty } from '../party.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { describeSummary, levelWords } from '../quality/describe-quality.ts'
import { SequenceButton } from '../sequence/sequence-button.tsx'
import { deviceName, directionWords, endWords, explain } from '../words.ts'
import { factWords } from './history-words.ts'
import styles from './history.module.css'

export type CallDetailsProps = {
  call: EndedCall
  /** Somebody who is no contact yet. */
  onAdd: (contact: Pick<Contact, 'name' | 'numbers'>) => void
  onClose: () => void
}

/** All that is known of a call, and what can be done with it. */
export function CallDetails({ call, onAdd, onClose }: CallDetailsProps): ReactNode {
  const phone = usePhoneActions()
  const { title } = useParty(call)
  const isKnown = usePhone(({ contacts }) => contacts.nameOf(call.number) !== undefined)
  return (
    <Modal title={title} onClose={onClose}>
      <Facts call={call} />
      <div className={styles.actions}>
        {call.number !== '' && (
          <Button
            tone="go"
            icon={<Phone />}
            onClick={() => {
              onClose()
              void phone.dial(call.number)
            }}
          >
            {text('recents.callBackAction')}
          </Button>
        )}
        {call.number !== '' && !isKnown && (
          <Button
            icon={<UserPlus />}
            onClick={() => onAdd({ name: call.name ?? '', numbers: [call.number] })}
          >
            {text('recents.addToContacts')}
          </Button>
        )}
        <SequenceButton call={call}>{text('insight.sequence')}</SequenceButton>
        <AskFirst
          label={text('recents.delete')}
          question={text('recents.deleteQuestion')}
          yes={text('recents.delete')}
          no={text('recents.keep')}
          icon={<Trash2 />}
          onYes={() => {
            onClose()
            void phone.loadRecords().then((records) => records.forgetCalls([call.id]))
          }}
        />
      </div>
      <div className={styles.details}>
        <CallNotes key={call.id} callId={call.id} note={call.note} />
      </div>
    </Modal>
  )
}

function Facts({ call }: { call: EndedCall }): ReactNode {
  const plan = usePhone((state) => state.numberPlan)
  const { direction, startedAt, ringingAt, answeredAt, endedAt, quality, devices } = call
  const isIncoming = direction === 'inbound'
  const country = plan?.countryName(call.number)
  const { label, key } = endWords[call.cause]
  const what = call.message ?? explain(key).what
  const moment = (at: number | undefined) => at !== undefined && formatMoment(at)
  const facts: Partial<Record<keyof typeof factWords, string | false | undefined>> = {
    number: [formatNumber(call.number, plan), country].filter(Boolean).join(' · '),
    direction: text(directionWords[direction]),
    ownNumber: call.ownNumber !== undefined && formatNumber(call.ownNumber, plan),
    [isIncoming ? 'offeredAt' : 'startedAt']: formatMoment(startedAt),
    ringingAt: moment(ringingAt),
    answeredAt: moment(answeredAt),
    endedAt:
      answeredAt === undefined
        ? formatMoment(endedAt)
        : text('recents.endedAfter', {
            moment: formatMoment(endedAt),
            duration: formatDuration(endedAt - answeredAt),
          }),
    cause: text('recents.outcomeInFull', { label: text(label), what }),
    quality:
      quality &&
      text('recents.qualityInFull', {
        level: text(levelWords[quality.level]),
        measurements: describeSummary(quality),
      }),
    microphone: devices && deviceName(devices.microphone),
    speaker: devices && deviceName(devices.speaker),
  }
  return (
    <dl className={styles.facts}>
      {Object.entries(factWords).map(([fact, word]) => {
        const value = facts[fact as keyof typeof factWords]
        return (
          value && (
            <div key={fact}>
              <dt>{text(word)}</dt>
              <dd>{value}</dd>
            </div>
          )
        )
      })}
    </dl>
  )
}
