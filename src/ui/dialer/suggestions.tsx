import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { formatNumber, formatTime } from '../format.ts'
import { describeOutcome } from '../history/describe-call.ts'
import { usePhone } from '../phone-context.ts'
import type { Suggestion } from './suggest-numbers.ts'
import { suggestionId } from './use-suggestions.ts'
import styles from './dialer.module.css'

export type SuggestionsProps = {
  offered: readonly Suggestion[]
  active: Suggestion | undefined
  onChoose: (suggestion: Suggestion) => void
}

/** The focus stays in the field, which says what is active: the keys are handled there. */
export function Suggestions({ offered, active, onChoose }: SuggestionsProps): ReactNode {
  const plan = usePhone((state) => state.numberPlan)
  return (
    // A select cannot stand below a field in which somebody types, and a datalist knows no second line.
    <div
      id="suggestions"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      aria-label={text('dialer.suggestions')}
      className={styles.suggestions}
    >
      {offered.map((suggestion) => {
        const { number, name, call } = suggestion
        const written = formatNumber(number, plan)
        const last = call && `${formatTime(call.startedAt)} · ${describeOutcome(call)}`
        return (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={number}
            id={suggestionId(suggestion)}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="option"
            aria-selected={suggestion === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(suggestion)}
          >
            <b>
              <bdi>{name ?? written}</bdi>
            </b>
            <small>{[name && written, last].filter(Boolean).join(' · ')}</small>
          </div>
        )
      })}
    </div>
  )
}
