import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { ConnectingStep } from '../../phone/phone-state.ts'
import { stepWords } from '../words.ts'
import styles from './stage.module.css'

const steps = Object.keys(stepWords) as ConnectingStep[]

/** The way online. Without a present step it is what will happen; with one, those before it are done. */
export function StepList({ present }: { present?: ConnectingStep }): ReactNode {
  const presentIndex = present ? steps.indexOf(present) : -1
  return (
    <ol className={styles.steps} aria-label={text('stage.steps')}>
      {steps.map((step, index) => {
        const isPresent = index === presentIndex
        const isDone = index < presentIndex
        const [label, detail] = text(stepWords[step]).split('\n')
        return (
          <li
            key={step}
            className={styles.step}
            data-state={isPresent ? 'present' : undefined}
            aria-current={isPresent ? 'step' : undefined}
          >
            <StepSign number={index + 1} isPresent={isPresent} isDone={isDone} />
            <b>{label}</b>
            <span>{isDone ? text('stage.stepDone') : detail}</span>
          </li>
        )
      })}
    </ol>
  )
}

function StepSign(props: { number: number; isPresent: boolean; isDone: boolean }): ReactNode {
  if (props.isDone) return <Check />
  if (props.isPresent) return <span className={styles.spinner} />
  return <span className={styles.number}>{props.number}</span>
}
