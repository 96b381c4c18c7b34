import type { KeyboardEvent, ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { useLongPress } from './use-long-press.ts'
import styles from './dialer.module.css'

const keys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const

export type KeypadProps = {
  /** A key of `0-9 * #`. */
  onKey: (key: string) => void
  /** Holding 0; absent where a plus means nothing. */
  onPlus?: (() => void) | undefined
  /** Backspace, while one of the keys has the focus. */
  onErase?: (() => void) | undefined
}

/** Twelve buttons. While one of them has the focus, the keys of the keyboard work as well. */
export function Keypad({ onKey, onPlus, onErase }: KeypadProps): ReactNode {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (keys.some(([key]) => key === event.key)) onKey(event.key)
    else if (event.key === '+') onPlus?.()
    else if (event.key === 'Backspace') onErase?.()
  }
  return (
    <fieldset aria-label={text('keypad.title')} className={styles.keypad}>
      {keys.map(([key, letters]) => (
        <Key
          key={key}
          name={key}
          letters={letters}
          onPress={() => onKey(key)}
          onLongPress={key === '0' ? onPlus : undefined}
          onKeyDown={onKeyDown}
        />
      ))}
    </fieldset>
  )
}

function Key(props: {
  name: string
  letters: string
  onPress: () => void
  onLongPress: (() => void) | undefined
  onKeyDown: (event: KeyboardEvent) => void
}): ReactNode {
  const press = useLongPress(props.onPress, props.onLongPress)
  return (
    <button
      type="button"
      className={styles.key}
      aria-label={`${props.name} ${props.letters}`.trim()}
      title={props.onLongPress && text('keypad.holdForPlus')}
      // The caret stays where it is, and Enter calls after a number typed with the mouse.
      onMouseDown={(event) => event.preventDefault()}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={props.onKeyDown}
      {...press}
    >
      <b>{props.name}</b>
      <span>{props.letters}</span>
    </button>
  )
}
