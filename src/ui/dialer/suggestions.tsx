import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { EndedCall } from '../../phone/phone-state.ts'
import { formatNumber, formatTime } from '../format.ts'
import { describeOutcome } from '../history/describe-call.ts'
import { usePhone } from '../phone-context.ts'
import { suggestionId } from './use-suggestions.ts'
import styles from './dialer.module.css'

export type SuggestionsProps = {
  calls: readonly EndedCall[]
  active: EndedCall | undefined
  onChoose: (call: EndedCall) => void
}

/** The focus stays in the field, which says what is active: the keys are handled there. */
export function Suggestions({ calls, active, onChoose }: SuggestionsProps): ReactNode {
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
      {calls.map((call) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          key={call.id}
          id={suggestionId(call)}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="option"
          aria-selected={call === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(call)}
        >
          <b>
            <bdi>{formatNumber(call.number, plan)}</bdi>
          </b>
          <small>
            {formatTime(call.startedAt)} · {describeOutcome(call)}
          </small>
        </div>
      ))}
    </div>
  )
}
