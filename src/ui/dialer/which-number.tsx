import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { FoundNumber, NumberPlan } from '../../phone/number-plan.ts'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/modal.tsx'
import { writeNumber } from './read-pasted.ts'
import styles from './dialer-dialogs.module.css'

export type WhichNumberProps = {
  numbers: readonly FoundNumber[]
  plan: NumberPlan
  onChoose: (number: FoundNumber) => void
  onClose: () => void
}

/** The numbers of a text that was pasted. The one that is chosen goes into the field; nothing is dialled. */
export function WhichNumber({ numbers, plan, onChoose, onClose }: WhichNumberProps): ReactNode {
  return (
    <Modal title={text('whichNumber.title')} onClose={onClose}>
      <ul className={styles.numbers}>
        {numbers.map((number) => (
          <li key={number.e164}>
            <Button onClick={() => onChoose(number)}>
              <span>{writeNumber(number.e164, plan)}</span>
              <small>{describe(number, plan)}</small>
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  )
}

function describe({ e164, extension }: FoundNumber, plan: NumberPlan): string {
  const country = plan.countryName(e164) ?? text('whichNumber.unknownCountry')
  return extension ? text('whichNumber.extension', { country, extension }) : country
}
