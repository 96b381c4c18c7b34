import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Button, type ButtonProps } from '../kit/button.tsx'
import { usePhone } from '../phone-context.ts'
import { shortcuts, type ShortcutName } from './shortcuts.ts'
import styles from './shortcuts.module.css'

/** A button that a key presses too, and that shows which, as long as the agent has shortcuts on. */
export function ShortcutButton({
  shortcut,
  children,
  ...rest
}: ButtonProps & { shortcut: ShortcutName }): ReactNode {
  const isOn = usePhone((state) => state.preferences.shortcuts)
  const { keys } = shortcuts[shortcut]
  return (
    <Button {...rest} {...(isOn && { 'aria-keyshortcuts': keys })}>
      {children}
      {/* Beside the name, not in it: `aria-keyshortcuts` tells those who listen. */}
      {isOn && <Keys keys={keys} className={styles.hint} />}
    </Button>
  )
}

/** Keys as they are printed on a keyboard. */
export function Keys({
  keys,
  className,
}: {
  keys: string
  className?: string | undefined
}): ReactNode {
  return (
    <span aria-hidden={className !== undefined} className={className}>
      {keys.split('+').map((key) => (
        <kbd key={key} className={styles.key}>
          {key === 'Shift' ? text('shortcuts.shift') : key}
        </kbd>
      ))}
    </span>
  )
}
