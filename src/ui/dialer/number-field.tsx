import { Delete } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { text } from '../../language/language.ts'
import { Button } from '../kit/button.tsx'
import { ignoreHeldEnter } from './ignore-held-enter.ts'
import { Suggestions } from './suggestions.tsx'
import type { Dialer } from './use-dialer.ts'
import { useLongPress } from './use-long-press.ts'
import { suggestionId } from './use-suggestions.ts'
import styles from './dialer.module.css'

/** Signs beyond which a number is set smaller, so that a foreign one can be seen as a whole. */
const LONG = 15

export type NumberFieldProps = { input: Ref<HTMLInputElement>; dialer: Dialer }

/** A plain text box to assistive technology, as numbers are; what it suggests is announced by `aria-activedescendant`. */
export function NumberField({ input, dialer }: NumberFieldProps): ReactNode {
  const { field, suggestions, hint } = dialer
  const { text: number } = field
  const { offered, active } = suggestions
  const erase = useLongPress(
    () => field.erase(),
    () => field.clear(),
  )

  return (
    <div className={styles.entry}>
      <div className={styles.number}>
        <input
          ref={input}
          type="tel"
          aria-label={text('dialer.number')}
          aria-describedby="number-hint"
          aria-autocomplete="list"
          aria-controls={offered.length > 0 ? 'suggestions' : undefined}
          aria-activedescendant={active && suggestionId(active)}
          placeholder={text('dialer.number')}
          autoComplete="off"
          data-long={number.length > LONG || undefined}
          value={number}
          onChange={(event) => {
            field.onChange(event)
            suggestions.onTyped(event.target.value)
          }}
          onCompositionStart={() => field.onCompositionStart()}
          onCompositionEnd={() => field.onCompositionEnd()}
          onPaste={dialer.onPaste}
          onKeyDown={(event) => {
            ignoreHeldEnter(event)
            suggestions.onKeyDown(event)
          }}
          onBlur={suggestions.close}
        />
        {number !== '' && (
          <Button
            tone="bare"
            aria-label={text('dialer.erase')}
            title={text('dialer.holdToClear')}
            icon={<Delete />}
            className={styles.erase}
            onMouseDown={(event) => event.preventDefault()}
            {...erase}
          />
        )}
      </div>
      <p id="number-hint" className={styles.hint} data-tone={hint?.tone}>
        {hint?.text}
      </p>
      {offered.length > 0 && (
        <Suggestions offered={offered} active={active} onChoose={suggestions.choose} />
      )}
    </div>
  )
}
