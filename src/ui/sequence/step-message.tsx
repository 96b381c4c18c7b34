import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Step } from '../../phone/step.ts'
import { formatMessage, type Secrecy } from './format-message.ts'
import { explainStep, kindWords, laneWords } from './sequence-words.ts'
import styles from './step-message.module.css'

/** A step in full: what it is, when it was, and what was said. */
export function StepMessage({ step, secrecy }: { step: Step; secrecy: Secrecy }): ReactNode {
  const explanation = explainStep(step)
  const lanes = step.from === step.to ? [step.from] : [step.from, step.to]
  return (
    <div className={styles.message}>
      <p className={styles.facts}>
        <b>{text(kindWords[step.kind])}</b>
        <span>{lanes.map((lane) => text(laneWords[lane])).join(' → ')}</span>
        <time dateTime={new Date(step.at).toISOString()}>
          {new Date(step.at).toISOString().slice(11, 23)} UTC
        </time>
      </p>
      {explanation && <p>{explanation}</p>}
      {step.detail === undefined ? (
        <p className={styles.none}>{text('sequence.noMessage')}</p>
      ) : (
        // What scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre tabIndex={0}>{formatMessage(step.detail, secrecy)}</pre>
      )}
    </div>
  )
}
