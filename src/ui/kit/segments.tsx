import { useId } from 'react'
import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import styles from './segments.module.css'

export type SegmentsProps<Choice extends string> = {
  label: string
  /** Each with its words, in order. */
  choices: Readonly<Record<Choice, TextKey>>
  chosen: Choice
  onChoose: (choice: Choice) => void
}

/** One of a few, all of them in sight: radio buttons that look like one piece. */
export function Segments<Choice extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: SegmentsProps<Choice>): ReactNode {
  const name = useId()
  // The keys are what the type says: the object is written out where it is given.
  const entries = Object.entries(choices) as [Choice, TextKey][]
  return (
    <fieldset className={styles.segments} aria-label={label}>
      {entries.map(([choice, words]) => (
        <label key={choice}>
          <input
            type="radio"
            name={name}
            checked={choice === chosen}
            onChange={() => onChoose(choice)}
          />
          <span>{text(words)}</span>
        </label>
      ))}
    </fieldset>
  )
}
